"""Plays the labelled sentences: how many wrong figures are found, and how many of those found are wrong."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agent.guardrails.grounding import ungrounded

HERE = Path(__file__).parent
WHILE_TUNING = "written while tuning"
HALVES = ("tuned", "held back")  # nobody looks at the misses of the second while changing the check


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


def cases(half: str = "") -> list[dict[str, Any]]:
    """The labelled sentences of one half; those written while tuning are a part of their own."""
    file = "own_cases.jsonl" if half == WHILE_TUNING else "cases.jsonl"
    read = [json.loads(line) for line in (HERE / file).read_text().splitlines()]
    return [case for case in read if half in ("", WHILE_TUNING) or half_of(case["id"]) == half]


def half_of(case_id: str) -> str:
    """Which half a case belongs to, by the hash of its id."""
    return HALVES[int(hashlib.sha256(case_id.encode()).hexdigest(), 16) % 2]


def messages_of(context: str) -> list[dict[str, Any]]:
    """A context file as the model would have read it: the question, the calls, their results."""
    told = json.loads((HERE / "contexts" / f"{context}.json").read_text())
    messages: list[dict[str, Any]] = [{"role": "user", "content": told["question"]}]
    for call in told["calls"]:
        function = {"name": call["tool"], "arguments": json.dumps(call["arguments"])}
        messages.append({"role": "assistant", "content": None, "tool_calls": [{"function": function}]})
        messages.append({"role": "tool", "content": json.dumps(call["result"])})
    return messages


def score(half: str = "") -> Score:
    """Play the sentences of one half, or all."""
    contexts: dict[str, list[dict[str, Any]]] = {}
    total = Score()
    for case in cases(half):
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
    """One figure, with or without its unit: "345" for "345 sq ft"."""
    return (
        flagged == wrong
        or flagged in wrong.split(" ")
        or wrong.startswith(flagged + " ")
        or flagged.startswith(wrong + " ")
    )
