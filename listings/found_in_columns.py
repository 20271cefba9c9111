"""The homes that fit some conditions, by the columns in memory: the same answers as `found.Found` gives, sooner."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from listings import paging, shown
from listings.bitmaps import FEW, rows_of
from listings.columns import Columns, NotHere
from listings.conditions import Condition
from listings.found import Found, Statistics, cents, range_of
from listings.models import Listing, Source
from listings.query import Near, SearchQuery
from realestate.scopes import goes_outside

_LOOKED_AT = 2_000  # rows: so many are sooner added up one by one


class FoundInColumns(Found):
    """What a search asks of the homes this user may see; only the homes that are shown are read from the database.

    Every method raises NotHere for what only the database can answer.
    """

    def __init__(self, query: SearchQuery, visible_to: Any, columns: Columns) -> None:
        super().__init__(query, visible_to)
        self._columns = columns
        self._closed = Source.objects.closed_to(Source.OutsideUse.FULL) if goes_outside(visible_to) else []
        self._known: dict[int, int] = {}  # the rows of each condition, by its id: all of a search live as long as it

    @functools.cached_property
    def sources(self) -> list[Source]:
        return shown.sources()

    def rows(self, conditions: Sequence[Condition], source: Source | None = None) -> int:
        """The rows that fit."""
        columns = self._columns
        found = columns.all
        for pk in self._closed:
            found ^= found & columns.columns["source_id"].equal(pk)
        if source:
            found &= columns.columns["source_id"].equal(source.pk)
        for condition in conditions:
            if id(condition) not in self._known:
                self._known[id(condition)] = (
                    columns.within(self.query.near) if condition.argument == "near" else columns.rows(condition.q)
                )
            found &= self._known[id(condition)]
        return found

    def statistics(self, conditions: Sequence[Condition]) -> Statistics:
        rows = self.rows(conditions)
        count = rows.bit_count()
        prices, areas = self._columns.columns["price"], self._columns.columns["living_area"]
        per_foot = self._columns.columns["price_per_square_foot"]
        priced, sized, rated = rows & prices.known, rows & areas.known, rows & per_foot.known
        if not priced:
            return Statistics(count=count)
        if count <= _LOOKED_AT:
            return self._statistics_one_by_one(rows, count)
        how_many = _counter(rows, count)
        priced_count = how_many(priced)
        return Statistics(
            count=count,
            median_price=_mean(prices.middle(priced, priced_count)),
            average_price=cents(Decimal(self._columns.cents.total(priced)) / 100 / priced_count),
            min_price=prices.smallest(priced),
            max_price=prices.largest(priced),
            median_price_per_square_foot=_mean(per_foot.middle(rated, how_many(rated))) if rated else None,
            average_living_area=(
                Decimal(str(round(self._columns.square_feet.total(sized) / how_many(sized), 1))) if sized else None
            ),
        )

    def _statistics_one_by_one(self, rows: int, count: int) -> Statistics:
        prices, areas = self._columns.columns["price"], self._columns.columns["living_area"]
        per_foot = self._columns.columns["price_per_square_foot"]
        ranks = sorted(prices.ranks[row] for row in rows_of(rows & prices.known))
        sizes = [areas.values[areas.ranks[row]] for row in rows_of(rows & areas.known)]
        ratios = sorted(per_foot.ranks[row] for row in rows_of(rows & per_foot.known))
        return Statistics(
            count=count,
            median_price=_mean([prices.values[rank] for rank in _middle(ranks)]),
            average_price=cents(sum(prices.values[rank] for rank in ranks) / len(ranks)),
            min_price=prices.values[ranks[0]],
            max_price=prices.values[ranks[-1]],
            median_price_per_square_foot=_mean([per_foot.values[rank] for rank in _middle(ratios)]) if ratios else None,
            average_living_area=Decimal(str(round(sum(sizes) / len(sizes), 1))) if sizes else None,
        )

    def count(self, conditions: Sequence[Condition], at_most: int, source: Source | None = None) -> int:
        return min(self.rows(conditions, source).bit_count(), at_most)

    def page(self, conditions: Sequence[Condition], order: paging.Order, count: int) -> list[Listing]:
        rows = self.rows(conditions)
        value, pk = paging.place_of(self.query, order) if self.query.cursor else (None, 0)
        if order.column == "distance_miles":
            return self._shown(self._by_distance(rows, order, count, (value, pk)), order)
        if self.query.cursor:
            rows &= self._columns.beyond(order.column, value, pk, descending=order.descending)
        first = self._columns.first(rows, count, order.column, descending=order.descending)
        return self._shown(first, order)

    def nearest(
        self, conditions: Sequence[Condition], order: paging.Order, count: int, given_up: Condition | None
    ) -> list[Listing]:
        limit = range_of(given_up)
        rows = self.rows(conditions)
        if limit is None:
            if order.column == "distance_miles":
                if all(condition.argument != "near" for condition in conditions):
                    raise NotHere("the nearest outside the circle")
                return self._shown(self._by_distance(rows, order, count, (None, 0)), order)
            first = self._columns.first(rows, count, order.column, descending=order.descending)
            return self._shown(first, order)
        rows &= self._columns.columns[limit.column].known
        first = self._columns.first(rows, count, limit.column, descending=limit.lookup == "gte", pk_descending=False)
        return self._shown(first, order)

    def _by_distance(self, rows: int, order: paging.Order, count: int, after: tuple[float | None, int]) -> list[int]:
        """The nearest rows behind a place, looked for in circles that grow until they hold enough."""
        columns, near = self._columns, self.query.near
        if order.descending or near is None:
            raise NotHere("the farthest first")
        value, pk = after
        miles, everything = near.miles, rows.bit_count()
        radius = min(miles, miles * math.sqrt(2 * (count + FEW / 10) / max(1, everything)))
        while True:
            inside = rows & columns.within(Near(latitude=near.latitude, longitude=near.longitude, miles=radius))
            by_distance = sorted((columns.miles(row, near), columns.pk(row), row) for row in rows_of(inside))
            if value is not None:
                by_distance = [each for each in by_distance if each[:2] > (value, pk)]
            if len(by_distance) >= count or radius >= miles:
                return [row for _, _, row in by_distance[:count]]
            radius = min(miles, 2 * radius)

    def _shown(self, rows: list[int], order: paging.Order) -> list[Listing]:
        """These homes as the database has them. Raises NotHere when one is not there any more."""
        columns, near = self._columns, self.query.near
        pks = [columns.pk(row) for row in rows]
        homes = columns.homes(pks)
        if len(homes) < len(pks):
            raise NotHere("a home that has gone")
        sources = {source.pk: source for source in self.sources}
        for row, pk in zip(rows, pks, strict=True):
            home = homes[pk]
            home.source = sources[home.source_id]
            # Of one formula in one place, so that the next page goes on where this one ends.
            home.distance_miles = columns.miles(row, near) if near and columns.is_placed(row) else None
            home.price_per_square_foot = columns.value("price_per_square_foot", row)
        return [homes[pk] for pk in pks]


def _counter(rows: int, count: int) -> Callable[[int], int]:
    """Counts a part of the rows; nothing is counted twice where the part is the whole, as it mostly is."""
    return lambda part: count if part == rows else part.bit_count()


def _middle(ordered: list[int]) -> list[int]:
    return ordered[(len(ordered) - 1) // 2 : len(ordered) // 2 + 1]


def _mean(values: Sequence[Any]) -> Decimal:
    middle = [Decimal(str(value)) for value in values]
    return cents(sum(middle) / len(middle))
