"""What is asked: a question, the same one again, or another in its place; checked, then opened as a run once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import orjson
from django.db import IntegrityError, transaction

from agent.admission import own_conversation, own_message, user_of, within_limits
from agent.models import Conversation, Message, Run
from agent.owners import OWNER
from agent.runs import LATEST, RunInProgress, answer_again, start_run
from realestate import idempotency
from realestate.api import ApiError

MAX_QUESTION_CHARS = 4000


@dataclass(frozen=True)
class Question:
    """An admitted question: who asks what, and where it belongs (a new conversation when that is None).

    parent: the answer it follows; the latest one unless given. again: the question that is to be answered once more.
    key, route and body: by which a repeated request is known.
    """

    user: Any
    text: str
    conversation: Conversation | None
    parent: Message | None = LATEST
    again: Message | None = None
    key: str = ""
    route: str = "chat"
    body: dict[str, Any] = field(default_factory=dict)


def admit(scope: dict[str, Any], body: bytes) -> Question:
    """Admit a question sent as JSON; reads only. Raises ApiError with the right status."""
    user = user_of(scope)
    content = _read_body(body, {"userMessage", "conversationId", "parentMessageId"})
    return _repeatable(scope, user, "chat", content, lambda: _question(user, content))


def admit_retry(scope: dict[str, Any], body: bytes, message_id: str) -> Question:
    """Admit that a question is answered again; the id is the question's or one of its answers'."""
    user = user_of(scope)
    content = _read_body(body or b"{}", set())
    return _repeatable(scope, user, f"retry {message_id}", content, lambda: retried(user, message_id))


def admit_edit(scope: dict[str, Any], body: bytes, message_id: str) -> Question:
    """Admit a question in the place of an earlier one."""
    user = user_of(scope)
    content = _read_body(body, {"userMessage"})
    text = content.get("userMessage")
    return _repeatable(scope, user, f"edit {message_id}", content, lambda: edited(user, message_id, text))


def asked(user: Any, text: Any, conversation: Conversation | None, parent_id: Any = None) -> Question:
    """A question that follows the latest answer, or the one named."""
    text = read_question(text)
    within_limits(user)
    if parent_id is None:
        return Question(user, text, conversation)
    parent = own_message(user, parent_id, Message.Role.ASSISTANT)
    if conversation is None or parent.conversation_id != conversation.pk:
        raise ApiError(404, "not_found", "There is no such message.")
    return Question(user, text, conversation, parent)


def retried(user: Any, message_id: Any) -> Question:
    """The question to be answered again: the one with this id, or the one that this answer answers."""
    message = own_message(user, message_id)
    within_limits(user)
    question = message if message.role == Message.Role.USER else message.parent
    return Question(user, question.text, message.conversation, again=question)


def edited(user: Any, message_id: Any, text: Any) -> Question:
    """Another question in the place of the one with this id."""
    message = own_message(user, message_id, Message.Role.USER)
    text = read_question(text)
    within_limits(user)
    return Question(user, text, message.conversation, parent=message.parent)


def open_run(question: Question, *, owner: str = OWNER) -> tuple[Run, bool]:
    """(the run that answers an admitted question, whether it was opened now); a repeated request finds its run."""
    if earlier := _earlier(question):
        return earlier, False
    try:
        with transaction.atomic():  # a refused question leaves no empty conversation behind
            run = _opened(question, owner)
            idempotency.remember(question.user, question.key, question.route, question.body, run.pk)
            return run, True
    except RunInProgress as error:
        if earlier := _earlier(question):  # the same request at once, in another process
            return earlier, False
        message = "The last question is still being answered. Wait for it or stop it."
        raise ApiError(409, "run_in_progress", message, runId=str(error.run_id)) from error
    except IntegrityError:
        if earlier := _earlier(question):
            return earlier, False
        raise


def read_question(question: Any) -> str:
    """The question as text of 1 to 4,000 characters; ApiError says what is wrong with it."""
    text = question.replace("\x00", "").strip() if isinstance(question, str) else ""
    if not text:
        raise ApiError(400, "invalid", "userMessage must be your question as text.", field="userMessage")
    if len(text) > MAX_QUESTION_CHARS:
        message = f"userMessage has {len(text)} characters; the most is {MAX_QUESTION_CHARS}."
        raise ApiError(400, "invalid", message, field="userMessage")
    return text


def _repeatable(
    scope: dict[str, Any], user: Any, route: str, body: dict[str, Any], admitted: Callable[[], Question]
) -> Question:
    """The admitted question with its key. One that was answered before is not held against the user's limits again."""
    given = next((value for name, value in scope["headers"] if name.lower() == b"idempotency-key"), b"")
    key = idempotency.sound_key(given.decode("latin-1"))
    if key and idempotency.made_before(user, key, route, body):
        return Question(user, "", None, key=key, route=route, body=body)
    return replace(admitted(), key=key, route=route, body=body)


def _question(user: Any, content: dict[str, Any]) -> Question:
    given = content.get("conversationId")
    conversation = None if given is None else own_conversation(user, given)
    return asked(user, content.get("userMessage"), conversation, content.get("parentMessageId"))


def _earlier(question: Question) -> Run | None:
    made = idempotency.made_before(question.user, question.key, question.route, question.body)
    if made is None:
        return None
    run = Run.objects.visible_to(question.user).filter(pk=made).first()
    if run is None:
        raise ApiError(404, "not_found", "What this request made before has been deleted since. Use a new key.")
    return run


def _opened(question: Question, owner: str) -> Run:
    if question.again is not None:
        return answer_again(question.again, owner=owner)
    conversation = question.conversation or Conversation.objects.begin(question.user)
    return start_run(conversation, question.text, parent=question.parent, owner=owner)


def _read_body(body: bytes, fields: set[str]) -> dict[str, Any]:
    try:
        content = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise ApiError(400, "invalid_json", "The body must be a JSON object.") from error
    if not isinstance(content, dict):
        raise ApiError(400, "invalid_json", "The body must be a JSON object.")
    for name in content.keys() - fields:
        raise ApiError(400, "unknown_field", f"There is no field {name[:40]!r} here.", field=name[:40])
    return content
