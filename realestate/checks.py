"""System checks: every tool documented and annotated; nothing that is for benches only in production."""

from __future__ import annotations

import inspect
import typing
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import Error, Tags, register


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


@register(Tags.security, deploy=True)
def limits_are_on(app_configs: Any, **_: Any) -> list[Error]:
    """THROTTLE=off is for benches: without limits anyone may guess passwords and spend the model's tokens."""
    if settings.THROTTLE:
        return []
    return [Error("THROTTLE is off; in production log-in, sign-up and tokens need their limits.", id="doorstep.E002")]


def where(function: Any) -> str:
    """`listings/tools.py:42 find_listings` for a function."""
    code = function.__code__
    return f"{code.co_filename}:{code.co_firstlineno} {function.__name__}"


def _problems(function: Any) -> list[str]:
    from realestate.outbox import Mail
    from realestate.tooling import is_user

    hints = typing.get_type_hints(function, include_extras=True)
    problems = [] if inspect.getdoc(function) else ["has no docstring, which is what the model reads"]
    if "return" not in hints:
        problems.append("has no return annotation, which is its output schema")
    elif function.tool.effect == "external" and typing.get_origin(hints["return"]) is not Mail:
        problems.append("leaves the house, so it must return Mail[Answer] and send nothing itself")
    for name in inspect.signature(function).parameters:
        if name not in hints:
            problems.append(f"argument {name} has no annotation")
        elif not is_user(hints[name]) and not any(
            getattr(extra, "description", None) for extra in getattr(hints[name], "__metadata__", ())
        ):
            problems.append(f"argument {name} has no description: Annotated[..., Field(description=...)]")
    return problems
