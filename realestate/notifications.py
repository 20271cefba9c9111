"""What a person is told of besides the page they look at: one row each, written with what it tells of.

The rows are all there is: `agent.listening` finds the new ones and sends them to the open pages, in every process.
"""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from django.utils import timezone

from realestate.models import Notification

MOST_KEPT = 200  # of one person
KEPT_FOR = timedelta(days=30)
_FORGET_EVERY = 3600.0  # seconds
_forgotten_at = float("-inf")


def notify(user_id: Any, kind: str, text: str, url: str, *, read: bool = False) -> None:
    """Tell this person one sentence that leads to `url`, in the caller's transaction.

    read: it is only for their other open pages, and counts as read. The oldest beyond MOST_KEPT go. Three queries.
    """
    text = text if len(text) <= 300 else text[:297] + "..."
    now = timezone.now()
    Notification.objects.create(
        user_id=user_id, kind=kind, text=text, url=url, created_at=now, read_at=now if read else None
    )
    mine = Notification.objects.filter(user_id=user_id)
    too_old = mine.order_by("-pk").values_list("pk", flat=True)[MOST_KEPT : MOST_KEPT + 1].first()
    if too_old is not None:
        mine.filter(pk__lte=too_old).delete()


def unread(user_id: Any) -> int:
    """How many this person has not read."""
    return Notification.objects.filter(user_id=user_id, read_at=None).count()


def mark_read(user: Any, only: int | None = None) -> None:
    """Mark all, or only the one with this number, as read; another person's number does nothing."""
    mine = user.notifications.filter(read_at=None)
    (mine if only is None else mine.filter(pk=only)).update(read_at=timezone.now())


def forget_old() -> None:
    """Once an hour, drop what is older than KEPT_FOR."""
    global _forgotten_at
    if time.monotonic() - _forgotten_at >= _FORGET_EVERY:
        _forgotten_at = time.monotonic()
        Notification.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()
