"""Frames of any run for a reader: driven here, driven by another process, or ended long ago."""

from __future__ import annotations

import asyncio
import logging
import uuid

from django.db import DatabaseError

from agent.eventlog import eventlog
from agent.frames import Frames, encode_frame
from agent.models import Run, RunEvent
from realestate.database import in_database

log = logging.getLogger(__name__)
LOOK_SECONDS = 0.25
ROWS_AT_ONCE = 1000

_followed: dict[uuid.UUID, Frames] = {}
_looking: asyncio.Task[None] | None = None


async def frames_of(run_id: uuid.UUID, after: int) -> tuple[bytes, int, Frames | None]:
    """What comes after event `after`: the stored frames that are not in memory, the number they reach, and the
    in-memory frames to go on with (None when the run has ended and everything is in the bytes)."""
    frames = eventlog.live.get(run_id) or _followed.get(run_id)
    if frames is not None and after >= frames.base:
        return b"", after, frames
    stored, last, running = await in_database(stored_frames, run_id, after, frames.base if frames else None)
    if frames is None and running:
        # Ours may have been opened while we read; otherwise another process drives it.
        frames = eventlog.live.get(run_id) or _follow(run_id, last)
        if last < frames.base:
            more, last, _ = await in_database(stored_frames, run_id, last, frames.base)
            stored += more
    return stored, last, frames


def stored_frames(run_id: uuid.UUID, after: int, upto: int | None = None) -> tuple[bytes, int, bool]:
    """Committed frames after `after` (at most up to `upto`) as bytes, the last number, and whether the run is open."""
    running = Run.objects.filter(pk=run_id, status=Run.Status.RUNNING).exists()  # before the rows: they only grow
    rows = RunEvent.objects.filter(run_id=run_id, seq__gt=after).order_by("seq")
    if upto is not None:
        rows = rows.filter(seq__lte=upto)
    rows = list(rows.values_list("seq", "type", "data"))
    running = running and not (rows and rows[-1][1] == "done")
    return b"".join(encode_frame(*row) for row in rows), rows[-1][0] if rows else after, running


def is_current(frames: Frames) -> bool:
    """Whether these frames still grow: False once the run was taken over by another owner."""
    return frames in (eventlog.live.get(frames.run_id), _followed.get(frames.run_id))


def _follow(run_id: uuid.UUID, base: int) -> Frames:
    global _looking
    frames = _followed.setdefault(run_id, Frames(run_id, base))
    if _looking is None or _looking.done() or _looking.get_loop() is not asyncio.get_running_loop():
        _looking = asyncio.create_task(_look_forever(), name="follow-other-processes")
    return frames


async def _look_forever() -> None:
    """One query per look for all runs of other processes that somebody here reads; ends when nobody does."""
    while _followed:
        await asyncio.sleep(LOOK_SECONDS)
        for run_id in [run_id for run_id, frames in _followed.items() if not frames.readers]:
            del _followed[run_id]
        if _followed:
            try:
                await _look()
            except DatabaseError:
                log.exception("Could not look for other processes' events; trying again")


async def _look() -> None:
    known = {run_id: frames.last_seq for run_id, frames in _followed.items()}
    for run_id, (rows, ended) in (await in_database(news, known)).items():
        _followed[run_id].extend([encode_frame(*row) for row in rows], ended=ended)
        if ended:
            del _followed[run_id]


def news(known: dict[uuid.UUID, int]) -> dict[uuid.UUID, tuple[list[tuple[int, str, str]], bool]]:
    """For the runs that moved past the number we know: their new rows, and whether `done` is among them."""
    moved = {}
    for run_id, last_seq in Run.objects.filter(pk__in=known).values_list("pk", "last_seq"):
        if last_seq > known[run_id]:
            rows = RunEvent.objects.filter(run_id=run_id, seq__gt=known[run_id]).order_by("seq")
            found = list(rows.values_list("seq", "type", "data")[:ROWS_AT_ONCE])
            moved[run_id] = (found, bool(found) and found[-1][1] == "done")
    return moved
