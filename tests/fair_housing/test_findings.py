"""What the rules find in questions, over the labelled cases: never worse than what was measured before."""

from __future__ import annotations

import pytest

from realestate.fair_housing import findings, normal
from tests.fair_housing.test_cases import CASES

QUESTIONS = [case for case in CASES if case["surface"] == "question"]


def flagged(style: str) -> float:
    """The share of the questions of this style in which something is found."""
    of_style = [bool(findings(case["text"])) for case in QUESTIONS if case["style"] == style]
    return sum(of_style) / len(of_style)


def test_most_plain_steering_is_found():
    assert flagged("explicit") > 0.7


def test_ordinary_questions_are_left_alone():
    assert flagged("ordinary") == 0


def test_few_lawful_questions_are_flagged():
    assert flagged("lawful") < 0.06


@pytest.mark.parametrize(
    "text",
    [
        "2 bedroom houses in White Center WA under 550k",
        "I don't like black countertops, skip those",
        "We're a Jewish family of five looking for 4 bedrooms in Redmond under 1.4M",
        "within 2 miles of Temple De Hirsch Sinai please",
        "Mrs. Gay wants to tour at noon, is it open",
        "is it safe to waive the inspection?",
        "The deed from 1931 has a racial covenant in it. How do we get that removed?",
    ],
)
def test_a_word_for_a_group_is_no_offence(text):
    assert findings(text) == []


@pytest.mark.parametrize(
    ("text", "topic", "part"),
    [
        ("3 beds in a safe area of Tacoma", "safety", "safe area"),
        ("homes with good schools", "schools", "good schools"),
        ("no musl1ms nearby", "people", "no musl1ms"),
        ("¿Dónde vive la mayoría de los latinos en Tacoma?", "people", "mayoría de los latinos"),
        ("Write my rental ad: adults only", "people", "adults only"),
    ],
)
def test_what_is_found_is_named_by_its_place_in_the_text(text, topic, part):
    (found,) = findings(text)

    assert (found.topic, text[found.start : found.end]) == (topic, part)


@pytest.mark.parametrize("text", ["İstanbul ﬁne j3ws", "é" * 50, "n\u0303o \u00df \ud800", ""])
def test_what_is_compared_is_as_long_as_what_was_written(text):
    assert len(normal(text)) == len(text)
