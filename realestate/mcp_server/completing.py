"""What a host offers while somebody types an argument: places by name, homes by id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mcp.types import Completion

from listings import places
from listings.models import Listing
from realestate.database import in_database

if TYPE_CHECKING:
    from realestate.mcp_server.server import OutsideServer

MOST = 100  # the protocol's limit


def add_to(server: OutsideServer) -> None:
    """Completion for the arguments of prompts and of `listing://{listingId}`."""

    @server.completion()
    async def complete(ref: Any, argument: Any, context: Any) -> Completion | None:
        user = await server.caller()
        if argument.name in ("place", "area"):
            return _cut(await in_database(_places, argument.value))
        if argument.name == "listingId":
            return _cut(await in_database(_listing_ids, argument.value, user))
        return None


def _places(begun: str) -> list[str]:
    """Labels of loaded places that begin like this, those with most homes first; look-alikes when none does."""
    start = begun.strip().casefold()
    labels = [place.label for place in places.loaded_places() if place.label.casefold().startswith(start)]
    return list(dict.fromkeys(labels or [place.label for place in places.suggestions(begun, count=5)]))


def _listing_ids(begun: str, user: Any) -> list[str]:
    homes = Listing.objects.visible_to(user).filter(listing_id__istartswith=begun.strip().replace("\0", ""))
    return list(homes.order_by("listing_id").values_list("listing_id", flat=True)[: MOST + 1])


def _cut(values: list[str]) -> Completion:
    return Completion(values=values[:MOST], has_more=len(values) > MOST)
