"""The committed frames of one run in memory, and the readers that wait for more.

A reader is an index into this list and a socket. It costs no thread, no queue and no database connection.
"""

from __future__ import annotations

import asyncio
import time
import uuid


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

    def after(self, seq: int) -> bytes:
        """All frames after `seq`, joined; `seq` must not be below `base`."""
        return b"".join(self.frames[seq - self.base :])

    def extend(self, frames: list[bytes], *, ended: bool = False) -> None:
        """Add newly committed frames and wake the readers."""
        self.frames += frames
        self.ended = self.ended or ended
        for reader in self.readers:
            reader.wake()


class Reader:
    """One open stream: wakes when frames arrive, when the heartbeat is due, or when its client is gone."""

    __slots__ = ("_woken", "gone", "sent_at")
    open: set[Reader] = set()

    def __init__(self) -> None:
        self._woken: asyncio.Future[None] | None = None
        self.sent_at = time.monotonic()
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

    def leave(self, *_: object) -> None:
        """The client is gone."""
        self.gone = True
        self.wake()

    def idle_since(self, moment: float) -> bool:
        """Whether nothing was sent since `moment` (monotonic seconds)."""
        return self.sent_at <= moment


async def heartbeat(keepalive_seconds: float) -> None:
    """Wake every reader that was sent nothing for `keepalive_seconds`: one timer for all streams of the process."""
    while True:
        await asyncio.sleep(keepalive_seconds / 4)
        due = time.monotonic() - keepalive_seconds
        for reader in list(Reader.open):
            if reader.idle_since(due):
                reader.wake()
