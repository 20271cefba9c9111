"""A real local OpenAI-compatible server that plays the model as a test scripts it, faults included."""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
from collections.abc import Iterable
from typing import Any

from aiohttp import web

END = b"data: [DONE]\n\n"


def event(chunk: dict[str, Any]) -> bytes:
    """One server-sent event of a stream."""
    return b"data: " + json.dumps(chunk, ensure_ascii=False).encode() + b"\n\n"


def delta(content: Any = None, *, finish: str | None = None, **more: Any) -> dict[str, Any]:
    """One chunk with one choice."""
    return {"choices": [{"index": 0, "delta": {"content": content} | more, "finish_reason": finish}]}


def text(*pieces: str) -> bytes:
    """A whole step that says the pieces."""
    usage = {"choices": [], "usage": {"prompt_tokens": 100, "completion_tokens": len(pieces)}}
    return b"".join(event(delta(p)) for p in pieces) + event(delta(finish="stop")) + event(usage) + END


def calls(*requests: tuple[str, dict[str, Any]], piece: int = 5) -> bytes:
    """A whole step that asks for tools, arguments split into pieces of a few characters."""
    out = [event(delta(None, role="assistant"))]
    for index, (name, arguments) in enumerate(requests):
        function = {"name": name, "arguments": ""}
        out.append(event(delta(tool_calls=[{"index": index, "id": None, "type": "function", "function": function}])))
        written = json.dumps(arguments)
        out += [
            event(delta(tool_calls=[{"index": index, "function": {"arguments": written[at : at + piece]}}]))
            for at in range(0, len(written), piece)
        ]
    return b"".join(out) + event(delta(finish="tool_calls")) + END


class Answer:
    """What the server does with one request: a status, bytes in writes of a size, a pause, and how it ends."""

    def __init__(
        self,
        body: bytes = b"",
        *,
        status: int = 200,
        headers: dict[str, str] | None = None,
        write_size: int = 0,
        pause: float = 0.0,
        then: str = "end",
    ) -> None:
        self.body, self.status, self.headers = body, status, headers or {}
        self.write_size, self.pause, self.then = write_size or max(len(body), 1), pause, then

    def writes(self) -> Iterable[bytes]:
        return (self.body[at : at + self.write_size] for at in range(0, len(self.body), self.write_size))


class LLMServer:
    """Answers each request with the next of its answers; the last one again when they run out."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.requests: list[dict[str, Any]] = []
        self.aborted = threading.Event()  # a client closed a stream before its end
        self._loop = asyncio.new_event_loop()
        self._hurry = asyncio.Event()  # nothing is waited for any more
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.url = asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(10)

    def script(self, *answers: Answer | bytes) -> None:
        """The answers to come, in order."""
        self.answers = [answer if isinstance(answer, Answer) else Answer(answer) for answer in answers]

    def finish(self) -> None:
        """End what is being said and all that may still be asked, without a pause."""
        self.script(text("Over."))
        self._loop.call_soon_threadsafe(self._hurry.set)

    def forget(self) -> None:
        """Be as new."""
        self.answers, self.requests = [], []
        self.aborted.clear()
        self._loop.call_soon_threadsafe(self._hurry.clear)

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _start(self) -> str:
        app = web.Application(client_max_size=16 * 2**20)
        app.router.add_route("*", "/{tail:.*}", self._serve)
        self._runner = web.AppRunner(app, shutdown_timeout=0.2, handler_cancellation=True)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}/v1"

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(await request.json() | {"_headers": dict(request.headers)})
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        response = web.StreamResponse(
            status=answer.status, headers={"Content-Type": "text/event-stream"} | answer.headers
        )
        try:
            await response.prepare(request)
            for part in answer.writes():
                await response.write(part)
                if answer.pause:
                    await self._wait(answer.pause)
            if answer.then == "hang":
                await self._wait(60)
            if answer.then == "reset":
                request.transport.abort()
            else:
                await response.write_eof()
        except (ConnectionError, asyncio.CancelledError):
            self.aborted.set()
            raise
        return response

    async def _wait(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._hurry.wait()
