"""What an estimate says, as it goes over the wire: a range first, and everything it rests on."""

from __future__ import annotations

from datetime import date

from realestate.wire import Number, WireModel

NOT_AN_APPRAISAL = (
    "A computation from recorded sales, not an appraisal: nobody has seen the home, and condition, view and upgrades "
    "are not in the data."
)
METHOD = (
    "Nearby sales of the same kind in the 12 months before `asOf`; those most alike are adjusted for time of sale, "
    "living area, lot, baths, bedrooms and age by coefficients estimated from all of them (Huber's robust regression "
    "on the logarithm of the price); the estimate is their weighted median, the range what they scatter."
)


class PriceAdjustment(WireModel):
    """Dollars added to a sale's price for one difference between it and the home."""

    name: str
    label: str
    amount: Number


class ComparableSale(WireModel):
    """One sale the estimate rests on. weight: its share of the say, in percent. distanceMiles: null if withheld."""

    listing_id: str
    address: str
    close_price: Number
    close_date: date
    distance_miles: Number | None
    living_area: int
    bedrooms_total: int | None
    bathrooms_total: Number | None
    year_built: int | None
    adjustments: list[PriceAdjustment]
    adjusted_price: Number
    weight: Number


class ValueEstimate(WireModel):
    """low, estimate and high in whole thousands of US dollars; all null, with `reason`, when it cannot be said."""

    listing_id: str | None
    address: str
    estimate: Number | None
    low: Number | None
    high: Number | None
    reason: str
    n: int
    pool: int
    as_of: date
    within: str
    comparables: list[ComparableSale]
    method: str
    not_an_appraisal: str
    notes: list[str]
