"""One log, written before it is seen: append, commit in groups, then wake the readers.

Every run of this process shares one writer thread and one commit at a time. Text waits for one tick (SSE_FRAME_MS)
and is joined; a step's first text and everything else wakes the writer at once; what arrives during a commit goes with
the next. A commit is conditional on the run's epoch: an owner that was only slow loses its frames and stops.
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections, connection, transaction

from agent import doorbell
from agent.frames import Frames, encode_frame
from agent.models import Run
from realestate.database import in_log_writer

log = logging.getLogger(__name__)
Rows = Callable[[], None]  # writes domain rows inside the commit of the event it belongs to


class RunLost(Exception):
    """Another owner has taken the run over; stop without a word."""


@dataclass(slots=True)
class Entry:
    """One event to be committed, or only rows when `type` is empty."""

    type: str
    data: dict[str, Any]
    rows: Rows | None = None
    chunks: list[str] | None = None  # text still growing until the tick

    def encoded(self) -> str:
        if self.chunks is not None:
            self.data["chunk"] = "".join(self.chunks)
        return orjson.dumps(self.data).decode()


@dataclass(slots=True)
class Batch:
    """What one run adds in one commit."""

    run_id: uuid.UUID
    epoch: int
    last_seq: int
    events: list[tuple[int, str, str]] = field(default_factory=list)
    rows: list[Rows] = field(default_factory=list)


class LiveRun(Frames):
    """A run this process drives: its committed frames and what waits to be committed."""

    __slots__ = ("epoch", "lost", "pending", "text_step", "waiting")

    def __init__(self, run_id: uuid.UUID, epoch: int, last_seq: int) -> None:
        super().__init__(run_id, last_seq)
        self.epoch = epoch
        self.pending: list[Entry] = []
        self.waiting: list[asyncio.Future[None]] = []
        self.text_step = 0
        self.lost = False

    def take(self) -> Batch:
        """Number and encode what is pending."""
        entries, self.pending = self.pending, []
        batch = Batch(self.run_id, self.epoch, self.last_seq)
        for entry in entries:
            if entry.type:
                batch.last_seq += 1
                batch.events.append((batch.last_seq, entry.type, entry.encoded()))
            if entry.rows:
                batch.rows.append(entry.rows)
        return batch


class EventLog:
    """The writer of this process."""

    def __init__(self) -> None:
        self.live: dict[uuid.UUID, LiveRun] = {}
        self._dirty: dict[LiveRun, None] = {}
        self._work: asyncio.Event | None = None
        self._tick: asyncio.TimerHandle | None = None
        self._writer: asyncio.Task[None] | None = None

    def open(self, run_id: uuid.UUID, epoch: int, last_seq: int, last_frame: bytes = b"") -> LiveRun:
        """Start writing a run whose events up to `last_seq` are committed. last_frame: the last of them, if at hand."""
        frames = [last_frame] if last_frame else []
        live = self.live[run_id] = LiveRun(run_id, epoch, last_seq - len(frames))
        live.extend(frames)
        if self._writer is None or self._writer.done() or self._writer.get_loop() is not asyncio.get_running_loop():
            self._work = asyncio.Event()
            self._writer = asyncio.create_task(self._write_forever(), name="event-log")
        return live

    def close(self, live: LiveRun) -> None:
        """Forget a run that has ended or was lost; readers keep the frames they still need."""
        if self.live.get(live.run_id) is live:
            del self.live[live.run_id]
        if live.lost or not live.ended:
            live.extend([], ended=False)  # readers look again and find the new owner's frames

    def append(self, live: LiveRun, event_type: str, data: dict[str, Any], rows: Rows | None = None) -> None:
        """Commit this event, with `rows` in the same transaction, as soon as the writer is free."""
        live.pending.append(Entry(event_type, data, rows))
        self._now(live)

    def append_rows(self, live: LiveRun, rows: Rows) -> None:
        """Commit rows with the next event, at the tick at the latest."""
        live.pending.append(Entry("", {}, rows))
        self._at_the_tick(live)

    def append_text(self, live: LiveRun, step: int, chunk: str, *, restart: bool = False) -> None:
        """Add text to the step, joined with what else arrives until the tick; the first of a step goes at once."""
        last = live.pending[-1] if live.pending else None
        if last and last.chunks is not None and last.data["step"] == step and not restart:
            last.chunks.append(chunk)
        else:
            data = {"chunk": "", "step": step} | ({"restart": True} if restart else {})
            live.pending.append(Entry("content", data, chunks=[chunk]))
        if live.text_step != step or restart:
            live.text_step = step
            self._now(live)
        else:
            self._at_the_tick(live)

    async def flushed(self, live: LiveRun) -> None:
        """Return once everything appended so far is committed; RunLost if the run is no longer ours."""
        if live.lost:
            raise RunLost(live.run_id)
        done = asyncio.get_running_loop().create_future()
        live.waiting.append(done)
        self._now(live)
        await done

    def _now(self, live: LiveRun) -> None:
        self._dirty[live] = None
        self._work.set()

    def _at_the_tick(self, live: LiveRun) -> None:
        self._dirty[live] = None
        if self._tick is None:
            self._tick = asyncio.get_running_loop().call_later(settings.SSE_FRAME_MS / 1000, self._ticked)

    def _ticked(self) -> None:
        self._tick = None
        self._work.set()

    async def _write_forever(self) -> None:
        while True:
            await self._work.wait()
            self._work.clear()
            runs, self._dirty = list(self._dirty), {}
            waiting = [(live, live.waiting) for live in runs]
            for live in runs:
                live.waiting = []
            batches = [(live, live.take()) for live in runs]
            written = [batch for _, batch in batches if batch.events or batch.rows]
            lost = await self._commit_stubbornly(written) if written else set()
            for live, batch in batches:
                self._show(live, batch, lost)
            doorbell.ring(batch.run_id for batch in written if batch.events)
            for live, futures in waiting:
                _resolve(live, futures)

    @staticmethod
    def _show(live: LiveRun, batch: Batch, lost: set[uuid.UUID]) -> None:
        if live.run_id in lost:
            live.lost = True
            return
        if batch.events:
            ended = batch.events[-1][1] == "done"
            live.extend([encode_frame(*event) for event in batch.events], ended=ended)

    @staticmethod
    async def _commit_stubbornly(batches: list[Batch]) -> set[uuid.UUID]:
        """Commit; while the database is away, wait and try again: nothing is shown before it is stored."""
        pause = 0.1
        while True:
            try:
                return await in_log_writer(commit, batches)
            except (OperationalError, InterfaceError):
                log.exception("The event log could not be written; trying again in %.1f s", pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, 2.0)


def _resolve(live: LiveRun, futures: list[asyncio.Future[None]]) -> None:
    for future in futures:
        if not future.done():
            future.set_exception(RunLost(live.run_id)) if live.lost else future.set_result(None)


def commit(batches: list[Batch]) -> set[uuid.UUID]:
    """Store the batches in one transaction; returns the runs that are no longer ours, whose batches were dropped.

    Raises OperationalError or InterfaceError while the database is away. A run whose own rows are at fault is given
    up (and logged) alone, so that it takes no other run down.
    """
    try:
        return _commit_together(batches)
    except (OperationalError, InterfaceError):
        close_old_connections()
        raise
    except Exception:
        if len(batches) == 1:
            log.exception("Run %s was given up: its rows could not be stored", batches[0].run_id)
            return {batches[0].run_id}
        return set().union(*(commit([batch]) for batch in batches))


def _commit_together(batches: list[Batch]) -> set[uuid.UUID]:
    with transaction.atomic():
        held = _held(batches)
        ours = [batch for batch in batches if held.get(_stored_id(batch)) == batch.epoch]
        for batch in ours:
            for rows in batch.rows:
                rows()
        _write(ours)
    return {batch.run_id for batch in batches} - {batch.run_id for batch in ours}


# Plain SQL from here on: this is done at every tick, and the ORM takes ten times as long to write it.
def _held(batches: list[Batch]) -> dict[Any, int]:
    """The open runs among these with their epochs, locked: a take-over waits for this commit, or came before it."""
    places = ", ".join(["%s"] * len(batches))
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, epoch FROM agent_run WHERE id IN ({places}) AND status = %s ORDER BY id{lock}",
            [*map(_stored_id, batches), Run.Status.RUNNING.value],
        )
        return dict(cursor.fetchall())


def _write(batches: list[Batch]) -> None:
    """Store the events and where each run stands."""
    ended = [(batch.last_seq, _stored_id(batch)) for batch in batches if batch.events]
    events = [(_stored_id(batch), *event) for batch in batches for event in batch.events]
    with connection.cursor() as cursor:
        if events:
            cursor.executemany("UPDATE agent_run SET last_seq = %s WHERE id = %s", ended)
            cursor.executemany("INSERT INTO agent_runevent (run_id, seq, type, data) VALUES (%s, %s, %s, %s)", events)


def _stored_id(batch: Batch) -> Any:
    """The run's id as this database holds it."""
    return batch.run_id if connection.features.has_native_uuid_field else batch.run_id.hex


eventlog = EventLog()
