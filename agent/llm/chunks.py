"""From a model's streamed chunks to one step: pieces of text as they come, then what the step said as a whole."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any, Protocol

import orjson

MAX_REQUESTS = 16  # tool requests in one step; a model that asks for more is told so
MAX_ARGUMENT_CHARS = 16_000
MAX_UNUSED, MAX_UNUSED_CHARS = 8, 80
MAX_TEXT_CHARS = 200_000  # of one step: an answer without end is cut here


class Model(Protocol):
    """Anything that streams chat-completions chunks: an OpenAI-compatible endpoint, the offline assistant, a script."""

    name: str

    def stream(
        self, messages: list[dict[str, Any]], tools: list[dict[str, Any]], tool_choice: str = "auto"
    ) -> AsyncIterator[dict[str, Any]]:
        """The chunks of one step; raises ModelError."""


class ModelError(Exception):
    """The model could not answer. `message` is for the person: what happened, and what to do."""

    def __init__(self, code: str, message: str, *, retryable: bool = True, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.retryable, self.retry_after = code, message, retryable, retry_after


@dataclass(frozen=True)
class ToolRequest:
    """What the model asks for: a tool's name and its arguments as the JSON text the model wrote."""

    name: str
    arguments: str


@dataclass
class StepResult:
    """A finished step: everything it said, asked for and cost.

    unused: words of the question that the model says it could not use. The offline assistant does; endpoints that know
    nothing of the field leave it out.
    """

    text: str = ""
    requests: list[ToolRequest] = field(default_factory=list)
    prompt_tokens: int = 0
    completion_tokens: int = 0
    finish_reason: str = ""
    unused: list[str] = field(default_factory=list)


async def read_step(chunks: AsyncIterator[dict[str, Any]]) -> AsyncIterator[str | StepResult]:
    """Yield the step's text piece by piece, then its StepResult.

    Raises ModelError when the stream ends without a finish reason: a cut answer is not a finished one, and a tool
    call that was cut off is not executed.
    """
    result, pieces, length = StepResult(), [], 0
    building: list[_Building] = []
    async for chunk in chunks:
        if usage := chunk.get("usage"):
            result.prompt_tokens = _count(usage, "prompt_tokens")
            result.completion_tokens = _count(usage, "completion_tokens")
        for choice in choices_of(chunk)[:1]:
            delta = _object(choice.get("delta"))
            text = delta.get("content")
            if isinstance(text, str) and text:
                text = text.replace("\x00", "")
                length += len(text)
                if length > MAX_TEXT_CHARS:
                    raise ModelError("too_long", "The answer did not end. What was written so far is kept.")
                pieces.append(text)
                yield text
            for part in _list(delta.get("tool_calls")):
                _collect(building, _object(part))
            result.unused += [word for word in _list(delta.get("unused")) if isinstance(word, str)]
            result.finish_reason = str(choice.get("finish_reason") or "")[:40] or result.finish_reason
    if not result.finish_reason:
        raise ModelError("cut_off", "The connection to the language model was cut. Try again; what is here is kept.")
    result.text = "".join(pieces)
    result.unused = [word for word in result.unused if word and len(word) <= MAX_UNUSED_CHARS][:MAX_UNUSED]
    if result.finish_reason == "length" and building:
        raise ModelError("too_long", "The language model ran out of room in the middle of a tool call. Try again.")
    result.requests = [ToolRequest(call.name, "".join(call.arguments)) for call in building]
    yield result


def choices_of(chunk: dict[str, Any]) -> list[dict[str, Any]]:
    """The choices of a chunk that are any: a provider may send whatever JSON it likes."""
    return [choice for choice in _list(chunk.get("choices")) if isinstance(choice, dict)]


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _count(usage: Any, name: str) -> int:
    value = usage.get(name) if isinstance(usage, dict) else 0
    return value if isinstance(value, int) and 0 <= value < 10**9 else 0


@dataclass
class _Building:
    """A tool call of which more pieces may come."""

    index: int
    id: str
    name: str = ""
    arguments: list[str] = field(default_factory=list)
    size: int = 0


def _collect(building: list[_Building], part: dict[str, Any]) -> None:
    """Join the pieces of tool calls."""
    function, index, id_ = _object(part.get("function")), part.get("index"), part.get("id")
    name = function.get("name")
    call = _continued(building, index, id_, name)
    if call is None:
        if len(building) >= MAX_REQUESTS:
            raise ModelError("too_many_calls", f"The language model asked for more than {MAX_REQUESTS} tools at once.")
        call = _Building(index if isinstance(index, int) else len(building), id_ if isinstance(id_, str) else "")
        building.append(call)
    if isinstance(name, str) and not call.name:
        call.name = name[:100]
    arguments = function.get("arguments")
    if isinstance(arguments, dict):  # seen from local servers
        arguments = orjson.dumps(arguments).decode()
    if isinstance(arguments, str):
        call.size += len(arguments)
        if call.size <= MAX_ARGUMENT_CHARS:
            call.arguments.append(arguments)
        else:
            call.arguments = ['{"tooLong": true']  # broken on purpose: refused as arguments, never stored whole


def _continued(building: list[_Building], index: Any, id_: Any, name: Any) -> _Building | None:
    """The call that a piece goes on with, None when it begins one.

    Providers tell calls apart by index; some leave it out and repeat the id, or name the next call, and some send
    index 0 for every call, each with an id of its own.
    """
    for call in reversed(building):
        if isinstance(index, int) and index != call.index:
            continue
        if id_ and call.id:
            if id_ == call.id:
                return call
        elif isinstance(index, int) or not name:
            return call
    return None
