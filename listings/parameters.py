"""A search as parameters of an address, and back: named like findListings' arguments, lists by repeating a name."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from pydantic import ValidationError

from listings.query import Near, SearchQuery

_FIELDS = {field.alias: field for field in SearchQuery.model_fields.values()}
NAMES = tuple(_FIELDS)
_LISTS = frozenset(name for name, field in _FIELDS.items() if field.default == ())


class WrongParameter(ValueError):
    """A parameter that no search has, or whose value means nothing; the message names it and what would work."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


def values_of(parameters: QueryDict, names: Collection[str] = NAMES) -> dict[str, Any]:
    """The values of these names in an address, for SearchQuery; blank ones are left out. Raises WrongParameter."""
    given: dict[str, Any] = {}
    for name in names:
        values = [value for text in parameters.getlist(name) if (value := text.replace("\0", "").strip())]
        if name in _LISTS and values:
            given[name] = values
        elif len(values) > 1:
            raise WrongParameter(name, f"{name} is given {len(values)} times; give it once.")
        elif values:
            given[name] = _near(values[0]) if name == "near" else values[0]
    return given


def query_of(values: dict[str, Any]) -> SearchQuery:
    """The search of these values. Raises WrongParameter naming the first wrong one."""
    try:
        return SearchQuery(**values)
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        name = str(problem["loc"][0])
        expected = problem["msg"].removeprefix("Input ")
        raise WrongParameter(name, f"{name} is {str(values.get(name))[:60]!r}: it {expected}.") from None


def address_of(criteria: dict[str, Any]) -> str:
    """The search as the part of an address behind "?". criteria: findListings' arguments."""
    written = {
        name: f"{value['latitude']},{value['longitude']},{value['miles']}" if name == "near" else value
        for name, value in criteria.items()
    }
    return urlencode(written, doseq=True)


def _near(text: str) -> Near:
    try:
        latitude, longitude, miles = (float(part) for part in text.split(","))
        return Near(latitude=latitude, longitude=longitude, miles=miles)
    except ValueError:
        message = f"near is {text[:60]!r}: it must be latitude,longitude,miles, e.g. near=47.61,-122.33,5."
        raise WrongParameter("near", message) from None
