"""A step as the chunks a chat-completions endpoint streams: words, tool calls in pieces, an end, the usage."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from typing import Any

from agent.llm.offline.steps import Requests, Say, Step

Json = dict[str, Any]
PIECE_CHARACTERS = 12  # of a tool call's arguments; endpoints send them in such pieces
_CHARACTERS_PER_TOKEN = 4


def chunks(step: Step, messages: list[Json]) -> Iterator[Json]:
    """The whole answer to one request, chunk by chunk."""
    yield _chunk({"role": "assistant", "content": "" if isinstance(step, Say) else None})
    written = 0
    for delta in _words(step.text) if isinstance(step, Say) else _tool_calls(step):
        written += len(str(delta))
        yield _chunk(delta)
    if isinstance(step, Say) and step.unused:
        yield _chunk({"unused": list(step.unused)})  # a field of ours; `read_step` knows it
    yield _chunk({}, finish="stop" if isinstance(step, Say) else "tool_calls")
    yield {"choices": [], "usage": _usage(messages, step)}


def _words(text: str) -> Iterator[Json]:
    for word in re.findall(r"\s*\S+|\s+$", text):
        yield {"content": word}


def _tool_calls(step: Requests) -> Iterator[Json]:
    for index, (name, arguments) in enumerate(step.calls):
        function = {"name": name, "arguments": ""}
        yield {
            "tool_calls": [
                {"index": index, "id": f"call_{uuid.uuid4().hex[:12]}", "type": "function", "function": function}
            ]
        }
        text = json.dumps(arguments, ensure_ascii=False)
        for start in range(0, len(text), PIECE_CHARACTERS):
            piece = text[start : start + PIECE_CHARACTERS]
            yield {"tool_calls": [{"index": index, "function": {"arguments": piece}}]}


def _chunk(delta: Json, finish: str | None = None) -> Json:
    return {"object": "chat.completion.chunk", "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}


def _usage(messages: list[Json], step: Step) -> Json:
    said = step.text if isinstance(step, Say) else json.dumps(step.calls)
    prompt = sum(len(str(message.get("content") or "")) for message in messages) // _CHARACTERS_PER_TOKEN
    completion = len(said) // _CHARACTERS_PER_TOKEN
    return {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}
