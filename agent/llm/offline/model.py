"""The offline assistant as a model: it streams like an endpoint and decides by rules."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from typing import Any

from agent.llm.offline.deciding import decide
from agent.llm.offline.emitting import chunks
from agent.llm.offline.vocabulary import Vocabulary
from agent.llm.offline.warming import warm_up
from realestate import tooling
from realestate.database import in_database

VOCABULARY_SECONDS = 60  # how long newly imported places may stay unknown


class OfflineModel:
    """Answers without a key. Everything it knows comes from the messages and from the words of the apps."""

    name = "offline"

    def __init__(self, vocabulary: list[dict[str, Any]] | None = None) -> None:
        """vocabulary: entries as `tooling.vocabulary()` gives them; by default these, read again every minute."""
        self._vocabulary = Vocabulary(vocabulary) if vocabulary is not None else None
        self._read_again_at = float("inf") if vocabulary is not None else 0.0

    async def warm_up(self) -> None:
        """Learn the words and compile the patterns before somebody waits for them, beside the event loop."""
        await in_database(warm_up, await self._words())

    async def stream(
        self, messages: list[dict[str, Any]], tools: list[dict[str, Any]], tool_choice: str = "auto"
    ) -> AsyncIterator[dict[str, Any]]:
        """The chunks of one step, as an OpenAI-compatible endpoint sends them."""
        names = frozenset(tool["function"]["name"] for tool in tools)
        step = decide(messages, names, await self._words(), may_call=tool_choice != "none")
        for chunk in chunks(step, messages):
            yield chunk

    async def _words(self) -> Vocabulary:
        if self._vocabulary is None or time.monotonic() >= self._read_again_at:
            self._vocabulary = Vocabulary(await in_database(tooling.vocabulary))
            self._read_again_at = time.monotonic() + VOCABULARY_SECONDS
        return self._vocabulary
