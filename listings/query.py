"""One question for homes: every condition a search can have, as plain values."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field

from realestate.wire import WireModel

MOST_PER_PAGE = 25
MOST_DOLLARS = 999_999_999_999
MOST_IN_A_LIST = 20
MOST_KEYWORDS = 200


class UnclearSearch(Exception):
    """A search that cannot be carried out as asked; the message says why and what would work."""


class Near(WireModel):
    """A circle on the map."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    latitude: float = Field(ge=-90, le=90, description="Degrees north, e.g. 47.61")
    longitude: float = Field(ge=-180, le=180, description="Degrees east, so negative in the US, e.g. -122.33")
    miles: float = Field(gt=0, le=500, description="Radius in miles")


def _as_tuple(value: Any) -> Any:
    if value is None:
        return ()
    values = [value] if isinstance(value, str) else list(value)
    return tuple(dict.fromkeys(each.strip() for each in values if isinstance(each, str) and each.strip()))


Names = Annotated[tuple[str, ...], BeforeValidator(_as_tuple), Field(max_length=MOST_IN_A_LIST)]
Dollars = Annotated[int, Field(ge=0, le=MOST_DOLLARS)]
Count = Annotated[int, Field(ge=0, le=1_000_000_000)]


class SearchQuery(WireModel):
    """What somebody looks for, in their own words for places, kinds and features; amounts in dollars and square feet.

    Empty means no condition. A list means any of its values, except that all of `features` are wanted.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    city: Names = ()
    state: Names = ()
    county: Names = ()
    postal_code: Names = ()
    neighborhood: Names = ()
    exclude_places: Names = ()
    min_price: Dollars | None = None
    max_price: Dollars | None = None
    min_bedrooms: Count | None = None
    max_bedrooms: Count | None = None
    min_bathrooms: Annotated[float, Field(ge=0, le=1000)] | None = None
    max_bathrooms: Annotated[float, Field(ge=0, le=1000)] | None = None
    min_living_area: Count | None = None
    max_living_area: Count | None = None
    min_lot_size: Count | None = None
    min_year_built: Count | None = None
    max_year_built: Count | None = None
    property_type: Names = ()
    status: str = ""  # "" is Active, or Closed when a closing date is asked for
    features: Names = ()
    exclude_features: Names = ()
    near: Near | None = None
    closed_after: date | None = None
    closed_before: date | None = None
    keywords: Annotated[str, Field(max_length=MOST_KEYWORDS)] = ""  # quiet "lake view" -busy
    sort: str = ""  # "" is distance where `near` is given, else newest
    limit: int = Field(default=10, ge=1, le=MOST_PER_PAGE)
    cursor: str = ""

    def fingerprint(self) -> str:
        """Ten characters that differ between searches, but not between the pages of one."""
        text = self.model_dump_json(exclude={"cursor", "limit"}, exclude_defaults=True)
        return hashlib.sha256(text.casefold().encode()).hexdigest()[:10]
