"""Long and odd questions: a pattern that backtracks would hold up everybody, so each is answered within a limit."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from agent.llm.offline.steps import Requests, Say
from tests.agent.offline_talk import Talk, home, page
from tests.agent.test_offline_acts import ALL

LIMIT_SECONDS = 10  # the longest takes half a second; a pattern that backtracks takes minutes
LONGEST = 4_000
REPEATED = [
    "a ",
    "a-",
    "x",
    "L001 and ",
    "L001, ",
    "in Portland or ",
    "not in Portland ",
    "@",
    "a.b@",
    "a@b.",
    "1,000 ",
    "1-2-3-",
    "1.1.1.",
    '"',
    "'",
    "(",
    "[](",
    '"a" ',
    "open “",
    'delete "',
    "mentioning 'a",
    "; 5 ",
    "% down ",
    "20 % down at 6.5 % ",
    "afford ",
    "my my ",
    "the the the my my ",
    "save it as ",
    "save L001 ",
    "with a note ",
    "send L001 to ",
    "delete search ",
    "remember that i ",
    "notify me when new homes come up ",
    "performance report for ",
    "how are L001 and ",
    "what is it worth ",
    "income of is are was ",
    "raise my my my price ",
    "five hundred thousand ",
    "hundred and ",
    "1 a b c street ",
    "but ",
    "except in ",
    "st johns but ",
    "homes like ",
    "like L001 ",
    "use my preferences ",
    "under that price ",
    "with any recommendations ",
]


@contextmanager
def limited() -> Iterator[None]:
    """Stop what takes too long: `re` looks for signals while it matches, so a hang fails here instead of hanging."""

    def stop(signal_number: int, frame: object) -> None:
        raise TimeoutError(f"not answered within {LIMIT_SECONDS} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(LIMIT_SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("words", REPEATED)
def test_the_longest_question_of_its_kind_is_answered(words):
    talk = Talk(ALL)
    talk.ask("3 bed homes in Portland")
    talk.give(page(home("L009", 640_000), home("L004", 480_000)))

    with limited():
        step = talk.ask((words * LONGEST)[:LONGEST])

    assert isinstance(step, Requests | Say)


def test_a_hang_is_seen_by_the_limit(monkeypatch):
    monkeypatch.setattr("tests.agent.test_offline_long.LIMIT_SECONDS", 1)

    with pytest.raises(TimeoutError), limited():
        re.search(r"(?:a+)+$", "a" * 40 + "b")
