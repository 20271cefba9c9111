"""How late the event loop is: what holds it up holds up every stream of this process."""

from __future__ import annotations

import asyncio

from prometheus_client import Histogram

LOOK_SECONDS = 0.05
BUCKETS = (0.001, 0.005, 0.02, 0.1, 0.5, 2.0)
lateness = Histogram(
    "doorstep_event_loop_lateness_seconds",
    "How much later than it asked for a timer of this process was called",
    buckets=BUCKETS,
    registry=None,
)


async def watch() -> None:
    """Ask to be called again and again, and note how late that was; until it is cancelled."""
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + LOOK_SECONDS
        await asyncio.sleep(LOOK_SECONDS)
        lateness.observe(max(0.0, loop.time() - due))
