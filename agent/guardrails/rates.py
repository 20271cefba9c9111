# ruff: noqa: E501  (a pattern cut in pieces is harder to read than a long line)
"""What comes to each: a price per bedroom, a year's tax a month, views a day, a payment over a year or the term."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from agent.guardrails import concepts, labels
from agent.guardrails.closeness import close
from agent.guardrails.fact import Fact
from agent.guardrails.remembered import finds
from agent.guardrails.sentences import Claim, Sentence

# What is divided by, and the words that say it.
_PER = [
    ("beds", 1, re.compile(r"(?:\bper|\ba|\beach|\bevery|/) ?(?:bed)?room\b", re.IGNORECASE)),
    ("baths", 1, re.compile(r"(?:\bper|\ba|\beach|\bevery|/) ?bath(?:room)?\b", re.IGNORECASE)),
    ("days", 1, re.compile(r"(?:\bper|\ba|\beach|\bevery|/) ?day\b|\bdaily\b", re.IGNORECASE)),
    ("days", 7, re.compile(r"(?:\bper|\ba|\beach|\bevery|/) ?week\b|\bweekly\b", re.IGNORECASE)),
]
_A_MONTH = re.compile(r"(?:\bper|\ba|\beach|\bevery|/) ?(?:month|mo)\b|\bmonthly\b|\btwelfth\b", re.IGNORECASE)
_A_YEAR = re.compile(
    r"(?:\bper|\ba|\beach|\bevery|/|\bone|\bwhole|\bfull) ?(?:year|yr)\b|\byearly\b|\bannual(?:ly)?\b|\btwelve months\b|\b12 months\b",
    re.IGNORECASE,
)
_OVER = re.compile(
    r"\b(?:over|in|after|for|within) (?:the )?(?:first )?(?P<many>\w+) (?P<unit>years|months)\b|\b(?P<term>term|life) of the loan\b",
    re.IGNORECASE,
)
_A_YEAR_AGO = re.compile(r"\b(?:year|twelve months) (?:ago|earlier|before)\b|\blast year\b", re.IGNORECASE)
_NO_PRICE = {"per_area", "tax", "adjustment", "adjusted", "cut", "original", "peers", "fee", "monthly"}
_LOOSE = {"monthly", "yearly", "borrowed", "repaid", "payment"}  # of which an amount over time may be said
_YEARLY = {"yearly", "tax"}


def follows(claim: Claim, sentence: Sentence, of_kind: Mapping[str, list[Fact]]) -> bool:
    """Whether a figure of the owner, divided or multiplied as the sentence says, gives it."""
    return any(close(claim.figure, value) for value in _results(claim, sentence, of_kind))


def _results(claim: Claim, sentence: Sentence, of_kind: Mapping[str, list[Fact]]) -> Iterator[float]:
    text, said = f"{sentence.text} {labels.header_cell(sentence, claim.figure)}", claim.concepts
    if claim.unit == "money":
        amounts = [
            fact for fact in _own(claim, of_kind["money"]) if not fact.concepts & {"per_area", "adjustment", "adjusted"}
        ]
        fitting = [fact for fact in amounts if not concepts.contradict(said - {"monthly", "yearly"}, fact.concepts)]
        paid = [fact for fact in amounts if not concepts.contradict(said - _LOOSE, fact.concepts)]
        if finds(_A_MONTH, text) and "yearly" not in claim.strict:
            yield from (fact.value / 12 for fact in fitting if fact.concepts & {"yearly", "tax", "income"})
        if finds(_A_YEAR_AGO, text):
            yield from (
                fact.value / (1 + each.sign * each.value / 100)
                for fact in _own(claim, of_kind["money"])
                if "median" in fact.concepts
                for each in _own(claim, of_kind["percent"])
                if "change" in each.concepts and fact.subjects == each.subjects
            )
        if (finds(_A_YEAR, text) or "yearly" in said) and "monthly" not in claim.strict:
            yield from (12 * fact.value for fact in fitting if "monthly" in fact.concepts)
        for years in _years(text, sentence, of_kind):
            yield from (12 * years * fact.value for fact in paid if "monthly" in fact.concepts)
            yield from (
                years * fact.value for fact in paid if fact.concepts & _YEARLY and "monthly" not in fact.concepts
            )
    if "payments" in claim.concepts:
        yield from (12 * fact.value for fact in of_kind["years"] if not fact.subjects)
    if claim.unit not in ("money", "area", "", "count"):
        return
    for kind, times, words in _PER:
        if finds(words, text):
            yield from _divided(claim, of_kind, kind, times)


def _divided(claim: Claim, of_kind: Mapping[str, list[Fact]], kind: str, times: int) -> Iterator[float]:
    whole = of_kind["count" if kind == "days" else claim.unit if claim.unit in ("money", "area") else "money"]
    said = frozenset(each for each in claim.concepts if concepts.group_of(each) == "counted")
    for fact in _own(claim, whole):
        if fact.concepts & _NO_PRICE or (kind == "days" and (not said or not said & fact.concepts)):
            continue
        for each in _own(claim, of_kind[kind]):
            if each.value and (each.subjects & fact.subjects or not (each.subjects or fact.subjects)):
                yield times * fact.value / each.value


def _years(text: str, sentence: Sentence, of_kind: Mapping[str, list[Fact]]) -> Iterator[float]:
    """For how many years something is told: "over 30 years", "over five years", "over the term"."""
    for each in sentence.claims:
        if each.unit in ("years", "months"):
            yield each.figure.value / (12 if each.unit == "months" else 1)
    match = finds(_OVER, text)
    if match and match["term"]:
        yield from (fact.value for fact in of_kind["years"] if not fact.subjects)


def _own(claim: Claim, known: list[Fact]) -> list[Fact]:
    """The figures that are the named ones', or anybody's where nobody is named; no counts made here."""
    owners = frozenset(each for mine in claim.subjects.values() for each in mine)
    return [
        fact
        for fact in known
        if not (fact.derived or fact.in_text or fact.explains)
        and not any(each.startswith("week:") for each in fact.subjects)
        and (not owners or not fact.subjects or fact.subjects & owners)
    ]
