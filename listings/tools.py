"""Finding homes and looking at them: the tools of this app."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from listings import comparing, features, places, search, summaries
from listings.comparing import Comparison
from listings.models import ListingFeature
from listings.query import MOST_IN_A_LIST, MOST_PER_PAGE, Count, Dollars, Near, SearchQuery, UnclearSearch
from listings.results import ListingPage, listing_page
from listings.summaries import ListingDetail
from realestate.tooling import CurrentUser, ToolError, tool
from realestate.wire import WireModel

Name = Annotated[str, Field(min_length=1, max_length=120)]
Names = Name | Annotated[list[Name], Field(max_length=MOST_IN_A_LIST)]


@tool(effect="read", title="Searching homes")
def find_listings(
    city: Annotated[
        Names | None, Field(description="City or cities, e.g. 'Portland, OR' or ['Kirkland','Redmond']")
    ] = None,
    state: Annotated[Names | None, Field(description="State name or code, e.g. 'WA'")] = None,
    county: Annotated[Names | None, Field(description="County, e.g. 'King County'")] = None,
    postal_code: Annotated[Names | None, Field(description="Zip code or codes, e.g. '98115'")] = None,
    neighborhood: Annotated[
        Names | None, Field(description="Neighborhood, e.g. 'Capitol Hill'; give city too if known")
    ] = None,
    min_price: Annotated[Dollars | None, Field(description="Lowest price, whole US dollars")] = None,
    max_price: Annotated[Dollars | None, Field(description="Highest price, whole US dollars")] = None,
    min_bedrooms: Annotated[Count | None, Field(description="'3+ bedrooms' is 3")] = None,
    max_bedrooms: Annotated[Count | None, Field(description="'exactly 3' is minBedrooms 3 and maxBedrooms 3")] = None,
    min_bathrooms: Annotated[
        Annotated[float, Field(ge=0, le=1000)] | None, Field(description="2.5 is two full and a half bath")
    ] = None,
    min_living_area: Annotated[Count | None, Field(description="Least living area, square feet")] = None,
    max_living_area: Annotated[Count | None, Field(description="Most living area, square feet")] = None,
    min_lot_size: Annotated[Count | None, Field(description="Least lot, square feet; an acre is 43560")] = None,
    min_year_built: Annotated[Count | None, Field(description="Built in this year or later")] = None,
    max_year_built: Annotated[Count | None, Field(description="Built in this year or earlier")] = None,
    property_type: Annotated[
        Names | None, Field(description="house, condo, townhouse, duplex, land ... or a RESO type; a list means any")
    ] = None,
    status: Annotated[
        str | None,
        Field(
            description="Active (for sale, the default), Pending, Sold, Any, or another RESO StandardStatus. "
            "With closedAfter or closedBefore the default is Sold",
            max_length=40,
        ),
    ] = None,
    features: Annotated[
        list[Name] | None,
        Field(description="All of these wanted, e.g. ['garage','pool','view']", max_length=MOST_IN_A_LIST),
    ] = None,
    exclude_features: Annotated[
        list[Name] | None, Field(description="None of these, e.g. ['pool']", max_length=MOST_IN_A_LIST)
    ] = None,
    near: Annotated[Near | None, Field(description="Within so many miles of a point")] = None,
    closed_after: Annotated[date | None, Field(description="Sold on or after this day, YYYY-MM-DD")] = None,
    closed_before: Annotated[date | None, Field(description="Sold on or before this day, YYYY-MM-DD")] = None,
    sort: Annotated[
        str | None,
        Field(
            description="price, -price (dearest first), newest (default), oldest, livingArea, bedrooms, bathrooms, "
            "lotSize, yearBuilt, pricePerSquareFoot, or distance (with near); '-' in front reverses",
            max_length=40,
        ),
    ] = None,
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
    listing_id: Annotated[str, Field(description="A listingId, e.g. L001", min_length=1, max_length=255)],
    *,
    user: CurrentUser,
) -> ListingDetail:
    """Everything known about one home: facts, remarks, price and status history, fees, who lists it."""
    homes, unknown = search.with_ids([listing_id], visible_to=user)
    if unknown:
        raise ToolError(_unknown(unknown))
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
        raise ToolError(f"{_unknown(unknown)} " * bool(unknown) + "A comparison needs two to four different homes.")
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


def _unknown(listing_ids: list[str]) -> str:
    several = len(listing_ids) > 1
    named = ", ".join(repr(each) for each in listing_ids)
    return f"There {'are' if several else 'is'} no listing{'s' if several else ''} {named}. Find ids with findListings."
