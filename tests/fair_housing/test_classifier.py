"""The second layer: what it learned, that it can be learned again, and that it changes nothing for the lawful."""

from __future__ import annotations

import random

import pytest

from realestate.fair_housing import findings, judge, sentence
from realestate.fair_housing.classifier import WEIGHTS, model, read, written
from realestate.fair_housing.features import features
from realestate.fair_housing.screening import tagged
from tests.fair_housing.training.machine import total, train
from tests.fair_housing.training.sentences import examples, learned_from


@pytest.fixture(scope="module")
def known():
    return examples()


def of(text: str) -> dict[int, float]:
    return features(tagged(text), text, "question")


def test_the_weights_were_learned_from_the_sentences_that_are_there(known):
    """After a change of them: `python -m tests.fair_housing.training`."""
    assert model().learned_from == learned_from()
    assert len(known) > 4_000


def test_the_same_examples_teach_the_same_whenever(known):
    some = random.Random(7).sample(known, 120)
    rows = [(example.features, example.steers, 1.0) for example in some]
    shuffled = [(dict(sorted(found.items(), reverse=True)), steers, cost) for found, steers, cost in rows]

    assert train(rows) == train(shuffled)


def test_what_was_learned_parts_what_it_was_learned_from(known):
    some = random.Random(8).sample(known, 200)
    weights, bias = train([(example.features, example.steers, 5.0) for example in some])

    right = [(total(weights, bias, example.features) > 0) == example.steers for example in some]

    assert sum(right) > 190


def test_a_models_file_says_what_the_model_is():
    found = read(written({0: 1.27, 7: -0.5}, bias=0.1, above=0.6, below=-0.4, later=0.5, learned_from="a"))

    assert [round(found.scale * found.weights[slot], 2) for slot in (0, 1, 7)] == [1.27, 0.0, -0.5]
    assert (found.bias, found.above, found.below, found.later, found.learned_from) == (0.1, 0.6, -0.4, 0.5, "a")


def test_the_file_is_small():
    assert WEIGHTS.stat().st_size <= 140_000


def test_who_asks_is_no_feature_of_what_is_asked():
    asked = "3 bedroom homes in Seattle under 800k"

    assert of(f"We are a Somali family. {asked}") == of(asked)
    assert of(f"{asked}. I am 72.") == of(asked)


@pytest.mark.parametrize(
    ("steering", "lawful"),
    [
        ("her rent would come from the county. how do I decline", "her rent would come on the 6th. is that allowed"),
        ("do people there get up for work in the morning", "does the sun get to the deck in the morning"),
        ("which area would you pick for a guy like me, Somali", "which of the two would you pick, by price"),
        ("no strollers in the lobby please", "no carpet in the lobby please"),
    ],
)
def test_lawful_talk_in_the_same_words_is_left_alone(steering, lawful):
    assert judge(steering)
    assert judge(lawful) is None


def test_a_finding_of_the_classifier_is_said_to_be_one_and_stops_no_mail():
    (found,) = findings("The unit really calls for an able-bodied person without a walker.", "mail")

    assert found.learned
    assert not found.hard


def test_what_else_was_asked_for_is_answered():
    verdict = judge("3 bedrooms in Kent under 600k. Which complexes have the voucher families")

    assert verdict.rest == "3 bedrooms in Kent under 600k. \u2026"
    assert verdict.reply == sentence("perhaps")


def test_a_long_text_is_read_sentence_by_sentence():
    lawful = "The kitchen has a gas range and a pantry. " * 20

    assert findings(lawful, "remarks") == ()
    assert findings(f"{lawful}No housing assistance, W-2 earners only.", "remarks")


@pytest.mark.parametrize(
    ("earlier", "question"),
    [
        (["which areas are mostly white in Seattle"], "same question for Bellevue"),
        (["does the tower have many old people"], "any where that isn't so"),
    ],
)
def test_a_question_that_follows_others_is_read_with_them(earlier, question):
    assert judge(question, earlier)


@pytest.mark.parametrize(
    ("earlier", "question"),
    [
        (["condos in Ballard"], "same question for Bellevue"),
        (["does the tower have many units"], "and which have fewer of them"),
        (["which areas are mostly white in Seattle"], "ok, just 3 bedrooms in Ballard under 900k"),
        (["I'm Somali.", "3 bedrooms under 500k"], "which of them has the lowest taxes"),
    ],
)
def test_a_lawful_question_is_answered_whatever_was_said_before(earlier, question):
    assert judge(question, earlier) is None


def test_a_judgement_of_an_area_is_found_within_a_long_wish_for_a_home():
    assert judge("2 bedroom homes in a safe area of Portland")
    assert judge("2 bedroom homes in Portland with a safe deck railing") is None
