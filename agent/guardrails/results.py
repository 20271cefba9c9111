"""The JSON of a tool's result or arguments, also where it was cut."""

from __future__ import annotations

from typing import Any

import orjson


def read_json(text: str) -> Any:
    """The JSON of a message; of a result that was cut, what was left of it."""
    try:
        read = orjson.loads(text)
    except orjson.JSONDecodeError:
        return _mended(text)
    return _mended(read["text"]) if isinstance(read, dict) and read.keys() == {"cut", "text"} else read


def _mended(text: str) -> Any:
    """JSON that stops in the middle, closed after its last whole value."""
    closers, whole, inside, escaped = [], [], False, False
    for at, letter in enumerate(text):
        if inside:
            inside, escaped = (escaped or letter != '"'), (letter == "\\" and not escaped)
        elif letter == '"':
            inside = True
        elif letter in "{[":
            closers.append("}" if letter == "{" else "]")
        elif letter in "}]" and closers:
            closers.pop()
            whole = [at + 1, "".join(reversed(closers))]
        elif letter == ",":
            whole = [at, "".join(reversed(closers))]
    try:
        return orjson.loads(text[: whole[0]] + whole[1]) if whole else text
    except orjson.JSONDecodeError:
        return text
