"""Who listens to notifications in this process: one query a second for all of them, none while nobody listens.

The rows are looked at by age, not by number: on PostgreSQL a row with a lower number may be committed later.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import orjson
from django.db import Error
from django.db.models import Q
from django.utils import timezone

from agent.frames import Reader, encode_frame
from realestate.database import in_database
from realestate.models import Notification
from realestate.notifications import unread

log = logging.getLogger(__name__)
LOOK_SECONDS = 1.0
RECENT = timedelta(minutes=2)  # a notification committed later than this after it was written is only counted
MOST_RESUMED = 50

_listeners: set[Listener] = set()
_looking: asyncio.Task[None] | None = None


class Listener:
    """One open stream: what waits to be sent, and which recent rows it was told of."""

    def __init__(self, reader: Reader, user_id: Any) -> None:
        self.reader, self.user_id = reader, user_id
        self.waiting: list[bytes] = []
        self.told: set[int] = set()

    def take(self) -> bytes:
        """What waits, joined; nothing waits afterwards."""
        waiting, self.waiting = self.waiting, []
        return b"".join(waiting)

    def tell(self, recent: list[Notification], count: int) -> None:
        """Add the rows it has not been told of, the oldest first."""
        fresh = [row for row in recent if row.pk not in self.told]
        self.told = {row.pk for row in recent}
        if fresh:
            self.waiting += [_frame(row, count) for row in fresh]
            self.reader.wake()


@asynccontextmanager
async def listen(reader: Reader, user_id: Any, after: int) -> AsyncIterator[Listener]:
    """Listen while the block runs. after: the number of the last event the client has; 0 has it start from now."""
    global _looking
    listener = Listener(reader, user_id)
    _listeners.add(listener)
    try:
        rows, count, newest = await in_database(_opening, user_id, after)
        # The look may have been here first: what it sent is in `rows` as well.
        listener.told, listener.waiting = {row.pk for row in rows}, []
        missed = [row for row in rows if after and row.pk > after][-MOST_RESUMED:]
        listener.waiting = [_frame(row, count) for row in missed]
        listener.waiting.append(encode_frame(newest, "unread", orjson.dumps({"unread": count}).decode()))
        if _looking is None or _looking.done() or _looking.get_loop() is not asyncio.get_running_loop():
            _looking = asyncio.create_task(_look_forever(), name="notifications")
        yield listener
    finally:
        _listeners.discard(listener)


def _opening(user_id: Any, after: int) -> tuple[list[Notification], int, int]:
    mine = Notification.objects.filter(user_id=user_id)
    wanted = Q(created_at__gt=timezone.now() - RECENT) | (Q(pk__gt=after) if after else Q())
    rows = list(mine.filter(wanted).order_by("pk"))
    newest = mine.order_by("-pk").values_list("pk", flat=True).first() or 0
    return rows, unread(user_id), max(after, newest)


async def _look_forever() -> None:
    while _listeners:
        await asyncio.sleep(LOOK_SECONDS)
        told = {(each.user_id, pk) for each in _listeners for pk in each.told}
        users = {each.user_id for each in _listeners}
        try:
            recent, counts = await in_database(_look, users, told) if users else ({}, {})
        except Error:
            log.exception("Could not look for notifications; trying again")
            continue
        for each in [each for each in _listeners if each.user_id in users]:
            each.tell(recent.get(each.user_id, []), counts.get(each.user_id, 0))


def _look(users: set[Any], told: set[tuple[Any, int]]) -> tuple[dict[Any, list[Notification]], dict[Any, int]]:
    """The recent rows of these people, and the unread counts of those among them who have one they were not told of."""
    recent: dict[Any, list[Notification]] = {}
    for row in Notification.objects.filter(user_id__in=users, created_at__gt=timezone.now() - RECENT).order_by("pk"):
        recent.setdefault(row.user_id, []).append(row)
    news = {row.user_id for rows in recent.values() for row in rows if (row.user_id, row.pk) not in told}
    return recent, {user_id: unread(user_id) for user_id in news}


def _frame(row: Notification, count: int) -> bytes:
    said = {"kind": row.kind, "text": row.text, "url": row.url, "read": row.read_at is not None, "unread": count}
    return encode_frame(row.pk, "notification", orjson.dumps(said).decode())
