"""The homes of a large database as columns in memory, so that a search over a million of them takes milliseconds.

A copy belongs to one state of the homes (`listings.stamp`). While it is of the present state it answers; after a change
the database does, until the copy has been read again.
"""

from __future__ import annotations

import math
import threading
import time
from array import array
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Iterable
from copy import copy
from typing import Any

from django.db import connection
from django.db.models import Case, F, FloatField, Q, Value, When

from listings import shown, stamp
from listings.bitmaps import Amounts, Column, set_of
from listings.distance import EARTH_RADIUS_MILES, miles_between
from listings.models import Listing
from listings.query import Near

FEWEST = 100  # homes: fewer are as quick in the database
_CHUNK = 5_000
_KEPT_SETS = 100
_KEPT_HOMES = 500  # some 4 KiB each
_QUIET_SECONDS = 5
_NOWHERE = 1_000.0
_STRIPS_A_DEGREE = 1_000  # strips of 0.07 miles: of a circle, only homes near its edge are measured one by one
NAMES = (
    "standard_status", "source_id", "property_type", "property_sub_type", "price", "close_date", "on_market_date",
    "city", "county_or_parish", "state_or_province", "postal_code", "subdivision_name", "bedrooms_total",
    "bathrooms_total", "living_area", "lot_size_square_feet", "year_built", "internet_address_display_yn",
)  # fmt: skip


class NotHere(Exception):
    """The columns cannot answer this; the database can."""


class Columns:
    """The displayable homes of one state of the database.

    Rows go from south to north in narrow strips and in each from west to east, so that a circle is a few spans of rows;
    homes without a point that may be shown come last.
    """

    def __init__(self) -> None:
        self.stamp = stamp.current()
        self._sets: OrderedDict[Any, int] = OrderedDict()
        self._homes: OrderedDict[int, Listing] = OrderedDict()
        self._lock = threading.Lock()
        numbers: dict[str, dict[Any, int]] = {name: {} for name in NAMES}
        read = {name: array("i") for name in NAMES}
        pks, latitudes, longitudes = array("q"), array("d"), array("d")
        for chunk in self._chunks():
            chunk_pks, chunk_latitudes, chunk_longitudes, *columns = zip(*chunk, strict=True)
            pks.extend(chunk_pks)
            latitudes.extend(chunk_latitudes)
            longitudes.extend(chunk_longitudes)
            for name, values in zip(NAMES, columns, strict=True):
                known = numbers[name]
                read[name].extend([-1 if v is None else known.setdefault(v, len(known)) for v in values])
        self.size = len(pks)
        self.all = (1 << self.size) - 1
        strips = array("i", (math.floor(latitude * _STRIPS_A_DEGREE) for latitude in latitudes))
        order = sorted(range(self.size), key=lambda place: (strips[place], longitudes[place]))
        self._strips, self._latitudes, self._longitudes, ordered_pks = (
            array(each.typecode, [each[place] for place in order]) for each in (strips, latitudes, longitudes, pks)
        )
        self.columns = {
            name: Column.numbered(array("i", [by_place[place] for place in order]), numbers[name])
            for name, by_place in read.items()
        }
        self.pks = Column.of(ordered_pks)
        self._row_of_rank = array("i", sorted(range(self.size), key=self.pks.ranks.__getitem__))
        self._add_figures()

    def _chunks(self) -> Iterable[list[tuple]]:
        """pk, latitude, longitude and NAMES of the homes; those not to be found lie far beyond the pole."""
        hidden = Q(latitude=None) | Q(longitude=None) | Q(internet_address_display_yn=False)
        point = (
            Case(When(hidden, then=Value(_NOWHERE)), default=F(name), output_field=FloatField())
            for name in ("latitude", "longitude")
        )
        homes = Listing.objects.displayable().order_by("pk").values_list("pk", *point, *NAMES)
        last = 0
        while chunk := list(homes.filter(pk__gt=last)[:_CHUNK]):
            yield chunk
            last = chunk[-1][0]

    def _add_figures(self) -> None:
        prices, areas = self.columns["price"], self.columns["living_area"]
        price_of = [int(price * 100) for price in prices.values] or [0]
        self.cents = Amounts([price_of[rank] for rank in prices.ranks])
        self.square_feet = Amounts([areas.values[rank] if areas.values else 0 for rank in areas.ranks])
        floats = [float(price) for price in prices.values]
        self.columns["price_per_square_foot"] = Column.of(_per_foot(prices, areas, floats))

    # --- Conditions ---------------------------------------------------------------------------------------------------
    def rows(self, q: Q) -> int:
        """The rows this condition on Listing lets in. Raises NotHere for one these columns cannot answer."""
        found = self.all if q.connector == Q.AND else 0
        for child in q.children:
            inside = self.rows(child) if isinstance(child, Q) else self._compared(*child)
            found = found & inside if q.connector == Q.AND else found | inside
        if not q.children:
            found = self.all
        return self.all ^ found if q.negated else found

    def _compared(self, name: str, value: Any) -> int:
        name, _, lookup = name.partition("__")
        if name == "pk" and lookup == "in":
            return self._among(value)
        column = self.columns.get("source_id" if name == "source" else name)
        if column is None:
            raise NotHere(name)
        if lookup == "isnull":
            return self.all ^ column.known if value else column.known
        prepared = Listing._meta.get_field(name).get_prep_value
        if lookup == "in":
            found = 0
            for each in value:
                found |= column.equal(prepared(each))
            return found
        value = prepared(value)
        if lookup == "lte":
            return column.up_to(value)
        if lookup == "gte":
            return column.known ^ column.below(value)
        if lookup in ("", "exact"):
            return column.equal(value)
        raise NotHere(lookup)

    def _among(self, subquery: Any) -> int:
        """The rows whose pk a subquery gives, remembered: features and keywords are asked for again and again."""
        sql, params = _sql_of(subquery)
        name = sql, tuple(params)
        with self._lock:
            if name in self._sets:
                self._sets.move_to_end(name)
                return self._sets[name]
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            found = set_of((row for (pk,) in cursor.fetchall() if (row := self._row(pk)) is not None), self.size)
        with self._lock:
            self._sets[name] = found
            while len(self._sets) > _KEPT_SETS:
                self._sets.popitem(last=False)
        return found

    def _row(self, pk: int) -> int | None:
        rank = bisect_left(self.pks.values, pk)
        found = rank < self.size and self.pks.values[rank] == pk
        return self._row_of_rank[rank] if found else None

    def pk(self, row: int) -> int:
        """The home of a row."""
        return self.pks.values[self.pks.ranks[row]]

    def homes(self, pks: list[int]) -> dict[int, Listing]:
        """The homes with these keys as `shown.homes` reads them; those shown lately are not read again.

        Copies: who shows a home adds to it. One that the database no longer has is left out.
        """
        with self._lock:
            known = {pk: self._homes[pk] for pk in pks if pk in self._homes}
        read = shown.homes([pk for pk in pks if pk not in known])
        for home in read.values():
            home.told = {}  # shared by its copies: what `summaries.summary` says of it
        with self._lock:
            for pk, home in (known | read).items():
                self._homes[pk] = home
                self._homes.move_to_end(pk)
            while len(self._homes) > _KEPT_HOMES:
                self._homes.popitem(last=False)
        return {pk: copy(home) for pk, home in (known | read).items()}

    def first(
        self, rows: int, count: int, name: str, *, descending: bool = False, pk_descending: bool | None = None
    ) -> list[int]:
        """The first of these rows by a column, those without a value last; equal ones by pk, in the same direction."""
        pk_descending = descending if pk_descending is None else pk_descending
        return self.columns[name].first(rows, count, self.pks, ways=(descending, pk_descending))

    def beyond(self, name: str, value: Any, pk: int, *, descending: bool) -> int:
        """The rows that come after this value and pk in the order of `first`."""
        column = self.columns[name]
        later = self.pks.below(pk) if descending else self.all ^ self.pks.up_to(pk)
        unknown = self.all ^ column.known
        if value is None:
            return unknown & later
        past = column.below(value) if descending else column.known ^ column.up_to(value)
        return past | column.equal(value) & later | unknown

    # --- Circles ------------------------------------------------------------------------------------------------------
    def within(self, near: Near) -> int:
        """The rows inside the circle, as `distance.within` has them."""
        reach = math.degrees(near.miles / EARTH_RADIUS_MILES)
        furthest = abs(near.latitude) + reach
        if furthest > 89 or abs(near.longitude) + 2 * reach / math.cos(math.radians(furthest)) > 180:
            raise NotHere("a circle around a pole or over the date line")
        size, digits = self.size, bytearray(b"0") * (self.size + 1)
        first, last = (math.floor((near.latitude + way * reach) * _STRIPS_A_DEGREE) for way in (-1, 1))
        start = bisect_left(self._strips, first)
        while start < size and (strip := self._strips[start]) <= last:
            end = bisect_right(self._strips, strip, start)
            inner, outer = _reach_east(near, strip)
            west, sure, unsure, east = self._spans(near.longitude, (outer, inner), start, end)
            digits[size - unsure + 1 : size - sure + 1] = b"1" * (unsure - sure)
            for row in (*range(west, sure), *range(unsure, east)):
                if self.miles(row, near) <= near.miles:
                    digits[size - row] = 49
            start = end
        return int(digits, 2)

    def _spans(self, middle: float, reaches: tuple[float, float], start: int, end: int) -> tuple[int, int, int, int]:
        """Where rows of a strip begin and end to be maybe and surely within, as (maybe, surely, maybe, neither)."""
        outer, inner = reaches
        west = bisect_left(self._longitudes, middle - outer, start, end)
        east = bisect_right(self._longitudes, middle + outer, west, end)
        sure = bisect_left(self._longitudes, middle - inner, west, east)
        return west, sure, bisect_right(self._longitudes, middle + inner, sure, east) if inner else sure, east

    def is_placed(self, row: int) -> bool:
        """Whether a home has a point that may be shown."""
        return self._latitudes[row] <= 90

    def value(self, name: str, row: int) -> Any:
        """What a column says of a home; None where it does not know."""
        column = self.columns[name]
        return column.values[column.ranks[row]] if column.known >> row & 1 else None

    def miles(self, row: int, near: Near) -> float:
        """From the middle of the circle to a home."""
        return miles_between(near.latitude, near.longitude, self._latitudes[row], self._longitudes[row])


def _per_foot(prices: Column, areas: Column, floats: list[float]) -> list[float | None]:
    """Dollars a square foot of each row; none where price or area is not known or the area is 0."""
    known = bin(prices.known & areas.known)[:1:-1]
    sizes = areas.values
    return [
        floats[price] / sizes[area] if has == "1" and sizes[area] else None
        for price, area, has in zip(prices.ranks, areas.ranks, known.ljust(len(prices.ranks), "0"), strict=True)
    ]


def _reach_east(near: Near, strip: int) -> tuple[float, float]:
    """Degrees of longitude, to either side, that lie inside the circle over the whole strip, and over any part of it.

    The outer one is taken wide: what lies between the two is measured.
    """
    edges = strip / _STRIPS_A_DEGREE, (strip + 1) / _STRIPS_A_DEGREE
    chord = math.sin(near.miles / EARTH_RADIUS_MILES / 2) ** 2
    phi = math.radians(near.latitude)

    def reach(latitude: float) -> float:
        other = math.radians(latitude)
        rest = (chord - math.sin((other - phi) / 2) ** 2) / (math.cos(phi) * math.cos(other))
        return math.degrees(2 * math.asin(math.sqrt(min(1.0, rest)))) if rest > 0 else 0.0

    # The circle is widest a little polewards of its middle.
    angle = near.miles / EARTH_RADIUS_MILES
    reaches, outer = [reach(edge) for edge in edges], 0.0
    if edges[0] <= math.degrees(math.asin(math.sin(phi) / math.cos(angle))) <= edges[1]:
        outer = math.degrees(math.asin(math.sin(angle) / math.cos(phi)))
    return min(reaches) * 0.999999, max(outer, *reaches) * 1.000001 + 1e-9


def _sql_of(subquery: Any) -> tuple[str, list[Any]]:
    if hasattr(subquery, "query"):
        return subquery.order_by().query.sql_with_params()
    return subquery.sql, list(subquery.params)


# --- The copy this process holds --------------------------------------------------------------------------------------
_held: Columns | None = None
_few_at: int | None = None  # the state in which there were too few homes
_kept = False
_reading = threading.Lock()


def current() -> Columns | None:
    """The columns of the homes as they are now; None while the database has to answer."""
    held = _held
    if held is None and not _kept:
        return None
    now = stamp.current()
    if held and held.stamp == now:
        return held
    if _kept and _few_at != now and not _reading.locked():
        threading.Thread(target=_read_when_quiet, name="columns", daemon=True).start()
    return None


def keep() -> None:
    """Hold the columns from now on, and read them anew in a thread of their own after each change: for a server."""
    global _kept
    _kept = True
    current()


def load(*, at_least: int | None = None) -> bool:
    """Read the homes anew unless they are few or have not changed; whether the columns are of the present state.

    at_least: homes, FEWEST if not given.
    """
    global _held, _few_at
    at_least = at_least or FEWEST
    now = stamp.current()
    if _held and _held.stamp == now:
        return True
    if Listing.objects.values("pk")[:at_least].count() < at_least:
        _held, _few_at = None, now
        return False
    read = Columns()
    _held = read if read.stamp == stamp.current() else None
    return _held is read


def forget() -> None:
    """Hold no copy any more."""
    global _held, _few_at, _kept
    _held, _few_at, _kept = None, None, False


def _read_when_quiet() -> None:
    """Read the homes once nothing has changed for a while: an import changes them again and again."""
    if not _reading.acquire(blocking=False):
        return
    try:
        seen = None
        while _kept and not (seen == (seen := stamp.current()) and (load() or _few_at == seen)):
            time.sleep(_QUIET_SECONDS)
    finally:
        connection.close()
        _reading.release()
