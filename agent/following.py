"""Frames of any run for a reader: driven here, driven by another process, or ended long ago."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import uuid

from django.db import Error

from agent.eventlog import eventlog
from agent.frames import Frames, encode_frame
from agent.models import Run, RunEvent
from realestate.database import in_database

log = logging.getLogger(__name__)
LOOK_SECONDS = 0.25
ROWS_AT_ONCE = 1000
STORED_AT_ONCE = 200  # rows that one reader has in hand

_followed: dict[uuid.UUID, Frames] = {}
_looking: asyncio.Task[None] | None = None
_rung: asyncio.Event | None = None


async def frames_of(run_id: uuid.UUID, after: int) -> Frames:
    """The frames to go on with after event `after`: those that still grow, or else the next stored ones.

    What is stored comes in pages, which are not current: come back when one is read. The last page of a run that is
    over has `ended`.
    """
    live = eventlog.live.get(run_id) or _followed.get(run_id)
    if live is not None and after >= live.base:
        return live
    page, running = await in_database(stored_frames, run_id, after, live.base if live else None)
    if live is None and running and not page.frames:
        # Ours may have been opened while we read; otherwise another process drives it.
        live = eventlog.live.get(run_id) or _follow(run_id, after)
        if after >= live.base:
            return live
    return page


def stored_frames(run_id: uuid.UUID, after: int, upto: int | None = None) -> tuple[Frames, bool]:
    """The next committed frames after `after` (at most up to `upto`), and whether the run is open."""
    running = Run.objects.filter(pk=run_id, status=Run.Status.RUNNING).exists()  # before the rows: they only grow
    rows = RunEvent.objects.filter(run_id=run_id, seq__gt=after).order_by("seq")
    if upto is not None:
        rows = rows.filter(seq__lte=upto)
    rows = list(rows.values_list("seq", "type", "data")[:STORED_AT_ONCE])
    done = bool(rows) and rows[-1][1] == "done"
    page = Frames(run_id, after)
    over = upto is None and not running and len(rows) < STORED_AT_ONCE
    page.extend([encode_frame(*row) for row in rows], ended=done or over)
    return page, running and not done


def is_current(frames: Frames) -> bool:
    """Whether these frames still grow: False once the run was taken over by another owner."""
    return frames in (eventlog.live.get(frames.run_id), _followed.get(frames.run_id))


def _follow(run_id: uuid.UUID, base: int) -> Frames:
    global _looking, _rung
    frames = _followed.setdefault(run_id, Frames(run_id, base))
    if _looking is None or _looking.done() or _looking.get_loop() is not asyncio.get_running_loop():
        _rung = asyncio.Event()
        _looking = asyncio.create_task(_look_forever(), name="follow-other-processes")
    return frames


def heard(run_ids: set[uuid.UUID]) -> None:
    """The doorbell rang for these runs: look at once if somebody here reads one that another process drives."""
    if _rung is not None and run_ids & _followed.keys():
        _rung.set()


async def _look_forever() -> None:
    """One query per look for all runs of other processes that somebody here reads; ends when nobody does."""
    while _followed:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LOOK_SECONDS):
                await _rung.wait()
        _rung.clear()
        for run_id in [run_id for run_id, frames in _followed.items() if not frames.readers]:
            del _followed[run_id]
        if _followed:
            try:
                await _look()
            except Error:
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
