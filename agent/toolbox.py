"""The agent's hands: every app's tools, called as the signed-in user through its MCP server in this process."""

from __future__ import annotations

import functools
import logging
import time
from dataclasses import dataclass
from typing import Any

import orjson
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError, UnexpectedToolError

from realestate import tooling
from realestate.arguments import cleaned

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ToolResult:
    """What came back: a result, or an error sentence for the model and the person."""

    result: dict[str, Any] | None
    error: str = ""
    duration_ms: int = 0


async def call_tool(name: str, arguments: dict[str, Any], call_id: str = "") -> ToolResult:
    """Call a tool of the app that has it, as the user set by `acting_as`. Never raises for what the model did wrong.

    The apps' MCP servers are in this process, so they are called without a session and its messages. call_id: the same
    id again finds an effect that was filed before instead of filing another. Raises OperationalError or InterfaceError
    when the database went away meanwhile: make the same call again later.
    """
    server = _servers_by_tool().get(name)
    if server is None:
        return ToolResult(None, f"There is no tool {name!r}. The tools are: {', '.join(tooling.all_tools())}.")
    started = time.perf_counter()
    try:
        with tooling.calling(call_id):
            answer = await server.call_tool(name, arguments)
    except ToolError as error:
        if isinstance(error, UnexpectedToolError):
            log.exception("The tool %s failed", name)
        return ToolResult(None, str(error), _milliseconds_since(started))
    return ToolResult(answer.structured_content, "", _milliseconds_since(started))


def title_of(name: str) -> str:
    """What a person sees while the tool runs."""
    tool = tooling.all_tools().get(name)
    return tool.title if tool else name


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
    except ToolError as error:
        return str(error)


@functools.cache
def _servers_by_tool() -> dict[str, MCPServer]:
    return {tool.name: server for server in tooling.servers().values() for tool in server._tool_manager.list_tools()}


def _milliseconds_since(started: float) -> int:
    return round((time.perf_counter() - started) * 1000)
