"""Flags for rows that are hard to believe. They are kept as they came and shown with the doubt."""

from __future__ import annotations

from typing import Any

_LEAST_AREA_PER_BEDROOM = 100  # square feet of the whole home; a bedroom alone must have 70 by the building code
_MANY_BEDROOMS = 6


def doubts(values: dict[str, Any]) -> list[str]:
    """Codes of what is doubtful about a listing's values, in a fixed order; none for most rows."""
    bedrooms, area = values.get("bedrooms_total"), values.get("living_area")
    lot, built, closed = values.get("lot_size_square_feet"), values.get("year_built"), values.get("close_date")
    found = {
        "bedrooms_implausible": bool(bedrooms and area)
        and bedrooms > _MANY_BEDROOMS
        and area < bedrooms * _LEAST_AREA_PER_BEDROOM,
        "bedrooms_zero": bedrooms == 0,
        "bathrooms_zero": values.get("bathrooms_total") == 0,
        "living_area_zero": area == 0,
        # Sold off the plan, or a home that was rebuilt.
        "sold_before_year_built": bool(built and closed) and closed.year < built,
        # Usual for town houses; an error for others.
        "lot_smaller_than_living_area": bool(lot and area) and lot < area,
    }
    return [code for code, doubtful in found.items() if doubtful]
