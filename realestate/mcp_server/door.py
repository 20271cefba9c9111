"""`/mcp` over HTTP: who may come in, then the SDK's sessions, in the same process and under either server.

A client needs an API token, by hand or through OAuth. Nothing is built before the first of them calls.
"""

from __future__ import annotations

import asyncio
import contextvars
import functools
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import orjson
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http.request import split_domain_port, validate_host
from mcp.server.auth.middleware.auth_context import AuthContextMiddleware, get_access_token
from mcp.server.auth.middleware.bearer_auth import AuthenticatedUser
from mcp.server.auth.provider import AccessToken
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from starlette.middleware.cors import CORSMiddleware

from accounts.api_tokens import user_of_token
from accounts.throttling import TooManyTries
from realestate.api import ApiError, error_body, storage_away
from realestate.database import in_database
from realestate.scopes import SCOPES

Scope, Receive, Send = dict[str, Any], Callable[[], Awaitable[dict]], Callable[[dict], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

PATHS = ("/mcp", "/mcp/")
METADATA = "/.well-known/oauth-protected-resource"
MOST_BODY_BYTES = 256 * 1024
MOST_SESSIONS = 1000
IDLE_SECONDS = 30 * 60


class Key(AccessToken):
    """A token that opened the door, and whom it speaks for."""

    user: Any = None


class Door:
    """The ASGI application behind `/mcp`. make_server: what to serve; our tools unless a test brings its own.

    is_open: nobody needs a token, for tests of the protocol alone. more: for the SDK's session manager.
    """

    def __init__(self, make_server: Callable[[], Any] | None = None, *, is_open: bool = False, **more: Any) -> None:
        self._make_server = make_server or _our_server
        self._is_open, self._more = is_open, more
        self._sessions: Sessions | None = None
        self._inside = CORSMiddleware(
            AuthContextMiddleware(self._serve),
            allow_origins=settings.MCP_ORIGINS,
            allow_methods=["GET", "POST", "DELETE"],
            allow_headers=["*"],
            expose_headers=["Mcp-Session-Id", "WWW-Authenticate"],
        )

    def route(self, scope: Scope) -> Application | None:
        """What answers this request, or None when it is not for this door."""
        if scope["path"] in PATHS:
            return functools.partial(_or_refused, self._enter)
        if scope["path"] in (METADATA, f"{METADATA}/mcp"):
            return _metadata
        return None

    def close(self) -> None:
        """At shutdown: end every session, so that no open stream keeps the server waiting."""
        if self._sessions:
            self._sessions.close()

    async def stop(self) -> None:
        """End every session and wait until they have."""
        if self._sessions and self._sessions.loop is asyncio.get_running_loop():
            await self._sessions.stop()

    async def _enter(self, scope: Scope, receive: Receive, send: Send) -> None:
        # Blanks around a value are none of it (RFC 9110), which not every server sees to.
        scope = scope | {"headers": [(key, value.strip(b" \t")) for key, value in scope["headers"]]}
        headers = {key.lower(): value.decode("latin-1") for key, value in scope["headers"]}
        _check_origin(headers)
        preflight = scope["method"] == "OPTIONS"
        if not self._is_open and not preflight:
            scope = scope | {"user": AuthenticatedUser(await _key(headers.get(b"authorization", "")))}
        await self._inside(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        loop = asyncio.get_running_loop()
        if self._sessions is None or self._sessions.loop is not loop:
            self._sessions = Sessions(loop, self._make_server(), self._more)
        await self._sessions.serve(scope, receive, send)


class Sessions:
    """The SDK's session manager, kept open by a task of its own: it must be left in the task that entered it."""

    def __init__(self, loop: asyncio.AbstractEventLoop, server: Any, more: dict[str, Any]) -> None:
        self.loop = loop
        limits = {"max_request_body_size": MOST_BODY_BYTES, "max_sessions": MOST_SESSIONS}
        limits["session_idle_timeout"] = IDLE_SECONDS
        self._manager = StreamableHTTPSessionManager(server._lowlevel_server, **limits | more)
        self._ready, self._ending = loop.create_future(), asyncio.Event()
        # An empty context: sessions must not inherit who happened to call first.
        self._task = loop.create_task(self._run(), context=contextvars.Context())

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, once the manager is ready."""
        await asyncio.shield(self._ready)
        await self._manager.handle_request(scope, receive, send)

    def close(self) -> None:
        self._ending.set()

    async def stop(self) -> None:
        self.close()
        await self._task

    async def _run(self) -> None:
        try:
            async with self._manager.run():
                self._ready.set_result(None)
                await self._ending.wait()
        except BaseException as error:
            if not self._ready.done():
                self._ready.set_exception(error)
            raise


async def token_user() -> Any:
    """The user whose token this request came with, as that program."""
    key = get_access_token()
    return key.user if isinstance(key, Key) else None


def _our_server() -> Any:
    from realestate.mcp_server.server import OutsideServer

    return OutsideServer(token_user)


def _check_origin(headers: dict[bytes, str]) -> None:
    """A page elsewhere must not reach this machine through somebody's browser: ApiError 421 or 403."""
    host = headers.get(b"host", "")
    if not validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS):
        raise ApiError(421, "wrong_host", "This server does not answer under that host name. See ALLOWED_HOSTS.")
    origin = headers.get(b"origin")
    if origin and origin not in settings.MCP_ORIGINS and urlsplit(origin).netloc != host:
        raise ApiError(403, "wrong_origin", "Pages of that origin may not call this. See MCP_ORIGINS.")


async def _key(authorization: str) -> Key:
    """Whom the Authorization header speaks for. ApiError: 401, 429, or 503 while the database is away."""
    scheme, _, secret = authorization.partition(" ")
    try:
        found = await in_database(user_of_token, secret.strip()) if scheme.lower() == "bearer" else None
    except TooManyTries as error:
        raise ApiError(429, "too_many_calls", str(error), retryAfter=error.wait_seconds) from error
    except (OperationalError, InterfaceError) as error:
        raise storage_away() from error
    if found is None:
        message = "Send an API token: Authorization: Bearer doorstep_... Make one on your profile page."
        raise ApiError(401, "not_authenticated", message)
    user, row = found
    return Key(
        token="-",
        client_id=str(row.pk),
        scopes=list(row.scopes),
        subject=str(user.pk),
        resource=resource_url(),
        user=user,
    )


def resource_url() -> str:
    """The address of the MCP server, by which tokens are made for it."""
    return f"{settings.SITE_URL}/mcp"


async def _or_refused(answer: Application, scope: Scope, receive: Receive, send: Send) -> None:
    try:
        await answer(scope, receive, send)
    except ApiError as error:
        await _send_json(send, error.status_code, _refusal(error), _refusal_headers(scope, error))


def _refusal(error: ApiError) -> dict[str, Any]:
    body = error_body(error.code, error.message, error.field)
    body["error"] |= error.extra
    return body


def _refusal_headers(scope: Scope, error: ApiError) -> list[tuple[bytes, bytes]]:
    headers = []
    if error.status_code == 401:
        sent = any(key.lower() == b"authorization" for key, _ in scope["headers"])
        what = 'error="invalid_token", ' if sent else ""
        where = f'resource_metadata="{settings.SITE_URL}{METADATA}/mcp", scope="{" ".join(SCOPES)}"'
        headers.append((b"www-authenticate", f"Bearer {what}{where}".encode()))
    if "retryAfter" in error.extra:
        headers.append((b"retry-after", str(error.extra["retryAfter"]).encode()))
    return headers


async def _metadata(scope: Scope, receive: Receive, send: Send) -> None:
    """RFC 9728: which resource this is, and who gives out tokens for it."""
    if scope["method"] not in ("GET", "HEAD"):
        return await _send_json(send, 405, error_body("method_not_allowed", "Use GET here."), [(b"allow", b"GET")])
    content = {
        "resource": resource_url(),
        "authorization_servers": [settings.SITE_URL],
        "scopes_supported": list(SCOPES),
        "bearer_methods_supported": ["header"],
        "resource_name": "Doorstep",
        "resource_documentation": f"{settings.SITE_URL}/api/docs/",
    }
    return await _send_json(send, 200, content, [(b"access-control-allow-origin", b"*")])


async def _send_json(send: Send, status: int, content: dict[str, Any], headers: list) -> None:
    body = orjson.dumps(content)
    always = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    always += [(b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff")]
    await send({"type": "http.response.start", "status": status, "headers": [*always, *headers]})
    await send({"type": "http.response.body", "body": body})
