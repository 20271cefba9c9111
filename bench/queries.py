"""500 searches as people make them, drawn with a fixed seed from what a database holds."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

SEED = 20_261_128
COUNT = 500
BROAD = 10  # a broad search matches more than a tenth of the homes: of a million, more than 100,000
SORTS = (
    "newest", "oldest", "price", "-price", "bedrooms", "-bedrooms", "bathrooms", "-bathrooms", "livingArea",
    "-livingArea", "lotSize", "-lotSize", "yearBuilt", "-yearBuilt", "pricePerSquareFoot", "-pricePerSquareFoot",
)  # fmt: skip
Arguments = dict[str, Any]


def mixed(matches: Callable[[Arguments], int], count: int = COUNT) -> list[Arguments]:
    """findListings' arguments for so many searches, every third of them broad. matches: how many homes fit."""
    from listings.models import Listing

    drawn = random.Random(SEED)
    homes = Listing.objects.displayable().count()
    found: list[Arguments] = []
    draws = _drawn(drawn)
    while len(found) < count:
        wants_broad = len(found) % 3 == 0
        arguments = next(draws)
        if (matches(arguments) > homes // BROAD) == wants_broad:
            found.append(arguments)
    return found


def _drawn(drawn: random.Random) -> Iterator[Arguments]:
    """Searches of one to five conditions, in an order, by pages of 10 or 25; every fifth goes on to its second page."""
    from listings.models import Listing, ListingFeature
    from listings.places import loaded_places

    places = loaded_places()
    places_of = {kind: [place.label for place in places if place.kind == kind] for kind in
                 ("city", "county", "postal_code", "state", "neighborhood")}  # fmt: skip
    features = sorted(ListingFeature.objects.order_by().values_list("name", flat=True).distinct())
    some = list(Listing.objects.displayable().filter(price__isnull=False).order_by("pk")[:2_000])
    closed = [home.close_date for home in some if home.close_date]
    points = [home for home in some if home.latitude is not None]

    def one(_: Any = None) -> Listing:
        return drawn.choice(some)

    conditions: dict[str, Callable[[], Arguments]] = {
        "min_price": lambda: {"min_price": round(int(one().price), -4)},
        "max_price": lambda: {"max_price": round(int(one().price), -4)},
        "prices": lambda: dict(zip(("min_price", "max_price"), sorted(round(int(one().price), -4) for _ in "ab"),
                                   strict=True)),
        "min_bedrooms": lambda: {"min_bedrooms": drawn.randint(1, 5)},
        "bedrooms": lambda: dict.fromkeys(("min_bedrooms", "max_bedrooms"), drawn.randint(2, 4)),
        "min_bathrooms": lambda: {"min_bathrooms": drawn.choice([1, 1.5, 2, 2.5, 3])},
        "max_bathrooms": lambda: {"max_bathrooms": drawn.choice([2, 2.5, 3])},
        "min_living_area": lambda: {"min_living_area": drawn.randrange(1000, 3000, 250)},
        "max_living_area": lambda: {"max_living_area": drawn.randrange(1500, 4000, 250)},
        "min_lot_size": lambda: {"min_lot_size": drawn.choice([4000, 6000, 10_000, 43_560])},
        "min_year_built": lambda: {"min_year_built": drawn.randrange(1930, 2011, 10)},
        "max_year_built": lambda: {"max_year_built": drawn.randrange(1950, 2011, 10)},
        "features": lambda: {"features": drawn.sample(features, drawn.choice([1, 1, 2]))},
        "exclude_features": lambda: {"exclude_features": [drawn.choice(features)]},
        "closed_after": lambda: {"closed_after": drawn.choice(closed)},
        "closed_before": lambda: {"closed_before": drawn.choice(closed)},
        "month": lambda: {"closed_after": (day := drawn.choice(closed)), "closed_before": day + timedelta(days=30)},
        "near": lambda: _circle(drawn, drawn.choice(points)),
        "keywords": lambda: {"keywords": drawn.choice([*features[:3], one().city.split()[0] or "view"])},
        "exclude_places": lambda: {"exclude_places": [drawn.choice(places_of["city"])]},
        "property_type": lambda: {"property_type": [drawn.choice(["house", "condo", "townhouse"])]},
    }  # fmt: skip
    weights = [1 if name in ("property_type", "keywords", "features", "exclude_features") else 3 for name in conditions]
    while True:
        arguments: Arguments = {"status": drawn.choice(["Sold"] * 8 + ["Any"]) if closed else "Active"}
        kind = drawn.choice(["city"] * 4 + ["postal_code"] * 3 + ["county"] * 2 + ["state", "neighborhood", "", ""])
        if places_of.get(kind):
            labels = drawn.sample(places_of[kind], min(len(places_of[kind]), drawn.choice([1, 1, 1, 2])))
            arguments[kind] = labels
        for name in drawn.choices(list(conditions), weights, k=drawn.randint(0, 4)):
            arguments |= conditions[name]()
        if arguments.get("closed_after") and arguments["status"] == "Any":
            arguments["status"] = "Sold"
        if not _is_sound(arguments):
            continue
        arguments["sort"] = drawn.choice([*SORTS, *["distance"] * 8]) if "near" in arguments else drawn.choice(SORTS)
        arguments["limit"] = drawn.choice([10, 10, 10, 25])
        arguments["second_page"] = drawn.random() < 0.2
        yield arguments


def _circle(drawn: random.Random, home: Any) -> Arguments:
    from listings.query import Near

    return {"near": Near(latitude=home.latitude, longitude=home.longitude, miles=drawn.choice([0.5, 1, 2, 5, 10]))}


def _is_sound(arguments: Arguments) -> bool:
    """Whether no lowest value is above its highest."""
    ends = [("min_price", "max_price"), ("min_bedrooms", "max_bedrooms"), ("min_bathrooms", "max_bathrooms"),
            ("min_living_area", "max_living_area"), ("min_year_built", "max_year_built"),
            ("closed_after", "closed_before")]  # fmt: skip
    return all(arguments[low] <= arguments[high] for low, high in ends if low in arguments and high in arguments)
