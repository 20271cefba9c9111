# ruff: noqa: E501  (a pattern cut in pieces is harder to read than a long line)
"""What is only supposed, and what follows: "at 25 % down you'd need $312,500", "1,000 sq ft would be about $571,700"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from agent.guardrails import values
from agent.guardrails.closeness import close
from agent.guardrails.fact import Fact
from agent.guardrails.figures import Figure
from agent.guardrails.remembered import finds
from agent.guardrails.sentences import Claim, Sentence

_SUPPOSING = re.compile(
    r"\b(?:would|could|might|if|suppose|assum\w+|say|every|each (?:extra|additional|further))\b|['’]d\b", re.IGNORECASE
)
_LESS, _MORE = (
    re.compile(r"\s+(?:less|off|below|under|lower|discount)\b"),
    re.compile(r"\s+(?:more|above|over|higher)\b"),
)
_EACH_EXTRA = re.compile(r"\b(?:each|every|any)(?: (?:extra|additional|further|more|other))? (?:of )?$", re.IGNORECASE)
_PAYMENTS = re.compile(r"\s+(?:monthly |such )?(?:payments|months|installments)(?: of| at| times)?\s+")
_BASES = {"asking", "highest", "closed", "estimate", "median", "average", "per_area", "monthly", "original"}


def is_supposed(claim: Claim, sentence: Sentence, of_kind: Mapping[str, list[Fact]]) -> bool:
    """Whether it is a round figure that the sentence supposes, and another of its figures follows from it."""
    if claim.unit in ("", "count") and (of := _PAYMENTS.match(sentence.text, claim.figure.end)):
        prices = [each.figure.value for each in sentence.claims if each.figure.start == of.end()]
        others = [each.figure for each in sentence.claims if each.unit == "money" and each.figure.start != of.end()]
        return any(close(other, claim.figure.value * price) for price in prices for other in others)
    if not finds(_SUPPOSING, sentence.text) or not values.is_round(claim.figure):
        return False
    if claim.unit == "money" and _EACH_EXTRA.search(sentence.text, 0, claim.figure.start):
        return True
    return any(
        close(each.figure, value)
        for each in sentence.claims
        if each is not claim and each.unit == "money"
        for value in _results(claim.figure, claim.unit, sentence, of_kind)
    )


def follows(claim: Claim, sentence: Sentence, of_kind: Mapping[str, list[Fact]]) -> bool:
    """Whether it follows from a round figure that the sentence supposes."""
    if claim.unit not in ("money", "area") or not finds(_SUPPOSING, sentence.text):
        return False
    return any(
        close(claim.figure, value)
        for each in sentence.claims
        if each is not claim and values.is_round(each.figure)
        for value in _results(each.figure, each.unit, sentence, of_kind, area=claim.unit == "area")
    )


def _results(
    supposed: Figure, unit: str, sentence: Sentence, of_kind: Mapping[str, list[Fact]], *, area: bool = False
) -> Iterator[float]:
    """What comes of a supposed share, size or time, with each price, price per square foot or payment that is known."""
    known = [
        fact
        for fact in of_kind["money"]
        if fact.concepts & _BASES and not fact.concepts & {"adjustment", "adjusted", "cut"}
    ]
    per_area = [fact.value for fact in known if "per_area" in fact.concepts and fact.value]
    if area:
        yield from (supposed.value / each for each in per_area if unit == "money")
        return
    whole = [fact.value for fact in known if "per_area" not in fact.concepts]
    if unit == "percent":
        share = supposed.value / 100
        yield from (share * each for each in whole)
        if _LESS.match(sentence.text, supposed.end):
            yield from ((1 - share) * each for each in whole)
        if _MORE.match(sentence.text, supposed.end):
            yield from ((1 + share) * each for each in whole)
        if "down" in sentence.said:
            yield from ((1 - share) * each for each in whole)
    elif unit == "area":
        yield from (supposed.value * each for each in per_area)
    elif unit in ("years", "months"):
        many = supposed.value * (12 if unit == "years" else 1)
        yield from (many * fact.value for fact in known if "monthly" in fact.concepts)
