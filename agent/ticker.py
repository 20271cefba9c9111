"""One ticker per process: renews leases, sees cancel flags, takes over runs whose owner is gone, does chores."""

from __future__ import annotations

import asyncio
import logging
import time
import uuid
from collections.abc import Awaitable, Callable

from django.conf import settings
from django.db import Error
from django.db.models import F

from agent import doorbell, following, runs
from agent.frames import heartbeat
from agent.llm import choose
from agent.models import Run
from agent.owners import OWNER, is_gone
from realestate import database, lateness

log = logging.getLogger(__name__)
TICK_SECONDS = 0.5
LEASE_SECONDS = 3.0
CHORE_SECONDS = 2.0
chores: list[Callable[[], None]] = []  # filled at start by the wiring; each must be quick or bounded

_tasks: list[asyncio.Task[None]] = []
# Per open run of others: its epoch and beat, and since when (our monotonic clock) they have not changed.
_watched: dict[uuid.UUID, tuple[int, int, float]] = {}


async def start(*, after: Callable[[], Awaitable[None]] | None = None) -> None:
    """Start the process's timers; a second call does nothing. No run is taken over before `after` has returned."""
    if not _tasks:
        _tasks.append(asyncio.create_task(_tick_forever(after), name="ticker"))
        _tasks.append(asyncio.create_task(_chores_forever(), name="chores"))
        if settings.CHANNEL_LAYERS:
            _tasks.append(asyncio.create_task(doorbell.listen(following.heard), name="doorbell-heard"))
        _tasks.append(asyncio.create_task(heartbeat(settings.SSE_KEEPALIVE / 1000), name="heartbeat"))
        _tasks.append(asyncio.create_task(lateness.watch(), name="lateness"))


def running() -> bool:
    """Whether the timers of this process have been started."""
    return bool(_tasks)


async def stop() -> None:
    """Stop the timers, hand the runs back and end the database threads."""
    while _tasks:
        _tasks.pop().cancel()
    await runs.hand_back()
    await choose.close()
    database.close_all()


async def _tick_forever(after: Callable[[], Awaitable[None]] | None) -> None:
    if after:
        await after()
    while True:
        try:
            await tick()
        except Error:
            log.exception("The ticker could not reach the database; trying again")
            _watched.clear()  # while we were blind others may have beaten: count afresh
        await asyncio.sleep(TICK_SECONDS)


async def _chores_forever() -> None:
    """What other parts asked to be done now and then: on the pool and beside the ticks, so that no lease waits."""
    while True:
        for chore in chores:
            try:
                await database.in_database(chore)
            except Exception:
                log.exception("A chore failed; it is tried again in %.0f s", CHORE_SECONDS)
        await asyncio.sleep(CHORE_SECONDS)


async def tick() -> None:
    """One look: on the log writer's thread, so that slow tools hold up no lease."""
    mine = runs.driven_here()
    cancelled, taken = await database.in_log_writer(renew_and_look, mine)
    for run_id in cancelled:
        runs.stop_here(run_id)
    for run in taken:
        log.warning("Took over run %s (epoch %d)", run.pk, run.epoch)
        runs.drive(run)


def renew_and_look(mine: set[uuid.UUID]) -> tuple[list[uuid.UUID], list[Run]]:
    """Renew the leases of our runs; returns those of them that are to be cancelled, and runs just taken over."""
    open_runs = list(
        Run.objects.filter(status=Run.Status.RUNNING).only("pk", "owner", "epoch", "beat", "cancel_requested")
    )
    ours = [run for run in open_runs if run.pk in mine]
    if ours:
        Run.objects.filter(pk__in=[r.pk for r in ours], owner=OWNER).update(beat=F("beat") + 1)
    others = [run for run in open_runs if run.pk not in mine]
    now = time.monotonic()
    taken = [taken for run in others if _lease_ran_out(run, now) and (taken := take_over(run))]
    for gone in _watched.keys() - {run.pk for run in others}:
        del _watched[gone]
    return [run.pk for run in ours if run.cancel_requested], taken


def _lease_ran_out(run: Run, now: float) -> bool:
    epoch, beat, since = _watched.get(run.pk, (0, 0, now))
    if (epoch, beat) != (run.epoch, run.beat):
        _watched[run.pk] = (run.epoch, run.beat, now)
        since = now
    return is_gone(run.owner) or now - since >= LEASE_SECONDS


def take_over(run: Run) -> Run | None:
    """Make an abandoned run ours, unless its owner or another process was quicker."""
    same = Run.objects.filter(pk=run.pk, epoch=run.epoch, beat=run.beat, status=Run.Status.RUNNING)
    if not same.update(owner=OWNER, epoch=run.epoch + 1, beat=run.beat + 1):
        return None
    _watched.pop(run.pk, None)
    return Run.objects.select_related("question").get(pk=run.pk)
