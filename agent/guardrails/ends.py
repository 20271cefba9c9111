"""The ends of a range, which must be the lowest and the highest: "sizes run from 890 to 990 sq ft"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from agent.guardrails import concepts, values
from agent.guardrails.fact import Fact
from agent.guardrails.sentences import Claim, Sentence

_TO = re.compile(r"\s*(?:to|–|-|—|and|up to|through)\s*(?:about |around |roughly )?", re.IGNORECASE)
_RANGING = re.compile(
    r"\b(?:rang(?:e|es|ed|ing)|run|runs|go|goes|var(?:y|ies)|span|spans|spread|stretch(?:es)?|prices?|sizes?|lots?|between|from|hits|matches|est(?:imate)?)\b",
    re.IGNORECASE,
)
_ONE_THING = re.compile(
    r"\b(?:rose|fell|went up|went down|dropped|climbed|cut|reduced|lowered|raised|up|down|grew|slipped|adjusted|came)\b"
)
_UNITS = ("money", "area", "beds", "baths", "days", "year", "miles")


def is_none(claim: Claim, sentence: Sentence, of_kind: Mapping[str, list[Fact]]) -> bool:
    """Whether it is said to be an end of what all homes have, or of an estimate, and is neither the lowest nor highest.

    A result's own lowest and highest, and what was searched for, are ends too.
    """
    at = _place(claim, sentence)
    if at is None or claim.unit not in _UNITS or claim.subjects.get("id") or sentence.months or sentence.is_row:
        return False
    known = [
        fact for fact in of_kind[claim.unit] if not concepts.contradict(claim.concepts - {"asking"}, fact.concepts)
    ]
    ends = [fact for fact in known if "estimate" in fact.concepts and not fact.in_text]
    if ends and ("estimate" in sentence.said or any(_is(claim, fact.value) for fact in ends)):
        ordered = sorted({fact.value for fact in ends})
        return not _is(claim, ordered[0] if at == 0 else ordered[-1])
    if "per_area" in claim.concepts:
        known = [fact for fact in known if "per_area" in fact.concepts]
    owned = [fact for fact in known if _of_a_home(fact) and not fact.concepts & _SPECIAL - claim.concepts]
    if len({fact.value for fact in owned}) < 2 or not any(_is(claim, fact.value) for fact in owned):
        return False
    others = [fact.value for fact in known if not fact.subjects]
    extreme = (min if at == 0 else max)(fact.value for fact in owned)
    return not any(_is(claim, value) for value in [extreme, *others])


_SPECIAL = {"per_area", "lot", "original", "cut", "tax", "adjusted", "adjustment", "fee", "peers", "estimate"}


def _of_a_home(fact: Fact) -> bool:
    return not (fact.derived or fact.in_text) and any(each.startswith("id:") for each in fact.subjects)


def _is(claim: Claim, value: float) -> bool:
    return values.agree(claim, Fact(claim.unit, 0, value))


def _place(claim: Claim, sentence: Sentence) -> int | None:
    """0 for the first of "from 890 to 990 sq ft", 1 for the second, None for what is no end."""
    text = sentence.text
    for first, second in zip(sentence.claims, sentence.claims[1:], strict=False):
        if claim not in (first, second) or first.unit != second.unit or first.figure.value >= second.figure.value:
            continue
        if not _TO.fullmatch(text, first.figure.end, second.figure.start):
            continue
        before = text[max(0, first.figure.start - 40) : first.figure.start]
        joined = " and " in text[first.figure.end : second.figure.start]
        if joined and not before.rstrip().lower().endswith("between"):
            continue
        if _RANGING.search(before) and not _ONE_THING.search(before):
            return 0 if claim is first else 1
    return None
