"""The committed frames of one run in memory, and the readers that wait for more.

A reader is an index into this list and a socket. It costs no thread, no queue and no database connection.
"""

from __future__ import annotations

import asyncio
import socket
import time
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

# Written at once at most, by whole frames: a server that waits for its client holds this and its own high-water mark.
PIECE_BYTES = 32 * 1024
SEND_BUFFER_BYTES = 64 * 1024  # held by the kernel for one stream (it takes twice that); its own choice is megabytes
STUCK_SECONDS = 30.0  # a client that takes nothing for so long is cut; it resumes when it reads again


def encode_frame(seq: int, event_type: str, data: str) -> bytes:
    """One server-sent event as every reader gets it. `data` is JSON text on one line."""
    return f"id: {seq}\nevent: {event_type}\ndata: {data}\n\n".encode()


class Frames:
    """Frames `base + 1`, `base + 2`, ... of a run; what is older is read from the database."""

    __slots__ = ("base", "ended", "frames", "readers", "run_id")

    def __init__(self, run_id: uuid.UUID, base: int) -> None:
        self.run_id, self.base = run_id, base
        self.frames: list[bytes] = []
        self.readers: set[Reader] = set()
        self.ended = False

    @property
    def last_seq(self) -> int:
        """The number of the newest committed event."""
        return self.base + len(self.frames)

    def after(self, seq: int) -> tuple[bytes, int]:
        """The next frames after `seq`, joined to about PIECE_BYTES, and the number they reach.

        `seq` must not be below `base`.
        """
        size, upto = 0, seq - self.base
        while upto < len(self.frames) and size < PIECE_BYTES:
            size += len(self.frames[upto])
            upto += 1
        return b"".join(self.frames[seq - self.base : upto]), self.base + upto

    def extend(self, frames: list[bytes], *, ended: bool = False) -> None:
        """Add newly committed frames and wake the readers."""
        self.frames += frames
        self.ended = self.ended or ended
        for reader in self.readers:
            reader.wake()


class Reader:
    """One open stream: wakes when frames arrive, when the heartbeat is due, or when its client is gone.

    who: whom it counts for; none for a reader of ours that is no stream of a client's.
    """

    __slots__ = ("_send", "_sending_since", "_woken", "gone", "sent", "sent_at", "until", "who")
    open: set[Reader] = set()
    # Ended, but their clients have not taken all of it yet.
    lingering: set[Reader] = set()

    def __init__(self, who: Any = None, send: Callable[[dict], Awaitable[None]] | None = None) -> None:
        self.who, self._send = who, send
        self._woken: asyncio.Future[None] | None = None
        self._sending_since: float | None = None
        self.sent_at = time.monotonic()
        self.until = float("inf")  # the end of its time, in monotonic seconds
        self.sent = 0
        self.gone = False

    def wake(self) -> None:
        """Let `wait` return; may be called any number of times."""
        if self._woken is not None and not self._woken.done():
            self._woken.set_result(None)

    async def wait(self) -> None:
        """Sleep until `wake`; the caller looks first, so that nothing is missed."""
        self._woken = asyncio.get_running_loop().create_future()
        try:
            await self._woken
        finally:
            self._woken = None

    def narrow(self) -> None:
        """Have the kernel hold little of this stream, so that a client that takes nothing is noticed early."""
        if transport := self._transport():
            connection = transport.get_extra_info("socket")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)

    async def write(self, body: bytes, *, more: bool = True) -> None:
        """Send part of the response; waits while the client takes nothing, until the heartbeat cuts it."""
        self._sending_since = time.monotonic()
        try:
            await self._send({"type": "http.response.body", "body": body, "more_body": more})
        finally:
            self._sending_since = None
        self.sent += len(body)
        self.sent_at = time.monotonic()

    def leave(self, *_: object) -> None:
        """The client is gone."""
        self.gone = True
        self.wake()

    def idle_since(self, moment: float) -> bool:
        """Whether nothing was sent since `moment` (monotonic seconds)."""
        return self.sent_at <= moment

    def is_stuck(self, now: float) -> bool:
        """Whether its client takes nothing, for STUCK_SECONDS or beyond the stream's time."""
        since = self._sending_since
        return since is not None and (now - since >= STUCK_SECONDS or now >= self.until)

    def unread_bytes(self) -> int:
        """What was sent and waits in this process for the client to take it, where the server tells."""
        transport = self._transport()
        return transport.get_write_buffer_size() if transport else 0

    def linger(self) -> None:
        """Leave the client of an ended stream STUCK_SECONDS to take the rest of it."""
        if self.unread_bytes():
            Reader.lingering.add(self)
            asyncio.get_running_loop().call_later(STUCK_SECONDS, self._stop_lingering)

    def _stop_lingering(self) -> None:
        Reader.lingering.discard(self)
        if self.unread_bytes():
            self.cut()

    def cut(self) -> None:
        """Drop the connection with what it has not taken: a mere close would wait for the client for ever."""
        if transport := self._transport():
            transport.abort()

    def _transport(self) -> asyncio.WriteTransport | None:
        """The connection: uvicorn's `send` is a method of the object that holds it. daphne needs none, see `stream`."""
        return getattr(getattr(self._send, "__self__", None), "transport", None)


async def heartbeat(keepalive_seconds: float) -> None:
    """Wake every reader that was sent nothing for `keepalive_seconds`, and cut those whose clients take nothing:
    one timer for all streams of the process."""
    while True:
        await asyncio.sleep(keepalive_seconds / 4)
        now = time.monotonic()
        for reader in list(Reader.open):
            if reader.is_stuck(now):
                reader.cut()
            elif reader.idle_since(now - keepalive_seconds):
                reader.wake()
