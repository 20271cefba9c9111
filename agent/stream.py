"""The raw ASGI routes: admit, then an index into committed frames and a socket; nothing else.

Raw, because an open Django StreamingHttpResponse holds a thread, and each a database connection.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

import orjson
from django.conf import settings

from agent import admission, asking, listening
from agent.answers import run_answer
from agent.following import frames_of, is_current
from agent.frames import Reader
from agent.models import Run
from agent.runs import drive
from realestate.api import MAX_BODY_BYTES, ApiError, error_body
from realestate.database import in_database, in_log_writer

Scope, Receive, Send = dict[str, Any], Callable[[], Awaitable[dict]], Callable[[dict], Awaitable[None]]

PING = b"event: ping\ndata: {}\n\n"
# daphne's send never waits for the client: there a stream ends after this much, for the client to resume.
UNWAITED_BYTES = 256 * 1024
send_waits = True
_closing = False

STREAM_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-cache, no-transform"),
    (b"x-accel-buffering", b"no"),
]
MESSAGE_PATH = re.compile(r"^/agents/messages/([^/]{1,64})/(retry|edit)$")
EVENTS_PATH = re.compile(r"^/agents/runs/([^/]{1,64})/events$")


def route(scope: Scope) -> Callable[[Scope, Receive, Send], Awaitable[None]] | None:
    """The raw route for this request, or None when Django's views answer it."""
    for method, path, answer in ROUTES:
        if path.match(scope["path"]):
            return answer if method == scope["method"] else _only_post if method == "POST" else _only_get
    return None


def close_streams() -> None:
    """At shutdown: end every stream between two events; its client resumes elsewhere or when we are back."""
    global _closing
    _closing = True
    for reader in list(Reader.open):
        reader.wake()


async def chat_stream(scope: Scope, receive: Receive, send: Send) -> None:
    """POST a question, or `retry` or `edit` of an earlier one: open a run and stream it.

    A client that prefers JSON gets 202 with the run's id.
    """
    run = await _asked(scope, receive, send)
    if run is None:
        return
    ids = [(b"x-run-id", str(run.pk).encode()), (b"x-conversation-id", str(run.conversation_id).encode())]
    if b"application/json" in _header(scope, b"accept") and b"text/event-stream" not in _header(scope, b"accept"):
        body = {"success": True, "runId": str(run.pk), "conversationId": str(run.conversation_id)}
        await _json(send, 202, body, ids)
    else:
        await _stream(receive, send, run, 0, ids)


async def chat(scope: Scope, receive: Receive, send: Send) -> None:
    """POST: open a run and answer when it has ended."""
    run = await _asked(scope, receive, send)
    if run is None:
        return
    reader, seen, ended = Reader(), 0, False
    Reader.open.add(reader)
    while not ended and not _closing:
        _, seen, frames = await frames_of(run.pk, seen)
        ended = frames is None
        if frames is not None:
            frames.readers.add(reader)
            while not frames.ended and not _closing and is_current(frames):
                await reader.wait()
            frames.readers.discard(reader)
            ended, seen = frames.ended, frames.last_seq
    Reader.open.discard(reader)
    if ended:
        await _json(send, 200, await in_database(run_answer, run.pk))
    else:
        message = f"The server is restarting; the answer goes on. Read it at /agents/runs/{run.pk}."
        await _refuse(send, ApiError(503, "restarting", message, runId=str(run.pk), retryAfter=2))


async def run_events(scope: Scope, receive: Receive, send: Send) -> None:
    """GET: the events of a run after `Last-Event-ID` (which wins) or `?after=`; 204 when there are none to come."""
    run_id = EVENTS_PATH.match(scope["path"]).group(1)
    try:
        after = _after(scope)
        run = await in_database(admission.readable_run, scope, run_id)
    except ApiError as error:
        await _refuse(send, error)
        return
    if after >= run.last_seq and run.status != Run.Status.RUNNING:
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})
        return
    await _stream(receive, send, run, min(after, run.last_seq), [(b"x-run-id", str(run.pk).encode())])


async def notifications(scope: Scope, receive: Receive, send: Send) -> None:
    """GET: what happens to the signed-in person. `?user=` names whom the page belongs to; of others: 403."""
    try:
        after = _after(scope)
        user_id = await in_database(_listener, scope)
        if len(listening.open_streams(user_id)) >= listening.MOST_STREAMS:
            message = f"{listening.MOST_STREAMS} streams of notifications are open. Close one, then try again."
            raise ApiError(429, "too_many_streams", message, retryAfter=60)
    except ApiError as error:
        await _refuse(send, error)
        return
    await _start_stream(send, [])

    async def follow(reader: Reader, send: Send) -> None:
        closing_at = time.monotonic() + settings.SSE_TIMEOUT / 1000
        async with listening.listen(reader, user_id, after) as listener:
            while not (reader.gone or _closing) and time.monotonic() < closing_at:
                await _body(send, listener.take() or PING)
                reader.sent_at = time.monotonic()
                if not listener.waiting:
                    await reader.wait()

    await _until_gone(receive, send, Reader(), follow)


def _listener(scope: Scope) -> Any:
    user = admission.user_of(scope)
    named = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("user", [str(user.pk)])
    if named != [str(user.pk)]:
        raise ApiError(403, "forbidden", "These are somebody else's notifications. Reload the page.", field="user")
    return user.pk


async def health(scope: Scope, receive: Receive, send: Send) -> None:
    """GET: one `ready` event, then heartbeats: shows that nothing on the way buffers streams."""
    await _start_stream(send, [])
    await _body(send, b"event: ready\ndata: {}\n\n")
    await _until_gone(receive, send, Reader(), _heartbeats)


async def _asked(scope: Scope, receive: Receive, send: Send) -> Run | None:
    """The run that answers this request, driven here; a repeated request finds the run it opened before."""
    try:
        body = await _read_body(receive)
        question = await in_database(_admitted, scope, body)
        run, opened = await in_log_writer(asking.open_run, question)
    except ApiError as error:
        await _refuse(send, error)
        return None
    if opened:
        drive(run)
    return run


def _admitted(scope: Scope, body: bytes) -> asking.Question:
    found = MESSAGE_PATH.match(scope["path"])
    if found is None:
        return asking.admit(scope, body)
    admit = asking.admit_retry if found.group(2) == "retry" else asking.admit_edit
    return admit(scope, body, found.group(1))


async def _stream(receive: Receive, send: Send, run: Run, after: int, headers: list) -> None:
    await _start_stream(send, headers)

    async def follow(reader: Reader, send: Send) -> None:
        await _follow(send, reader, run.pk, after)

    await _until_gone(receive, send, Reader(), follow)


async def _follow(send: Send, reader: Reader, run_id: Any, seen: int) -> None:
    """Send what comes after `seq` seen, then wait: live, resumed, second tab and other process are this one loop."""
    closing_at = time.monotonic() + settings.SSE_TIMEOUT / 1000
    keepalive, sent = settings.SSE_KEEPALIVE / 1000, 0
    while True:
        stored, seen, frames = await frames_of(run_id, seen)
        if stored:
            await _body(send, stored)
            sent += len(stored)
            reader.sent_at = time.monotonic()
        if frames is None:
            return
        frames.readers.add(reader)
        try:
            while True:
                if fresh := frames.after(seen):
                    seen = frames.last_seq
                    await _body(send, fresh)
                    sent += len(fresh)
                    reader.sent_at = time.monotonic()
                elif reader.idle_since(time.monotonic() - keepalive):
                    await _body(send, PING)
                    reader.sent_at = time.monotonic()
                if seen < frames.last_seq:
                    continue
                if frames.ended or reader.gone or _closing or time.monotonic() > closing_at:
                    return
                if not send_waits and sent > UNWAITED_BYTES:
                    return
                if not is_current(frames):
                    break  # taken over: go on with the new owner's frames
                await reader.wait()
        finally:
            frames.readers.discard(reader)


async def _heartbeats(reader: Reader, send: Send) -> None:
    closing_at = time.monotonic() + settings.SSE_TIMEOUT / 1000
    while not (reader.gone or _closing) and time.monotonic() < closing_at:
        await reader.wait()
        if not (reader.gone or _closing):
            await _body(send, PING)
            reader.sent_at = time.monotonic()


async def _until_gone(receive: Receive, send: Send, reader: Reader, run: Callable) -> None:
    """Run the stream until it ends or its client leaves, then finish the response."""
    Reader.open.add(reader)
    watcher = asyncio.ensure_future(_disconnected(receive))
    watcher.add_done_callback(reader.leave)
    try:
        await run(reader, send)
        if not reader.gone:
            await send({"type": "http.response.body", "body": b""})
    except OSError:
        pass  # the client left between two writes
    finally:
        Reader.open.discard(reader)
        watcher.cancel()


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _start_stream(send: Send, headers: list) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": STREAM_HEADERS + headers})
    await _body(send, f"retry: {settings.SSE_RETRY}\n: doorstep\n\n".encode())


async def _body(send: Send, data: bytes) -> None:
    await send({"type": "http.response.body", "body": data, "more_body": True})


async def _read_body(receive: Receive) -> bytes:
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ApiError(400, "cut_off", "The request was cut.")
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > MAX_BODY_BYTES:
            raise ApiError(413, "too_large", f"The body is larger than {MAX_BODY_BYTES} bytes.")
        if not message.get("more_body"):
            return b"".join(parts)


def _header(scope: Scope, name: bytes) -> bytes:
    return next((value for key, value in scope["headers"] if key.lower() == name), b"")


def _after(scope: Scope) -> int:
    """The number of the last event the client has; ApiError unless it is a whole number from 0 on."""
    given = _header(scope, b"last-event-id").decode("latin-1")
    if not given:
        query = parse_qs(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
        given = query.get("after", ["0"])[-1]
    if not (given.isascii() and given.isdigit() and len(given) <= 15):
        raise ApiError(400, "invalid", f"after is {given[:40]!r}; it must be a whole number from 0 on.", field="after")
    return int(given)


async def _only_post(scope: Scope, receive: Receive, send: Send) -> None:
    await _refuse(send, ApiError(405, "method_not_allowed", "Use POST here."), [(b"allow", b"POST")])


async def _only_get(scope: Scope, receive: Receive, send: Send) -> None:
    await _refuse(send, ApiError(405, "method_not_allowed", "Use GET here."), [(b"allow", b"GET")])


async def _refuse(send: Send, error: ApiError, headers: list | None = None) -> None:
    body = error_body(error.code, error.message, error.field)
    body["error"] |= error.extra
    headers = list(headers or [])
    if error.status_code == 401:
        headers.append((b"www-authenticate", b"Bearer"))
    if "retryAfter" in error.extra:
        headers.append((b"retry-after", str(error.extra["retryAfter"]).encode()))
    await _json(send, error.status_code, body, headers)


async def _json(send: Send, status: int, content: dict[str, Any], headers: list | None = None) -> None:
    body = orjson.dumps(content)
    every = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    every += [(b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff"), *(headers or [])]
    await send({"type": "http.response.start", "status": status, "headers": every})
    await send({"type": "http.response.body", "body": body})


# Every raw route: its method, its path, and what answers it.
ROUTES: list[tuple[str, re.Pattern[str], Callable[[Scope, Receive, Send], Awaitable[None]]]] = [
    ("POST", re.compile(r"^/agents/chat-stream$"), chat_stream),
    ("POST", re.compile(r"^/agents/chat/stream$"), chat_stream),
    ("POST", re.compile(r"^/agents/chat$"), chat),
    ("POST", MESSAGE_PATH, chat_stream),
    ("GET", EVENTS_PATH, run_events),
    ("GET", re.compile(r"^/events/$"), notifications),
    ("GET", re.compile(r"^/sse/health$"), health),
]
