"""What a tool is called with: strict about names and types, cleaned for any database, refused in our own words."""

from __future__ import annotations

import math
import re
from typing import Any

import orjson
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.utilities.func_metadata import ArgModelBase
from pydantic import ConfigDict, ValidationError
from pydantic.alias_generators import to_camel

_LONE_SURROGATE_OR_NUL = re.compile(r"[\x00\ud800-\udfff]")
_DEEPEST = 6


def wire_name(parameter: str) -> str:
    """A parameter's name on the wire: minBedrooms for min_bedrooms; from for from_, a name Python keeps to itself."""
    return to_camel(parameter.removesuffix("_"))


class Arguments(ArgModelBase):
    """The base of every tool's argument model: camelCase names, no unknown ones, no guessing of types."""

    model_config = ConfigDict(alias_generator=wire_name, populate_by_name=False, extra="forbid", allow_inf_nan=False)


def checked_arguments(model: type[Arguments], arguments: dict[str, Any]) -> dict[str, Any]:
    """Arguments as Python values by their snake_case names; ToolError names the first wrong ones and the fix."""
    if not isinstance(arguments, dict):
        raise ToolError(f"The arguments must be an object, not {_shown(arguments)}.")
    sound = {str(key): cleaned(value, str(key)) for key, value in arguments.items()}
    try:
        # JSON mode is strict about numbers and booleans, and still reads dates and choices from text.
        values = model.model_validate_json(orjson.dumps(sound), strict=True)
    except ValidationError as error:
        raise ToolError(_explained(error, model)) from None
    return {name: getattr(values, name) for name in model.model_fields}


def cleaned(value: Any, path: str, depth: int = 0) -> Any:
    """A JSON value that every database stores: no NUL or lone surrogates, finite numbers, bounded depth.

    Raises ToolError naming `path` for what cannot be mended.
    """
    if depth > _DEEPEST:
        raise ToolError(f"{path} is nested too deeply.")
    if isinstance(value, str):
        return _LONE_SURROGATE_OR_NUL.sub("", value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ToolError(f"{path} is {value}; it must be a finite number.")
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 2**53:
        raise ToolError(f"{path} is too large a number.")
    if isinstance(value, dict):
        return {_LONE_SURROGATE_OR_NUL.sub("", str(k)): cleaned(v, f"{path}.{k}", depth + 1) for k, v in value.items()}
    if isinstance(value, list):
        return [cleaned(item, path, depth + 1) for item in value]
    return value


def _explained(error: ValidationError, model: type[Arguments]) -> str:
    known = [field.alias or name for name, field in model.model_fields.items()]
    sentences: dict[str, str] = {}
    for problem in error.errors(include_url=False):
        name = str(problem["loc"][0]) if problem["loc"] else "arguments"
        if problem["type"] == "extra_forbidden" and len(problem["loc"]) == 1:
            sentences[name] = f"There is no argument {_shown(name)}. This tool takes: {', '.join(known) or 'nothing'}."
        elif problem["type"] == "missing" and len(problem["loc"]) == 1:
            sentences[name] = f"{name} is missing."
        elif problem["type"] == "missing":
            sentences[name] = f"{name} lacks {problem['loc'][-1]}."
        else:
            sentences.setdefault(name, f"{name} is {_shown(problem['input'])}: {_expectation(problem)}.")
    return " ".join(list(sentences.values())[:5])


def _expectation(problem: Any) -> str:
    text = problem["msg"].removeprefix("Value error, ").removeprefix("Input ")
    return text[0].lower() + text[1:] if text else "not valid"


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
