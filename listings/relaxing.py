"""What to give up when no home fits: the one condition, or pair, without which some do."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from listings.conditions import Condition
from listings.found import Found, range_of
from listings.models import Listing
from listings.paging import Order
from realestate.wire import plain_number

COUNTED = 1_000
SHOWN = 3
MOST_TRIED_IN_PAIRS = 8
# What people part with most easily comes first; the place and the status last.
_EASIEST_FIRST = (
    "keywords", "features", "excludeFeatures", "minYearBuilt", "maxYearBuilt", "minLotSize", "minLivingArea",
    "maxLivingArea", "minBathrooms", "maxBathrooms", "maxBedrooms", "excludePlaces", "minPrice", "maxPrice",
    "minBedrooms", "propertyType", "closedAfter", "closedBefore", "neighborhood", "postalCode", "near", "city",
    "status", "county", "state",
)  # fmt: skip


@dataclass(frozen=True)
class Way:
    """Giving up these conditions leaves `total` homes.

    total: exact up to 1,000, which then means "1,000 or more". suggested: for a range, the value by its argument's
    name that lets in the nearest home.
    """

    given_up: list[Condition]
    total: int
    suggested: dict[str, Any] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """As a sentence: "Without “with pool”, 12 homes fit."."""
        given_up = " and ".join(f"“{condition.words}”" for condition in self.given_up)
        if self.total == 1:
            return f"Without {given_up}, 1 home fits."
        return f"Without {given_up}, {self.total:,}{' or more' if self.total >= COUNTED else ''} homes fit."


@dataclass(frozen=True)
class Relaxed:
    """The easiest way out, its nearest homes, and the other ways."""

    best: Way
    listings: list[Listing]
    others: list[Way]


def relax(conditions: list[Condition], found: Found, order: Order) -> Relaxed | None:
    """Ways to have matches again, easiest first; None when giving up two conditions does not help either."""
    ranked = sorted(conditions, key=lambda condition: _EASIEST_FIRST.index(condition.argument))
    ways = _ways([[condition] for condition in ranked], conditions, found)
    if not ways:
        pairs = [list(pair) for pair in combinations(ranked[:MOST_TRIED_IN_PAIRS], 2)]
        ways = _ways(pairs, conditions, found, enough=3)
    if not ways:
        return None
    best = ways[0]
    rest = [condition for condition in conditions if condition not in best.given_up]
    listings = found.nearest(rest, order, SHOWN, best.given_up[0] if len(best.given_up) == 1 else None)
    return Relaxed(_with_suggestion(best, listings), listings, ways[1:6])


def _ways(
    candidates: list[list[Condition]], conditions: list[Condition], found: Found, enough: int | None = None
) -> list[Way]:
    ways: list[Way] = []
    for given_up in candidates:
        rest = [condition for condition in conditions if condition not in given_up]
        total = found.count(rest, COUNTED)
        if total:
            ways.append(Way(given_up, total))
        if enough and len(ways) == enough:
            break
    return ways


def _with_suggestion(way: Way, listings: list[Listing]) -> Way:
    if len(way.given_up) != 1 or not listings or not (limit := range_of(way.given_up[0])):
        return way
    value = getattr(listings[0], limit.column)
    shown = value.isoformat() if hasattr(value, "isoformat") else plain_number(value)
    return Way(way.given_up, way.total, {limit.argument: shown})
