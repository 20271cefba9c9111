"""Who drives a run: this process by name, and whether the process of another name is known to be gone."""

from __future__ import annotations

import os
import sys
import uuid

from django.conf import settings


def _machine() -> str:
    """This machine as far as process numbers count: the node, and within it the container."""
    # Two containers of one name have processes of the same numbers; Linux tells them apart.
    container = os.stat("/proc/self/ns/pid").st_ino if sys.platform == "linux" else 0
    return f"{settings.NODE_NAME[:30]}:{container}"


MACHINE = _machine()
# It must never be mistaken for one that died, not even after a quick restart.
OWNER = f"{MACHINE}:{os.getpid()}:{uuid.uuid4().hex[:8]}"


def is_gone(owner: str) -> bool:
    """Whether nobody has to be waited for: no owner, or a process of this machine that is there no more.

    Of a process elsewhere, or one whose number another process has now, only the end of its lease tells.
    """
    machine, _, process = owner.rpartition(":")[0].rpartition(":")
    if not owner:
        return True
    if machine != MACHINE or sys.platform != "linux" or owner == OWNER:
        return False
    return process == str(os.getpid()) or not os.path.exists(f"/proc/{process}")
