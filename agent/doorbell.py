"""Tells the other processes which runs moved, so that they need not wait for their next look.

One message per process and commit, on channels' Redis layer; without REDIS_URL there is no layer and nobody to tell.
Losing every message loses nothing: who follows a run of another process looks four times a second anyway.
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Callable, Iterable

from channels.layers import get_channel_layer
from django.conf import settings

log = logging.getLogger(__name__)
GROUP = "runs"
PATIENCE_SECONDS = 2.0  # a Redis that hangs is as good as none

_moved: set[str] = set()
_ringing: asyncio.Task[None] | None = None


def ring(run_ids: Iterable[uuid.UUID]) -> None:
    """Say that these runs have new events, when the message before this one is out. Never waits, never fails."""
    global _ringing
    if not settings.CHANNEL_LAYERS:
        return
    _moved.update(run_id.hex for run_id in run_ids)
    if _ringing is None or _ringing.done():
        _ringing = asyncio.create_task(_ring(), name="doorbell")


async def _ring() -> None:
    while _moved:
        message = {"type": "moved", "runs": list(_moved)}
        _moved.clear()
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await get_channel_layer().group_send(GROUP, message)
        except Exception as error:  # whatever ails Redis: readers look by themselves
            log.warning("The doorbell is out of order: %s", error)
            await asyncio.sleep(PATIENCE_SECONDS)


async def listen(heard: Callable[[set[uuid.UUID]], None]) -> None:
    """Call `heard` with the runs that moved, here or elsewhere, for ever; after a failure begin again."""
    while True:
        try:
            layer = get_channel_layer()
            channel = await layer.new_channel()
            await layer.group_add(GROUP, channel)
            while True:
                message = await layer.receive(channel)
                heard({uuid.UUID(run_id) for run_id in message["runs"]})
        except Exception as error:  # Redis was away when we subscribed; later the layer mends itself
            log.warning("Nobody can ring here: %s", error)
            await asyncio.sleep(PATIENCE_SECONDS)
