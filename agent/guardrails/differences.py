# ruff: noqa: E501  (a pattern cut in pieces is harder to read than a long line)
"""Differences and ratios of what two homes, places or months have, where the answer names no operands."""

from __future__ import annotations

import re
from collections.abc import Mapping

from agent.guardrails import pairs
from agent.guardrails.closeness import close
from agent.guardrails.fact import Fact
from agent.guardrails.remembered import finds
from agent.guardrails.sentences import Claim, Sentence

_APART = re.compile(
    r"\b(?:differ\w*|gap|spread|apart|sav(?:e|es|ing)\b(?=[^,;]*\$)|leav(?:e|es|ing)|unspent|spare|room|beat|separat\w+|between|range|lead|of each other|adjust\w*|(?:going|moving|switching|stepping|upgrading|change) from|short(?! of)|too (?:dear|expensive|much|many|pricey)|(?:days?|years?) (?:before|after))\b",
    re.IGNORECASE,
)
_NEEDS = re.compile(r"\b(?:needs?|lacks?|missing|misses)\b")  # what would have to come on top
_ASKING = re.compile(r" (?:(?P<up>over|above|more than)|under|below|less than) (?:the )?(?:list|asking)\b")
_CAME_DOWN = re.compile(r"\b(?:came|come|down|cut|dropped|reduc\w+|lower\w*|discount\w*|fallen|less)\b")
_NO_PRICE = {"per_area", "tax", "original", "cut", "adjustment", "adjusted", "fee", "peers", "estimate"}


def compared(claim: Claim, sentence: Sentence) -> bool:
    """Whether a figure is said to be a difference: "$26,000 more", "a gap of 23 days"."""
    return bool(
        pairs.BEHIND.match(sentence.text, claim.words_at)
        or pairs.BY.search(sentence.text, 0, claim.figure.start)
        or finds(_APART, sentence.text)
        or (claim.figure.unit in ("", "count") and pairs.TIMES.match(sentence.text, claim.words_at))
    )


def follows(claim: Claim, sentence: Sentence, of_kind: Mapping[str, list[Fact]]) -> bool:
    """Whether a figure is what two named ones, or two figures of one, differ by."""
    if claim.figure.unit not in pairs.KIND:
        return False
    if compared(claim, sentence) and any(
        _is_said(claim, sentence, *pair) for pair in pairs.of_claim(claim, sentence, of_kind)
    ):
        return True
    return _of_itself(claim, sentence, of_kind)


def _of_itself(claim: Claim, sentence: Sentence, of_kind: Mapping[str, list[Fact]]) -> bool:
    """Whether two figures of one home give it: by how much its price came down, what it cost per square foot.

    Of the list price too: 100.1 % of it is 0.1 % over asking.
    """
    text, figure = sentence.text, claim.figure
    owners = claim.subjects.get("id") or frozenset()
    if figure.unit == "percent" and (over := _ASKING.match(text, claim.words_at)):
        sign = 1 if over["up"] else -1
        return any(
            close(figure, gap) and gap * sign > 0 and _theirs(fact, claim)
            for fact in of_kind["percent"]
            if "to_list" in fact.concepts and (gap := fact.value - 100)
        )
    prices = [
        fact for fact in of_kind["money"] if not fact.concepts & _NO_PRICE and not fact.in_text and not fact.asked
    ]
    if figure.unit == "percent" and finds(_CAME_DOWN, text):
        firsts = [
            fact for fact in of_kind["money"] if "original" in fact.concepts and (not owners or fact.subjects & owners)
        ]
        return any(
            first.subjects == fact.subjects
            and fact.value < first.value
            and close(figure, 100 * (1 - fact.value / first.value))
            for first in firsts
            for fact in prices
        )
    if figure.unit == "money" and "per_area" in claim.concepts and owners:
        sizes = [fact for fact in of_kind["area"] if "lot" not in fact.concepts and fact.subjects & owners]
        return any(
            close(figure, fact.value / size.value)
            for size in sizes
            for fact in prices
            if size.value and fact.subjects & size.subjects & owners
        )
    return False


def _theirs(fact: Fact, claim: Claim) -> bool:
    places = claim.subjects.get("place") or frozenset()
    return not places or bool(places & fact.subjects)


def _is_said(claim: Claim, sentence: Sentence, fact: Fact, other: Fact) -> bool:
    """Whether the difference of two facts is the figure, the way it is said to go."""
    figure = claim.figure
    if pairs.TIMES.match(sentence.text, claim.words_at):
        return bool(other.value) and close(figure, fact.value / other.value)
    difference = fact.value - other.value
    way = pairs.BEHIND.match(sentence.text, claim.words_at)
    rising = (
        bool(way["up"]) if way else (said.lastgroup == "up" if (said := finds(pairs.ROSE, sentence.text)) else None)
    )
    if (
        (way or len(sentence.months) > 1 or pairs.BY.search(sentence.text, 0, figure.start))
        and rising is not None
        and not finds(_NEEDS, sentence.text)
        and difference
        and (difference > 0) != bool(rising)
    ):
        return False
    if figure.unit == "percent" and fact.kind != "percent":
        return bool(other.value) and close(figure, 100 * difference / other.value)
    return bool(difference) and close(figure, difference)
