"""The sales an estimate rests on: which are looked at, and the estimate with what it cannot say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Max, QuerySet

from analytics import valuation
from analytics.estimate_answers import METHOD, NOT_AN_APPRAISAL, ComparableSale, PriceAdjustment, ValueEstimate
from analytics.periods import spoken
from listings.models import Listing, StandardStatus
from listings.search import Near, SearchQuery, matching, with_ids

_RADII = (0.5, 1, 2, 4)  # miles, widened until there are enough
_ENOUGH = 60
_MOST_POOLED = 250
_YEAR = timedelta(days=365)
_LABELS = {
    "time": "Time of sale",
    "livingArea": "Living area",
    "lotSize": "Lot",
    "bathrooms": "Baths",
    "bedrooms": "Bedrooms",
    "age": "Age",
}
_THOUSAND, _CENT, _TENTH = Decimal(1000), Decimal("0.01"), Decimal("0.1")


@dataclass(frozen=True)
class Described:
    """A home to be valued: a listing's, or as somebody describes it. area_words: its own place in words."""

    living_area: int | None
    near: tuple[float, float] | None = None
    city: str = ""
    postal_code: str = ""
    property_type: str = ""
    bedrooms: int | None = None
    bathrooms: Decimal | None = None
    year_built: int | None = None
    lot_size: int | None = None
    listing: Listing | None = None


def estimate_listing(listing_id: str, *, user: Any, today: date) -> ValueEstimate:
    """What a listing might sell for. ValueError for an unknown id, or one that says too little."""
    homes, unknown = with_ids([listing_id], visible_to=user)
    if unknown:
        raise ValueError(f"There is no listing {listing_id!r}. Give a listingId that findListings returned.")
    home = homes[0]
    if not home.internet_automated_valuation_display_yn:
        return _no_estimate(home, today, "The seller does not want an automated value shown for this home.")
    point = (home.latitude, home.longitude) if home.latitude is not None and home.longitude is not None else None
    return estimate_described(
        Described(
            living_area=home.living_area,
            near=point,
            city=home.city,
            postal_code=home.postal_code,
            bedrooms=home.bedrooms_total,
            bathrooms=home.bathrooms_total,
            year_built=home.year_built,
            lot_size=home.lot_size_square_feet,
            listing=home,
        ),
        user=user,
        today=today,
    )


def estimate_described(home: Described, *, user: Any, today: date) -> ValueEstimate:
    """What a home might sell for on the day of the newest sales. ValueError when too little is known of it."""
    if not home.living_area:
        raise ValueError("The living area is not known; it is needed for an estimate, in square feet (livingArea).")
    if not (home.near or home.postal_code or home.city):
        raise ValueError("Where the home is is missing; give latitude and longitude, postalCode, or city.")
    sales, within = _sales(home, user, today)
    newest = sales.aggregate(newest=Max("close_date"))["newest"]
    if newest is None:
        return _no_estimate(home.listing, today, f"No sales of homes like it are recorded within {within}.")
    as_of = today if newest >= today - _YEAR else newest
    pool = _pool(home, sales, as_of)
    subject = _counted(home.living_area, home.lot_size, home.bathrooms, home.bedrooms, home.year_built)
    found = valuation.estimate(subject, [(_sold(each, as_of), float(each.close_price)) for each in pool])
    if found is None:
        least = valuation.LEAST_COMPARABLES
        reason = f"Only {len(pool)} comparable sales within {within} in 12 months; at least {least} are needed."
        return _no_estimate(home.listing, as_of, reason)
    notes = [] if as_of == today else [f"The newest sale recorded here is of {spoken(as_of)}: a value of that day."]
    return ValueEstimate(
        listing_id=home.listing.listing_id if home.listing else None,
        address=home.listing.shown_address if home.listing else "",
        estimate=_thousands(found.value),
        low=_thousands(found.low),
        high=_thousands(found.high),
        reason="",
        n=len(found.comparables),
        pool=len(pool),
        as_of=as_of,
        within=within,
        comparables=_comparables(home, pool, found.comparables),
        method=METHOD,
        not_an_appraisal=NOT_AN_APPRAISAL,
        notes=notes,
    )


# --- Which sales --------------------------------------------------------------------------------------------------
def _sales(home: Described, user: Any, today: date) -> tuple[QuerySet[Listing], str]:
    """The sales around a home, in the smallest circle with enough of them, else in its zip code or city."""
    if home.near is None:
        place = {"postal_code": home.postal_code} if home.postal_code else {"city": home.city}
        query = SearchQuery(status="Sold", closed_before=today, property_type=home.property_type, **place)
        return _alike(home, query, user), f"{home.postal_code or home.city}"
    latitude, longitude = home.near
    for miles in _RADII:
        circle = Near(latitude=latitude, longitude=longitude, miles=miles)
        query = SearchQuery(status="Sold", closed_before=today, property_type=home.property_type, near=circle)
        sales = _alike(home, query, user)
        if sales.count() >= _ENOUGH:
            break
    return sales, f"{miles:g} mile{'' if miles == 1 else 's'}"


def _alike(home: Described, query: SearchQuery, user: Any) -> QuerySet[Listing]:
    sales = matching(query, visible_to=user).filter(
        standard_status=StandardStatus.CLOSED,
        close_price__gt=0,
        living_area__range=(home.living_area // 2, home.living_area * 2),
    )
    if home.listing is None:
        return sales
    # An earlier sale of the same home is no other home.
    if home.listing.parcel_number:
        sales = sales.exclude(parcel_number=home.listing.parcel_number)
    return sales.filter(property_sub_type=home.listing.property_sub_type).exclude(pk=home.listing.pk)


def _pool(home: Described, sales: QuerySet[Listing], as_of: date) -> list[Listing]:
    year = sales.filter(close_date__range=(as_of - _YEAR, as_of))
    order = ("distance_miles", "-close_date", "pk") if home.near else ("-close_date", "pk")
    return list(year.order_by(*order)[:_MOST_POOLED])


def _counted(living_area: int, lot_size: int | None, baths: Any, bedrooms: int | None, built: int | None) -> Any:
    return valuation.Home(living_area, lot_size, None if baths is None else float(baths), bedrooms, built)


def _sold(sale: Listing, as_of: date) -> valuation.Home:
    home = _counted(
        sale.living_area, sale.lot_size_square_feet, sale.bathrooms_total, sale.bedrooms_total, sale.year_built
    )
    return home._replace(sold_months=(as_of - sale.close_date).days / 30.44, miles=sale.distance_miles)


# --- What is said of them -----------------------------------------------------------------------------------------
def _comparables(
    home: Described, pool: Sequence[Listing], adjusted: Sequence[valuation.Adjusted]
) -> list[ComparableSale]:
    total = sum(each.weight for each in adjusted)
    # Three distances from known places would tell where a home is whose address is withheld.
    withheld = home.listing is not None and not home.listing.internet_address_display_yn
    return [
        ComparableSale(
            listing_id=sale.listing_id,
            address=sale.shown_address,
            close_price=sale.close_price,
            close_date=sale.close_date,
            distance_miles=None if withheld or sale.distance_miles is None else _cents(sale.distance_miles),
            living_area=sale.living_area,
            bedrooms_total=sale.bedrooms_total,
            bathrooms_total=sale.bathrooms_total,
            year_built=sale.year_built,
            adjustments=[
                PriceAdjustment(name=name, label=_LABELS[name], amount=_cents(amount))
                for name, amount in each.adjustments.items()
            ],
            adjusted_price=_cents(each.price),
            weight=Decimal(str(each.weight / total * 100)).quantize(_TENTH, ROUND_HALF_UP),
        )
        for each in adjusted
        for sale in (pool[each.place],)
    ]


def _no_estimate(listing: Listing | None, as_of: date, reason: str) -> ValueEstimate:
    return ValueEstimate(
        listing_id=listing.listing_id if listing else None,
        address=listing.shown_address if listing else "",
        estimate=None,
        low=None,
        high=None,
        reason=reason,
        n=0,
        pool=0,
        as_of=as_of,
        within="",
        comparables=[],
        method=METHOD,
        not_an_appraisal=NOT_AN_APPRAISAL,
        notes=[],
    )


def _thousands(dollars: float) -> Decimal:
    return (Decimal(str(dollars)) / _THOUSAND).quantize(Decimal(1), ROUND_HALF_UP) * _THOUSAND


def _cents(amount: float) -> Decimal:
    return Decimal(str(amount)).quantize(_CENT, ROUND_HALF_UP)
