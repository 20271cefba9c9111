"""Speaks ASGI to the application in the test's own event loop: requests, and streams that can be cut anywhere."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar

from agent import runs
from agent.llm import choose
from agent.models import Run
from realestate.asgi import application

T = TypeVar("T")


@dataclass
class Exchange:
    """One request and what came back so far."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    ended: bool = False
    task: asyncio.Task[None] | None = None
    _changed: asyncio.Event = field(default_factory=asyncio.Event)
    _gone: asyncio.Event = field(default_factory=asyncio.Event)

    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def frames(self) -> list[bytes]:
        """The whole events with an id, as bytes."""
        whole = self.body[: self.body.rfind(b"\n\n") + 2]
        return [part + b"\n\n" for part in whole.split(b"\n\n") if part.startswith(b"id: ")]

    async def until(self, reached) -> Exchange:
        """Wait until `reached(self)` or the end."""
        while not reached(self) and not self.ended:
            self._changed.clear()
            await self._changed.wait()
        return self

    async def cut(self) -> Exchange:
        """The client goes away."""
        self._gone.set()
        await self.task
        return self


def open_exchange(
    method: str, path: str, *, token: str = "", body: Any = None, headers: dict[str, str] | None = None
) -> Exchange:
    """Send a request; the answer arrives while the event loop runs."""
    path, _, query = path.partition("?")
    sent = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
    given = ({"authorization": f"Bearer {token}"} if token else {}) | {"host": "localhost"} | (headers or {})
    scope = {
        "type": "http",
        "http_version": "1.1",
        "scheme": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(k.lower().encode("latin-1"), v.encode("latin-1")) for k, v in given.items()],
        "client": ("127.0.0.1", 50000),
        "server": ("localhost", 80),
    }
    exchange = Exchange()
    messages = [{"type": "http.request", "body": sent, "more_body": False}]

    async def receive() -> dict[str, Any]:
        if messages:
            return messages.pop(0)
        await exchange._gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        if exchange._gone.is_set():
            return
        if message["type"] == "http.response.start":
            exchange.status = message["status"]
            exchange.headers = {k.decode().lower(): v.decode() for k, v in message["headers"]}
        else:
            exchange.body += message.get("body", b"")
            exchange.ended = not message.get("more_body", False)
        exchange._changed.set()

    async def through() -> None:
        try:
            await application(scope, receive, send)
        finally:
            exchange.ended = True
            exchange._changed.set()

    exchange.task = asyncio.create_task(through())
    return exchange


async def fetch(method: str, path: str, **more: Any) -> Exchange:
    """Send a request and wait for the whole answer."""
    exchange = open_exchange(method, path, **more)
    await exchange.task
    return exchange


def in_loop(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run the test's coroutine, then close the model's connections in the same loop."""

    async def through():
        try:
            return await coroutine
        finally:
            await asyncio.gather(*runs._driving.values(), return_exceptions=True)
            await choose.close()

    return asyncio.run(through())


def events_path(run: Run, query: str = "") -> str:
    """Where the events of a run are read."""
    return f"/agents/runs/{run.pk}/events{query}"
