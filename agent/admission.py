"""Who may: the checks of a raw ASGI route, before any byte is sent."""

from __future__ import annotations

import io
import uuid
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import DisallowedHost
from django.core.handlers.asgi import ASGIRequest
from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils import timezone
from django.utils.module_loading import import_string
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import APIException

from agent.models import Conversation, Message, Run, Step
from realestate.api import ApiError


def _unused(request: Any) -> HttpResponse:
    return HttpResponse()


_session, _authentication = SessionMiddleware(_unused), AuthenticationMiddleware(_unused)
_csrf = CsrfViewMiddleware(_unused)


def user_of(scope: dict[str, Any]) -> Any:
    """The signed-in user of a request: by bearer token, or by session with a CSRF token where it changes something.

    Raises ApiError: 401 for nobody, 403 for a session without its CSRF token or from a foreign origin.
    """
    request = ASGIRequest(scope, io.BytesIO(b""))
    try:
        request.get_host()
    except DisallowedHost as error:
        raise ApiError(400, "wrong_host", "This server does not answer under that host name.") from error
    if request.META.get("HTTP_AUTHORIZATION"):
        return _bearer(request)
    _session.process_request(request)
    _authentication.process_request(request)
    if not request.user.is_authenticated:
        raise ApiError(401, "not_authenticated", "Log in, or send a bearer token.")
    _csrf.process_request(request)
    if _csrf.process_view(request, _unused, (), {}) is not None:
        raise ApiError(403, "csrf_failed", "Send the X-CSRFToken header with the value of the csrftoken cookie.")
    return request.user


def _bearer(request: ASGIRequest) -> Any:
    for path in settings.REST_FRAMEWORK["DEFAULT_AUTHENTICATION_CLASSES"]:
        scheme = import_string(path)
        if issubclass(scheme, SessionAuthentication):
            continue
        try:
            found = scheme().authenticate(request)
        except APIException as error:
            raise ApiError(401, "not_authenticated", "The token is not valid or has expired. Log in again.") from error
        if found:
            return found[0]
    raise ApiError(401, "not_authenticated", "The Authorization header must be: Bearer <access token>.")


def readable_run(scope: dict[str, Any], run_id: str) -> Run:
    """The user's own run; 404 for anybody else's."""
    user = user_of(scope)
    run = Run.objects.visible_to(user).filter(pk=as_uuid(run_id)).first()
    if run is None:
        raise ApiError(404, "not_found", "There is no run with that id.")
    return run


def as_uuid(value: Any) -> uuid.UUID | None:
    """The id as a UUID, or None when it is none."""
    try:
        return uuid.UUID(str(value))
    except ValueError:
        return None


def own_message(user: Any, given: Any, role: str | None = None) -> Message:
    """The user's message with this id, of this role if one is named; ApiError 404 for anybody else's."""
    mine = Message.objects.filter(conversation__user=user).select_related("conversation", "parent")
    message = mine.filter(pk=as_uuid(given)).first()
    if message is None or (role and message.role != role):
        raise ApiError(404, "not_found", "There is no such message.")
    return message


def own_conversation(user: Any, given: Any) -> Conversation:
    """The user's conversation with this id; ApiError 404 for anybody else's."""
    conversation = Conversation.objects.visible_to(user).filter(pk=as_uuid(given)).first()
    if conversation is None:
        raise ApiError(404, "not_found", "There is no conversation with that id.", field="conversationId")
    return conversation


def within_limits(user: Any) -> None:
    """At most AGENT_OPEN_RUNS at a time and AGENT_DAILY_TOKENS a day (UTC); ApiError 429 says how long to wait."""
    if not settings.THROTTLE:
        return
    if Run.objects.visible_to(user).filter(status=Run.Status.RUNNING).count() >= settings.AGENT_OPEN_RUNS:
        message = f"{settings.AGENT_OPEN_RUNS} answers are being written for you already. Wait for one to end."
        raise ApiError(429, "too_many_runs", message, retryAfter=5)
    now = timezone.now()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    today = Step.objects.filter(run__conversation__user=user, created_at__gte=midnight)
    spent = today.aggregate(n=Coalesce(Sum("prompt_tokens"), 0) + Coalesce(Sum("completion_tokens"), 0))["n"]
    if spent >= settings.AGENT_DAILY_TOKENS:
        wait = 86_400 - int((now - midnight).total_seconds())
        message = f"Today's {settings.AGENT_DAILY_TOKENS:,} tokens are used up. They start afresh at midnight UTC."
        raise ApiError(429, "daily_limit", message, retryAfter=wait)
