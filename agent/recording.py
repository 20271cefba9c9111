"""The one consumer of a turn: each event goes to the log, with the rows it means in the same commit."""

from __future__ import annotations

import functools
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from agent import ledger
from agent.eventlog import LiveRun, RunLost, eventlog
from agent.models import Message, Run, Step, ToolCall, Usage
from agent.toolbox import read_arguments
from agent.transcript import Transcript
from agent.turn import Event, StepEnded
from realestate.database import in_database
from realestate.models import Notification
from realestate.notifications import notify
from realestate.prepared import insert, update


class Recorder:
    """Records one run. After a take-over it goes on with the step that was cut."""

    def __init__(self, run: Run, live: LiveRun) -> None:
        self._run, self._live = run, live
        self._unsaved: list[str] = []  # text of the step that has no row yet
        self._step = 1
        # Text, prompt and completion tokens of each stored step; those of an earlier owner are read at the end.
        self._said: list[tuple[str, int, int]] | None = [] if run.epoch == 1 else None

    async def resume(self, transcript: Transcript) -> None:
        """Go on where the transcript stands; what a dead process showed of an unfinished step is dropped first."""
        self._step = transcript.step
        if transcript.restart:
            await self.record(Event("content", {"chunk": "", "step": transcript.step, "restart": True}))

    async def record(self, event: Event) -> None:
        """Append one event of the turn; RunLost when the run is no longer ours."""
        if self._live.lost:
            raise RunLost(self._run.pk)
        if isinstance(event, StepEnded):
            eventlog.append_rows(self._live, functools.partial(_save_step, self._run, event))
            self._unsaved, self._step = [], event.number + 1
            if self._said is not None:
                said = event.said
                self._said.append((said.text, said.prompt_tokens, said.completion_tokens))
        elif event.type == "content":
            restart = event.data.get("restart", False)
            if restart:
                self._unsaved.clear()
            self._unsaved.append(event.data["chunk"])
            eventlog.append_text(self._live, event.data["step"], event.data["chunk"], restart=restart)
        elif event.type == "tool" and event.data["status"] == "started":
            eventlog.append(self._live, "tool", event.data)
            await eventlog.flushed(self._live)  # the step that asked for it is stored before the tool runs
        elif event.type == "tool":
            eventlog.append(self._live, "tool", event.data, functools.partial(_save_result, event.data))
        elif event.type == "notice" and event.data["kind"] == "grounding":
            rows = functools.partial(_save_ungrounded, self._run, len(event.data["figures"]))
            eventlog.append(self._live, "notice", event.data, rows)
        else:
            eventlog.append(self._live, event.type, event.data)

    async def fail(self, code: str, message: str, *, retryable: bool = True) -> None:
        """End the run with a sentence that says what to do; what was written stays."""
        eventlog.append(self._live, "error", {"code": code, "message": message, "retryable": retryable})
        await self.end(Run.Status.FAILED, message)

    async def end(self, status: Run.Status, error: str = "") -> None:
        """The last event: store the answer, close the run, say done."""
        answer = Message(conversation_id=self._run.conversation_id, parent_id=self._run.question_id)
        partial = "".join(self._unsaved)
        if self._said is None or ledger.has_prices():
            await eventlog.flushed(self._live)  # what is read next
        steps = await in_database(_stored_steps, self._run) if self._said is None else self._said
        usage: dict[str, float] = {
            "promptTokens": sum(s[1] for s in steps),
            "completionTokens": sum(s[2] for s in steps),
        }
        if ledger.has_prices():
            usage |= await in_database(_cost, self._run)
        answer.role, answer.text = Message.Role.ASSISTANT, "".join(s[0] for s in steps) + partial
        data: dict[str, Any] = {"status": status.value, "messageId": str(answer.pk), "usage": usage}
        alone = not self._live.readers  # nobody sees the end come
        rows = functools.partial(_save_end, self._run, status, answer, error, self._step, partial, alone)
        eventlog.append(self._live, "done", data, rows)
        await eventlog.flushed(self._live)


def _save_step(run: Run, event: StepEnded) -> None:
    step = Step(
        run=run,
        number=event.number,
        text=event.said.text,
        model=event.model,
        prompt_tokens=event.said.prompt_tokens,
        completion_tokens=event.said.completion_tokens,
    )
    insert(step)
    completion = event.said.completion_tokens or ledger.estimated_tokens(event.said.text)
    ledger.enter(run, event.model, event.said.prompt_tokens, completion)
    for position, call in enumerate(event.calls):
        arguments = read_arguments(call.request.arguments)
        insert(
            ToolCall(
                call_id=call.call_id,
                step=step,
                position=position,
                name=call.request.name,
                arguments=arguments if isinstance(arguments, dict) else {},
            )
        )


def _save_result(data: dict[str, Any]) -> None:
    update(
        ToolCall,
        data["callId"],
        title=data["title"],
        status=data["status"],
        result=data.get("result"),
        error=data.get("error", ""),
        duration_ms=data["durationMs"],
    )


def _save_ungrounded(run: Run, count: int) -> None:
    update(Run, run.pk, ungrounded=count)


def _stored_steps(run: Run) -> list[tuple[str, int, int]]:
    return list(run.steps.order_by("number").values_list("text", "prompt_tokens", "completion_tokens"))


def _cost(run: Run) -> dict[str, float]:
    cost = ledger.total(Usage.objects.filter(run_id=run.pk)).cost_usd
    return {} if cost is None else {"costUsd": float(cost)}


def _save_end(run: Run, status: Run.Status, answer: Message, error: str, step: int, partial: str, alone: bool) -> None:
    insert(answer)
    if partial:
        insert(Step(run=run, number=step, text=partial))
        ledger.enter(run, settings.LLM_MODEL, 0, ledger.estimated_tokens(partial))
    update(Run, run.pk, status=status.value, answer=answer.pk, error=error[:300], ended_at=timezone.now())
    if alone and status != Run.Status.STOPPED:
        said = "Answered" if status == Run.Status.COMPLETED else "This could not be answered"
        page = reverse("conversation", args=[run.conversation_id])
        notify(run.conversation.user_id, Notification.Kind.RUN_FINISHED, f"{said}: {run.conversation.title}", page)
