"""The kit that turns plain functions into tools: `@tool`, `ToolError`, `CurrentUser`, one MCP server per app.

A tool is a function in `<app>/tools.py`. Its signature is the schema, its docstring the description the model reads,
its return type the output schema. Python is snake_case, the wire camelCase. Who is asking comes from the trusted side
(the run, the bearer check) through `acting_as`, never from an argument.
"""

from __future__ import annotations

import contextlib
import contextvars
import functools
import importlib
import inspect
import logging
import typing
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal

import orjson
from django.apps import apps
from django.db import InterfaceError, OperationalError
from django.utils.module_loading import module_has_submodule
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError, UnexpectedToolError
from mcp.server.mcpserver.tools import Tool
from mcp.server.mcpserver.utilities.func_metadata import FuncMetadata
from mcp.types import CallToolResult, TextContent, ToolAnnotations
from pydantic import create_model
from pydantic.alias_generators import to_camel

from realestate.arguments import Arguments, checked_arguments, cleaned
from realestate.database import in_database
from realestate.wire import WireModel

__all__ = [
    "CurrentUser",
    "ToolError",
    "acting_as",
    "acting_user",
    "all_tools",
    "calling",
    "servers",
    "tool",
    "vocabulary",
]

log = logging.getLogger(__name__)
Effect = Literal["read", "write", "external"]

_acting: contextvars.ContextVar[Any] = contextvars.ContextVar("acting_user", default=None)
_call_id: contextvars.ContextVar[str] = contextvars.ContextVar("call_id", default="")
_USER = object()
# A parameter with this annotation is filled with the signed-in user and never shown to the model.
CurrentUser = Annotated[Any, _USER]


@dataclass(frozen=True)
class ToolSpec:
    """What `@tool` knows besides the signature: shown to people, to MCP clients and to the approval rule."""

    effect: Effect
    title: str
    idempotent: bool


class ApprovalRequired(WireModel):
    """The answer of a tool whose effect waits for a person's yes."""

    status: Literal["approval_required"] = "approval_required"
    approval_id: str
    url: str
    expires_at: datetime


def tool(*, effect: Effect, title: str, idempotent: bool = True) -> Callable:
    """Mark a function of `<app>/tools.py` as a tool.

    effect: "read" changes nothing, "write" changes the user's own data, "external" leaves the house: such a function
    acts on nothing, it returns the finished `outbox.Mail[Answer]`, and the person is asked first (`approvals`).
    title: what a person sees while it runs, e.g. "Searching homes".
    idempotent: calling it again with the same arguments changes nothing more.
    The function itself stays as it is and can be called from a test like any other.
    """

    def mark(function: Callable) -> Callable:
        function.tool = ToolSpec(effect, title, idempotent)
        return function

    return mark


@contextlib.contextmanager
def acting_as(user: Any) -> Iterator[None]:
    """Inside the block, tools are called as this user. For the trusted side only."""
    token = _acting.set(user)
    try:
        yield
    finally:
        _acting.reset(token)


def acting_user() -> Any:
    """Whom `acting_as` says; None for nobody."""
    return _acting.get()


@contextlib.contextmanager
def calling(call_id: str) -> Iterator[None]:
    """Inside the block a tool is called under this id: an external effect is filed once however often it is called."""
    token = _call_id.set(call_id)
    try:
        yield
    finally:
        _call_id.reset(token)


@functools.cache
def servers() -> dict[str, MCPServer]:
    """One in-process MCP server per installed app that has tools, by app label."""
    found = {}
    for config in apps.get_app_configs():
        functions = tool_functions(config)
        if functions:
            tools = [_as_mcp_tool(function) for function in functions]
            found[config.label] = MCPServer(config.label, tools=tools, log_level="WARNING")
    return found


@functools.cache
def all_tools() -> dict[str, Tool]:
    """Every tool of every app by its name on the wire."""
    return {each.name: each for server in servers().values() for each in server._tool_manager.list_tools()}


def tool_functions(config: Any) -> list[Callable]:
    """The functions an app's `tools.py` marks with `@tool`, in the order they stand there."""
    module = _tools_module(config)
    return (
        [f for f in vars(module).values() if hasattr(f, "tool") and f.__module__ == module.__name__] if module else []
    )


def vocabulary() -> list[dict[str, Any]]:
    """The words each app's tools understand: places, features, types. Every entry has `kind` and `name`.

    An app offers them by a function `vocabulary()` in its `tools.py`. Reads the database: call it through
    `in_database`.
    """
    modules = [_tools_module(config) for config in apps.get_app_configs()]
    return [word for module in modules if hasattr(module, "vocabulary") for word in module.vocabulary()]


def _tools_module(config: Any) -> Any:
    if not module_has_submodule(config.module, "tools"):
        return None
    return importlib.import_module(f"{config.name}.tools")


class StrictTool(Tool):
    """A tool that checks arguments strictly, speaks our words, and runs its function on a database thread."""

    effect: Effect
    user_parameter: str | None = None

    async def run(self, arguments: dict[str, Any], context: Any, convert_result: bool = False) -> Any:
        """Call the tool. Raises ToolError, and what the database raises when it goes away: then no call was made."""
        try:
            result = await in_database(self.call, arguments)
            return _structured(self.fn_metadata, result) if convert_result else result
        except (ToolError, OperationalError, InterfaceError):
            raise
        except Exception as error:
            raise UnexpectedToolError(f"{self.name} failed.") from error

    def call(self, arguments: dict[str, Any]) -> Any:
        """The tool's answer, or that an approval is required, for whoever `acting_as` says.

        Uses the ORM: call it from a view, or through `in_database`. Raises ToolError.
        """
        # Imported here: models cannot be while the apps are being loaded.
        from realestate.approvals import request_approval
        from realestate.scopes import SCOPE_OF_EFFECT, missing_scopes, refusal

        if missing := missing_scopes(_acting.get(), SCOPE_OF_EFFECT[self.effect]):
            raise ToolError(refusal(missing))
        result = self.checked_call(arguments)
        if self.effect != "external":
            return result
        return request_approval(
            result,
            user=_acting.get(),
            call_id=_call_id.get() or str(uuid.uuid4()),
            tool=self.name,
            title=self.title or self.name,
            arguments=cleaned(arguments, "arguments"),
        )

    def checked_call(self, arguments: dict[str, Any]) -> Any:
        """Check the arguments and call the function: for an external tool the finished mail, nothing filed."""
        values = checked_arguments(self.fn_metadata.arg_model, arguments)
        return self.fn(**self.user_argument(), **values)

    def as_json(self, result: Any) -> dict[str, Any]:
        """The result of `call` as it goes over the wire."""
        return _as_json(self.fn_metadata, result)

    def user_argument(self) -> dict[str, Any]:
        """`{"user": <who is asking>}` for a function that wants it; fails closed when nobody is signed in."""
        if self.user_parameter is None:
            return {}
        user = _acting.get()
        if user is None:
            raise ToolError("Nobody is signed in, so this cannot be done. Sign in and ask again.")
        return {self.user_parameter: user}


def _as_mcp_tool(function: Callable) -> StrictTool:
    spec: ToolSpec = function.tool
    hints = typing.get_type_hints(function, include_extras=True)
    parameters = inspect.signature(function).parameters
    user_parameter = next((name for name in parameters if is_user(hints[name])), None)
    fields = {
        name: (hints[name], ... if parameter.default is parameter.empty else parameter.default)
        for name, parameter in parameters.items()
        if name != user_parameter
    }
    model = create_model(f"{to_camel(function.__name__)}Arguments", __base__=Arguments, **fields)
    schema = model.model_json_schema(by_alias=True)
    return StrictTool(
        fn=function,
        name=to_camel(function.__name__),
        title=spec.title,
        description=inspect.getdoc(function) or "",
        parameters=_without_titles(schema),
        fn_metadata=_metadata(model, hints["return"], spec.effect),
        is_async=False,
        annotations=ToolAnnotations(
            read_only_hint=spec.effect == "read",
            destructive_hint=False,
            idempotent_hint=spec.idempotent,
            open_world_hint=spec.effect == "external",
        ),
        effect=spec.effect,
        user_parameter=user_parameter,
    )


def _metadata(arguments: type[Arguments], answer: Any, effect: Effect) -> FuncMetadata:
    if effect != "external":
        return FuncMetadata(arg_model=arguments, output_model=answer)
    (sent,) = typing.get_args(answer)  # of Mail[Answer]
    metadata = FuncMetadata(arg_model=arguments, output_model=ApprovalRequired | sent)
    metadata.output_schema = {"type": "object"} | metadata.output_schema  # MCP wants it said at the root
    return metadata


def is_user(hint: Any) -> bool:
    """Whether a parameter with this type hint is filled with the signed-in user."""
    return _USER in getattr(hint, "__metadata__", ())


def _without_titles(schema: Any) -> Any:
    """pydantic's generated titles repeat the names and cost tokens in every request to the model."""
    if isinstance(schema, dict):
        return {
            key: _without_titles(value)
            for key, value in schema.items()
            if not (key == "title" and isinstance(value, str))
        }
    return [_without_titles(item) for item in schema] if isinstance(schema, list) else schema


def _structured(metadata: FuncMetadata, result: Any) -> CallToolResult:
    content = _as_json(metadata, result)
    return CallToolResult(
        content=[TextContent(type="text", text=orjson.dumps(content).decode())], structured_content=content
    )


def _as_json(metadata: FuncMetadata, result: Any) -> dict[str, Any]:
    return metadata._output_adapter(metadata.output_model).dump_python(result, mode="json", by_alias=True)
