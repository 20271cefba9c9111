"""An answer is checked while it streams: ordinary words come at once, a sentence that steers never does."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from realestate.fair_housing import AnswerFilter, sentence


def streamed(text: str, size: int = 4) -> tuple[str, list[str]]:
    """(what may be shown in the end, every state of it on the way) of a text that comes in pieces of `size`."""
    answer, states = AnswerFilter(), []
    for start in range(0, len(text), size):
        answer.take(text[start : start + size])
        states.append(answer.text)
    answer.end()
    return answer.text, [*states, answer.text]


@pytest.mark.parametrize("size", [1, 4, 7, 1000])
@pytest.mark.parametrize(
    "text",
    [
        "I found three homes in White Center under $700,000. The first has a garage, 1.5 baths and a new roof.",
        "The kitchen has mostly white oak floors and black fixtures.\n\n| id | price |\n|---|---|\n| L001 | $5 |\n",
        "Fair-housing rules keep me from choosing areas by religion. I can search by price.",
        "This community is registered as 55+ housing, so at least one resident must be 55 or older.",
        "¿Más barato? Hay 3 casas. 🏡 …",
        "no end of a sentence " * 40,
    ],
)
def test_a_lawful_answer_comes_out_as_it_was_written(text, size):
    assert streamed(text, size)[0] == text


@pytest.mark.parametrize("size", [1, 4, 7, 1000])
@pytest.mark.parametrize(
    "unlawful",
    [
        "Fremont is full of twenty-somethings, which suits you.",
        "As a Black buyer you might be happier in the Central District.",
        "Edmonds is one of the safest cities around.",
        "People like you tend to feel at home in Renton.",
    ],
)
def test_a_sentence_that_steers_is_replaced_and_the_others_stay(unlawful, size):
    text, _ = streamed(f"Two homes fit. {unlawful} The second has a deck.", size)

    assert text == f"Two homes fit. {sentence('answer')} The second has a deck."


@pytest.mark.parametrize("size", [1, 4, 9])
def test_however_an_answer_is_cut_the_same_sentences_are_replaced(size):
    """Each piece is looked at alone where it can be: that must miss nothing that the whole sentence shows."""
    files = sorted((Path(__file__).parent / "cases" / "tuned").glob("*.jsonl"))
    cases = [json.loads(line) for file in files for line in file.read_text().splitlines()]
    answers = [f"Two homes fit. {case['text']} So far." for case in cases if case["surface"] == "answer"]

    assert len(answers) >= 20
    assert {text: streamed(text, size)[0] for text in answers} == {text: streamed(text, 1000)[0] for text in answers}


def test_no_flagged_word_is_shown_even_for_a_moment():
    _, states = streamed("Two homes fit. The area is predominantly Asian. The second has a deck.", 1)

    assert not any("predominantly" in state or "Asian" in state for state in states)


def test_the_reason_is_given_once():
    text, _ = streamed("It is mostly Hispanic. It is mostly white families. It has a deck.")

    assert text.count(sentence("answer")) == 1
    assert text.endswith("It has a deck.")


def test_ordinary_words_are_shown_as_they_come():
    _, states = streamed("I found two condos with a deck. Both cost less than the last one we saw", 1)

    behind = [len("I found two condos with a deck. Both cost less than the last one we saw"[: n + 1]) - len(state)
              for n, state in enumerate(states[:-1])]  # fmt: skip
    assert max(behind) < 20


def test_what_is_held_back_comes_when_the_answer_is_cut():
    answer = AnswerFilter()
    answer.take("It is mostly")

    assert answer.text == "It is "
    assert [change.text for change in answer.end()] == ["mostly"]


def test_a_change_says_that_what_was_shown_is_dropped():
    answer = AnswerFilter("Before.\n\n")
    shown = [
        change for piece in ["It lies ", "in a safe ", "neighborhood, and ", "so on. "] for change in answer.take(piece)
    ]

    assert [change.replaces for change in shown][-2:] == [True, False]
    assert shown[-2].text == f"Before.\n\n{sentence('answer')}"


@pytest.mark.parametrize("words", ["mostly ", "the neighborhood is ", "as a single ", "a"])
def test_an_endless_sentence_keeps_the_server_free(words):
    started = time.process_time()
    streamed((words * 2000)[:8000], 4)

    assert time.process_time() - started < 8
