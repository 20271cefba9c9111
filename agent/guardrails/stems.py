"""What a text must contain before a pattern can match in it, so that most patterns need not be tried at all."""

from __future__ import annotations

import re
from typing import Any

LEAST = 3  # letters of a stem; fewer stand in every sentence


def of_pattern(pattern: str) -> tuple[str, ...]:
    """Strings of which every match has at least one; () where none can be told, and the pattern has to be tried."""
    try:
        found = _of_sequence(list(re._parser.parse(pattern)))  # type: ignore[attr-defined]
    except (AttributeError, re.error):  # the parser is no public part of the library
        return ()
    return tuple(sorted(found or ()))


def _of_sequence(parts: list[tuple[Any, Any]]) -> set[str] | None:
    """The best of what its parts, one after the other, all require: that with the longest shortest stem."""
    candidates: list[set[str]] = []
    run = ""
    for kind, value in [*parts, (None, None)]:
        if str(kind) == "LITERAL":
            run += chr(value)
            continue
        if len(run) >= LEAST:
            candidates.append({run})
        run = ""
        if kind is not None and (found := _of_part(str(kind), value)):
            candidates.append(found)
    return max(candidates, key=lambda stems: min(map(len, stems)), default=None)


def _of_part(kind: str, value: Any) -> set[str] | None:
    if kind == "SUBPATTERN":
        return _of_sequence(list(value[-1]))
    if kind == "BRANCH":
        branches = [_of_sequence(list(each)) for each in value[1]]
        return None if not all(branches) else {stem for each in branches for stem in each or ()}
    if kind in ("MAX_REPEAT", "MIN_REPEAT") and value[0] > 0:
        return _of_sequence(list(value[2]))
    return None
