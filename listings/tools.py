"""Finding homes, looking at them and keeping them: the tools of this app."""

from __future__ import annotations

from typing import Annotated, Any

from django.urls import reverse
from django.utils import timezone
from pydantic import Field

from listings import arguments, comparing, features, linked, places, saved, saved_answers, search, summaries
from listings.comparing import Comparison
from listings.models import ListingFeature
from listings.query import MOST_PER_PAGE, SearchQuery, UnclearSearch
from listings.reports import BadRecipient, ReportSent, listing_report
from listings.results import ListingPage, listing_page
from listings.saved import TooManySaved
from listings.saved_answers import (
    Removed,
    SavedHome,
    SavedHomeAnswer,
    SavedHomes,
    SavedSearchAnswer,
    SavedSearches,
    Search,
)
from listings.summaries import ListingDetail
from realestate.fair_housing import Prose
from realestate.outbox import Mail
from realestate.tooling import CurrentUser, ToolError, tool
from realestate.wire import WireModel


@tool(effect="read", title="Searching homes")
def find_listings(
    city: arguments.City = None,
    state: arguments.State = None,
    county: arguments.County = None,
    postal_code: arguments.PostalCode = None,
    neighborhood: arguments.Neighborhood = None,
    exclude_places: arguments.ExcludePlaces = None,
    min_price: arguments.MinPrice = None,
    max_price: arguments.MaxPrice = None,
    min_bedrooms: arguments.MinBedrooms = None,
    max_bedrooms: arguments.MaxBedrooms = None,
    min_bathrooms: arguments.MinBathrooms = None,
    max_bathrooms: arguments.MaxBathrooms = None,
    min_living_area: arguments.MinLivingArea = None,
    max_living_area: arguments.MaxLivingArea = None,
    min_lot_size: arguments.MinLotSize = None,
    min_year_built: arguments.MinYearBuilt = None,
    max_year_built: arguments.MaxYearBuilt = None,
    property_type: arguments.PropertyType = None,
    status: arguments.Status = None,
    features: arguments.Features = None,
    exclude_features: arguments.ExcludeFeatures = None,
    near: arguments.Near = None,
    closed_after: arguments.ClosedAfter = None,
    closed_before: arguments.ClosedBefore = None,
    keywords: arguments.Keywords = None,
    sort: arguments.Sort = None,
    limit: Annotated[int, Field(description="Homes per page", ge=1, le=MOST_PER_PAGE)] = 10,
    cursor: Annotated[
        str | None, Field(description="nextCursor of the last page, with the same other arguments", max_length=300)
    ] = None,
    *,
    user: CurrentUser,
) -> ListingPage:
    """Find homes by place, price, size, kind and features. Use it before any tool that needs a listingId.

    Give only what the person asked for; leave the rest out. `statistics` covers every match, not just this page.
    If nothing fits, `relaxed` says what to give up. Pass `notes` on to the person.
    """
    given = {name: value for name, value in locals().items() if name != "user" and value is not None}
    try:
        return listing_page(search.search(SearchQuery(**given), visible_to=user))
    except UnclearSearch as error:
        raise ToolError(str(error)) from None


@tool(effect="read", title="Looking at a home")
def get_listing(
    listing_id: arguments.Id,
    *,
    user: CurrentUser,
) -> ListingDetail:
    """Everything known about one home: facts, remarks, price and status history, fees, who lists it."""
    homes, unknown = search.with_ids([listing_id], visible_to=user)
    if unknown:
        raise ToolError(_unknown(unknown, user))
    return summaries.detail(homes[0])


@tool(effect="read", title="Comparing homes")
def compare_listings(
    listing_ids: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=255)]],
        Field(description="Two to four different listingIds", min_length=2, max_length=4),
    ],
    *,
    user: CurrentUser,
) -> Comparison:
    """Set 2 to 4 homes side by side: each fact as a row, whether it differs, and the best value where one is."""
    homes, unknown = search.with_ids(listing_ids, visible_to=user)
    if len(homes) < 2:
        raise ToolError(
            f"{_unknown(unknown, user)} " * bool(unknown) + "A comparison needs two to four different homes."
        )
    return comparing.compare(homes, unknown)


class PlaceFound(WireModel):
    """A place a name can mean. listings: how many are loaded there, of any status."""

    kind: str
    name: str
    label: str
    city: str | None
    county: str | None
    state: str | None
    listings: int
    corrected: bool  # the name was misspelt


class PlacesFound(WireModel):
    """Places a name can mean, likeliest first; when there is none, loaded places that look alike."""

    places: list[PlaceFound]
    similar: list[PlaceFound]


@tool(effect="read", title="Looking up a place")
def find_places(
    text: Annotated[str, Field(description="e.g. 'portland', 'King County', '98115'", min_length=1, max_length=120)],
) -> PlacesFound:
    """What a place name can mean. Use it when findListings says a place is unknown or means several."""
    found = places.resolve(text)
    similar = [] if found else places.suggestions(text, count=5)
    return PlacesFound(places=[_place(each) for each in found], similar=[_place(each) for each in similar])


@tool(effect="write", title="Saving a home")
def save_listing(
    listing_id: arguments.Id,
    note: Annotated[
        str | None, Field(description="The person's own remark about it, if they gave one", max_length=500)
    ] = None,
    *,
    user: CurrentUser,
) -> SavedHomeAnswer:
    """Keep a home in the person's saved homes. Saving it again only changes the note, if one is given."""
    homes, unknown = search.with_ids([listing_id], visible_to=user)
    if unknown:
        raise ToolError(_unknown(unknown, user))
    try:
        kept, created = saved.save_listing(user, homes[0], note=note)
    except TooManySaved as error:
        raise ToolError(str(error)) from None
    kept.listing = homes[0]
    return SavedHomeAnswer(
        **saved_answers.home(kept), already_saved=not created, saved_listings=saved.count(user), url=reverse("saved")
    )


@tool(effect="write", title="Removing a saved home")
def unsave_listing(listing_id: arguments.Id, *, user: CurrentUser) -> Removed:
    """Take a home out of the person's saved homes."""
    name = listing_id.strip()
    removed = saved.unsave_listing(user, name) or saved.unsave_listing(user, name.upper())
    return Removed(removed=removed, message=f"{listing_id} {'is no longer' if removed else 'was not'} saved.")


@tool(effect="read", title="Reading saved homes")
def list_saved_listings(
    limit: Annotated[int, Field(description="Homes to give, the latest saved first", ge=1, le=MOST_PER_PAGE)] = 10,
    *,
    user: CurrentUser,
) -> SavedHomes:
    """The homes the person has saved, with their notes. Use it for "my saved homes", "my favorites"."""
    kept, total = saved.saved_listings(user, limit)
    return SavedHomes(
        listings=[SavedHome(**saved_answers.home(each)) for each in kept], total=total, url=reverse("saved")
    )


@tool(effect="write", title="Saving a search")
def save_search(
    name: Annotated[
        Prose | None,
        Field(description="What the person calls it; left out, it is named by its conditions", max_length=200),
    ] = None,
    city: arguments.City = None,
    state: arguments.State = None,
    county: arguments.County = None,
    postal_code: arguments.PostalCode = None,
    neighborhood: arguments.Neighborhood = None,
    exclude_places: arguments.ExcludePlaces = None,
    min_price: arguments.MinPrice = None,
    max_price: arguments.MaxPrice = None,
    min_bedrooms: arguments.MinBedrooms = None,
    max_bedrooms: arguments.MaxBedrooms = None,
    min_bathrooms: arguments.MinBathrooms = None,
    max_bathrooms: arguments.MaxBathrooms = None,
    min_living_area: arguments.MinLivingArea = None,
    max_living_area: arguments.MaxLivingArea = None,
    min_lot_size: arguments.MinLotSize = None,
    min_year_built: arguments.MinYearBuilt = None,
    max_year_built: arguments.MaxYearBuilt = None,
    property_type: arguments.PropertyType = None,
    status: arguments.Status = None,
    features: arguments.Features = None,
    exclude_features: arguments.ExcludeFeatures = None,
    near: arguments.Near = None,
    closed_after: arguments.ClosedAfter = None,
    closed_before: arguments.ClosedBefore = None,
    keywords: arguments.Keywords = None,
    sort: arguments.Sort = None,
    *,
    user: CurrentUser,
) -> SavedSearchAnswer:
    """Keep a search, so that the person can run it again and hear of new homes. Takes findListings' conditions.

    Repeat the conditions of the search that is meant, e.g. `appliedFilters` of the last findListings. The same
    conditions saved again are the one saved search; a new name renames it.
    """
    given = {key: value for key, value in locals().items() if key not in ("user", "name") and value is not None}
    try:
        kept, created = saved.save_search(user, SearchQuery(**given), name=" ".join((name or "").split()))
    except (UnclearSearch, TooManySaved) as error:
        raise ToolError(str(error)) from None
    return SavedSearchAnswer(**saved_answers.searched(kept), already_saved=not created)


@tool(effect="read", title="Reading saved searches")
def list_saved_searches(
    limit: Annotated[int, Field(description="Searches to give, the latest saved first", ge=1, le=MOST_PER_PAGE)] = 10,
    *,
    user: CurrentUser,
) -> SavedSearches:
    """The searches the person has saved: their conditions, how many homes fit now, how many are new, and a link."""
    kept = user.saved_searches.all()
    return SavedSearches(
        searches=[Search(**saved_answers.searched(each)) for each in kept[:limit]],
        total=kept.count(),
        url=reverse("saved"),
    )


@tool(effect="write", title="Removing a saved search")
def delete_saved_search(
    search_id: Annotated[str, Field(description="A searchId of listSavedSearches", min_length=1, max_length=60)],
    *,
    user: CurrentUser,
) -> Removed:
    """Remove one of the person's saved searches."""
    name = saved.delete_search(user, search_id)
    if name is None:
        return Removed(
            removed=False, message=f"No saved search has the searchId {search_id!r}. listSavedSearches gives the ids."
        )
    return Removed(removed=True, message=f"“{name}” is no longer saved.")


def vocabulary() -> list[dict[str, Any]]:
    """The words findListings understands: the places of the loaded listings, features, and kinds of homes.

    Each entry has kind, name (what the argument wants) and words (how people say it, in lower case).
    """
    stored = set(ListingFeature.objects.order_by().values_list("name", flat=True).distinct())
    named = {name: features.FEATURES.get(name, ()) for name in (*features.FEATURES, *sorted(stored))}
    return [
        *(_place_words(place) for place in places.loaded_places()),
        *({"kind": "feature", "name": name, "words": [name, *words]} for name, words in named.items()),
        *(
            {"kind": "property_type", "name": name, "words": [name, *words]}
            for name, words in features.KIND_WORDS.items()
        ),
    ]


def _place_words(place: places.Place) -> dict[str, Any]:
    words = [place.name.casefold(), *(spelling.casefold() for spelling in place.spellings), place.label.casefold()]
    entry = {
        "kind": place.kind,
        "name": place.name if place.kind in ("state", "postal_code") else place.label,
        "words": list(dict.fromkeys(words)),
        "listings": place.listings,
    }
    return entry | {key: value for key, value in (("state", place.state), ("city", place.city)) if value}


def _place(place: places.Place) -> PlaceFound:
    return PlaceFound(
        kind=place.kind,
        name=place.name,
        label=place.label,
        city=place.city or None,
        county=place.county or None,
        state=place.state or None,
        listings=place.listings,
        corrected=place.guessed,
    )


def _unknown(listing_ids: list[str], user: Any) -> str:
    links = linked.links_among(listing_ids, visible_to=user)
    known = {each.listing_id.casefold() for each in links}
    rest = [each for each in listing_ids if each.casefold() not in known]
    several = len(rest) > 1
    named = ", ".join(repr(each) for each in rest)
    are = f"There {'are' if several else 'is'} no listing{'s' if several else ''} {named}. Find ids with findListings."
    return f"{are * bool(rest)} {linked.only_linked(links)}".strip()


@tool(effect="external", title="Preparing a report")
def send_listing_report(
    listing_ids: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=255)]],
        Field(description="The homes, in the order they should appear", min_length=1, max_length=20),
    ],
    recipient_email: Annotated[str, Field(description="One e-mail address the person named", max_length=254)],
    note: Annotated[
        str, Field(description="The person's own words to the recipient, only if they gave some", max_length=1000)
    ] = "",
    *,
    user: CurrentUser,
) -> Mail[ReportSent]:
    """E-mail a report on up to 20 homes to one address. Nothing is sent before the person says yes on the card.

    Use the address the person gave; never guess one. Afterwards say that it waits for their yes.
    """
    homes, unknown = search.with_ids(listing_ids, visible_to=user)
    links = linked.links_among(unknown, visible_to=user)
    if len(links) < len(unknown):
        raise ToolError(_unknown(unknown, user))
    try:
        return listing_report(
            homes, links=links, recipient=recipient_email, note=note, sender=user, today=timezone.localdate()
        )
    except BadRecipient as error:
        raise ToolError(str(error)) from None
