"""The OpenAPI description: REST framework's views by drf-spectacular, and beside them what it cannot see.

That is the body of each request, a route per tool with the tool's own schemas, and the raw ASGI routes.
"""

from __future__ import annotations

from typing import Any

import orjson
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes

from listings import parameters as listings_parameters
from realestate.openapi_examples import EXAMPLES
from realestate.tooling import all_tools

TEXT, OBJECT = {"type": "string"}, {"type": "object"}
EMAIL, PASSWORD = {"type": "string", "format": "email"}, {"type": "string", "format": "password"}
UUID = {"type": "string", "format": "uuid"}
QUESTION = {"type": "string", "minLength": 1, "maxLength": 4000}
# One event of a stream, as an EventSource hands it on; `data` is JSON. Heartbeats (`ping`) have no id.
EVENT = {"$ref": "#/components/schemas/Event"}
# What each request takes: {route: (required fields, optional fields)}.
BODIES: dict[tuple[str, str], tuple[dict[str, Any], dict[str, Any]]] = {
    ("post", "/auth/signup"): ({"email": EMAIL, "password": PASSWORD}, {"name": TEXT}),
    ("post", "/auth/login"): ({"email": EMAIL, "password": PASSWORD}, {}),
    ("post", "/auth/signin"): ({"email": EMAIL, "password": PASSWORD}, {}),
    ("post", "/auth/refresh"): ({"refresh_token": TEXT}, {}),
    ("delete", "/auth/account"): ({"password": PASSWORD}, {}),
    ("post", "/approvals/{approval_id}"): (
        {"decision": {"type": "string", "enum": ["approve", "reject"]}},
        {"arguments": {"type": ["object", "null"]}},
    ),
    ("patch", "/agents/conversations/{conversation_id}"): (
        {"title": {"type": "string", "minLength": 1, "maxLength": 120}},
        {},
    ),
    ("post", "/agents/messages/{message_id}/feedback"): (
        {"rating": {"type": "integer", "enum": [1, -1]}},
        {"reason": {"type": ["string", "null"], "maxLength": 1000}},
    ),
}
ASK = ({"userMessage": QUESTION}, {"conversationId": UUID, "parentMessageId": UUID})
STREAM = "text/event-stream"
# The raw routes: (method, path, summary, body, type of the answer).
RAW: list[tuple[str, str, str, tuple[dict, dict] | None, str]] = [
    ("post", "/agents/chat-stream", "Ask, and stream the answer", ASK, STREAM),
    ("post", "/agents/chat/stream", "Ask, and stream the answer", ASK, STREAM),
    ("post", "/agents/chat", "Ask, and wait for the whole answer", ASK, "application/json"),
    ("post", "/agents/messages/{message_id}/retry", "Answer a question again", ({}, {}), STREAM),
    ("post", "/agents/messages/{message_id}/edit", "Ask otherwise", ({"userMessage": QUESTION}, {}), STREAM),
    ("get", "/agents/runs/{run_id}/events", "The events of a run after Last-Event-ID or ?after=", None, STREAM),
    ("get", "/events/", "My notifications as they come", None, STREAM),
    ("get", "/sse/health", "A stream of heartbeats", None, STREAM),
    ("get", "/health", "Whether this server is well", None, "application/json"),
    ("get", "/.well-known/oauth-protected-resource/mcp", "Who gives out tokens for /mcp", None, "application/json"),
    ("get", "/.well-known/oauth-authorization-server", "How an AI client asks for one", None, "application/json"),
]
# Answers that are no plain 200: {(method, route): {status: description}}.
ANSWERS = {
    ("post", "/auth/signup"): {"201": "The account and its tokens"},
    ("delete", "/auth/account"): {"200": "Deleted; what stays is named"},
    ("get", "/agents/runs/{run_id}/events"): {"204": "The run has ended, and you have all its events"},
    ("get", "/health"): {"503": "Something is not well; the checks say what"},
}
# Who may: without a word here, people by log-in or session, and programs by an API token.
ANYBODY = {
    "/auth/signup", "/auth/login", "/auth/signin", "/auth/refresh", "/health", "/sse/health", "/api/listings/",
    "/api/listings/{listing_id}/", "/.well-known/oauth-protected-resource/mcp",
    "/.well-known/oauth-authorization-server",
}  # fmt: skip
PEOPLE = {"/auth/signout", "/auth/export", "/auth/account", "/approvals/", "/approvals/{approval_id}"}
BEARER, SESSION, TOKEN = {"bearer": []}, {"session": []}, {"apiToken": []}
AFTER = ("after", {"type": "integer", "minimum": 0}, "The id of the last event you have")
PAGING = [
    ("limit", {"type": "integer", "minimum": 1, "maximum": 100, "default": 100}, "How many"),
    ("cursor", TEXT, "nextCursor of the page before"),
]
QUERIES = {
    "/agents/conversations": [("q", TEXT, "Words in a title or message"), *PAGING],
    "/approvals/": PAGING,
    "/agents/chat-history": [
        ("conversationId", UUID, "Of one conversation"),
        ("limit", {"type": "integer", "minimum": 1, "maximum": 200, "default": 50}, "How many messages"),
    ],
    "/agents/runs/{run_id}/events": [AFTER],
    "/events/": [AFTER],
}
IDEMPOTENT = {path for _, path, _, body, _ in RAW if body} | {"/api/tools/sendListingReport"}


class PlainSchema(AutoSchema):
    """Views without serializers: an object in, an object out; `complete` says more."""

    def get_request_serializer(self) -> Any:
        return None

    def get_response_serializers(self) -> Any:
        return OpenApiTypes.OBJECT

    def get_tags(self) -> list[str]:
        return [self.path.strip("/").split("/")[0]]

    def get_operation_id(self) -> str:
        return f"{self.method.lower()}_{self.path.strip('/')}".replace("/", "_")

    def get_summary(self) -> str:
        return self.get_description().split("\n")[0].partition(";")[0].rstrip(".")

    def get_auth(self) -> list:
        return []  # said once for all of them


def complete(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """drf-spectacular's last step: bodies, tools, raw routes, errors and how to log in."""
    paths, components = result["paths"], result.setdefault("components", {})
    components.setdefault("schemas", {}).update(Error=_error(), Event=_event())
    components["securitySchemes"] = {
        "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "Of a log-in; 15 minutes"},
        "session": {"type": "apiKey", "in": "cookie", "name": "sessionid", "description": "With X-CSRFToken"},
        "apiToken": {"type": "http", "scheme": "bearer", "description": "doorstep_..., from your profile page"},
    }
    result["security"] = [BEARER, SESSION, TOKEN]
    for (method, path), (required, optional) in BODIES.items():
        paths[path][method]["requestBody"] = _body(_fields(required, optional))
    _add_tools(paths, components["schemas"])
    _add_raw(paths)
    for path, operations in paths.items():
        for method, operation in operations.items():
            _finish(method, path, operation)
    return result


def _add_tools(paths: dict[str, Any], schemas: dict[str, Any]) -> None:
    paths.pop("/api/tools/{name}", None)
    for tool in all_tools().values():
        takes = _hoisted(tool.parameters, f"{tool.name}Arguments", schemas)
        gives = _hoisted(tool.output_schema, f"{tool.name}Result", schemas)
        paths[f"/api/tools/{tool.name}"] = {
            "post": {
                "operationId": tool.name,
                "summary": tool.title,
                "description": tool.description,
                "tags": ["tools"],
                "requestBody": _body(takes),
                "responses": {"200": {"description": "The result", "content": _json(gives)}},
            }
        }


def _hoisted(schema: dict[str, Any], name: str, schemas: dict[str, Any]) -> dict[str, Any]:
    """The schema with its definitions among the document's own, for "#/$defs" would be looked up at its root."""
    text = orjson.dumps(schema).replace(b'"#/$defs/', f'"#/components/schemas/{name}.'.encode())
    moved = orjson.loads(text)
    schemas |= {f"{name}.{key}": definition for key, definition in moved.pop("$defs", {}).items()}
    return moved


def _add_raw(paths: dict[str, Any]) -> None:
    for method, path, summary, body, kind in RAW:
        schema = EVENT if kind == STREAM else OBJECT
        responses = {"200": {"description": summary, "content": {kind: {"schema": schema}}}}
        if body and kind == STREAM:
            responses["202"] = {"description": "With Accept: application/json, the run's id", "content": _json(OBJECT)}
        operation: dict[str, Any] = {"operationId": f"{method}_{path.strip('/').replace('/', '_')}", "summary": summary}
        operation |= {"tags": [path.split("/")[1]], "responses": responses}
        if "{" in path:
            name = path.partition("{")[2].partition("}")[0]
            operation["parameters"] = [{"name": name, "in": "path", "required": True, "schema": UUID}]
        if body:
            operation["requestBody"] = _body(_fields(*body))
        paths.setdefault(path, {})[method] = operation


def _finish(method: str, path: str, operation: dict[str, Any]) -> None:
    """What every operation has: query parameters, an example, who may, its answers and the one shape of errors."""
    if path in ANYBODY:
        operation["security"] = [{}]
    elif path in PEOPLE:
        operation["security"] = [BEARER, SESSION]
    if "requestBody" in operation and path in EXAMPLES:
        operation["requestBody"]["content"]["application/json"]["example"] = EXAMPLES[path]
    _add_answers(method, path, operation["responses"])
    for each in operation.get("parameters", []):
        each["schema"].pop("pattern", None)  # Django's own, in a dialect that JSON Schema does not read
    parameters = operation.setdefault("parameters", [])
    for name, schema, description in _queries(path):
        parameters.append({"name": name, "in": "query", "schema": schema, "description": description})
    if path in IDEMPOTENT:
        schema = {"type": "string", "maxLength": 128}
        parameters.append({"name": "Idempotency-Key", "in": "header", "schema": schema})


def _add_answers(method: str, path: str, responses: dict[str, Any]) -> None:
    named = ANSWERS.get((method, path), {})
    if named.keys() & {"200", "201"}:
        responses.pop("200", None)
        responses.pop("204", None)
    for status, description in named.items():
        content = {} if status == "204" else {"content": _json(OBJECT)}
        responses.setdefault(status, {"description": description} | content)
    error = _json({"$ref": "#/components/schemas/Error"})
    responses.setdefault("4XX", {"description": "Refused", "content": error})
    responses.setdefault("503", {"description": "Not just now: try again", "content": error})


def _queries(path: str) -> list[tuple[str, dict[str, Any], str]]:
    if path != "/api/listings/":
        return QUERIES.get(path, [])
    criteria = all_tools()["findListings"].parameters["properties"]
    return [(name, TEXT, criteria.get(name, {}).get("description", "")) for name in listings_parameters.NAMES]


def _fields(required: dict[str, Any], optional: dict[str, Any]) -> dict[str, Any]:
    schema = {"type": "object", "properties": required | optional, "additionalProperties": False}
    return schema | ({"required": list(required)} if required else {})


def _body(schema: dict[str, Any]) -> dict[str, Any]:
    return {"required": bool(schema.get("required")), "content": _json(schema)}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _event() -> dict[str, Any]:
    properties = {"id": {"type": "string"}, "event": TEXT, "data": {"type": "string"}, "retry": {"type": "integer"}}
    return {"type": "object", "properties": properties}


def _error() -> dict[str, Any]:
    detail = {"type": "object", "required": ["code", "message"]}
    detail["properties"] = {"code": TEXT, "message": TEXT, "field": TEXT}
    properties = {"success": {"const": False}, "error": detail}
    return {"type": "object", "required": ["success", "error"], "properties": properties}
