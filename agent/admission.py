"""Who may: the checks of a raw ASGI route, before any byte is sent."""

from __future__ import annotations

import io
import uuid
from dataclasses import dataclass
from typing import Any

import orjson
from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import DisallowedHost
from django.core.handlers.asgi import ASGIRequest
from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils import timezone
from django.utils.module_loading import import_string
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import APIException

from agent.models import Conversation, Run, Step
from agent.runs import OWNER, RunInProgress, start_run
from realestate.api import ApiError

MAX_QUESTION_CHARS = 4000


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


@dataclass(frozen=True)
class Question:
    """An admitted question: who asks what, and where it belongs (a new conversation when that is None)."""

    user: Any
    text: str
    conversation: Conversation | None


def admit(scope: dict[str, Any], body: bytes) -> Question:
    """Admit a question sent as JSON; reads only. Raises ApiError with the right status."""
    user = user_of(scope)
    content = read_body(body)
    given = content.get("conversationId")
    conversation = None if given is None else own_conversation(user, given)
    return admit_question(user, content.get("userMessage"), conversation)


def admit_question(user: Any, question: Any, conversation: Conversation | None) -> Question:
    """Check the question and the user's limits."""
    text = read_question(question)
    _within_limits(user)
    return Question(user, text, conversation)


def open_run(question: Question, *, owner: str = OWNER) -> Run:
    """Open the run that answers an admitted question, in a new conversation if there is none yet."""
    try:
        with transaction.atomic():  # a refused question leaves no empty conversation behind
            conversation = question.conversation or Conversation.objects.create(user=question.user)
            return start_run(conversation, question.text, owner=owner)
    except RunInProgress as error:
        message = "The last question is still being answered. Wait for it or stop it."
        raise ApiError(409, "run_in_progress", message, runId=str(error.run_id)) from error


def readable_run(scope: dict[str, Any], run_id: str) -> Run:
    """The user's own run; 404 for anybody else's."""
    user = user_of(scope)
    run = Run.objects.visible_to(user).filter(pk=as_uuid(run_id)).first()
    if run is None:
        raise ApiError(404, "not_found", "There is no run with that id.")
    return run


def read_body(body: bytes) -> dict[str, Any]:
    """The JSON object of a question: `userMessage` and perhaps `conversationId`, nothing else."""
    try:
        content = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise ApiError(400, "invalid_json", "The body must be a JSON object.") from error
    if not isinstance(content, dict):
        raise ApiError(400, "invalid_json", "The body must be a JSON object.")
    for name in content.keys() - {"userMessage", "conversationId"}:
        raise ApiError(400, "unknown_field", f"There is no field {name[:40]!r} here.", field=name[:40])
    return content


def read_question(question: Any) -> str:
    """The question as text of 1 to 4,000 characters; ApiError says what is wrong with it."""
    text = question.replace("\x00", "").strip() if isinstance(question, str) else ""
    if not text:
        raise ApiError(400, "invalid", "userMessage must be your question as text.", field="userMessage")
    if len(text) > MAX_QUESTION_CHARS:
        message = f"userMessage has {len(text)} characters; the most is {MAX_QUESTION_CHARS}."
        raise ApiError(400, "invalid", message, field="userMessage")
    return text


def as_uuid(value: Any) -> uuid.UUID | None:
    """The id as a UUID, or None when it is none."""
    try:
        return uuid.UUID(value)
    except (ValueError, TypeError, AttributeError):
        return None


def own_conversation(user: Any, given: Any) -> Conversation:
    """The user's conversation with this id; ApiError 404 for anybody else's."""
    conversation = Conversation.objects.visible_to(user).filter(pk=as_uuid(given)).first()
    if conversation is None:
        raise ApiError(404, "not_found", "There is no conversation with that id.", field="conversationId")
    return conversation


def _within_limits(user: Any) -> None:
    """At most AGENT_OPEN_RUNS at a time and AGENT_DAILY_TOKENS a day (UTC)."""
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
