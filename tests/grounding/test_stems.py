"""Which strings a text must contain before a pattern can match in it."""

from __future__ import annotations

import re

import pytest

from agent.guardrails import stems
from agent.guardrails.concepts import CONCEPTS
from tests.grounding.scoring import PARTS, cases


def test_every_branch_has_a_stem():
    assert stems.of_pattern(r"\bmedian\b|\bhalf of") == ("half of", "median")


def test_a_pattern_of_short_words_has_none_and_is_tried():
    assert stems.of_pattern(r"\b(?:a|per) ?day\b|[+-]") == ()


@pytest.mark.parametrize("name", CONCEPTS)
def test_no_pattern_matches_a_text_without_its_stems(name):
    words = CONCEPTS[name][1].lower()
    needed = stems.of_pattern(words)
    texts = {case["text"].lower() for part in list(PARTS)[:3] for case in cases(part)}

    assert not [each for each in texts if re.search(words, each) and needed and not any(s in each for s in needed)]
