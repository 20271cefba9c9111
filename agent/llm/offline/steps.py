"""What one step comes to: tools to call, or words to say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from agent.llm.offline.dialogue import Dialogue, Turn
from agent.llm.offline.reading import Reading
from agent.llm.offline.vocabulary import Vocabulary, Word

Json = dict[str, Any]


@dataclass(frozen=True)
class Requests:
    """Tools to call, in this order: (name, arguments)."""

    calls: list[tuple[str, Json]]


@dataclass(frozen=True)
class Say:
    """An answer. When it asks back: what the question was, the places to choose from, or what else is needed.

    needs: "" for a place; "loan", "address", "homes", "value" for words that complete the question.
    unused: words of the question that changed nothing.
    """

    text: str
    asked: Reading | None = None
    options: tuple[Word, ...] = ()
    needs: str = ""
    unused: tuple[str, ...] = ()


Step = Requests | Say
# A plan that finds the question is not its own after all says None, and the next plan that applies is asked.
Plan = Requests | Say | None


@dataclass
class Context:
    """All that a decision may look at."""

    dialogue: Dialogue
    reading: Reading
    vocabulary: Vocabulary
    tools: frozenset[str]
    remarks: list[str] = field(default_factory=list)  # sentences for the end of the answer
    unused: list[str] = field(default_factory=list)  # what of the question they say could not be used

    @property
    def now(self) -> Turn:
        return self.dialogue.now
