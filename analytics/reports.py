"""START HERE for performance reports: some listings and a period -> metrics, comparable homes, recommendations."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from analytics import measures
from analytics.activity import Day, days_of, tenth
from analytics.advice import advice
from analytics.answers import MarketPeriod
from analytics.peers import peers_of
from analytics.performance import homes_open_to, metrics_of, unknown_words
from analytics.periods import Period, parse_day, spoken
from analytics.report_answers import (
    REPORT_DEFINITIONS,
    PerformanceReport,
    Recommendation,
    ReportedListing,
    ReportSummary,
)
from listings.models import Listing

MOST_LISTINGS = 20


def performance_report(
    listing_ids: Sequence[str], from_: str | None, to: str | None, *, user: Any, today: date
) -> PerformanceReport:
    """The report of these listings as far as this user may see them; ValueError says what is wrong with the period.

    The period ends yesterday unless `to` says otherwise, because today is not over, and begins with the first day
    recorded unless `from_` says otherwise. Nothing is stored: the same listings and period give the same report.
    """
    first, last = _bounds(from_, to, today)
    homes, unknown = homes_open_to(listing_ids, user)
    days = days_of([home.pk for home in homes], first, last)
    as_of = min(today, last + timedelta(days=1))
    told = [_listing(home, days[home.pk], until=last, as_of=as_of) for home in homes]
    period = _period(first, last, [each for each, _ in told])
    return PerformanceReport(
        report_id=_report_id([home.listing_id for home in homes], first, last),
        url=_address([home.listing_id for home in homes], first, last),
        period=MarketPeriod.model_validate({"from": period.first, "to": period.last, "label": str(period)}),
        as_of=as_of,
        summary=_summary([each for each, _ in told], [advised for _, more in told for advised in more]),
        listings=[each for each, _ in told],
        unknown_ids=unknown,
        definitions=REPORT_DEFINITIONS,
        notes=[*([unknown_words(unknown)] if unknown else []), *_unfinished(last, today)],
    )


def _bounds(from_: str | None, to: str | None, today: date) -> tuple[date | None, date]:
    last = parse_day(to, name="to", at_end=True) if to else today - timedelta(days=1)
    first = parse_day(from_, name="from", at_end=False) if from_ else None
    last = min(last, today)
    if first and first > last:
        raise ValueError(f"from ({first}) is after to ({last}); give the earlier day as from.")
    return first, last


def _listing(home: Listing, days: Sequence[Day], *, until: date, as_of: date) -> tuple[ReportedListing, list]:
    peers = peers_of(home, until)
    metrics = metrics_of(home, days, peers, as_of)
    recommendations, no_recommendations = advice(metrics, peers.price)
    reasons = {name: reason for name, reason in peers.reasons.items() if name == "pricePosition"}
    recorded = (days[-1].date - days[0].date).days + 1 if days else 0
    return ReportedListing(
        **dict(metrics) | {"reasons": metrics.reasons | reasons},
        list_price=home.list_price,
        views_per_day=tenth(Decimal(metrics.page_views) / recorded) if recorded else None,
        price_position=peers.price,
        no_recommendations=no_recommendations,
    ), recommendations


def _summary(listings: Sequence[ReportedListing], recommendations: list[Recommendation]) -> ReportSummary:
    known = [each.time_on_market for each in listings if each.time_on_market is not None]
    top, reason = _top_performer([each for each in listings if each.views_per_day is not None])
    return ReportSummary(
        total_views=sum(each.page_views or 0 for each in listings),
        total_inquiries=sum(each.inquiries or 0 for each in listings),
        average_time_on_market=tenth(measures.average(known)),
        top_performer=top,
        top_performer_reason=reason,
        recommendations=recommendations,
    )


def _top_performer(listings: Sequence[ReportedListing]) -> tuple[str | None, str]:
    if len(listings) < 2:
        return None, "At least two listings with recorded visitors are needed to name one."
    ordered = sorted(listings, key=lambda each: each.views_per_day, reverse=True)
    best, second = ordered[0], ordered[1]
    if best.views_per_day == second.views_per_day:
        return None, f"{best.listing_id} and {second.listing_id} are level at {best.views_per_day} page views a day."
    return (
        best.listing_id,
        f"{best.views_per_day} page views a day; next is {second.listing_id} with {second.views_per_day}.",
    )


def _period(first: date | None, last: date, listings: Sequence[ReportedListing]) -> Period:
    """The days asked for; where no first one was, from the first day recorded."""
    recorded = [each.from_ for each in listings if each.from_]
    return Period(first or min(recorded, default=last), last)


def _report_id(listing_ids: Sequence[str], first: date | None, last: date) -> str:
    text = "\n".join([*listing_ids, str(first), str(last)])
    return f"R-{hashlib.sha256(text.encode()).hexdigest()[:10]}"


def _address(listing_ids: Sequence[str], first: date | None, last: date) -> str:
    """The page that shows this report, with its last day fixed so that tomorrow it is the same report."""
    query = [("ids", each) for each in listing_ids] + ([("from", str(first))] if first else []) + [("to", str(last))]
    return f"{reverse('insights-report')}?{urlencode(query)}"


def _unfinished(last: date, today: date) -> list[str]:
    return [f"{spoken(today)} is not over, so its figures will grow."] if last >= today else []
