"""Which figures of an answer are flagged: on labelled sentences, and one behaviour each."""

from __future__ import annotations

import json
import time

import pytest

from agent.guardrails.grounding import ungrounded
from tests.grounding.scoring import HELD_BACK, TUNED, WHILE_TUNING, messages_of, score


def flagged(context: str, text: str) -> list[str]:
    """The figures of a sentence that nothing in this context supports."""
    return [each.text for each in ungrounded(text, messages_of(context))]


@pytest.mark.parametrize(
    ("part", "recall", "precision"), [(TUNED, 0.95, 0.94), (HELD_BACK, 0.94, 0.83), (WHILE_TUNING, 0.97, 0.98)]
)
def test_wrong_figures_are_found_and_right_ones_left_alone(part, recall, precision):
    found = score(part)

    assert found.recall >= recall
    assert found.precision >= precision


def test_a_figure_that_stands_nowhere_is_flagged():
    assert flagged("home", "L003 costs $1,205,000.") == ["$1,205,000"]


def test_another_homes_price_is_flagged():
    assert flagged("compare", "L001 costs $799,000.") == ["$799,000"]


def test_the_average_for_the_median_is_flagged():
    assert flagged("market", "The median is $997,098.") == ["$997,098"]


def test_rounding_and_units_are_tolerated():
    said = "About $1.2 million, just under 3,000 sq ft (a lot of 0.1 acres), $13.3K a year in tax."

    assert flagged("home", said.replace("$1.2", "$1.25")) == []


def test_arithmetic_that_is_shown_is_right_and_that_which_is_wrong_is_not():
    assert flagged("metrics", "Together 77 + 168 = 245 views.") == []
    assert flagged("metrics", "Together 77 + 168 = 255 views.") == ["255"]


def test_columns_of_a_table_belong_to_the_homes_of_its_head():
    table = "| | L001 | L002 |\n|---|---|---|\n| Page views | 168 | 77 |"

    assert flagged("metrics", table) == ["168", "77"]


def test_list_numbers_links_and_suggestions_claim_nothing():
    said = "1. See [it](/listings/L999/).\n2. Say “homes under $123,456” next, for example “compare L777”.\n\n`x = 99`"

    assert flagged("home", said) == []


def test_which_occurrence_is_meant_counts_from_the_start_of_the_answer():
    (found,) = ungrounded("L001 has 2 baths. L003 has 2 baths.", messages_of("compare"))

    assert (found.text, found.at) == ("2 baths", 1)


def test_a_result_that_was_cut_supports_what_was_left_of_it():
    left = '{"listings": [{"listingId": "L9", "price": 5000, "li'
    cut = json.dumps({"cut": "The first 52 characters of 900", "text": left})

    assert ungrounded("L9 costs $5,000, not $6,000.", [{"role": "tool", "content": cut}])[0].text == "$6,000"


@pytest.mark.parametrize("monster", ["one hundred and " * 2500, "1 + " * 10_000, "“" * 40_000, "| 1 " * 10_000])
def test_a_monster_is_checked_within_seconds(monster):
    started = time.process_time()

    ungrounded(monster, messages_of("search"))

    assert time.process_time() - started < 10
