"""One cell of text -> the value a field of Listing stores, or a reason why it cannot."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import models

from listings.models import Listing

_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$")
_RANGES = {
    "PositiveSmallIntegerField": (0, 32_767),
    "PositiveIntegerField": (0, 2_147_483_647),
    "latitude": (-90, 90),
    "longitude": (-180, 180),
    "close_price": (1, None),
    "list_price": (1, None),
}
# Set by us, never by a file.
_OURS = {"id", "source", "modification_timestamp", "raw", "flags", "price", "list_agent", "list_office", "remarks_flag"}


class BadValue(ValueError):
    """A cell that does not hold what its column should; the message completes "<column> is <cell>; it must be"."""


def importable_fields() -> dict[str, models.Field]:
    """The fields of Listing that a mapping may fill, by name."""
    return {field.name: field for field in Listing._meta.concrete_fields if field.name not in _OURS}


def converter(field: models.Field, *, date_format: str | None = None) -> Callable[[str], Any]:
    """A function from the cell's text, never blank, to the field's value; it raises BadValue."""
    if isinstance(field, models.DateField):
        return functools.partial(_date, date_format=date_format)
    if isinstance(field, models.BooleanField):
        return _yes_or_no
    if isinstance(field, models.DecimalField):
        return functools.partial(_decimal, field=field)
    if isinstance(field, models.IntegerField):
        return functools.partial(_whole_number, limits=_limits(field))
    if isinstance(field, models.FloatField):
        return functools.partial(_measure, limits=_limits(field))
    choices = frozenset(choice for choice, _ in field.flatchoices)
    return functools.partial(_text, field=field, choices=choices)


@functools.lru_cache(4096)
def number(text: str) -> Decimal:
    """A number as files write it: 221900, 1.225e+006, $1,225,000.00. BadValue for anything else."""
    plain = text.strip().removeprefix("$").strip()
    if "," in plain and _THOUSANDS.match(plain):
        plain = plain.replace(",", "")
    try:
        value = Decimal(plain)
    except InvalidOperation:
        raise BadValue("a number") from None
    if not value.is_finite() or "_" in plain or abs(value.adjusted()) > 30:
        raise BadValue("a number")
    return value


def _limits(field: models.Field) -> tuple[int | None, int | None]:
    return _RANGES.get(field.name) or _RANGES.get(type(field).__name__, (None, None))


def _within(value: Any, limits: tuple[int | None, int | None]) -> Any:
    low, high = limits
    if low is not None and value < low:
        raise BadValue(f"at least {low}")
    if high is not None and value > high:
        raise BadValue(f"at most {high}")
    return value


@functools.lru_cache(4096)
def _decimal(text: str, field: models.DecimalField) -> Decimal:
    value = number(text)
    exponent = Decimal(1).scaleb(-field.decimal_places)
    if value != 0 and value.adjusted() >= field.max_digits - field.decimal_places:
        raise BadValue(f"below {10 ** (field.max_digits - field.decimal_places):,}")
    return _within(value.quantize(exponent), _limits(field))


@functools.lru_cache(4096)
def _whole_number(text: str, limits: tuple) -> int:
    value = number(text)
    if value != value.to_integral_value():
        raise BadValue("a whole number")
    return _within(int(value), limits)


def _measure(text: str, limits: tuple) -> float:
    return _within(float(number(text)), limits)


@functools.lru_cache(4096)
def _date(text: str, date_format: str | None) -> date:
    try:
        if date_format:
            return datetime.strptime(text.strip(), date_format).date()
        return datetime.fromisoformat(text.strip()).date()
    except ValueError:
        raise BadValue(f"a date like {datetime(2014, 10, 13).strftime(date_format or '%Y-%m-%d')}") from None


def _yes_or_no(text: str) -> bool:
    word = text.strip().casefold()
    if word in {"1", "true", "yes", "y"}:
        return True
    if word in {"0", "false", "no", "n"}:
        return False
    raise BadValue("yes or no")


def _text(text: str, field: models.Field, choices: frozenset[str]) -> str:
    value = text.strip()
    if "\0" in value:
        raise BadValue("text without zero bytes")
    if field.max_length and len(value) > field.max_length:
        raise BadValue(f"at most {field.max_length} characters long")
    if choices and value not in choices:
        raise BadValue(f"one of {', '.join(choice for choice, _ in field.flatchoices)}")
    return value
