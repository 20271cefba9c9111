"""The raw ASGI routes: admit, then an index into committed frames and a socket; nothing else.

Raw, because an open Django StreamingHttpResponse holds a thread, and each a database connection.
"""

from __future__ import annotations

import asyncio
import functools
import logging
import re
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar
from urllib.parse import parse_qs

import orjson
from django.conf import settings
from django.db import InterfaceError, OperationalError

from agent import admission, asking, listening
from agent.answers import run_answer
from agent.following import LOOK_SECONDS, frames_of, is_current
from agent.frames import Frames, Reader
from agent.models import Run
from agent.runs import drive
from realestate.api import MAX_BODY_BYTES, ApiError, error_body, storage_away
from realestate.database import in_database, in_log_writer

T = TypeVar("T")
log = logging.getLogger(__name__)
Scope, Receive, Send = dict[str, Any], Callable[[], Awaitable[dict]], Callable[[dict], Awaitable[None]]

Route = Callable[[Scope, Receive, Send], Awaitable[None]]

PING = b"event: ping\ndata: {}\n\n"
# daphne's send never waits for the client: there a stream ends after this much, for the client to resume.
UNWAITED_BYTES = 256 * 1024
send_waits = True
ANYBODY = "anybody"  # whom streams without a log-in count for, together
_closing = False

STREAM_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-cache, no-transform"),
    (b"x-accel-buffering", b"no"),
]
MESSAGE_PATH = re.compile(r"^/agents/messages/([^/]{1,64})/(retry|edit)$")
EVENTS_PATH = re.compile(r"^/agents/runs/([^/]{1,64})/events$")


def route(scope: Scope) -> Route | None:
    """The raw route for this request, or None when Django's views answer it."""
    for method, path, answer in ROUTES:
        if path.match(scope["path"]):
            allowed = answer if method == scope["method"] else _only_post if method == "POST" else _only_get
            return functools.partial(_or_refused, allowed)
    return None


async def _or_refused(answer: Route, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer, or say why not: an ApiError comes before the first byte of an answer."""
    try:
        await answer(scope, receive, send)
    except ApiError as error:
        await _refuse(send, error)


async def _before(work: Awaitable[Any]) -> Any:
    """What the database does before the first byte; ApiError 503 while it is away or its disk is full."""
    try:
        return await work
    except (OperationalError, InterfaceError) as error:
        raise storage_away() from error


def close_streams() -> None:
    """At shutdown: end every stream between two events; its client resumes elsewhere or when we are back."""
    global _closing
    _closing = True
    for reader in Reader.open | Reader.lingering:
        if reader.unread_bytes():
            reader.cut()
        else:
            reader.wake()


async def chat_stream(scope: Scope, receive: Receive, send: Send) -> None:
    """POST a question, or `retry` or `edit` of an earlier one: open a run and stream it.

    A client that prefers JSON gets 202 with the run's id.
    """
    question = await _admitted(scope, receive)
    if b"application/json" in _header(scope, b"accept") and b"text/event-stream" not in _header(scope, b"accept"):
        run = await _opened(question)
        body = {"success": True, "runId": str(run.pk), "conversationId": str(run.conversation_id)}
        await _json(send, 202, body, _ids(run))
        return
    with admission.stream_of(question.user.pk, send) as reader:
        run = await _opened(question)
        await _stream(receive, send, reader, run, 0, _ids(run))


async def chat(scope: Scope, receive: Receive, send: Send) -> None:
    """POST: open a run and answer when it has ended."""
    question = await _admitted(scope, receive)
    with admission.stream_of(question.user.pk, send) as reader:
        run = await _opened(question)
        seen, ended = 0, False
        while not ended and (frames := await _next_frames(reader, run.pk, seen)):
            frames.readers.add(reader)
            while not frames.ended and not _closing and is_current(frames):
                await reader.wait()
            frames.readers.discard(reader)
            ended, seen = frames.ended, frames.last_seq
        answer = await _read(reader, in_database, run_answer, run.pk) if ended else None
    if answer is None:
        message = f"The server is restarting; the answer goes on. Read it at /agents/runs/{run.pk}."
        raise ApiError(503, "restarting", message, runId=str(run.pk), retryAfter=2)
    await _json(send, 200, answer)


async def run_events(scope: Scope, receive: Receive, send: Send) -> None:
    """GET: the events of a run after `Last-Event-ID` (which wins) or `?after=`; 204 when there are none to come."""
    run_id = EVENTS_PATH.match(scope["path"]).group(1)
    after = _after(scope)
    run = await _before(in_database(admission.readable_run, scope, run_id))
    if after >= run.last_seq and run.status != Run.Status.RUNNING:
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})
        return
    with admission.stream_of(run.conversation.user_id, send) as reader:
        await _stream(receive, send, reader, run, min(after, run.last_seq), [(b"x-run-id", str(run.pk).encode())])


async def notifications(scope: Scope, receive: Receive, send: Send) -> None:
    """GET: what happens to the signed-in person. `?user=` names whom the page belongs to; of others: 403."""
    after = _after(scope)
    user_id = await _before(in_database(_listener, scope))
    with admission.stream_of(user_id, send) as reader:
        await _start_stream(send, reader, [])
        await _until_gone(receive, reader, _notify(reader, user_id, after))


async def _notify(reader: Reader, user_id: Any, after: int) -> None:
    async with listening.listen(reader, user_id, after) as listener:
        while not _is_over(reader):
            await reader.write(listener.take() or PING)
            if not listener.waiting:
                await reader.wait()


def _listener(scope: Scope) -> Any:
    user = admission.user_of(scope)
    named = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("user", [str(user.pk)])
    if named != [str(user.pk)]:
        raise ApiError(403, "forbidden", "These are somebody else's notifications. Reload the page.", field="user")
    return user.pk


async def health(scope: Scope, receive: Receive, send: Send) -> None:
    """GET: one `ready` event, then heartbeats: shows that nothing on the way buffers streams."""
    with admission.stream_of(ANYBODY, send) as reader:
        await _start_stream(send, reader, [])
        await reader.write(b"event: ready\ndata: {}\n\n")
        await _until_gone(receive, reader, _heartbeats(reader))


async def _admitted(scope: Scope, receive: Receive) -> asking.Question:
    body = await _read_body(receive)
    found = MESSAGE_PATH.match(scope["path"])
    if found is None:
        return await _before(in_database(asking.admit, scope, body))
    admit = asking.admit_retry if found.group(2) == "retry" else asking.admit_edit
    return await _before(in_database(admit, scope, body, found.group(1)))


async def _opened(question: asking.Question) -> Run:
    """The run that answers the question, driven here; a repeated request finds the run it opened before."""
    with admission.place_for_a_run():
        run, opened = await _before(in_log_writer(asking.open_run, question))
        if opened:
            drive(run)
    return run


def _ids(run: Run) -> list:
    return [(b"x-run-id", str(run.pk).encode()), (b"x-conversation-id", str(run.conversation_id).encode())]


async def _stream(receive: Receive, send: Send, reader: Reader, run: Run, after: int, headers: list) -> None:
    await _start_stream(send, reader, headers)
    await _until_gone(receive, reader, _follow(reader, run.pk, after))


async def _follow(reader: Reader, run_id: Any, seen: int) -> None:
    """Send what comes after `seq` seen, then wait: live, resumed, second tab and other process are this one loop."""
    keepalive = settings.SSE_KEEPALIVE / 1000
    while frames := await _next_frames(reader, run_id, seen):
        frames.readers.add(reader)
        try:
            while True:
                fresh, seen = frames.after(seen)
                if fresh:
                    await reader.write(fresh)
                elif reader.idle_since(time.monotonic() - keepalive):
                    await reader.write(PING)
                if _is_over(reader):
                    return
                if seen < frames.last_seq:
                    continue
                if frames.ended:
                    return
                if not is_current(frames):
                    break  # a page that is read, or a run taken over: go on with what comes next
                await reader.wait()
        finally:
            frames.readers.discard(reader)


async def _next_frames(reader: Reader, run_id: Any, seen: int) -> Frames | None:
    """The frames to go on with; None when the stream is over."""
    return await _read(reader, frames_of, run_id, seen)


async def _read(reader: Reader, look: Callable[..., Awaitable[T]], *of_what: Any) -> T | None:
    """What `look` finds in the database; looks again while that is away. None when the stream is over."""
    while not _is_over(reader):
        try:
            return await look(*of_what)
        except (OperationalError, InterfaceError):
            log.exception("A stream could not be read; trying again")
            await asyncio.sleep(LOOK_SECONDS)
    return None


def _is_over(reader: Reader) -> bool:
    """Whether the stream ends here, between two events, for its client to resume."""
    unwaited = not send_waits and reader.sent > UNWAITED_BYTES
    return reader.gone or _closing or unwaited or time.monotonic() > reader.until


async def _heartbeats(reader: Reader) -> None:
    while not _is_over(reader):
        await reader.wait()
        if not _is_over(reader):
            await reader.write(PING)


async def _until_gone(receive: Receive, reader: Reader, stream: Coroutine[Any, Any, None]) -> None:
    """Run the stream until it ends or its client leaves, then finish the response: the client resumes if need be."""
    watcher = asyncio.ensure_future(_disconnected(receive))
    watcher.add_done_callback(reader.leave)
    try:
        try:
            await stream
        except OSError:
            raise
        except Exception:  # a server that is told leaves the begun response open, and its client waiting
            log.exception("A stream was ended early")
        if not reader.gone:
            await reader.write(b"", more=False)
    except OSError:
        pass  # the client left between two writes
    finally:
        watcher.cancel()
        reader.linger()


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _start_stream(send: Send, reader: Reader, headers: list) -> None:
    reader.narrow()
    reader.until = time.monotonic() + settings.SSE_TIMEOUT / 1000
    await send({"type": "http.response.start", "status": 200, "headers": STREAM_HEADERS + headers})
    await reader.write(f"retry: {settings.SSE_RETRY}\n: doorstep\n\n".encode())


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
ROUTES: list[tuple[str, re.Pattern[str], Route]] = [
    ("POST", re.compile(r"^/agents/chat-stream$"), chat_stream),
    ("POST", re.compile(r"^/agents/chat/stream$"), chat_stream),
    ("POST", re.compile(r"^/agents/chat$"), chat),
    ("POST", MESSAGE_PATH, chat_stream),
    ("GET", EVENTS_PATH, run_events),
    ("GET", re.compile(r"^/events/$"), notifications),
    ("GET", re.compile(r"^/sse/health$"), health),
]
