"""Messages, steps and tool calls as the model reads them, cut to a token budget that counts the tools."""

from __future__ import annotations

import functools
import hashlib
import uuid
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.template.loader import render_to_string
from django.utils import timezone

from agent.branches import Branches
from agent.llm.chunks import ToolRequest
from agent.models import Conversation, Message, Run, RunEvent, Step, ToolCall
from agent.toolbox import ToolResult, openai_tools
from realestate import approvals
from realestate.prepared import Prepared

BUDGET_TOKENS = 24_000
MAX_RESULT_CHARS = 16_000
MAX_TURN_CHARS = 64_000  # of all calls and results of one turn together: the turn that runs is never left out
NO_ROOM = '{"error": "There is no room for more results in this turn. Answer with what is known."}'
CHARS_PER_TOKEN = 4  # of English and JSON; exact counts would need each vendor's tokenizer


@dataclass(frozen=True)
class OpenRequest:
    """A stored tool request that has no result yet."""

    call_id: uuid.UUID
    request: ToolRequest


@dataclass
class Transcript:
    """Exactly what the model is sent, and where the run stands in it."""

    messages: list[dict[str, Any]]
    step: int = 1  # the number of the next step
    open: list[OpenRequest] = field(default_factory=list)
    restart: bool = False  # the next step had begun to speak before its process died
    finished: bool = False  # the last step was an answer

    @property
    def answer(self) -> str:
        """What was said to the question so far, over all steps."""
        asked = max((at for at, message in enumerate(self.messages) if message["role"] == "user"), default=-1)
        said = [each["content"] for each in self.messages[asked + 1 :] if each["role"] == "assistant"]
        return "\n\n".join(text for text in said if text)

    def add_step(self, text: str, calls: list[OpenRequest]) -> None:
        """The model spoke: text, and requests that are now open."""
        self.messages.append(_assistant(text, [(c.call_id, c.request.name, c.request.arguments) for c in calls]))
        self.open, self.step = list(calls), self.step + 1

    def add_result(self, call: OpenRequest, result: ToolResult) -> None:
        """An open request is answered."""
        self.messages.append(_tool(call.call_id, result.result, result.error))
        self.open.remove(call)
        asked = max(at for at, message in enumerate(self.messages) if message["role"] == "user")
        _bound(self.messages[asked:])


def build_transcript(run: Run) -> Transcript:
    """The conversation up to the run's question, and what the run has already done.

    Reads five tables once each, and approvals where a call asked for one.
    """
    path = _path(run)
    runs = {r.question_id: r for r in _runs_on(path, run)}
    steps = _steps([each.pk for each in runs.values() if each != run or run.epoch > 1])  # a new run has none yet
    _add_outcomes(steps, run)
    turns = [
        [{"role": "user", "content": question.text}, *_said(steps.get(runs[question.pk].pk, []))]
        for question in path
        if question.role == Message.Role.USER and question.pk in runs
    ]
    mine = steps.get(run.pk, [])
    transcript = Transcript([{"role": "system", "content": system_prompt()}, *_within_budget(turns)])
    transcript.step = len(mine) + 1
    if mine:
        transcript.open = [
            OpenRequest(call.call_id, ToolRequest(call.name, orjson.dumps(call.arguments).decode()))
            for call in mine[-1].calls
            if call.status == ToolCall.Status.REQUESTED
        ]
        transcript.finished = not mine[-1].calls
    if run.epoch > 1 and not transcript.finished:
        shown = RunEvent.objects.filter(run=run, type="content").order_by("-seq").values_list("data", flat=True).first()
        transcript.restart = shown is not None and orjson.loads(shown)["step"] == transcript.step
    return transcript


def result_text(result: dict[str, Any] | None, error: str) -> str:
    """A tool's result as the model reads it; a long one is cut, and says so."""
    text = orjson.dumps({"error": error} if error or result is None else result).decode()
    if len(text) <= MAX_RESULT_CHARS:
        return text
    kept = MAX_RESULT_CHARS
    while True:
        told = {"cut": f"The first {kept} characters of {len(text)}", "text": text[:kept]}
        cut = orjson.dumps(told).decode()
        if len(cut) <= MAX_RESULT_CHARS:
            return cut
        kept = min(kept - 1, kept * MAX_RESULT_CHARS // len(cut))  # quotes inside quotes take two characters each


def system_prompt() -> str:
    """What every model is told first."""
    return _prompt_of(timezone.now().date().isoformat())


@functools.cache
def prompt_version() -> str:
    """Twelve letters that change with the system prompt and with what a model reads of the tools."""
    told = render_to_string("agent/system_prompt.txt", {"today": ""}).encode() + orjson.dumps(openai_tools())
    return hashlib.sha256(told).hexdigest()[:12]


@functools.lru_cache(maxsize=2)
def _prompt_of(today: str) -> str:
    return render_to_string("agent/system_prompt.txt", {"today": today}).strip()


def _path(run: Run) -> list[Message]:
    """The messages from the first question down to the run's, along the parents: siblings are left out."""
    if run.question.parent_id is None:
        return [run.question]
    return Branches(_messages(run.conversation_id)).path_to(run.question_id)


_messages = Prepared(lambda conversation: Message.objects.filter(conversation=conversation), (Conversation, "id"))


def _runs_on(path: list[Message], run: Run) -> list[Run]:
    """For each question the run that gave the answer on this path; for the last one this run."""
    answers = [message.pk for message in path if message.role == Message.Role.ASSISTANT]
    return [*(Run.objects.filter(answer__in=answers) if answers else ()), run]


def _steps(run_ids: list[uuid.UUID]) -> dict[uuid.UUID, list[Step]]:
    steps = {s.pk: s for s in Step.objects.filter(run__in=run_ids).order_by("number")} if run_ids else {}
    for step in steps.values():
        step.calls = []
    for call in ToolCall.objects.filter(step__in=steps).order_by("position") if steps else ():
        steps[call.step_id].calls.append(call)
    by_run: dict[uuid.UUID, list[Step]] = {}
    for step in steps.values():
        by_run.setdefault(step.run_id, []).append(step)
    return by_run


def _add_outcomes(steps: dict[uuid.UUID, list[Step]], run: Run) -> None:
    """Tell the model what a person decided since, beside the "waiting for your yes" that was true then."""
    calls = [call for mine in steps.values() for step in mine for call in step.calls]
    asked = {str(call.pk): call for call in calls if call.asked_for_approval}
    if asked:
        for call_id, outcome in approvals.outcomes(list(asked), run.conversation.user_id).items():
            asked[call_id].result = asked[call_id].result | {"outcome": outcome}


def _said(steps: list[Step]) -> list[dict[str, Any]]:
    messages = []
    for step in steps:
        calls = [(c.call_id, c.name, orjson.dumps(c.arguments).decode()) for c in step.calls]
        messages.append(_assistant(step.text, calls))
        messages += [_tool(c.call_id, c.result, c.error) for c in step.calls if c.status != ToolCall.Status.REQUESTED]
    return messages


def _assistant(text: str, calls: list[tuple[uuid.UUID, str, str]]) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": text or None}
    if calls:
        message["tool_calls"] = [
            {"id": str(call_id), "type": "function", "function": {"name": name, "arguments": arguments}}
            for call_id, name, arguments in calls
        ]
    elif not text:
        message["content"] = ""
    return message


def _tool(call_id: uuid.UUID, result: dict[str, Any] | None, error: str) -> dict[str, Any]:
    return {"role": "tool", "tool_call_id": str(call_id), "content": result_text(result, error)}


def _bound(turn: list[dict[str, Any]]) -> None:
    """Have the model read no more than MAX_TURN_CHARS of calls and results in this turn; later ones are left out."""
    room = MAX_TURN_CHARS
    for message in turn:
        if message["role"] == "tool":
            room -= len(message["content"])
            if room < 0:
                message["content"] = NO_ROOM
        for call in message.get("tool_calls", []):
            room -= len(call["function"]["arguments"])
            if room < 0:
                call["function"]["arguments"] = "{}"


@functools.cache
def _length_of_tools() -> int:
    return len(orjson.dumps(openai_tools()))


def _within_budget(turns: list[list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """The newest turns that fit beside the prompt and the tools; whole turns only, the last one always."""
    room = BUDGET_TOKENS * CHARS_PER_TOKEN - _length_of_tools() - len(system_prompt())
    kept: list[list[dict[str, Any]]] = []
    for turn in reversed(turns):
        _bound(turn)
        room -= len(orjson.dumps(turn))
        if room < 0 and kept:
            note = f"Earlier questions of this conversation that are left out here: {len(turns) - len(kept)}."
            kept.append([{"role": "system", "content": note}])
            break
        kept.append(turn)
    return [message for turn in reversed(kept) for message in turn]
