"""The order of a search's homes, and the cursor that says where its next page starts."""

from __future__ import annotations

import base64
import binascii
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

import orjson
from django.db.models import F, FloatField, Q, QuerySet
from django.db.models.functions import Cast, NullIf

from listings.models import Listing, StandardStatus
from listings.query import SearchQuery, UnclearSearch


class Order(NamedTuple):
    """What homes are ordered by. column: a Listing field or an annotation of `ordered`; homes without it come last."""

    name: str
    column: str
    descending: bool


PRICE_PER_SQUARE_FOOT = Cast("price", FloatField()) / Cast(NullIf("living_area", 0), FloatField())
_COLUMNS = {
    "price": "price",
    "bedrooms": "bedrooms_total",
    "bathrooms": "bathrooms_total",
    "livingArea": "living_area",
    "lotSize": "lot_size_square_feet",
    "yearBuilt": "year_built",
    "pricePerSquareFoot": "price_per_square_foot",
    "distance": "distance_miles",
}
SORTS = ("newest", "oldest", *(f"{sign}{name}" for name in _COLUMNS for sign in ("", "-")))
_BY_WORDS = {sort.casefold(): sort for sort in SORTS}


def order_of(query: SearchQuery, status: str) -> Order:
    """The order a query asks for. Newest is by closing date for sold homes, by the day on market for the others."""
    wanted = query.sort.strip() or ("distance" if query.near else "newest")
    name = _BY_WORDS.get(wanted.casefold())
    if name is None:
        raise UnclearSearch(f"{wanted!r} is no order. Use one of {', '.join(SORTS)}.")
    if name in ("newest", "oldest"):
        column = "close_date" if status == StandardStatus.CLOSED else "on_market_date"
        return Order(name, column, descending=name == "newest")
    column = _COLUMNS[name.lstrip("-")]
    if column == "distance_miles" and not query.near:
        raise UnclearSearch("Ordering by distance needs near{latitude, longitude, miles}.")
    return Order(name, column, descending=name.startswith("-"))


def ordered(homes: QuerySet[Listing], order: Order) -> QuerySet[Listing]:
    """Homes in this order; equal ones by id, so that the order never depends on chance.

    Equal ones fall in the same direction as the rest, because an index is read in one direction.
    """
    if order.column == "price_per_square_foot":
        homes = homes.annotate(price_per_square_foot=PRICE_PER_SQUARE_FOOT)
    column = F(order.column)
    if order.descending:
        return homes.order_by(column.desc(nulls_last=True), "-pk")
    return homes.order_by(column.asc(nulls_last=True), "pk")


def after(homes: QuerySet[Listing], order: Order, query: SearchQuery) -> QuerySet[Listing]:
    """The homes of this order that come after the query's cursor."""
    if not query.cursor:
        return homes
    value, key = place_of(query, order)
    beyond = "lt" if order.descending else "gt"
    unknown = Q(**{f"{order.column}__isnull": True})
    if value is None:
        return homes.filter(unknown, **{f"pk__{beyond}": key})
    same = Q(**{order.column: value, f"pk__{beyond}": key})
    return homes.filter(Q(**{f"{order.column}__{beyond}": value}) | same | unknown)


def cursor_behind(listing: Listing, order: Order, query: SearchQuery) -> str:
    """The cursor for what comes after this listing, the last of its page."""
    value = getattr(listing, order.column)
    content = [query.fingerprint(), _KIND_OF.get(type(value), "n"), None if value is None else str(value), listing.pk]
    return base64.urlsafe_b64encode(orjson.dumps(content)).decode().rstrip("=")


_KIND_OF = {Decimal: "d", date: "t", int: "i", float: "f"}
_READ = {"d": Decimal, "t": date.fromisoformat, "i": int, "f": float}


def place_of(query: SearchQuery, order: Order) -> tuple[Any, int]:
    """The value and pk of the home a cursor points behind. Raises UnclearSearch for another search's cursor."""
    try:
        padded = query.cursor + "=" * (-len(query.cursor) % 4)
        fingerprint, kind, text, key = orjson.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
        value = None if text is None else _READ[kind](text)
        key = int(key)
        if not 0 < key < 2**63 or (isinstance(value, int) and abs(value) >= 2**63):
            raise ValueError
        if isinstance(value, Decimal) and not (value.is_finite() and abs(value) < 10**12):
            raise ValueError
    except (ValueError, TypeError, KeyError, AttributeError, InvalidOperation, binascii.Error):
        raise UnclearSearch("That cursor is not one this search gave. Ask again without cursor.") from None
    if fingerprint != query.fingerprint():
        raise UnclearSearch(
            "That cursor belongs to another search. Repeat the search it came from, or ask without cursor."
        )
    return value, key
