"""`manage.py evaluate --suite fair-housing`: the figures, and that they never fall below what was measured."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from realestate.fair_housing.measuring import load, measure

CASES = Path(__file__).parent / "cases"


@pytest.fixture(scope="module")
def never_tuned():
    return [measure(case) for case in load(CASES / "never_tuned")]


def share(measured, *styles: str) -> float:
    found = [each.found for each in measured if each.case.style in styles]
    return sum(found) / len(found)


def test_plain_steering_is_found(never_tuned):
    assert share(never_tuned, "explicit") >= 0.94


def test_most_veiled_steering_is_found(never_tuned):
    assert share(never_tuned, "implicit") >= 0.93


def test_most_of_what_steers_only_after_other_questions_is_found(never_tuned):
    assert share(never_tuned, "multi_turn") >= 0.66


def test_few_lawful_requests_are_taken_for_steering(never_tuned):
    assert share(never_tuned, "lawful") <= 0.074


def test_ordinary_requests_are_left_alone(never_tuned):
    assert share(never_tuned, "ordinary") <= 0.005


def test_reading_a_question_takes_milliseconds(never_tuned):
    times = sorted(each.milliseconds for each in never_tuned if each.case.surface != "answer")

    assert times[int(len(times) * 0.95)] < 25  # 2 ms on an idle machine


def test_the_report_names_misses_without_their_words(tmp_path):
    folder = tmp_path / "never_tuned" / "2026-01-01"
    folder.mkdir(parents=True)
    shared = {"context": [], "surface": "question"}
    miss = {"text": "colorless green ideas", "category": "age", "style": "implicit", "code": "R1"} | shared
    hit = {"text": "no Muslims please", "category": "religion", "style": "explicit", "code": "B1"} | shared
    (folder / "mixed.jsonl").write_text(f"{json.dumps(miss)}\n{json.dumps(hit)}\n")
    output = StringIO()

    call_command("evaluate", tmp_path, "--suite", "fair-housing", stdout=output)

    assert "| 1/1 = 100.0 % | 0/1 = 0.0 % |" in output.getvalue()
    assert "1 of 2" in output.getvalue()
    assert "colorless" not in output.getvalue()


def test_a_broken_case_is_named(tmp_path):
    (tmp_path / "cases.jsonl").write_text('{"text": "no label"}\n')

    with pytest.raises(CommandError, match=r"cases.jsonl:1 is no case"):
        call_command("evaluate", tmp_path, "--suite", "fair-housing")
