"""The pages of figures: the same answers as the tools give, drawn with the same partials. Signed in only."""

from __future__ import annotations

from types import SimpleNamespace

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from analytics.answers import MarketAnalysis
from analytics.insights import as_csv, listing_table, listings_csv
from analytics.market import analyse_market
from analytics.reports import MOST_LISTINGS, performance_report
from listings import places
from listings.search import UnclearSearch


@login_required
@require_safe
def insights(request: HttpRequest) -> HttpResponse:
    """The market of `?area=`, and how the user's listings are looked at."""
    cities = [place.label for place in places.loaded_places() if place.kind == "city"]
    area = request.GET.get("area", "").strip()[:120] or (cities[0] if cities else "")
    context = {"nav": "insights", "area": area, "cities": cities, "call": SimpleNamespace(pk="insights")}
    context |= {"table": listing_table(request.user, timezone.localdate())}
    try:
        market = _market(request, area) if area else None
    except UnclearSearch as error:
        return render(request, "analytics/insights.html", context | {"problem": str(error)}, status=400)
    context["result"] = market.model_dump(mode="json", by_alias=True) if market else None
    return render(request, "analytics/insights.html", context)


@login_required
@require_safe
def market_csv(request: HttpRequest) -> HttpResponse:
    """The months of `?area=` as the page shows them, for a spreadsheet."""
    try:
        market = _market(request, request.GET.get("area", "").strip()[:120])
    except UnclearSearch as error:
        return HttpResponse(str(error), status=400, content_type="text/plain; charset=utf-8")
    rows = [[each.month, each.median_price, each.average_price, each.sold, each.partial] for each in market.series]
    heading = ["month", "medianPrice", "averagePrice", "sold", "partial"]
    return _download(as_csv(heading, rows), "market.csv")


@login_required
@require_safe
def listings_as_csv(request: HttpRequest) -> HttpResponse:
    """The listings of the insights page, for a spreadsheet."""
    return _download(listings_csv(listing_table(request.user, timezone.localdate())), "listings.csv")


@login_required
@require_safe
def performance_report_page(request: HttpRequest) -> HttpResponse:
    """The report of `?ids=L001&ids=L002&from=&to=`, as generatePerformanceReport gives it."""
    asked = [each.strip() for text in request.GET.getlist("ids") for each in text.split(",")]
    listing_ids = [each for each in asked if each][:MOST_LISTINGS]
    context = {"nav": "insights", "ids": listing_ids, "call": SimpleNamespace(pk="report")}
    try:
        report = performance_report(
            listing_ids,
            request.GET.get("from") or None,
            request.GET.get("to") or None,
            user=request.user,
            today=timezone.localdate(),
        )
    except ValueError as error:
        return render(request, "analytics/report.html", context | {"problem": str(error)}, status=400)
    return render(request, "analytics/report.html", context | {"result": report.model_dump(mode="json", by_alias=True)})


def _market(request: HttpRequest, area: str) -> MarketAnalysis:
    asked = {name: request.GET.get(name, "").strip()[:60] or None for name in ("propertyType", "from", "to")}
    return analyse_market(
        area, asked["propertyType"], asked["from"], asked["to"], visible_to=request.user, today=timezone.localdate()
    )


def _download(text: str, name: str) -> HttpResponse:
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
