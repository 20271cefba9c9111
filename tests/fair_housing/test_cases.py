"""The labelled cases are whole: what is measured against them can be trusted and compared."""

from __future__ import annotations

import collections
import hashlib
import json
from pathlib import Path

HERE = Path(__file__).parent
FILES = sorted((HERE / "cases").rglob("*.jsonl"))
CASES = [json.loads(line) for file in FILES for line in file.read_text().splitlines()]
ACTIONS = dict.fromkeys(["A0", "A1", "A2"], "allow") | dict.fromkeys(["R1", "R2", "R3", "L1"], "redirect")
ACTIONS |= dict.fromkeys(["B1", "B2"], "refuse") | dict.fromkeys(["O1", "O2"], "block")
LAWFUL = {"lawful", "ordinary"}


def test_every_case_says_what_it_asks_for():
    for case in CASES:
        assert set(case) == {"text", "context", "category", "style", "surface", "code", "action"}, case
        assert case["action"] == ACTIONS[case["code"]], case
        assert (case["action"] == "allow") == (case["category"] in LAWFUL), case
        assert case["surface"] in {"question", "argument", "answer", "remarks", "mail"}, case


def test_no_case_stands_there_twice():
    texts = collections.Counter((" ".join(case["text"].lower().split()), *case["context"]) for case in CASES)

    assert [text for text, times in texts.items() if times > 1] == []


def test_there_are_enough_of_each_category_and_hard_negatives():
    counts = collections.Counter(case["category"] for case in CASES)

    assert len(CASES) >= 600
    assert len(counts.keys() - LAWFUL) == 11
    assert min(counts.values()) >= 30
    assert counts["lawful"] >= 250


def test_the_cases_are_those_that_the_results_were_taken_from():
    sums = dict(reversed(line.split()) for line in (HERE / "SHA256SUMS").read_text().splitlines())

    assert {str(file.relative_to(HERE)): hashlib.sha256(file.read_bytes()).hexdigest() for file in FILES} == sums
