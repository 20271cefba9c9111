"""The JSON API of conversations and runs. Streams are in `agent.stream`."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404
from rest_framework.decorators import api_view, permission_classes
from rest_framework.request import Request
from rest_framework.response import Response

from agent import answers, runs
from agent.admission import as_uuid, own_message
from agent.models import Conversation, Feedback, Message, Run, Step
from realestate.api import ApiError, IsAdministrator
from realestate.paging import page_of

MOST_MESSAGES = 200
MOST_REASON_CHARS = 1000
MOST_SEARCHED_CHARS = 200  # SQLite refuses a pattern of 50,000


@api_view(["GET"])
def run(request: Request, run_id: uuid.UUID) -> Response:
    """A run's status, usage, tool calls and the answer so far."""
    found = get_object_or_404(Run.objects.visible_to(request.user).select_related("answer"), pk=run_id)
    return Response(answers.run_state(found))


@api_view(["POST"])
def cancel(request: Request, run_id: uuid.UUID) -> Response:
    """Stop a run on whichever process it is; the partial answer is kept."""
    found = get_object_or_404(Run.objects.visible_to(request.user), pk=run_id)
    runs.cancel(found)
    return Response({"success": True, "runId": str(found.pk)})


@api_view(["GET"])
def conversations(request: Request) -> Response:
    """My conversations, newest first; `?q=` searches titles and messages, `?cursor=` asks for the next page."""
    found = found_conversations(request.user, request.query_params.get("q", ""))
    page, cursor = page_of(found, "updated_at", request.query_params)
    lines = [answers.conversation_line(each) for each in page]
    return Response({"success": True, "conversations": lines, "count": len(lines), "nextCursor": cursor})


def found_conversations(user: Any, words: str) -> QuerySet[Conversation]:
    """The user's conversations, newest first; with `words`, those that have them in their title or messages."""
    found = Conversation.objects.visible_to(user)
    if words := words.replace("\x00", "").strip()[:MOST_SEARCHED_CHARS]:
        found = found.filter(Q(title__icontains=words) | Q(messages__text__icontains=words)).distinct()
    return found


@api_view(["GET", "PATCH", "DELETE"])
def conversation(request: Request, conversation_id: uuid.UUID) -> Response:
    """One of my conversations: read it with its last 200 messages, rename it, delete it (an open run is stopped)."""
    found = get_object_or_404(Conversation.objects.visible_to(request.user), pk=conversation_id)
    if request.method == "DELETE":
        runs.delete_conversation(found)
        return Response(status=204)
    if request.method == "PATCH":
        rename(found, request.data)
    open_run = found.runs.filter(status=Run.Status.RUNNING).values_list("pk", flat=True).first()
    body = answers.conversation_line(found) | {"openRunId": str(open_run) if open_run else None}
    body["usage"] = answers.usage_of(Step.objects.filter(run__conversation=found))
    newest = found.messages.order_by("-created_at")[:MOST_MESSAGES]
    return Response({"success": True, "conversation": body | {"messages": answers.history(list(reversed(newest)))}})


@api_view(["GET"])
def chat_history(request: Request) -> Response:
    """The last `limit` messages (50, at most 200) of `conversationId`, or of all my conversations; oldest first."""
    messages = Message.objects.visible_to(request.user)
    if (given := request.query_params.get("conversationId")) is not None:
        conversation = get_object_or_404(Conversation.objects.visible_to(request.user), pk=as_uuid(given))
        messages = messages.filter(conversation=conversation)
    newest = messages.order_by("-created_at")[: _limit(request.query_params.get("limit", "50"))]
    history = answers.history(list(reversed(newest)))
    return Response({"success": True, "history": history, "count": len(history)})


@api_view(["GET"])
@permission_classes([IsAdministrator])
def chat_history_stats(request: Request) -> Response:
    """For administrators: how many people have asked, how many messages there are, and how many per person."""
    counted = Message.objects.aggregate(users=Count("conversation__user", distinct=True), messages=Count("pk"))
    users, written = counted["users"], counted["messages"]
    average = round(written / users, 2) if users else 0
    return Response({"totalUsers": users, "totalMessages": written, "averageMessagesPerUser": average})


@api_view(["POST"])
def feedback(request: Request, message_id: uuid.UUID) -> Response:
    """Rate an answer: `{rating: 1 | -1, reason?}`; rating it again replaces the first."""
    answer = own_message(request.user, message_id, Message.Role.ASSISTANT)
    given = rate(answer, request.data)
    return Response({"success": True, "messageId": str(answer.pk), "rating": given.rating, "reason": given.reason})


def rate(answer: Message, content: Any) -> Feedback:
    """Store what a person thought of an answer; ApiError names what is wrong with it."""
    if not isinstance(content, dict) or (unknown := set(content) - {"rating", "reason"}):
        named = f" Unknown: {', '.join(sorted(unknown))}." if isinstance(content, dict) else ""
        raise ApiError(400, "invalid", f"Send rating, and reason if there is one.{named}")
    rating, reason = content.get("rating"), content.get("reason")
    reason = "" if reason is None else reason
    if isinstance(rating, bool) or rating not in Feedback.Rating.values:
        raise ApiError(400, "invalid", "rating must be 1 for a good answer or -1 for a bad one.", field="rating")
    if not isinstance(reason, str) or len(reason) > MOST_REASON_CHARS:
        message = f"reason must be text of at most {MOST_REASON_CHARS} characters."
        raise ApiError(400, "invalid", message, field="reason")
    words = reason.replace("\x00", "").strip()
    return Feedback.objects.update_or_create(message=answer, defaults={"rating": rating, "reason": words})[0]


def _limit(given: str) -> int:
    if not (given.isascii() and given.isdigit() and len(given) <= 3 and 1 <= int(given) <= MOST_MESSAGES):
        raise ApiError(400, "invalid", f"limit is {given[:20]!r}; it must be 1 to {MOST_MESSAGES}.", field="limit")
    return int(given)


def rename(conversation: Conversation, content: Any) -> None:
    """Give it another title of 1 to 120 characters; ApiError names what is wrong with it."""
    if not isinstance(content, dict) or set(content) != {"title"} or not isinstance(content["title"], str):
        raise ApiError(400, "invalid", "Send one field: title, as text.", field="title")
    title = " ".join(content["title"].replace("\x00", "").split())
    if not 1 <= len(title) <= 120:
        raise ApiError(400, "invalid", "title must have 1 to 120 characters.", field="title")
    conversation.title = title
    conversation.save(update_fields=["title"])
