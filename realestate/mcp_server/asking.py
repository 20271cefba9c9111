"""An external effect over MCP: a person says yes on our page, and the client helps them to get there.

No client and no token can say yes. One that can open pages (URL elicitation) is asked to open the approval's; one
that can only ask (form elicitation) asks whether it should be prepared at all; any other gets the address alone.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from mcp import MCPError
from mcp.server.elicitation import AcceptedElicitation, render_elicitation_schema
from mcp.server.mcpserver import Context
from mcp.types import (
    CallToolResult,
    ElicitRequest,
    ElicitRequestFormParams,
    ElicitRequestURLParams,
    ElicitResult,
    InputRequiredResult,
    TextContent,
)
from mcp_types.version import is_version_at_least
from pydantic import BaseModel, Field

from realestate.database import in_database
from realestate.models import Approval
from realestate.scopes import SCOPE_OF_EFFECT, missing_scopes, refusal
from realestate.tooling import StrictTool, ToolError, acting_user

_QUESTIONS_AS_RESULTS = "2026-07-28"  # from this version on a server asks by its result, before by a request


class Preparing(BaseModel):
    """What a client without pages asks."""

    prepare: bool = Field(title="Prepare this mail", description="It still waits for your yes on the page.")


async def through_a_person(
    tool: StrictTool,
    arguments: dict[str, Any],
    context: Context,
    call: Callable[[], Coroutine[Any, Any, Any]],
    call_id: str,
) -> CallToolResult | InputRequiredResult:
    """The call's result, with its person asked in the client as far as that can. Raises ToolError for a no."""
    if missing := missing_scopes(acting_user(), SCOPE_OF_EFFECT[tool.effect]):
        raise ToolError(refusal(missing))
    can = context.client_capabilities.elicitation if context.client_capabilities else None
    if can is not None and can.url is None:
        asked = await _asked_whether(tool, arguments, context)
        if asked is not None:
            return asked
    result = await call()
    if can is None or can.url is None or result.is_error or not _waits(result):
        return result
    return await _shown(context, result, call_id)


async def _asked_whether(tool: StrictTool, arguments: dict[str, Any], context: Context) -> InputRequiredResult | None:
    """None when the person wants it prepared; the question where it is asked by a result."""
    mail = await in_database(tool.checked_call, arguments)
    message = f"Prepare a mail to {mail.to} ({mail.subject})? Nothing is sent before you say yes on its page."
    if not _asks_by_result(context):
        answer = await context.elicit(message, Preparing)
        wanted = isinstance(answer, AcceptedElicitation) and answer.data.prepare
    else:
        given = (context.input_responses or {}).get("prepare")
        if given is None:
            form = ElicitRequestFormParams(message=message, requested_schema=render_elicitation_schema(Preparing))
            return InputRequiredResult(input_requests={"prepare": ElicitRequest(params=form)})
        wanted = isinstance(given, ElicitResult) and given.action == "accept" and (given.content or {}).get("prepare")
    if not wanted:
        raise ToolError("The person said no, so nothing was prepared. Ask them what they would rather have.")
    return None


async def _shown(context: Context, result: CallToolResult, call_id: str) -> CallToolResult | InputRequiredResult:
    """Have the client open the approval's page, then say how it stands."""
    waiting = result.structured_content
    page = ElicitRequestURLParams(
        message="Look at the mail and say yes or no on this page.",
        url=waiting["url"],
        elicitation_id=waiting["approvalId"],
    )
    if _asks_by_result(context):
        if "page" not in (context.input_responses or {}):
            return InputRequiredResult(input_requests={"page": ElicitRequest(params=page)}, request_state=call_id)
    else:
        try:
            await context.elicit_url(page.message, page.url, page.elicitation_id)
        except MCPError:  # it could not after all; the answer has the address
            return result
    approval = await in_database(_decided, waiting["approvalId"])
    return result if approval is None else approval


def _decided(approval_id: str) -> CallToolResult | None:
    """The tool's answer once the mail is out, that it was turned down, or None while it waits."""
    mine = Approval.objects.visible_to(acting_user()).select_related("outbox_mail")
    approval = mine.get(pk=approval_id)
    if approval.result:
        return CallToolResult(content=[], structured_content=approval.result)
    if approval.status == "rejected":
        said = "The person looked at the mail and said no, so it was not sent."
        return CallToolResult(content=[TextContent(text=said)], is_error=True)
    return None


def _waits(result: CallToolResult) -> bool:
    return (result.structured_content or {}).get("status") == "approval_required"


def _asks_by_result(context: Context) -> bool:
    return is_version_at_least(context.protocol_version or "", _QUESTIONS_AS_RESULTS)
