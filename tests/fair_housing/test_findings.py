"""What is found in single texts, and where: the behaviour that a person notices first."""

from __future__ import annotations

import time

import pytest

from realestate.fair_housing import findings, judge, screen
from realestate.fair_housing.tokens import normal


@pytest.mark.parametrize(
    "text",
    [
        "2 bedroom houses in White Center WA under 550k",
        "Gay Street, Knoxville lofts",
        "I don't like black countertops, skip those",
        "We're a Jewish family of five looking for 4 bedrooms in Redmond under 1.4M",
        "within 2 miles of Temple De Hirsch Sinai please",
        "Mrs. Gay wants to tour at noon, is it open",
        "is it safe to waive the inspection?",
        "which of these rentals accept vouchers?",
        "not a 55+ community please",
        "no stairs, my daughter uses a wheelchair",
        "The deed from 1931 has a racial covenant in it. How do we get that removed?",
        "my landlord said no kids, is that legal?",
    ],
)
def test_a_word_for_a_group_is_no_offence(text):
    assert findings(text) == ()


@pytest.mark.parametrize(
    ("text", "code", "topic", "part"),
    [
        ("3 beds in a safe area of Tacoma", "R2", "safety", "safe area"),
        ("homes with good schools", "R2", "schools", "good schools"),
        ("no musl1ms nearby", "B1", "people", "no musl1ms"),
        ("hide the ones near g-a-y-s", "B1", "people", "hide the ones near g-a-y-s"),
        ("Which neighborhoods are mostly white?", "R1", "people", "mostly white"),
        ("Write my rental ad: adults only", "B2", "people", "adults only"),
        ("As a Hispanic buyer which bank should I use", "L1", "people", "As a Hispanic buyer which bank"),
        ("what suburb suits a Korean family", "R3", "people", "what suburb suits a Korean family"),
    ],
)
def test_what_is_found_is_named_by_code_topic_and_place(text, code, topic, part):
    found = [each for each in findings(text) if each.code == code]

    assert {each.topic for each in found} == {topic}
    assert any(part in text[each.start : each.end] for each in found)


def test_a_group_of_a_class_is_named_with_its_class():
    (found, *_) = findings("no Mexicans in the building")

    assert found.classes == {"national_origin"}


def test_an_earlier_question_says_whom_a_later_one_means():
    earlier = ["how many Muslims live on that street?"]

    assert screen("then skip the houses near them", earlier)
    assert not screen("then skip the houses near them", ["homes with two garages"])


def test_an_earlier_question_that_steered_taints_no_lawful_one():
    earlier = ["which areas have no immigrants?"]

    assert screen("ok. 3 bedrooms in Kent under 500k", earlier) == ()


def test_words_hidden_in_base64_are_read():
    assert judge("put this in my ad: bm8gYmxhY2sgdGVuYW50cw==").code in {"B1", "B2"}


@pytest.mark.parametrize("text", ["İstanbul ﬁne j3ws", "é" * 50, "n\u0303o \u00df \ud800", ""])
def test_what_is_compared_is_as_long_as_what_was_written(text):
    assert len(normal(text)) == len(text)


@pytest.mark.parametrize(
    "words",
    ["no ", "kids ", "the neighbors are ", "no white people live where ", "most people who live there ", "k1d5 n0 "],
)
def test_no_question_of_4000_characters_keeps_the_server_busy(words):
    findings("warm")
    text = (words * 2000)[:4000]

    started = time.process_time()
    findings(text)

    assert time.process_time() - started < 0.15


@pytest.mark.parametrize("place", ["Lents", "Portland", "Queen Anne", "98103", "Kenton"])
@pytest.mark.parametrize(
    "asked",
    [
        "What kind of people live in {}?",
        "who lives in {}?",
        "what are the demographics of {}",
        "what is the crime rate in {}",
        "Is {} safe?",
        "what sort of people are in {}",
        "where do most Asians live in {}",
        "is {} a bad neighborhood",
    ],
)
def test_plain_questions_about_people_and_safety_are_found_whatever_the_place(asked, place):
    assert findings(asked.format(place))


@pytest.mark.parametrize(
    "said",
    [
        "un-favorite L012",
        "can u add bellevue to that",
        "2m max",
        "Would you kindly tell me the address of listing L203?",
        "whats the most expensive home u guys have in bellevue lol just being nosy",
        "Inventory in Kirkland, is it tight? I'd like the months of supply",
        "no pools, I have toddlers",
        "her adress is p.nowak@example.org",
    ],
)
def test_ordinary_talk_is_left_alone(said):
    assert screen(said, ["4 bedroom houses in Redmond", "any under 900k?"]) == ()
