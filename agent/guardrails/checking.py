"""Checks a finished answer beside the event loop, and says what was found as the notice that everybody reads."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from agent.guardrails.grounding import Ungrounded, ungrounded

log = logging.getLogger(__name__)
# A long conversation takes tens of milliseconds, which no stream should wait for. One thread: it is all Python.
_checker = ThreadPoolExecutor(1, thread_name_prefix="grounding")


async def grounding_notice(answer: str, messages: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The data of the notice about the figures of the answer that nothing supports; None when all are grounded.

    occurrences: for each figure which of its occurrences in the answer is meant, from 0, for the page to mark it.
    """
    found = await asyncio.get_running_loop().run_in_executor(_checker, _checked, answer, messages)
    if not found:
        return None
    figures = [each.text for each in found]
    said = ", ".join(dict.fromkeys(figures))
    message = f"These figures could not be verified: {said}. No tool returned them and you did not name them."
    return {"kind": "grounding", "message": message, "figures": figures, "occurrences": [each.at for each in found]}


def _checked(answer: str, messages: list[dict[str, Any]]) -> list[Ungrounded]:
    try:
        return ungrounded(answer, messages)
    except Exception:  # a mistake of the check takes nobody's answer away
        log.exception("The figures of an answer could not be checked")
        return []
