"""What somebody keeps: homes and searches. Saving the same again is the one saved."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.http import HttpRequest
from django.utils import timezone

from listings import search
from listings.conditions import in_words, understand
from listings.models import Listing, SavedListing, SavedSearch, SavedSearchMatch
from listings.query import SearchQuery, UnclearSearch
from listings.results import applied_filters
from listings.signals import listing_saved

MOST_SEARCHES = 100
MOST_LISTINGS = 500
MOST_NOTE = 500
COUNTED = 1_000
# Listings of one import are committed later than they are stamped; so long after, they are still looked for.
_LATE = timedelta(hours=1)
_SETTLED = timedelta(seconds=5)  # without a change: an import is told of once, not batch by batch


class TooManySaved(Exception):
    """The most that one person may save is saved; the message says what to do."""


class NoteTooLong(Exception):
    """A note is longer than it may be; the message says how long."""


@dataclass(frozen=True)
class Fitting:
    """How many homes fit a saved search now: exact up to 1,000, which then means "or more".

    new: of these, entered or changed since its owner last looked. problem: why it cannot be run, "" if it can.
    """

    total: int = 0
    new: int = 0
    problem: str = ""


@dataclass(frozen=True)
class NewMatches:
    """Homes found new for a saved search. count: exact up to 1,000. listings: the latest of them, at most 20."""

    user: Any
    search: SavedSearch
    listings: list[Listing]
    count: int


def save_listing(
    user: Any, listing: Listing, *, note: str | None = None, request: HttpRequest | None = None
) -> tuple[SavedListing, bool]:
    """Keep this home; (what is kept, whether it is new). note: replaces the one there is; None leaves it.

    Raises TooManySaved and NoteTooLong.
    """
    note = None if note is None else " ".join(note.replace("\0", "").split())
    if note and len(note) > MOST_NOTE:
        raise NoteTooLong(f"The note has {len(note)} characters; shorten it to {MOST_NOTE}.")
    kept = SavedListing.objects.filter(user=user, listing=listing).first()
    if kept is None:
        if user.saved_listings.count() >= MOST_LISTINGS:
            raise TooManySaved(
                f"{MOST_LISTINGS} homes are saved, which is the most. Remove one on the page Saved, then save this one."
            )
        kept, created = SavedListing.objects.get_or_create(user=user, listing=listing, defaults={"note": note or ""})
        if created:
            listing_saved.send_robust(Listing, listing=listing, user=user, request=request)
            return kept, True
    if note is not None and note != kept.note:
        kept.note = note
        kept.save(update_fields=["note"])
    return kept, False


def unsave_listing(user: Any, listing_id: str) -> bool:
    """Keep this home no longer; whether it was kept."""
    return bool(SavedListing.objects.filter(user=user, listing__listing_id=listing_id).delete()[0])


def saved_listings(user: Any, most: int, start: int = 0) -> tuple[list[SavedListing], int]:
    """(homes this user keeps, the latest first, how many there are); those that left the site are left out."""
    kept = SavedListing.objects.filter(user=user, listing__in=Listing.objects.visible_to(user))
    shown = list(kept[start : start + most])
    homes = search.for_display(Listing.objects.filter(pk__in=[each.listing_id for each in shown]))
    by_pk = {home.pk: home for home in homes}
    for each in shown:
        each.listing = by_pk[each.listing_id]
    return shown, kept.count()


def count(user: Any) -> int:
    """How many homes this user keeps."""
    return SavedListing.objects.filter(user=user).count()


def save_search(user: Any, query: SearchQuery, *, name: str = "") -> tuple[SavedSearch, bool]:
    """Keep this search; (what is kept, whether it is new). name: "" is the search in words, or leaves the old name.

    Raises UnclearSearch for a search that means nothing or has no condition, and TooManySaved.
    """
    understood = understand(query)
    criteria = applied_filters(understood.conditions)
    if not set(criteria) - {"status"}:
        raise UnclearSearch("Give at least one condition to save, e.g. a city or a highest price.")
    if understood.status == "Any":
        criteria["status"] = "Any"
    fingerprint = hashlib.sha256(orjson.dumps(_normal(criteria), option=orjson.OPT_SORT_KEYS)).hexdigest()
    kept = SavedSearch.objects.filter(user=user, fingerprint=fingerprint).first()
    if kept is None:
        if user.saved_searches.count() >= MOST_SEARCHES:
            raise TooManySaved(
                f"{MOST_SEARCHES} searches are saved, which is the most. Remove one on the page Saved, then save this."
            )
        words = ", ".join(in_words(understood.conditions))
        try:
            with transaction.atomic():
                return SavedSearch.objects.create(
                    user=user,
                    fingerprint=fingerprint,
                    saved_search_name=(name or words[:1].upper() + words[1:])[:200],
                    search_query=criteria | ({"sort": query.sort} if query.sort else {}),
                    search_query_human_readable=words,
                ), True
        except IntegrityError:  # another tab was quicker
            kept = SavedSearch.objects.get(user=user, fingerprint=fingerprint)
    if name and name != kept.saved_search_name:
        rename(kept, name)
    return kept, False


def rename(kept: SavedSearch, name: str) -> None:
    """Call a saved search so; at most 200 characters of it."""
    kept.saved_search_name = name[:200]
    kept.save(update_fields=["saved_search_name"])


def delete_search(user: Any, search_id: str) -> str | None:
    """Keep this search no longer; its name, or None when this user has no such search."""
    try:
        kept = SavedSearch.objects.filter(user=user, pk=uuid.UUID(search_id)).first()
    except ValueError:
        return None
    if kept is None:
        return None
    kept.delete()
    return kept.saved_search_name


def query_of(kept: SavedSearch, **more: Any) -> SearchQuery:
    """The search that was saved. Raises ValueError for one that an older version stored and nobody understands now."""
    return SearchQuery(**kept.search_query, **more)


def fitting(kept: SavedSearch) -> Fitting:
    """How many homes fit now, and how many of them are new to its owner. Two queries, three with features."""
    try:
        homes = search.matching(query_of(kept), visible_to=kept.user)
    except (UnclearSearch, ValueError) as error:
        return Fitting(problem=str(error) if isinstance(error, UnclearSearch) else "It cannot be read any more.")
    total = homes.values("pk")[:COUNTED].count()
    new = homes.filter(modification_timestamp__gt=kept.looked_at).values("pk")[:COUNTED].count() if total else 0
    return Fitting(total, new)


def look(kept: SavedSearch) -> None:
    """Its owner sees its homes now: what is there is new no longer."""
    SavedSearch.objects.filter(pk=kept.pk).update(looked_at=timezone.now())


def saved_ids(user: Any) -> set[str]:
    """The listing ids this user keeps; nobody keeps none. One query."""
    if not user.is_authenticated:
        return set()
    return set(user.saved_listings.values_list("listing__listing_id", flat=True))


def new_matches(*, most_searches: int = 200, shown: int = 20, now: datetime | None = None) -> Iterator[NewMatches]:
    """Homes that came to fit a saved search, or changed while fitting, since it was last looked through.

    For the ticker, at every tick: without news it costs two small queries. Each
    pair of search and listing is given once, whichever process asks, also when the listing changes again later: what
    is given is recorded before it is given. It waits until nothing has changed for five seconds, so that an import is
    one piece of news. At most `most_searches` searches at a call, those not looked through for longest; of each at
    most 1,000 homes are recorded and the latest `shown` given.
    """
    newest = Listing.objects.aggregate(newest=Max("modification_timestamp"))["newest"]
    if newest is None or newest > (now or timezone.now()) - _SETTLED:
        return
    waiting = SavedSearch.objects.filter(matched_until__lt=newest).select_related("user").order_by("matched_until")
    for kept in list(waiting[:most_searches]):
        found = _record(kept, newest)
        if found:
            homes = search.for_display(Listing.objects.visible_to(kept.user)).filter(pk__in=found[:shown])
            listings = sorted(homes, key=lambda home: found.index(home.pk))
            yield NewMatches(kept.user, kept, listings, len(found))


def news_waits() -> bool:
    """Whether `new_matches` has anything to look through: two small queries that take no lock."""
    newest = Listing.objects.aggregate(newest=Max("modification_timestamp"))["newest"]
    if newest is None or newest > timezone.now() - _SETTLED:
        return False
    return SavedSearch.objects.filter(matched_until__lt=newest).exists()


def _record(kept: SavedSearch, newest: datetime) -> list[int]:
    """The pks of the homes that are new for this search, the latest first; [] when another process was quicker."""
    try:
        homes = search.matching(query_of(kept), visible_to=kept.user)
    except (UnclearSearch, ValueError):
        homes = Listing.objects.none()
    since = max(kept.saved_at, kept.matched_until - _LATE)
    with transaction.atomic():
        mine = SavedSearch.objects.filter(pk=kept.pk, matched_until=kept.matched_until).update(matched_until=newest)
        if not mine:
            return []
        told = SavedSearchMatch.objects.filter(search=kept).values("listing")
        changed = homes.filter(modification_timestamp__gt=since).exclude(pk__in=told)
        found = list(changed.order_by("-modification_timestamp", "-pk").values_list("pk", flat=True)[:COUNTED])
        SavedSearchMatch.objects.bulk_create(SavedSearchMatch(search=kept, listing_id=pk) for pk in found)
    return found


def _normal(criteria: dict[str, Any]) -> dict[str, Any]:
    """The same for lists in another order: ["Kirkland", "Redmond"] and ["Redmond", "Kirkland"] are one search."""
    return {key: sorted(value) if isinstance(value, list) else value for key, value in criteria.items()}
