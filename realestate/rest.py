"""REST over the tools and the approvals: the same schemas, permissions and sentences as in the chat."""

from __future__ import annotations

import logging
import uuid
from concurrent.futures import TimeoutError as StillSending
from typing import Any

from csp.decorators import csp_update
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.views.defaults import page_not_found
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.authentication import SessionAuthentication
from rest_framework.decorators import api_view, authentication_classes, permission_classes
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.authentication import BearerAuthentication
from realestate import approvals, scopes
from realestate.api import ApiError, error_body, storage_away
from realestate.idempotency import sound_key
from realestate.models import Approval, OutboxMail
from realestate.outbox import deliver_soon
from realestate.paging import page_of
from realestate.permissions import require_scopes
from realestate.tooling import StrictTool, ToolError, acting_as, all_tools, calling

log = logging.getLogger(__name__)
PROGRAMS = ("/api/", "/agents/", "/auth/", "/approvals/")  # addresses that people do not type
MAIL_WAIT_SECONDS = 5


# Swagger's page has one style element of its own; scripts stay ours alone.
@method_decorator(csp_update({"style-src": ["'self'", "'unsafe-inline'"]}), name="dispatch")
class Docs(SpectacularSwaggerSplitView):
    """The description as a page that can call it."""


@api_view(["GET"])
def tools(request: Request) -> Response:
    """Every tool that the caller may use, with its title, description, effect and schemas."""
    mine = [each for each in all_tools().values() if not _missing(request, each)]
    lines = [_tool_line(each) for each in mine]
    return Response({"success": True, "tools": lines, "count": len(lines)})


@api_view(["POST"])
@permission_classes([IsAuthenticated])  # which scope it takes depends on the tool
def call_tool(request: Request, name: str) -> Response:
    """Call a tool as the signed-in user; the body is its arguments, the answer its result.

    An `Idempotency-Key` makes an external effect that was filed before be found again.
    """
    tool = all_tools().get(name)
    if tool is None:
        raise ApiError(404, "unknown_tool", f"There is no tool {name[:60]!r}. GET /api/tools/ lists them.")
    require_scopes(request.user, scopes.SCOPE_OF_EFFECT[tool.effect])
    call_id = sound_key(request.headers.get("Idempotency-Key", ""))
    arguments = request.data  # a body that is no JSON or too large is the caller's mistake, not the tool's failure
    try:
        with acting_as(request.user), calling(call_id):
            return Response(tool.as_json(tool.call(arguments)))
    except ToolError as error:
        raise ApiError(400, "tool_error", str(error)) from None
    except (OperationalError, InterfaceError) as error:
        raise storage_away() from error
    except Exception:
        log.exception("The tool %s failed", name)
        raise ApiError(500, "tool_failed", f"{name} failed. The failure has been logged; try again later.") from None


@api_view(["GET"])
@authentication_classes([BearerAuthentication, SessionAuthentication])
def approval_list(request: Request) -> Response:
    """My approvals, newest first; `?cursor=` asks for the next page."""
    mine = Approval.objects.visible_to(request.user).select_related("outbox_mail")
    page, cursor = page_of(mine, "created_at", request.query_params)
    lines = [approvals.as_wire(each) for each in page]
    return Response({"success": True, "approvals": lines, "count": len(lines), "nextCursor": cursor})


# Named here, so that a credential made for programs can never say yes for a person.
@api_view(["GET", "POST"])
@authentication_classes([BearerAuthentication, SessionAuthentication])
def approval(request: Request, approval_id: uuid.UUID) -> Response:
    """GET reads it; POST `{decision, arguments?}` decides once, and waits up to 5 s for the mail."""
    mine = Approval.objects.visible_to(request.user).select_related("user", "outbox_mail")
    found = get_object_or_404(mine, pk=approval_id)
    if request.method == "POST":
        decision, arguments = _decision(request.data)
        found = approvals.decide(found, decision, arguments)
        if found.status == "queued" and wait_for_mail(found.outbox_mail):
            found = mine.get(pk=approval_id)
    return Response({"success": True} | approvals.as_wire(found))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What no route answers: the one error shape for programs, a page for people."""
    if request.path.startswith(PROGRAMS) or not request.accepts("text/html"):
        return JsonResponse(
            error_body("not_found", "There is nothing at this address. /api/docs/ lists them."), status=404
        )
    # The same for everybody: another user's id must look like an unknown one, byte by byte.
    return page_not_found(request, exception)


def wait_for_mail(mail: OutboxMail) -> bool:
    """Give the mail server a moment, so that most people see "sent" at once; whether the outcome is there."""
    try:
        deliver_soon(mail.pk).result(MAIL_WAIT_SECONDS)
    except StillSending:
        return False
    return True


def _decision(body: Any) -> tuple[str, dict[str, Any] | None]:
    if not isinstance(body, dict) or (unknown := set(body) - {"decision", "arguments"}):
        named = f" Unknown: {', '.join(sorted(unknown))}." if isinstance(body, dict) else ""
        raise ApiError(400, "invalid", f"Send decision, and arguments if you changed them.{named}")
    if body.get("decision") not in ("approve", "reject"):
        raise ApiError(400, "invalid", 'decision must be "approve" or "reject".', field="decision")
    arguments = body.get("arguments")
    if arguments is not None and (not isinstance(arguments, dict) or body["decision"] == "reject"):
        raise ApiError(400, "invalid", "arguments must be an object, and only an approval has them.", field="arguments")
    return body["decision"], arguments


def _missing(request: Request, tool: StrictTool) -> list[str]:
    return scopes.missing_scopes(request.user, scopes.SCOPE_OF_EFFECT[tool.effect])


def _tool_line(tool: StrictTool) -> dict[str, Any]:
    return {
        "name": tool.name,
        "title": tool.title,
        "description": tool.description,
        "effect": tool.effect,
        "inputSchema": tool.parameters,
        "outputSchema": tool.output_schema,
        "annotations": tool.annotations.model_dump(by_alias=True, exclude_none=True),
    }
