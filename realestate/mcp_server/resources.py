"""What hosts can attach to a conversation: a home at `listing://{listingId}`, and the card that draws homes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
from django.conf import settings
from django.template.loader import render_to_string
from mcp.server.mcpserver.exceptions import ResourceNotFoundError
from mcp.server.mcpserver.resources import ResourceSecurity

from realestate.database import in_database
from realestate.mcp_server.words import absolute
from realestate.tooling import ToolError, acting_as, all_tools

if TYPE_CHECKING:
    from realestate.mcp_server.server import OutsideServer


def add_to(server: OutsideServer) -> None:
    """Homes by their id, as getListing tells them."""

    @server.resource(
        "listing://{listingId}",
        name="listing",
        title="A home",
        description="Everything that may be told of one home, as JSON.",
        mime_type="application/json",
        security=ResourceSecurity(exempt_params={"listingId"}),  # a feed's ids may look like paths
    )
    async def listing(listingId: str) -> str:
        """The home with this id."""
        user, tool = await server.caller(), all_tools()["getListing"]
        with acting_as(user):
            try:
                found = await in_database(lambda: tool.as_json(tool.call({"listingId": listingId})))
            except ToolError as error:
                raise ResourceNotFoundError(str(error)) from None
        return orjson.dumps(absolute(found)).decode()


def card_html() -> str:
    """The page that draws homes inside a host, whole in one file: scripts and styles from nowhere else."""
    return render_to_string("mcp/homes.html", {"site": settings.SITE_URL})
