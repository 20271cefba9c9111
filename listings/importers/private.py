"""What agents write for each other: never stored, so never shown, searched or given to a model."""

from __future__ import annotations

import functools
import re
from typing import Any

_PRIVATE = re.compile(
    r"private|showing|lockbox|occupant|owner|tenant|access_?code|gate_?code|alarm|confidential|agent_?only|"
    r"compensation|expiration_?date|documents",
    re.IGNORECASE,
)
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
_DEEPEST = 8


@functools.lru_cache(4096)
def is_private(name: str) -> bool:
    """Whether a field of this name (RESO's, a vendor's, a column's) is not for the public."""
    return bool(_PRIVATE.search(name))


def public(value: Any, depth: int = 0) -> Any:
    """A JSON value without its private fields, and without what no database stores; "" for what is nested too deep."""
    if depth > _DEEPEST:
        return ""
    if isinstance(value, dict):
        return {
            _UNSTORABLE.sub("", name): public(each, depth + 1) for name, each in value.items() if not is_private(name)
        }
    if isinstance(value, list):
        return [public(each, depth + 1) for each in value]
    return _UNSTORABLE.sub("", value) if isinstance(value, str) else value
