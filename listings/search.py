"""START HERE for finding homes: one SearchQuery -> one queryset, its counts, one page, and advice when none fits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from listings import columns, paging, relaxing
from listings.columns import NotHere
from listings.conditions import Condition, Understood, understand
from listings.found import Found, Statistics, for_display, limited, statistics
from listings.found_in_columns import FoundInColumns
from listings.linked import LinkedHomes, linked_homes
from listings.models import Listing
from listings.query import Near, SearchQuery, UnclearSearch
from realestate.scopes import goes_outside

__all__ = [
    "Near",
    "Results",
    "SearchQuery",
    "Statistics",
    "UnclearSearch",
    "for_display",
    "matching",
    "search",
    "statistics",
    "with_ids",
]

COUNTED = 10_000


@dataclass(frozen=True)
class Results:
    """One page of homes with what is known about all that fit."""

    query: SearchQuery
    total: int
    total_is_lower_bound: bool
    statistics: Statistics
    listings: list[Listing]
    conditions: list[Condition]
    order: paging.Order
    notes: list[str] = field(default_factory=list)
    relaxed: relaxing.Relaxed | None = None
    next_cursor: str | None = None
    linked: LinkedHomes | None = None


def search(query: SearchQuery, *, visible_to: Any) -> Results:
    """The homes that fit, one page of them, as this user may see them.

    Raises UnclearSearch, with a sentence that says what would work, for a value that means nothing or several things.
    """
    understood = understand(query)
    order = paging.order_of(query, understood.status)
    if held := columns.current():
        try:
            return _results(FoundInColumns(query, visible_to, held), understood, order)
        except NotHere:
            pass
    return _results(Found(query, visible_to), understood, order)


def _results(found: Found, understood: Understood, order: paging.Order) -> Results:
    query, conditions = found.query, understood.conditions
    figures = found.statistics(conditions)
    page = found.page(conditions, order, query.limit + 1) if figures.count or query.cursor else []
    more, page = len(page) > query.limit, page[: query.limit]
    return Results(
        query=query,
        total=min(figures.count, COUNTED),
        total_is_lower_bound=figures.count > COUNTED,
        statistics=figures,
        listings=page,
        conditions=conditions,
        order=order,
        notes=understood.notes + _left_out(found, understood, order),
        relaxed=None if figures.count else relaxing.relax(conditions, found, order),
        next_cursor=paging.cursor_behind(page[-1], order, query) if more else None,
        linked=_linked(found, conditions) if goes_outside(found.visible_to) else None,
    )


def _linked(found: Found, conditions: list[Condition]) -> LinkedHomes | None:
    return linked_homes(limited(Listing.objects.linkable_for(found.visible_to), found.query, conditions))


def matching(query: SearchQuery, *, visible_to: Any) -> QuerySet[Listing]:
    """Every home that fits, in no order: for counting and for figures. Raises UnclearSearch."""
    return limited(Listing.objects.visible_to(visible_to), query, understand(query).conditions)


def with_ids(listing_ids: Iterable[str], *, visible_to: Any) -> tuple[list[Listing], list[str]]:
    """(the homes with these ids as asked for, the ids nothing visible has); "l001" finds L001."""
    wanted = list(dict.fromkeys(each.strip() for each in listing_ids))
    spelt = {each: (each, each.upper()) for each in wanted}
    homes = for_display(Listing.objects.visible_to(visible_to)).filter(
        listing_id__in={spelling for spellings in spelt.values() for spelling in spellings}
    )
    by_id = {home.listing_id: home for home in homes}
    found = {each: by_id.get(each) or by_id.get(each.upper()) for each in wanted}
    return list(dict.fromkeys(home for home in found.values() if home)), [each for each in wanted if not found[each]]


def _left_out(found: Found, understood: Understood, order: paging.Order) -> list[str]:
    """A sentence for each source whose homes were left out, or put last, only because it never records a field."""
    notes = []
    for source in found.sources:
        lacking = [each for each in understood.conditions if set(each.columns) & source.lacks.keys()]
        rest = [each for each in understood.conditions if each not in lacking]
        sort_is_lacking = found.query.sort and order.column in source.lacks
        if not lacking and not sort_is_lacking:
            continue
        count = found.count(rest, COUNTED + 1, source)
        if not count:
            continue
        if lacking:
            words = " and ".join(f"“{each.words}”" for each in lacking)
            column = next(column for column in lacking[0].columns if column in source.lacks)
            happened = f"{_homes(count, 'fits', 'fit')} the rest but cannot be chosen"
            why = f"this source does not record what {words} asks for"
        else:
            column = order.column
            happened = f"{_homes(count, 'comes', 'come')} last"
            why = f"this source does not record what the order {order.name!r} goes by"
        notes.append(f"{source.title}: {happened}, because {why}. {source.lacks[column] or ''}")
    return [note.strip() for note in notes]


def _homes(count: int, one: str, many: str) -> str:
    if count > COUNTED:
        return f"over {COUNTED:,} homes {many}"
    return f"1 home {one}" if count == 1 else f"{count:,} homes {many}"
