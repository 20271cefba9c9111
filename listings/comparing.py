"""Homes side by side: facts as rows, what differs, and which value is best where that is no matter of taste."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from django.utils import timezone

from listings.models import Listing
from listings.summaries import ListingSummary, summary
from realestate.wire import WireModel, plain_number

Unit = Literal[
    "dollars",
    "dollarsPerMonth",
    "dollarsPerYear",
    "squareFeet",
    "count",
    "days",
    "year",
    "text",
    "status",
    "dollarChange",
]


class ComparedFact(WireModel):
    """One fact of every home, in the order of `listings`; null where a source does not say.

    best: positions of the objectively best value, e.g. the lowest price; empty where it is a matter of taste or all
    are equal.
    """

    fact: str
    label: str
    unit: Unit
    values: list[int | float | str | None]
    differs: bool
    best: list[int]


class FeatureRow(WireModel):
    """A feature that some of the homes have; `has` in the order of `listings`."""

    feature: str
    has: list[bool]


class Comparison(WireModel):
    """Two to four homes side by side. unknown: ids asked for that no listing has."""

    listings: list[ListingSummary]
    facts: list[ComparedFact]
    features_that_differ: list[FeatureRow]
    features_all_have: list[str]
    unknown: list[str]


class _Fact(NamedTuple):
    name: str
    label: str
    unit: Unit
    read: Callable[[Listing, ListingSummary], Any]
    best: Callable[[list[Any]], Any] | None = None


_FACTS = (
    _Fact("price", "Price", "dollars", lambda home, short: home.price, min),
    _Fact("standardStatus", "Status", "status", lambda home, short: home.standard_status),
    _Fact("priceChange", "Since first listed", "dollarChange", lambda home, short: short.price_change),
    _Fact("pricePerSquareFoot", "Price per sq ft", "dollars", lambda home, short: short.price_per_square_foot, min),
    _Fact("bedroomsTotal", "Bedrooms", "count", lambda home, short: home.bedrooms_total, max),
    _Fact("bathroomsTotal", "Baths", "count", lambda home, short: home.bathrooms_total, max),
    _Fact("livingArea", "Living area", "squareFeet", lambda home, short: home.living_area, max),
    _Fact("lotSizeSquareFeet", "Lot", "squareFeet", lambda home, short: home.lot_size_square_feet, max),
    _Fact("yearBuilt", "Built", "year", lambda home, short: home.year_built),
    _Fact("propertySubType", "Kind", "text", lambda home, short: short.property_sub_type or short.property_type),
    _Fact("garageSpaces", "Garage spaces", "count", lambda home, short: home.garage_spaces, max),
    _Fact("associationFee", "Association fee", "dollarsPerMonth", lambda home, short: home.association_fee, min),
    _Fact("taxAnnualAmount", "Property tax", "dollarsPerYear", lambda home, short: home.tax_annual_amount, min),
    _Fact("daysOnMarket", "Days on market", "days", lambda home, short: short.days_on_market),
    _Fact("subdivisionName", "Neighborhood", "text", lambda home, short: short.subdivision_name),
    _Fact("city", "City", "text", lambda home, short: short.city),
)


def compare(homes: list[Listing], unknown: list[str]) -> Comparison:
    """These homes side by side; facts that no home has are left out."""
    today = timezone.localdate()
    shorts = [summary(home, today) for home in homes]
    rows = [_row(fact, [fact.read(home, short) for home, short in zip(homes, shorts, strict=True)]) for fact in _FACTS]
    owned = [set(short.features) for short in shorts]
    everywhere = set.intersection(*owned)
    return Comparison(
        listings=shorts,
        facts=[row for row in rows if any(value is not None for value in row.values)],
        features_that_differ=[
            FeatureRow(feature=name, has=[name in names for names in owned])
            for name in sorted(set.union(*owned) - everywhere)
        ],
        features_all_have=sorted(everywhere),
        unknown=unknown,
    )


def _row(fact: _Fact, found: list[Any]) -> ComparedFact:
    values = [plain_number(value) if isinstance(value, Decimal) else value for value in found]
    known = [value for value in values if value is not None]
    differs = len(set(values)) > 1
    best = fact.best(known) if fact.best and differs and len(known) > 1 else None
    # When all the known values are equal there is no best, only homes whose value is unknown.
    positions = [place for place, value in enumerate(values) if value == best] if len(set(known)) > 1 else []
    return ComparedFact(
        fact=fact.name,
        label=fact.label,
        unit=fact.unit,
        values=values,
        differs=differs,
        best=positions if best is not None else [],
    )
