"""One MCP server over the tools of all apps, for clients that are not ours: the same functions, checks and sentences.

Who calls comes from the trusted side: over HTTP from the bearer token (`door`), over stdio from `--user`. What a
client reads leaves the house, so homes are told as their source allows (`realestate.scopes`).
"""

from __future__ import annotations

import asyncio
import functools
import uuid
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import orjson
from django.conf import settings
from django.db import InterfaceError, OperationalError
from mcp.server.apps import Apps, ResourceCsp
from mcp.server.mcpserver import Context, MCPServer
from mcp.server.request_state import RequestStateSecurity
from mcp.types import Annotations, CallToolResult, InputRequiredResult, TextContent
from mcp.types import Tool as ListedTool

from realestate.mcp_server import asking, completing, prompts, resources
from realestate.mcp_server.words import absolute, in_words
from realestate.scopes import SCOPE_OF_EFFECT, missing_scopes
from realestate.tooling import StrictTool, ToolError, acting_as, all_tools, calling

Caller = Callable[[], Awaitable[Any]]  # the user who calls, as a program of theirs

INSTRUCTIONS = """Homes for sale and sold, markets, values and costs, in the words of one brokerage's listings.
Use findListings before anything that needs a listingId. Always give a home's url and attribution with it.
sendListingReport sends nothing: it answers with a page where the person says yes; give them that address.
Never choose homes or places by who lives there or who is looking: fair-housing law forbids steering."""
TOLD_EVERY_SECONDS = 1.0
CARD = "ui://doorstep/homes.html"
TOOLS_WITH_CARD = ("findListings", "getListing", "listSavedListings")


class OutsideServer(MCPServer):
    """The server that every outside client talks to; `caller` says who it is, call by call."""

    def __init__(self, caller: Caller) -> None:
        super().__init__(
            "doorstep",
            title="Doorstep",
            version=settings.VERSION,
            instructions=INSTRUCTIONS,
            website_url=settings.SITE_URL,
            tools=[_with_card(tool) for tool in all_tools().values()],
            extensions=[_cards()],
            # Of the secret, so that a question put to a client by one process can be answered to another.
            request_state_security=RequestStateSecurity(keys=[f"mcp request state {settings.SECRET_KEY}"]),
            log_level="WARNING",
        )
        self.caller = caller
        prompts.add_to(self)
        resources.add_to(self)
        completing.add_to(self)

    async def list_tools(self) -> list[ListedTool]:
        """The tools that the caller's scopes allow."""
        user = await self.caller()
        tools = all_tools()
        return [
            each
            for each in await super().list_tools()
            if not missing_scopes(user, SCOPE_OF_EFFECT[tools[each.name].effect])
        ]

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context | None = None
    ) -> CallToolResult | InputRequiredResult:
        """Call a tool as the caller; a long call reports its progress. Raises ToolError."""
        user, tool = await self.caller(), all_tools().get(name)
        if tool is None:
            raise ToolError(f"There is no tool {name[:60]!r}. The tools are: {', '.join(all_tools())}.")
        call_id = (context and context.request_state) or str(uuid.uuid4())
        try:
            with acting_as(user), calling(call_id):
                call = functools.partial(super().call_tool, name, arguments, context)
                if tool.effect == "external" and context is not None:
                    call = functools.partial(asking.through_a_person, tool, arguments, context, call, call_id)
                return _finished(name, await _told(call, context, tool.title))
        except (OperationalError, InterfaceError):
            raise ToolError("Nothing can be looked up or stored just now, and nothing was. Try again soon.") from None


async def _told(call: Callable[[], Coroutine[Any, Any, Any]], context: Context | None, title: str) -> Any:
    """The call's result; whoever asked for progress hears of it every second until then."""
    task, seconds = asyncio.ensure_future(call()), 0
    try:
        while not (await asyncio.wait({task}, timeout=TOLD_EVERY_SECONDS))[0]:
            seconds += 1
            if context is not None:
                await context.report_progress(seconds, None, f"{title} ({seconds} s)")
        return task.result()
    finally:
        task.cancel()


def _finished(name: str, result: Any) -> Any:
    """The result with whole addresses; for people in words, for the model as JSON, which hosts without cards show."""
    if not isinstance(result, CallToolResult) or result.is_error or result.structured_content is None:
        return result
    content = absolute(result.structured_content)
    blocks = [TextContent(text=orjson.dumps(content).decode(), annotations=Annotations(audience=["assistant"]))]
    if words := in_words(name, content):
        blocks.insert(0, TextContent(text=words, annotations=Annotations(audience=["user"])))
    return CallToolResult(content=blocks, structured_content=content)


def _with_card(tool: StrictTool) -> StrictTool:
    if tool.name not in TOOLS_WITH_CARD:
        return tool
    # The second key is where hosts looked before the extension had its present shape.
    return tool.model_copy(update={"meta": {"ui": {"resourceUri": CARD}, "ui/resourceUri": CARD}})


def _cards() -> Apps:
    apps = Apps()
    apps.add_html_resource(
        CARD,
        resources.card_html(),
        name="homes",
        title="Homes as cards",
        description="Draws the homes in a tool's result.",
        csp=ResourceCsp(resource_domains=[settings.SITE_URL, *settings.IMAGE_ORIGINS]),
        prefers_border=False,
    )
    return apps
