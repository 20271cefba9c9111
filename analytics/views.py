"""The pages of figures: the same answers as the tools give, drawn with the same partials. Signed in only."""

from __future__ import annotations

from types import SimpleNamespace

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from analytics.reports import MOST_LISTINGS, performance_report


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
