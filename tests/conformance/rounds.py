"""The suite's tools that ask by their result and are called again with the answer (2026-07-28)."""

from __future__ import annotations

from typing import Any

from mcp.server.mcpserver import Context, MCPServer
from mcp.types import (
    CallToolResult,
    CreateMessageRequest,
    CreateMessageRequestParams,
    ElicitRequest,
    ElicitRequestFormParams,
    InputRequiredResult,
    ListRootsRequest,
    SamplingMessage,
    TextContent,
)

Answer = CallToolResult | InputRequiredResult


def form(message: str, name: str, kind: str = "string") -> ElicitRequest:
    schema = {"type": "object", "properties": {name: {"type": kind}}, "required": [name]}
    return ElicitRequest(params=ElicitRequestFormParams(message=message, requested_schema=schema))


def sample(prompt: str, most: int) -> CreateMessageRequest:
    message = SamplingMessage(role="user", content=TextContent(type="text", text=prompt))
    return CreateMessageRequest(params=CreateMessageRequestParams(messages=[message], max_tokens=most))


def said(words: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=words)])


def ask(state: str | None = None, **requests: Any) -> InputRequiredResult:
    return InputRequiredResult(input_requests=requests, request_state=state)


def given(context: Context, name: str) -> Any:
    return (context.input_responses or {}).get(name)


def add_to(made: MCPServer) -> None:
    """All of them."""
    _add_single(made)
    _add_stateful(made)

    @made.prompt()
    async def test_input_required_result_prompt(context: Context) -> Any:
        """A prompt that asks first."""
        if given(context, "user_context") is None:
            return ask(user_context=form("What context should the prompt use?", "context"))
        return f"In this context: {given(context, 'user_context').content['context']}"


def _add_single(made: MCPServer) -> None:
    @made.tool()
    async def test_input_required_result_elicitation(context: Context) -> Answer:
        """Asks for a name."""
        answer = given(context, "user_name")
        return (
            said(f"Hello, {answer.content['name']}!") if answer else ask(user_name=form("What is your name?", "name"))
        )

    @made.tool()
    async def test_streaming_elicitation(context: Context) -> Answer:
        """Asks for a name on its stream."""
        await context.report_progress(1, 2)
        return said("Done.") if given(context, "user_name") else ask(user_name=form("What is your name?", "name"))

    @made.tool()
    async def test_input_required_result_sampling(context: Context) -> Answer:
        """Asks the client's model."""
        answer = given(context, "capital_question")
        return (
            said(answer.content.text) if answer else ask(capital_question=sample("What is the capital of France?", 100))
        )

    @made.tool()
    async def test_input_required_result_list_roots(context: Context) -> Answer:
        """Asks for the client's folders."""
        answer = given(context, "client_roots")
        return (
            said(", ".join(str(root.uri) for root in answer.roots)) if answer else ask(client_roots=ListRootsRequest())
        )

    @made.tool()
    async def test_input_required_result_capabilities(context: Context) -> Answer:
        """Asks only what the client can answer."""
        can = context.client_capabilities
        requests = {
            "greeting": (can and can.sampling, sample("Generate a greeting", 50)),
            "user_name": (can and can.elicitation, form("What is your name?", "name")),
            "client_roots": (can and can.roots, ListRootsRequest()),
        }
        wanted = {name: request for name, (able, request) in requests.items() if able}
        return ask(**wanted) if wanted else said("This client can answer nothing.")


def _add_stateful(made: MCPServer) -> None:
    @made.tool()
    async def test_input_required_result_request_state(context: Context) -> Answer:
        """Remembers by the client."""
        if context.request_state == "asked" and given(context, "confirm"):
            return said("state-ok")
        return ask("asked", confirm=form("Please confirm", "ok", "boolean"))

    @made.tool()
    async def test_input_required_result_tampered_state(context: Context) -> Answer:
        """Whose memory must come back unchanged."""
        if context.request_state == "asked" and given(context, "confirm"):
            return said("state-ok")
        return ask("asked", confirm=form("Please confirm", "ok", "boolean"))

    @made.tool()
    async def test_input_required_result_multiple_inputs(context: Context) -> Answer:
        """Asks three things at once."""
        if all(given(context, name) for name in ("user_name", "greeting", "client_roots")):
            return said("All three are here.")
        return ask(
            "asked",
            user_name=form("What is your name?", "name"),
            greeting=sample("Generate a greeting", 50),
            client_roots=ListRootsRequest(),
        )

    @made.tool()
    async def test_input_required_result_multi_round(context: Context) -> Answer:
        """Asks twice."""
        if given(context, "step2") and context.request_state == "second":
            return said("Both steps are done.")
        if given(context, "step1") and context.request_state == "first":
            return ask("second", step2=form("Step 2: What is your favorite color?", "color"))
        return ask("first", step1=form("Step 1: What is your name?", "name"))
