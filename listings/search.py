"""START HERE for finding homes: one SearchQuery -> one queryset, its counts, one page, and advice when none fits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Avg, Count, F, FloatField, Max, Min, OuterRef, QuerySet, Subquery, Value

from listings import distance, paging, relaxing
from listings.conditions import Condition, Understood, understand
from listings.linked import LinkedHomes, linked_homes
from listings.models import Listing, Media, Source
from listings.query import Near, SearchQuery, UnclearSearch

__all__ = [
    "Near",
    "Results",
    "SearchQuery",
    "Statistics",
    "UnclearSearch",
    "matching",
    "search",
    "statistics",
    "with_ids",
]

COUNTED = 10_000
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Statistics:
    """Figures over every home that fits, not only the page shown. Dollars; null when no home has what it takes.

    A median of an even count is the mean of the two middle values. A home's price is what it sold for, else the
    list price.
    """

    count: int
    median_price: Decimal | None = None
    average_price: Decimal | None = None
    min_price: Decimal | None = None
    max_price: Decimal | None = None
    median_price_per_square_foot: Decimal | None = None
    average_living_area: Decimal | None = None


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
    base = Listing.objects.visible_to(visible_to)
    homes = _limited(base, query, understood.conditions)
    figures = statistics(homes)
    relaxed = None
    if not figures.count:
        relaxed = relaxing.relax(
            understood.conditions, lambda conditions: for_display(_limited(base, query, conditions), order)
        )
    page = list(paging.after(for_display(homes, order), order, query)[: query.limit + 1])
    more, page = len(page) > query.limit, page[: query.limit]
    return Results(
        query=query,
        total=min(figures.count, COUNTED),
        total_is_lower_bound=figures.count > COUNTED,
        statistics=figures,
        listings=page,
        conditions=understood.conditions,
        order=order,
        notes=understood.notes + _left_out(base, query, understood, order),
        relaxed=relaxed,
        next_cursor=paging.cursor_behind(page[-1], order, query) if more else None,
        linked=linked_homes(_limited(Listing.objects.linkable_for(visible_to), query, understood.conditions)),
    )


def matching(query: SearchQuery, *, visible_to: Any) -> QuerySet[Listing]:
    """Every home that fits, in no order: for counting and for figures. Raises UnclearSearch."""
    return _limited(Listing.objects.visible_to(visible_to), query, understand(query).conditions)


def with_ids(listing_ids: Iterable[str], *, visible_to: Any) -> tuple[list[Listing], list[str]]:
    """(the homes with these ids as asked for, the ids nothing visible has); "l001" finds L001."""
    wanted = list(dict.fromkeys(each.strip() for each in listing_ids))
    spelt = {each: (each, each.upper()) for each in wanted}
    homes = with_picture(Listing.objects.visible_to(visible_to)).filter(
        listing_id__in={spelling for spellings in spelt.values() for spelling in spellings}
    )
    by_id = {home.listing_id: home for home in homes}
    found = {each: by_id.get(each) or by_id.get(each.upper()) for each in wanted}
    return list(dict.fromkeys(home for home in found.values() if home)), [each for each in wanted if not found[each]]


def statistics(homes: QuerySet[Listing]) -> Statistics:
    """Figures over these homes, computed by the database in at most three queries."""
    figures = homes.order_by().aggregate(
        count=Count("pk"),
        priced=Count("price"),
        average_price=Avg("price"),
        min_price=Min("price"),
        max_price=Max("price"),
        average_living_area=Avg("living_area"),
    )
    priced, area = figures.pop("priced"), figures.pop("average_living_area")
    if not priced:
        return Statistics(count=figures["count"])
    sized = homes.filter(price__isnull=False, living_area__gt=0).annotate(
        price_per_square_foot=paging.PRICE_PER_SQUARE_FOOT
    )
    return Statistics(
        **figures | {"average_price": _cents(figures["average_price"])},
        median_price=_median(homes.filter(price__isnull=False), "price", priced),
        median_price_per_square_foot=_median(sized, "price_per_square_foot"),
        average_living_area=None if area is None else Decimal(str(round(area, 1))),
    )


def for_display(homes: QuerySet[Listing], order: paging.Order) -> QuerySet[Listing]:
    """Homes in order, with all that a card shows, in one query and one more for the features."""
    return with_picture(paging.ordered(homes, order))


def with_picture(homes: QuerySet[Listing]) -> QuerySet[Listing]:
    """Homes with all that `summaries.summary` reads."""
    first_picture = Media.objects.filter(listing=OuterRef("pk")).order_by("order").values("media_url")[:1]
    return (
        homes.select_related("source", "list_agent", "list_office")
        .prefetch_related("features")
        .annotate(picture_url=Subquery(first_picture))
    )


def _limited(base: QuerySet[Listing], query: SearchQuery, conditions: list[Condition]) -> QuerySet[Listing]:
    if query.near:
        base = base.annotate(distance_miles=distance.miles_from(query.near))
    else:
        base = base.annotate(distance_miles=Value(None, output_field=FloatField()))
    return base.filter(*(condition.q for condition in conditions))


def _median(homes: QuerySet[Listing], column: str, count: int | None = None) -> Decimal | None:
    """The middle value, or the mean of the two middle ones; null for no homes."""
    count = homes.count() if count is None else count
    values = homes.order_by(column).values_list(F(column), flat=True)
    middle = [Decimal(str(value)) for value in values[(count - 1) // 2 : count // 2 + 1]] if count else []
    return _cents(sum(middle) / len(middle)) if middle else None


def _cents(amount: Decimal | float) -> Decimal:
    return Decimal(str(amount)).quantize(_CENT, ROUND_HALF_UP)


def _left_out(base: QuerySet[Listing], query: SearchQuery, understood: Understood, order: paging.Order) -> list[str]:
    """A sentence for each source whose homes were left out, or put last, only because it never records a field."""
    notes = []
    for source in Source.objects.exclude(lacks={}):
        lacking = [each for each in understood.conditions if set(each.columns) & source.lacks.keys()]
        rest = [each for each in understood.conditions if each not in lacking]
        sort_is_lacking = query.sort and order.column in source.lacks
        if not lacking and not sort_is_lacking:
            continue
        count = _limited(base.filter(source=source), query, rest).values("pk")[: COUNTED + 1].count()
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
