"""`GET /health`: whether this process can do its work, for load balancers and people."""

from __future__ import annotations

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from agent import ticker


@csrf_exempt  # which would answer 403 to a method that is not there, before it is looked at
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 when everything is well, 503 naming what is not."""
    checks = {
        "database": _database(),
        "model": "ok" if settings.LLM_MODEL else "not configured",
        "channel": "ok" if ticker.running() else "not running",
    }
    well = all(state == "ok" for state in checks.values())
    body = {"status": "ok" if well else "unavailable", "service": "doorstep", "version": settings.VERSION}
    body |= {"timestamp": timezone.now().isoformat(), "checks": checks}
    return JsonResponse(body, status=200 if well else 503, headers={"Cache-Control": "no-store"})


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return "ok"
    except Error:
        return "unreachable"
