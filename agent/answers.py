"""Runs, messages and conversations as the JSON API shows them."""

from __future__ import annotations

import uuid
from typing import Any

import orjson
from django.db.models import QuerySet, Sum

from agent.models import Conversation, Message, Run, RunEvent, Step, ToolCall


def run_answer(run_id: uuid.UUID) -> dict[str, Any]:
    """The answer of an ended run, as `POST /agents/chat` gives it."""
    run = Run.objects.select_related("answer").get(pk=run_id)
    calls = calls_of([run.pk]).get(run.pk, [])
    body = {
        "success": run.status != Run.Status.FAILED,
        "message": run.answer.text if run.answer else "",
        "conversationId": str(run.conversation_id),
        "runId": str(run.pk),
        "status": run.status,
        "toolCalls": [tool_call(call) for call in calls],
        "approvals": [call.result | {"callId": str(call.pk)} for call in calls if call.asked_for_approval],
        "notices": notices_of([run.pk]).get(run.pk, []),
        "timestamp": timestamp(run.ended_at or run.created_at),
    }
    return body | ({"error": {"code": "failed", "message": run.error}} if run.error else {})


def run_state(run: Run) -> dict[str, Any]:
    """Where a run stands: what a client without EventSource asks every two seconds."""
    body = {
        "success": True,
        "runId": str(run.pk),
        "conversationId": str(run.conversation_id),
        "status": run.status,
        "message": run.answer.text if run.answer else text_so_far(run),
        "messageId": str(run.answer_id) if run.answer_id else None,
        "lastSeq": run.last_seq,
        "usage": usage_of(run.steps.all()),
        "toolCalls": [tool_call(call) for call in calls_of([run.pk]).get(run.pk, [])],
        "notices": notices_of([run.pk]).get(run.pk, []),
        "timestamp": timestamp(run.ended_at or run.created_at),
    }
    return body | ({"error": {"code": "failed", "message": run.error}} if run.error else {})


def text_so_far(run: Run) -> str:
    """What an open run has shown: its content events joined, a restarted step's first text left out."""
    by_step: dict[int, str] = {}
    for row in run.events.filter(type="content").order_by("seq").values_list("data", flat=True):
        data = orjson.loads(row)
        before = "" if data.get("restart") else by_step.get(data["step"], "")
        by_step[data["step"]] = before + data["chunk"]
    return "".join(by_step[step] for step in sorted(by_step))


def notices_of(run_ids: list[uuid.UUID]) -> dict[uuid.UUID, list[dict[str, Any]]]:
    """What had to be said beside the answers of some runs: the data of their notice events, in order."""
    notices: dict[uuid.UUID, list[dict[str, Any]]] = {}
    rows = RunEvent.objects.filter(run__in=run_ids, type="notice").order_by("run", "seq")
    for run_id, data in rows.values_list("run_id", "data"):
        notices.setdefault(run_id, []).append(orjson.loads(data))
    return notices


def calls_of(run_ids: list[uuid.UUID]) -> dict[uuid.UUID, list[ToolCall]]:
    """The tool calls of some runs, in the order they were made."""
    calls: dict[uuid.UUID, list[ToolCall]] = {}
    rows = ToolCall.objects.filter(step__run__in=run_ids).select_related("step")
    for call in rows.order_by("step__number", "position"):
        calls.setdefault(call.step.run_id, []).append(call)
    return calls


def tool_call(call: ToolCall) -> dict[str, Any]:
    """One call with its arguments and what came back."""
    body = {"callId": str(call.pk), "name": call.name, "title": call.title, "status": call.status}
    body |= {"arguments": call.arguments, "durationMs": call.duration_ms}
    return body | ({"error": call.error} if call.error else {"result": call.result})


def conversation_line(conversation: Conversation) -> dict[str, Any]:
    """One line of the conversation list."""
    return {
        "id": str(conversation.pk),
        "title": conversation.title,
        "createdAt": timestamp(conversation.created_at),
        "updatedAt": timestamp(conversation.updated_at),
    }


def usage_of(steps: QuerySet[Step]) -> dict[str, int]:
    """The tokens of these steps: one query."""
    spent = steps.aggregate(promptTokens=Sum("prompt_tokens"), completionTokens=Sum("completion_tokens"))
    return {name: count or 0 for name, count in spent.items()}


def history(messages: list[Message]) -> list[dict[str, Any]]:
    """Messages oldest first, answers with their tool calls and notices. Three queries however many there are."""
    runs = dict(Run.objects.filter(answer__in=[m.pk for m in messages]).values_list("answer_id", "pk"))
    calls, notices = calls_of(list(runs.values())), notices_of(list(runs.values()))
    return [
        {
            "id": str(message.pk),
            "role": message.role,
            "content": message.text,
            "toolCalls": [tool_call(call) for call in calls.get(runs.get(message.pk), [])],
            "notices": notices.get(runs.get(message.pk), []),
            "createdAt": timestamp(message.created_at),
        }
        for message in messages
    ]


def timestamp(moment: Any) -> str:
    """ISO 8601 in UTC, to the millisecond."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
