"""START HERE. `take_turn` is the tool-calling loop: a generator that yields events and knows nothing of the database,
HTTP or SSE. One consumer (`agent.runs`) records what it yields. Reading it top to bottom is reading the product.
"""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from agent.guardrails.checking import grounding_notice
from agent.llm.chunks import Model, ModelError, StepResult, read_step
from agent.screening import verdict_on
from agent.toolbox import ToolResult, call_tool, openai_tools, read_arguments, title_of
from agent.transcript import OpenRequest, Transcript
from realestate import fair_housing

SAME_CALL_LIMIT = 3  # the same tool with the same arguments this often in one run: it will not get better
NOTHING_FOUND = "I could not finish this within the limit. Try one question at a time."


@dataclass(frozen=True)
class Event:
    """One thing that happened. `type` and `data` are those of the stream, except "step": for the record only."""

    type: str
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class StepEnded(Event):
    """The model has finished a step: committed before the first of its tool calls runs."""

    number: int = 0
    model: str = ""
    said: StepResult | None = None
    calls: tuple[OpenRequest, ...] = ()


@dataclass
class Limits:
    """How far one turn may go. `clock` returns seconds that only grow."""

    max_steps: int
    run_seconds: float
    clock: Callable[[], float] = time.monotonic

    def __post_init__(self) -> None:
        self._started = self.clock()

    def reached(self, step: int) -> str:
        """The sentence for the limit that was hit before this step, or nothing."""
        if step >= self.max_steps:
            return f"Stopped looking after {self.max_steps - 1} steps; this is what is known so far."
        if self.clock() - self._started > self.run_seconds * 0.75:
            return "This took too long; this is what is known so far."
        return ""


async def take_turn(transcript: Transcript, *, model: Model, limits: Limits) -> AsyncIterator[Event]:
    """Answer the question at the end of the transcript.

    Open tool requests are answered first, in order: that one rule is also how a run goes on after a crash. Then the
    model is asked; what it says is passed on, what it asks for becomes open requests, and round again, until it
    answers without a request or a limit is hit: then it is asked once more without tools, so that an answer is
    always written. Figures that nothing supports are named at the end. Raises ModelError when the model cannot be had.
    """
    called: dict[tuple[str, str], int] = {}
    opening = ""
    if verdict := verdict_on(transcript):
        yield Event(
            "notice", {"kind": "fair_housing", "message": fair_housing.sentence("notice"), "code": verdict.code}
        )
        opening = verdict.reply
        if not verdict.rest:
            yield Event("content", {"chunk": opening, "step": transcript.step})
            yield _template_step(transcript, opening)
    while not transcript.finished:
        for call in list(transcript.open):
            async for event in _answer(call, transcript, called):
                yield event
        if transcript.step > 1:
            yield Event("thinking", {"status": "processing", "message": "Reading what was found"})
        limit = limits.reached(transcript.step)
        if limit:
            yield Event("notice", {"kind": "limit", "message": limit})
        async for event in _ask(transcript, model, "none" if limit else "auto", opening):
            yield event
        opening = ""
        transcript.finished = transcript.finished or bool(limit)
    if verdict and not verdict.rest:
        return  # every word of it is a template's
    if notice := await grounding_notice(transcript.answer, transcript.messages):
        yield Event("notice", notice)


def _template_step(transcript: Transcript, text: str) -> StepEnded:
    """The whole answer, said by nobody's model."""
    transcript.add_step(text, [])
    transcript.finished = True
    return StepEnded(
        "step", number=transcript.step - 1, model="fair-housing", said=StepResult(text, finish_reason="stop")
    )


async def _ask(transcript: Transcript, model: Model, tool_choice: str, opening: str) -> AsyncIterator[Event]:
    """One step: what was said before it, the model's text as it may be shown, then the step as a whole."""
    number, spoken = transcript.step, False
    answer = fair_housing.AnswerFilter(f"{opening}\n\n" if opening else "")
    if opening:
        yield Event("content", {"chunk": answer.text, "step": number})
    said = StepResult()
    try:
        async for piece in read_step(model.stream(transcript.messages, openai_tools(), tool_choice)):
            if isinstance(piece, StepResult):
                said = piece
                continue
            for event in _shown(answer.take(piece), number):
                spoken = True
                yield event
    except (ModelError, asyncio.CancelledError):  # the step was cut: what was held back is not lost
        for event in _shown(answer.end(), number):
            yield event
        raise
    for event in _shown(answer.end(), number):
        spoken = True
        yield event
    said.text = answer.text
    if tool_choice == "none":
        said.requests = []
    if not spoken and not said.requests:
        if tool_choice != "none":
            raise ModelError("empty", "The language model answered with nothing. Try again.")
        said.text += NOTHING_FOUND  # it still asks for tools it may no longer have
        yield Event("content", {"chunk": NOTHING_FOUND, "step": number})
    calls = tuple(OpenRequest(uuid.uuid4(), request) for request in said.requests)
    transcript.add_step(said.text, list(calls))
    transcript.finished = not calls
    yield StepEnded("step", number=number, model=model.name, said=said, calls=calls)
    if notice := _unused_notice(said):
        yield Event("notice", notice)


def _unused_notice(said: StepResult) -> dict[str, Any] | None:
    """What of the question could not be used, for chips beside those of what was; only words the answer shows too."""
    words = [word for word in said.unused if word in said.text]
    if not words or said.requests:
        return None
    return {"kind": "unused", "message": f"Could not be used: {', '.join(words)}.", "words": words}


def _shown(changes: list[fair_housing.Change], number: int) -> Iterator[Event]:
    """Changes to the step's text as events; a sentence that was replaced is said to be."""
    for change in changes:
        data: dict[str, Any] = {"chunk": change.text, "step": number}
        if change.replaces:
            message = fair_housing.sentence("replaced")
            yield Event("notice", {"kind": "fair_housing", "message": message, "code": "O1"})
            data["restart"] = True
        yield Event("content", data)


async def _answer(
    call: OpenRequest, transcript: Transcript, called: dict[tuple[str, str], int]
) -> AsyncIterator[Event]:
    """Run one requested tool and put its result into the transcript."""
    name, arguments = call.request.name, read_arguments(call.request.arguments)
    shown = {"callId": str(call.call_id), "name": name, "title": title_of(name)}
    shown["arguments"] = arguments if isinstance(arguments, dict) else {}
    yield Event("tool", shown | {"status": "started"})
    key = (name, call.request.arguments)
    called[key] = called.get(key, 0) + 1
    if isinstance(arguments, str):
        result = ToolResult(None, arguments)
    elif called[key] >= SAME_CALL_LIMIT:
        result = ToolResult(None, f"{name} was called with the same arguments before. Answer with what is known.")
    else:
        result = await call_tool(name, arguments, str(call.call_id))
    if result.result and result.result.get("status") == "approval_required":
        waiting = {key: result.result[key] for key in ("approvalId", "expiresAt")}
        yield Event("approval", {key: shown[key] for key in ("callId", "name", "title", "arguments")} | waiting)
    transcript.add_result(call, result)
    ended = (
        {"error": result.error, "status": "failed"}
        if result.result is None
        else {"result": result.result, "status": "completed"}
    )
    yield Event("tool", shown | ended | {"durationMs": result.duration_ms})
