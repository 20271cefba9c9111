"""The agent's hands: lists every app's tools and calls them as the signed-in user, over in-process MCP."""

from __future__ import annotations

import contextlib
import functools
import time
from dataclasses import dataclass
from typing import Any

import orjson
from mcp import Client, MCPError

from realestate import tooling
from realestate.arguments import cleaned


@dataclass(frozen=True)
class ToolResult:
    """What came back: a result, or an error sentence for the model and the person."""

    result: dict[str, Any] | None
    error: str = ""
    duration_ms: int = 0


class Toolbox:
    """The tools for the length of one run. Opened and closed in the run's own task, never in a stream."""

    def __init__(self) -> None:
        self._stack = contextlib.AsyncExitStack()
        self._clients: dict[str, Client] = {}

    async def __aenter__(self) -> Toolbox:
        await self._stack.__aenter__()
        return self

    async def __aexit__(self, *error: Any) -> None:
        # Closed without the error: the clients' task groups would wrap it into an ExceptionGroup.
        await self._stack.aclose()

    def title(self, name: str) -> str:
        """What a person sees while the tool runs."""
        tool = tooling.all_tools().get(name)
        return tool.title if tool else name

    async def call(self, name: str, arguments: dict[str, Any], call_id: str = "") -> ToolResult:
        """Call a tool as the user set by `acting_as`. Never raises for what the model did wrong.

        call_id: the same id again finds an effect that was filed before instead of filing another. Raises
        OperationalError or InterfaceError when the database went away meanwhile: make the same call again later.
        """
        app = _app_of(name)
        if app is None:
            return ToolResult(None, f"There is no tool {name!r}. The tools are: {', '.join(tooling.all_tools())}.")
        started = time.perf_counter()
        try:
            client = await self._client(app)
            with tooling.calling(call_id):
                answer = await client.call_tool(name, arguments)
        except MCPError:
            return ToolResult(None, f"{name} failed.", _milliseconds_since(started))
        if answer.is_error:
            return ToolResult(None, answer.content[0].text if answer.content else "", _milliseconds_since(started))
        return ToolResult(answer.structured_content, "", _milliseconds_since(started))

    async def _client(self, app: str) -> Client:
        if app not in self._clients:
            server = tooling.servers()[app]
            client = await self._stack.enter_async_context(Client(server, cache=None))
            # No schema, no second check: pydantic has just written the result by it, and a session that compiles the
            # schemas of its tools costs more than most calls do. (The SDK is pinned; a test guards this.)
            client.session._tool_output_schemas = dict.fromkeys(tool.name for tool in server._tool_manager.list_tools())
            self._clients[app] = client
        return self._clients[app]


@functools.cache
def openai_tools() -> list[dict[str, Any]]:
    """Every tool in the shape of the chat-completions API; built once per process."""
    return [
        {
            "type": "function",
            "function": {"name": tool.name, "description": tool.description, "parameters": tool.parameters},
        }
        for tool in tooling.all_tools().values()
    ]


def read_arguments(text: str) -> dict[str, Any] | str:
    """The arguments a model wrote as JSON text, or the sentence that says what is wrong with them."""
    try:
        arguments = orjson.loads(text or "{}")
    except orjson.JSONDecodeError:
        return "The arguments are not valid JSON. Send one JSON object."
    if not isinstance(arguments, dict):
        return "The arguments must be one JSON object."
    try:
        return cleaned(arguments, "arguments")
    except tooling.ToolError as error:
        return str(error)


def _app_of(name: str) -> str | None:
    return next((app for app, server in tooling.servers().items() if server._tool_manager.get_tool(name)), None)


def _milliseconds_since(started: float) -> int:
    return round((time.perf_counter() - started) * 1000)
