"""System checks: every tool documented and annotated, so that a model and a person can read it."""

from __future__ import annotations

import inspect
import typing
from typing import Any

from django.apps import apps
from django.core.checks import Error, register


@register()
def tools_are_described(app_configs: Any, **_: Any) -> list[Error]:
    """A tool needs a docstring, a return type, and an annotation with a description on every argument."""
    # Imported here: commands that skip the checks need not wait for the MCP classes.
    from realestate.tooling import tool_functions

    return [
        Error(f"{where(function)}: {problem}", id="doorstep.E001")
        for config in apps.get_app_configs()
        for function in tool_functions(config)
        for problem in _problems(function)
    ]


def where(function: Any) -> str:
    """`listings/tools.py:42 find_listings` for a function."""
    code = function.__code__
    return f"{code.co_filename}:{code.co_firstlineno} {function.__name__}"


def _problems(function: Any) -> list[str]:
    from realestate.tooling import is_user

    hints = typing.get_type_hints(function, include_extras=True)
    problems = [] if inspect.getdoc(function) else ["has no docstring, which is what the model reads"]
    if "return" not in hints:
        problems.append("has no return annotation, which is its output schema")
    for name in inspect.signature(function).parameters:
        if name not in hints:
            problems.append(f"argument {name} has no annotation")
        elif not is_user(hints[name]) and not any(
            getattr(extra, "description", None) for extra in getattr(hints[name], "__metadata__", ())
        ):
            problems.append(f"argument {name} has no description: Annotated[..., Field(description=...)]")
    return problems
