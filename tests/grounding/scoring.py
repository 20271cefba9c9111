"""Plays the labelled sentences: how many wrong figures are found, and how many of those found are wrong."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agent.guardrails.grounding import ungrounded

HERE = Path(__file__).parent
TUNED, SECOND, THIRD, THIRD_REST, FOURTH, WHILE_TUNING, FOURTH_LOOKED_AT, FIFTH = (
    "tuned",
    "tuned, second author",
    "tuned, third author",
    "tuned, third author's rest",
    "tuned, fourth author",
    "written while tuning",
    "looked at, fourth author",
    "held back, fifth author",
)
PARTS = {
    TUNED: "cases.jsonl",
    SECOND: "second_author.jsonl",
    THIRD: "third_author.jsonl",
    THIRD_REST: "third_author_rest.jsonl",
    FOURTH: "fourth_author.jsonl",
    WHILE_TUNING: "own_cases.jsonl",
    FOURTH_LOOKED_AT: "fourth_author_rest.jsonl",
    FIFTH: "fifth_author.jsonl",
}
HELD_BACK = frozenset([FIFTH])  # nobody looks at its misses: one looked at moves to a tuned part


@dataclass
class Score:
    """What came of some sentences. misses: wrong and not flagged, or another figure flagged; false: flagged, right."""

    sentences: int = 0
    wrong_sentences: int = 0
    found_sentences: int = 0
    flagged: int = 0
    flagged_wrong: int = 0
    misses: list[tuple[dict[str, Any], list[str]]] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found_sentences / self.wrong_sentences if self.wrong_sentences else 1.0

    @property
    def precision(self) -> float:
        return self.flagged_wrong / self.flagged if self.flagged else 1.0


def cases(part: str) -> list[dict[str, Any]]:
    """The labelled sentences of one part."""
    return [json.loads(line) for line in (HERE / PARTS[part]).read_text().splitlines()]


def messages_of(context: str) -> list[dict[str, Any]]:
    """A context file as the model would have read it: the question, the calls, their results."""
    told = json.loads((HERE / "contexts" / f"{context}.json").read_text())
    messages: list[dict[str, Any]] = [{"role": "user", "content": told["question"]}]
    for call in told["calls"]:
        function = {"name": call["tool"], "arguments": json.dumps(call["arguments"])}
        messages.append({"role": "assistant", "content": None, "tool_calls": [{"function": function}]})
        messages.append({"role": "tool", "content": json.dumps(call["result"])})
    return messages


def score(part: str) -> Score:
    """Play the sentences of one part."""
    contexts: dict[str, list[dict[str, Any]]] = {}
    total = Score()
    for case in cases(part):
        if case["context"] not in contexts:
            contexts[case["context"]] = messages_of(case["context"])
        _count(total, case, [each.text for each in ungrounded(case["text"], contexts[case["context"]])])
    return total


def _count(total: Score, case: dict[str, Any], flagged: list[str]) -> None:
    right = [text for text in flagged if any(_same(text, wrong) for wrong in case["wrong"])]
    found = [wrong for wrong in case["wrong"] if any(_same(text, wrong) for text in flagged)]
    total.sentences += 1
    total.wrong_sentences += bool(case["wrong"])
    total.found_sentences += bool(case["wrong"]) and len(found) == len(case["wrong"])
    total.flagged += len(flagged)
    total.flagged_wrong += len(right)
    if len(found) < len(case["wrong"]) or len(right) < len(flagged):
        total.misses.append((case, flagged))


def _same(flagged: str, wrong: str) -> bool:
    """One figure, with or without its unit: "345" for "345 sq ft", "$345" for "$345/sf"."""
    return (
        flagged == wrong
        or flagged in wrong.split(" ")
        or wrong.startswith((f"{flagged} ", f"{flagged}/"))
        or flagged.startswith(f"{wrong} ")
    )
