"""`GET /metrics`: what an operator watches, in Prometheus' text format, for administrators and allow-listed addresses.

Counts of runs, calls, tokens and mails come from the database, so that every process tells the same and a restart
loses none; what belongs to this process (open streams, driven runs, memory) comes from the process.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

from django.conf import settings
from django.db.models import Count, Sum
from django.http import HttpResponse
from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from rest_framework.decorators import api_view, permission_classes
from rest_framework.request import Request

from accounts.throttling import client_address
from agent import runs
from agent.frames import Reader
from agent.models import Feedback, Run, Step, ToolCall
from realestate.api import IsAdministrator
from realestate.lateness import lateness
from realestate.models import Approval, OutboxMail

TEXT = "text/plain; version=0.0.4; charset=utf-8"


class MayRead(IsAdministrator):
    """Administrators, and whoever calls from METRICS_ADDRESSES."""

    message = "Only administrators, and addresses in METRICS_ADDRESSES, may read the metrics."

    def has_permission(self, request: Request, view: object) -> bool:
        return _is_listed(client_address(request)) or super().has_permission(request, view)


@api_view(["GET"])
@permission_classes([MayRead])
def metrics(request: Request) -> HttpResponse:
    """Every figure as it is now."""
    return HttpResponse(generate_latest(_registry), content_type=TEXT, headers={"Cache-Control": "no-store"})


class DoorstepCollector:
    """Reads the figures when they are asked for: nine short queries."""

    def collect(self) -> Iterator[Metric]:
        yield _gauge("doorstep_open_streams", "Streams open in this process", {(): len(Reader.open)}, [])
        yield _gauge("doorstep_driven_runs", "Runs this process drives", {(): len(runs.driven_here())}, [])
        yield _counter("doorstep_runs", "Runs by status", _by(Run, "status"), ["status"])
        yield _counter("doorstep_tool_calls", "Tool calls", _by(ToolCall, "name", "status"), ["name", "status"])
        ungrounded = Run.objects.aggregate(count=Sum("ungrounded"))["count"] or 0
        yield _counter("doorstep_ungrounded_figures", "Figures of answers that nothing supports", {(): ungrounded}, [])
        tokens = Step.objects.aggregate(prompt=Sum("prompt_tokens"), completion=Sum("completion_tokens"))
        spent = {(kind,): count or 0 for kind, count in tokens.items()}
        yield _counter("doorstep_tokens", "Tokens of the language model", spent, ["kind"])
        yield _gauge("doorstep_mails", "Mails by status", _by(OutboxMail, "status"), ["status"])
        yield _gauge("doorstep_approvals_waiting", "Mails waiting for a yes", {(): _waiting()}, [])
        yield _gauge("doorstep_ratings", "Rated answers; -1 is bad", _by(Feedback, "rating"), ["rating"])


_registry = CollectorRegistry()
_registry.register(DoorstepCollector())
_registry.register(lateness)
ProcessCollector(registry=_registry)


def _by(model: type, *fields: str) -> dict[tuple[str, ...], int]:
    rows = model.objects.order_by().values_list(*fields).annotate(count=Count("pk"))
    return {tuple(str(value) for value in row[:-1]): row[-1] for row in rows}


def _waiting() -> int:
    return Approval.objects.waiting().count()


def _gauge(name: str, text: str, values: dict[tuple[str, ...], int], labels: list[str]) -> Metric:
    return _filled(GaugeMetricFamily(name, text, labels=labels), values)


def _counter(name: str, text: str, values: dict[tuple[str, ...], int], labels: list[str]) -> Metric:
    return _filled(CounterMetricFamily(name, text, labels=labels), values)


def _filled(family: Metric, values: dict[tuple[str, ...], int]) -> Metric:
    for labels, value in values.items():
        family.add_metric(labels, value)
    return family


def _is_listed(address: str) -> bool:
    """Whether this client is in METRICS_ADDRESSES."""
    try:
        client = ipaddress.ip_network(address)
    except ValueError:
        return False
    networks = [ipaddress.ip_network(each, strict=False) for each in settings.METRICS_ADDRESSES]
    return any(client.version == each.version and client.subnet_of(each) for each in networks)
