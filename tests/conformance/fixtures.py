"""The server that the conformance suite expects: tools, resources and prompts by its names, and nothing of ours.

It is served by the door that serves our own tools, so that what passes is the mount.
"""

from __future__ import annotations

import asyncio
import base64
import struct
import zlib
from typing import Any

from mcp import MCPError
from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import (
    AudioContent,
    CallToolResult,
    ClientCapabilities,
    Completion,
    EmbeddedResource,
    EmptyResult,
    ImageContent,
    SamplingMessage,
    SetLevelRequestParams,
    SubscribeRequestParams,
    TextContent,
    TextResourceContents,
    ToolAnnotations,
    UnsubscribeRequestParams,
)
from mcp_types import MISSING_REQUIRED_CLIENT_CAPABILITY

from tests.conformance import rounds

READ_ONLY = ToolAnnotations(read_only_hint=True)


def _png() -> bytes:
    """One red pixel."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0"))
        + chunk(b"IEND", b"")
    )


def _wav() -> bytes:
    """One sample of silence."""
    body = b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8) + b"data" + struct.pack("<I", 1) + b"\x80"
    return b"RIFF" + struct.pack("<I", len(body)) + body


PNG, WAV = base64.b64encode(_png()).decode(), base64.b64encode(_wav()).decode()


def text(said: str) -> TextContent:
    return TextContent(type="text", text=said)


def embedded(uri: str, mime_type: str, said: str) -> EmbeddedResource:
    return EmbeddedResource(type="resource", resource=TextResourceContents(uri=uri, mime_type=mime_type, text=said))


def server() -> MCPServer:
    """The whole of it, afresh."""
    made = MCPServer("conformance-fixtures", version="1", log_level="ERROR")
    _add_content(made)
    _add_notifications(made)
    _add_sampling(made)
    _add_questions(made)
    _add_schemas(made)
    _add_resources(made)
    _add_prompts(made)
    _add_legacy_methods(made)
    rounds.add_to(made)
    return made


def _add_content(made: MCPServer) -> None:
    @made.tool(annotations=READ_ONLY)
    async def test_simple_text() -> CallToolResult:
        """Text."""
        return CallToolResult(content=[text("This is a simple text response for testing.")])

    @made.tool()
    async def test_image_content() -> CallToolResult:
        """An image."""
        return CallToolResult(content=[ImageContent(type="image", data=PNG, mime_type="image/png")])

    @made.tool()
    async def test_audio_content() -> CallToolResult:
        """A sound."""
        return CallToolResult(content=[AudioContent(type="audio", data=WAV, mime_type="audio/wav")])

    @made.tool()
    async def test_embedded_resource() -> CallToolResult:
        """A resource in the answer."""
        said = "This is an embedded resource content."
        return CallToolResult(content=[embedded("test://embedded-resource", "text/plain", said)])

    @made.tool()
    async def test_multiple_content_types() -> CallToolResult:
        """All kinds at once."""
        image = ImageContent(type="image", data=PNG, mime_type="image/png")
        data = embedded("test://mixed-content-resource", "application/json", '{"test":"data","value":123}')
        return CallToolResult(content=[text("Multiple content types test:"), image, data])

    @made.tool()
    async def test_error_handling() -> CallToolResult:
        """Always an error."""
        raise ToolError("This tool intentionally returns an error for testing")


def _add_notifications(made: MCPServer) -> None:
    @made.tool()
    async def test_tool_with_logging(context: Context) -> CallToolResult:
        """Three log messages."""
        for said in ("Tool execution started", "Tool processing data", "Tool execution completed"):
            await context.session.send_log_message("info", said, related_request_id=context.request_id)
            await asyncio.sleep(0.05)
        return CallToolResult(content=[text("Logged.")])

    @made.tool()
    async def test_logging_tool(context: Context) -> CallToolResult:
        """One log message, for whoever asked for them."""
        await context.session.send_log_message("info", "Working", related_request_id=context.request_id)
        return CallToolResult(content=[text("Logged.")])

    @made.tool()
    async def test_tool_with_progress(context: Context) -> CallToolResult:
        """Three steps of progress."""
        for progress in (0, 50, 100):
            await context.report_progress(progress, 100)
            await asyncio.sleep(0.05)
        return CallToolResult(content=[text("Done.")])

    @made.tool()
    async def test_reconnection(context: Context) -> CallToolResult:
        """Closes its stream and goes on."""
        await asyncio.sleep(0.1)  # the stream's first event, from a task of its own, comes before
        await context.close_sse_stream()
        await asyncio.sleep(0.1)
        return CallToolResult(content=[text("Reconnected.")])

    @made.tool()
    async def test_trigger_tool_change(context: Context) -> CallToolResult:
        """Says that the tools have changed."""
        await context.notify_tools_changed()
        return CallToolResult(content=[text("Told.")])

    @made.tool()
    async def test_trigger_prompt_change(context: Context) -> CallToolResult:
        """Says that the prompts have changed."""
        await context.notify_prompts_changed()
        return CallToolResult(content=[text("Told.")])


def _add_sampling(made: MCPServer) -> None:
    @made.tool()
    async def test_sampling(prompt: str, context: Context) -> CallToolResult:
        """Asks the client's model."""
        message = SamplingMessage(role="user", content=text(prompt))
        answer = await context.session.create_message([message], max_tokens=100, related_request_id=context.request_id)
        return CallToolResult(content=[text(f"LLM response: {answer.content.text}")])

    @made.tool()
    async def test_missing_capability(context: Context) -> CallToolResult:
        """Needs a client that lends its model."""
        if context.client_capabilities is None or context.client_capabilities.sampling is None:
            needed = ClientCapabilities.model_validate({"sampling": {}}).model_dump(by_alias=True, exclude_none=True)
            said = "This tool needs sampling"
            raise MCPError(MISSING_REQUIRED_CLIENT_CAPABILITY, said, {"requiredCapabilities": needed})
        return CallToolResult(content=[text("Sampling is there.")])


def _add_questions(made: MCPServer) -> None:
    async def asked(context: Context, message: str, properties: dict[str, Any], required: list[str]) -> CallToolResult:
        schema = {"type": "object", "properties": properties, "required": required}
        answer = await context.session.elicit_form(message, schema, related_request_id=context.request_id)
        said = f"Elicitation completed: action={answer.action}, content={answer.content}"
        return CallToolResult(content=[text(said)])

    @made.tool()
    async def test_elicitation(message: str, context: Context) -> CallToolResult:
        """Asks the person."""
        properties = {
            "username": {"type": "string", "description": "User's response"},
            "email": {"type": "string", "description": "User's email address"},
        }
        return await asked(context, message, properties, ["username", "email"])

    @made.tool()
    async def test_elicitation_sep1034_defaults(context: Context) -> CallToolResult:
        """Asks with a default for each kind of field."""
        properties = {
            "name": {"type": "string", "default": "John Doe"},
            "age": {"type": "integer", "default": 30},
            "score": {"type": "number", "default": 95.5},
            "status": {"type": "string", "enum": ["active", "inactive", "pending"], "default": "active"},
            "verified": {"type": "boolean", "default": True},
        }
        return await asked(context, "Please check", properties, [])

    @made.tool()
    async def test_elicitation_sep1330_enums(context: Context) -> CallToolResult:
        """Asks with every way to write a choice."""
        plain = ["option1", "option2", "option3"]
        titled = [
            {"const": f"value{number}", "title": title}
            for number, title in enumerate(("First Option", "Second Option", "Third Option"), 1)
        ]
        legacy = {"enum": ["opt1", "opt2", "opt3"], "enumNames": ["Option One", "Option Two", "Option Three"]}
        properties = {
            "untitledSingle": {"type": "string", "enum": plain},
            "titledSingle": {"type": "string", "oneOf": titled},
            "legacyEnum": {"type": "string"} | legacy,
            "untitledMulti": {"type": "array", "items": {"type": "string", "enum": plain}},
            "titledMulti": {"type": "array", "items": {"anyOf": titled}},
        }
        return await asked(context, "Please choose", properties, [])


def _add_schemas(made: MCPServer) -> None:
    @made.tool(description="Tool with JSON Schema 2020-12 features")
    async def json_schema_2020_12_tool(name: str = "") -> CallToolResult:
        return CallToolResult(content=[text(name)])

    @made.tool()
    async def test_x_mcp_header(region: str) -> CallToolResult:
        """An argument that HTTP clients repeat in a header."""
        return CallToolResult(content=[text(region)])

    tools = {each.name: each for each in made._tool_manager.list_tools()}
    tools["json_schema_2020_12_tool"].parameters = SCHEMA_2020_12
    tools["test_x_mcp_header"].parameters["properties"]["region"]["x-mcp-header"] = "Region"


SCHEMA_2020_12 = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "$defs": {
        "address": {
            "$anchor": "addressDef",
            "type": "object",
            "properties": {"street": {"type": "string"}, "city": {"type": "string"}},
        }
    },
    "properties": {
        "name": {"type": "string"},
        "address": {"$ref": "#/$defs/address"},
        "contactMethod": {"type": "string", "enum": ["phone", "email"]},
        "phone": {"type": "string"},
        "email": {"type": "string"},
    },
    "allOf": [{"anyOf": [{"required": ["phone"]}, {"required": ["email"]}]}],
    "if": {"properties": {"contactMethod": {"const": "phone"}}, "required": ["contactMethod"]},
    "then": {"required": ["phone"]},
    "else": {"required": ["email"]},
    "additionalProperties": False,
}


def _add_resources(made: MCPServer) -> None:
    @made.resource("test://static-text", name="static-text", description="A text", mime_type="text/plain")
    async def static_text() -> str:
        return "This is the content of the static text resource."

    @made.resource("test://static-binary", name="static-binary", description="An image", mime_type="image/png")
    async def static_binary() -> bytes:
        return _png()

    @made.resource("test://watched-resource", name="watched", description="May change", mime_type="text/plain")
    async def watched() -> str:
        return "Watched."

    @made.resource("test://template/{id}/data", name="template", description="By id", mime_type="application/json")
    async def template(id: str) -> str:
        return f'{{"id":"{id}","templateTest":true,"data":"Data for ID: {id}"}}'


def _add_prompts(made: MCPServer) -> None:
    @made.prompt()
    async def test_simple_prompt() -> str:
        """Text."""
        return "This is a simple prompt for testing."

    @made.prompt()
    async def test_prompt_with_arguments(arg1: str, arg2: str) -> str:
        """Text with two arguments."""
        return f"Prompt with arguments: arg1='{arg1}', arg2='{arg2}'"

    @made.prompt()
    async def test_prompt_with_embedded_resource(resourceUri: str) -> list:
        """A resource and text."""
        attached = embedded(resourceUri, "text/plain", "Embedded resource content for testing.")
        return [attached, "Please process the embedded resource above."]

    @made.prompt()
    async def test_prompt_with_image() -> list:
        """An image and text."""
        return [ImageContent(type="image", data=PNG, mime_type="image/png"), "Please analyze the image above."]

    @made.completion()
    async def complete(ref: Any, argument: Any, context: Any) -> Completion:
        words = ["paris", "park", "party", "test"]
        return Completion(values=[each for each in words if each.startswith(argument.value)])


def _add_legacy_methods(made: MCPServer) -> None:
    """What the protocol has dropped since and the SDK leaves to servers."""

    async def done(context: Any, params: Any) -> EmptyResult:
        return EmptyResult()

    for method, params in (
        ("logging/setLevel", SetLevelRequestParams),
        ("resources/subscribe", SubscribeRequestParams),
        ("resources/unsubscribe", UnsubscribeRequestParams),
    ):
        made._lowlevel_server.add_request_handler(method, params, done)
