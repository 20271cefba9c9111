"""The JSON API of conversations and runs. Streams are in `agent.stream`."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Q
from django.shortcuts import get_object_or_404
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from agent import answers, runs
from agent.admission import as_uuid
from agent.models import Conversation, Message, Run
from realestate.api import ApiError

MOST_MESSAGES = 200
MOST_CONVERSATIONS = 100
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
    """My conversations, newest first; `?q=` searches titles and messages."""
    found = Conversation.objects.visible_to(request.user)
    if words := request.query_params.get("q", "").replace("\x00", "").strip()[:MOST_SEARCHED_CHARS]:
        found = found.filter(Q(title__icontains=words) | Q(messages__text__icontains=words)).distinct()
    lines = [answers.conversation_line(each) for each in found[:MOST_CONVERSATIONS]]
    return Response({"success": True, "conversations": lines, "count": len(lines)})


@api_view(["GET", "PATCH", "DELETE"])
def conversation(request: Request, conversation_id: uuid.UUID) -> Response:
    """One of my conversations: read it with its last 200 messages, rename it, delete it (an open run is stopped)."""
    found = get_object_or_404(Conversation.objects.visible_to(request.user), pk=conversation_id)
    if request.method == "DELETE":
        runs.delete_conversation(found)
        return Response(status=204)
    if request.method == "PATCH":
        found.title = _title(request.data)
        found.save(update_fields=["title"])
    open_run = found.runs.filter(status=Run.Status.RUNNING).values_list("pk", flat=True).first()
    body = answers.conversation_line(found) | {"openRunId": str(open_run) if open_run else None}
    newest = found.messages.order_by("-created_at")[:MOST_MESSAGES]
    return Response({"success": True, "conversation": body | {"messages": answers.history(list(reversed(newest)))}})


@api_view(["GET"])
def chat_history(request: Request) -> Response:
    """The last `limit` messages (50, at most 200) of `conversationId`, or of all my conversations; oldest first."""
    messages = Message.objects.filter(conversation__user=request.user)
    if given := request.query_params.get("conversationId"):
        conversation = get_object_or_404(Conversation.objects.visible_to(request.user), pk=as_uuid(given))
        messages = messages.filter(conversation=conversation)
    newest = messages.order_by("-created_at")[: _limit(request.query_params.get("limit", "50"))]
    history = answers.history(list(reversed(newest)))
    return Response({"success": True, "history": history, "count": len(history)})


def _limit(given: str) -> int:
    if not (given.isascii() and given.isdigit() and len(given) <= 3 and 1 <= int(given) <= MOST_MESSAGES):
        raise ApiError(400, "invalid", f"limit is {given[:20]!r}; it must be 1 to {MOST_MESSAGES}.", field="limit")
    return int(given)


def _title(content: Any) -> str:
    if not isinstance(content, dict) or set(content) != {"title"} or not isinstance(content["title"], str):
        raise ApiError(400, "invalid", "Send one field: title, as text.", field="title")
    title = " ".join(content["title"].replace("\x00", "").split())
    if not 1 <= len(title) <= 120:
        raise ApiError(400, "invalid", "title must have 1 to 120 characters.", field="title")
    return title
