"""What the first answer would otherwise wait for: tool schemas, the model's client, templates, rules, homes.

It takes a second or two, beside the event loop. Pages, `/health` and readers are served meanwhile; questions, tool
calls and the runs that a dead process left wait for it.
"""

from __future__ import annotations

import asyncio
import ctypes
import gc
import logging
import sys

from django.template.loader import get_template

from agent.llm.choose import choose
from agent.toolbox import openai_tools
from agent.transcript import prompt_version, system_prompt
from listings import columns
from realestate import fair_housing
from realestate.database import in_database

log = logging.getLogger(__name__)
_warming: asyncio.Task[None] | None = None


def begin() -> None:
    """Start to build what every request shares; `finished` waits for it."""
    global _warming
    _warming = asyncio.create_task(_up(), name="warm-up")


async def finished() -> None:
    """Return once everything is there: at once where nobody has begun."""
    if _warming is not None and not _warming.done():
        await asyncio.shield(_warming)


async def _up() -> None:
    try:
        await _build()
    except Exception:  # a database that is away, say: what was not built now is with the first request that needs it
        log.exception("Not everything could be made ready before the first request")


async def _build() -> None:
    await in_database(openai_tools)
    model = choose()
    if hasattr(model, "warm_up"):
        await model.warm_up()
    await in_database(system_prompt)
    await in_database(prompt_version)
    await in_database(fair_housing.judge, "A home?")
    await in_database(fair_housing.AnswerFilter().take, "A home.")
    await in_database(get_template, "agent/chat.html")
    await in_database(columns.keep)  # of many homes they are read in the background; the database answers meanwhile
    # What is there now stays as long as the process; to look through it for garbage took a tenth of a second each time.
    gc.collect()
    gc.freeze()
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "malloc_trim"):
        libc.malloc_trim(0)  # building took 5 MB that stay with the process otherwise
