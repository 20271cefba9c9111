"""Who may: the checks of a raw ASGI route, before any byte is sent."""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import DisallowedHost
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.module_loading import import_string
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import APIException

from agent import ledger, runs
from agent.frames import Reader
from agent.models import Conversation, Message, Run
from realestate.api import ApiError
from realestate.permissions import require_scopes
from realestate.prepared import Prepared
from realestate.scopes import SCOPES


def _unused(request: Any) -> HttpResponse:
    return HttpResponse()


_session, _authentication = SessionMiddleware(_unused), AuthenticationMiddleware(_unused)
_csrf = CsrfViewMiddleware(_unused)


def user_of(scope: dict[str, Any]) -> Any:
    """The signed-in user of a request: by bearer token, or by session with a CSRF token where it changes something.

    Raises ApiError: 401 for nobody, 403 for a session without its CSRF token or from a foreign origin, and for an API
    token without the scopes: a question may use any tool, so it takes all of them.
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
        except ApiError:
            raise
        except APIException as error:
            raise ApiError(401, "not_authenticated", "The token is not valid or has expired. Log in again.") from error
        if found:
            require_scopes(found[0], *(["read"] if request.method == "GET" else SCOPES))
            return found[0]
    raise ApiError(401, "not_authenticated", "The Authorization header must be: Bearer <access token>.")


def readable_run(scope: dict[str, Any], run_id: str) -> Run:
    """The user's own run; 404 for anybody else's."""
    user = user_of(scope)
    mine = Run.objects.visible_to(user).select_related("conversation")
    run = mine.filter(pk=as_uuid(run_id)).first()
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
    mine = Message.objects.visible_to(user).select_related("conversation", "parent")
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


_opening = 0  # runs that have a place and are not driven yet


@contextmanager
def stream_of(who: Any, send: Any) -> Iterator[Reader]:
    """A place for one more stream, held while the block runs; on the event loop only.

    who: the id of the user it counts for. ApiError 429 beyond SSE_OPEN_STREAMS of theirs in this process, 503 beyond
    SSE_MAX_STREAMS of all.
    """
    if settings.THROTTLE and sum(each.who == who for each in Reader.open) >= settings.SSE_OPEN_STREAMS:
        message = f"{settings.SSE_OPEN_STREAMS} streams of yours are open. Close a tab, then try again."
        raise ApiError(429, "too_many_streams", message, retryAfter=10)
    if len(Reader.open) >= settings.SSE_MAX_STREAMS:
        raise _busy()
    reader = Reader(who, send)
    Reader.open.add(reader)
    try:
        yield reader
    finally:
        Reader.open.discard(reader)


@contextmanager
def place_for_a_run() -> Iterator[None]:
    """A place for one more run, held until the block has it driven; ApiError 503 beyond AGENT_MAX_RUNS."""
    global _opening
    room_for_a_run()
    _opening += 1
    try:
        yield
    finally:
        _opening -= 1


def room_for_a_run() -> None:
    """ApiError 503 when this process drives AGENT_MAX_RUNS runs; those it takes over are never refused."""
    if runs.driven_count() + _opening >= settings.AGENT_MAX_RUNS:
        raise _busy()


def _busy() -> ApiError:
    message = "Too many people are here just now. Try again in a moment."
    return ApiError(503, "busy", message, retryAfter=5)


_open_runs = Prepared(
    lambda user: Run.objects.filter(conversation__user=user, status=Run.Status.RUNNING).values_list("pk"),
    (Conversation, "user"),
)


def within_limits(user: Any) -> None:
    """At most AGENT_OPEN_RUNS at a time and AGENT_DAILY_TOKENS a day (UTC); ApiError 429 says how long to wait.

    503 while this process has no room for any run.
    """
    room_for_a_run()
    if not settings.THROTTLE:
        return
    if len(_open_runs(user.pk)) >= settings.AGENT_OPEN_RUNS:
        message = f"{settings.AGENT_OPEN_RUNS} answers are being written for you already. Wait for one to end."
        raise ApiError(429, "too_many_runs", message, retryAfter=5)
    if ledger.tokens_today(user) >= settings.AGENT_DAILY_TOKENS:
        message = f"Today's {settings.AGENT_DAILY_TOKENS:,} tokens are used up. They start afresh at midnight UTC."
        raise ApiError(429, "daily_limit", message, retryAfter=ledger.seconds_to_midnight())
