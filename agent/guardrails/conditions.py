# ruff: noqa: E501  (a pattern cut in pieces is harder to read than a long line)
"""Limits, parts and paces: "ten of them within 2 miles", "all five have two baths", "14 homes a month"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from agent.guardrails import values
from agent.guardrails.fact import Fact
from agent.guardrails.remembered import finds
from agent.guardrails.sentences import Claim, Sentence

_LIMIT = re.compile(
    r"\b(?:(?P<below>under|below|less than|fewer than|within|at most|up to|within the (?:last|past)|in the (?:last|past))|(?:over|more than|above|at least|beyond))\s+$",
    re.IGNORECASE,
)
_LIMIT_OF_ALL = re.compile(
    r"\b(?:(?P<below>under|below|fewer than|at most|up to)|(?:over|more than|above|at least))\s", re.IGNORECASE
)
_COUNTING = re.compile(
    r"\s+(?:of (?:the|them|these|those)|homes?|condos?|houses?|others?|months?|(?:are|lie|cost|ask|sold|have|had|closed|stayed|went|came|were|above|over|below|under)\b)"
)
_LASTING = re.compile(r"\d[\d,.]*(?: [a-z]+)? (?:over|in|within) $")
_SOME = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|none|most|some|several|few|half|rest) (?:others?|more|of (?:the|them)|homes|months|condos|houses)\b[^,;.]{0,24}$",
    re.IGNORECASE,
)
_SOME_OF = re.compile(r"\s+of (?:the|them|these|those|our)\b(?! (?:\d|same\b))")
_ALL = re.compile(r"\b(?:all|there (?:are|were)|found|have|see) (?:the )?$", re.IGNORECASE)
_ALL_HAVE = re.compile(
    r"^\W*all (?:of (?:them|the \w+)|(?:the )?(?:two|three|four|five|\d+|homes|condos)\b)[^,;]*$", re.IGNORECASE
)
_EACH_MONTH = re.compile(r"\b(?:each|every|a|per) month\b", re.IGNORECASE)


def lack(claim: Claim, sentence: Sentence, of_kind: Mapping[str, list[Fact]]) -> bool:
    """Whether all homes are said to have what one of them has not."""
    return bool(_ALL_HAVE.search(sentence.text, 0, claim.figure.start)) and not _have_all(claim, sentence, of_kind)


def is_limit(claim: Claim, sentence: Sentence, of_kind: Mapping[str, list[Fact]]) -> bool:
    """Whether a limit only says what is counted ("ten within 2 miles") or is met by whom it is said of."""
    text, start = sentence.text, claim.figure.start
    if claim.unit == "days" and _LASTING.search(text, max(0, start - 40), start):
        return False  # "77 views over 21 days"
    return bool(_LIMIT.search(text, max(0, start - 16), start)) and _is_met(claim, sentence, of_kind)


def _have_all(claim: Claim, sentence: Sentence, of_kind: Mapping[str, list[Fact]]) -> bool:
    """Whether each home has what all are said to have; true where that is not known, or somebody is excepted."""
    limit = _LIMIT_OF_ALL.search(sentence.text, 0, claim.figure.start)
    if claim.unit not in ("beds", "baths", "garage") or "xcept" in sentence.text or sentence.names:
        return True
    of_home: dict[str, float] = {}
    for fact in of_kind[claim.unit]:
        for subject in fact.subjects:
            if subject.startswith("id:") and not fact.in_text:
                of_home[subject] = fact.value
    if limit:
        sign = -1 if limit["below"] else 1
        return all(sign * value >= sign * claim.figure.value for value in of_home.values())
    return len(set(of_home.values())) < 2 or "or more" in claim.figure.text or "+" in claim.figure.text


def is_of_total(claim: Claim, sentence: Sentence, totals: set[float]) -> bool:
    """Whether it is a condition of all homes that were found, which the search must have had: "53 with 3 bedrooms"."""
    if claim.unit not in ("beds", "baths", "money", "area") or not totals:
        return False
    return any(
        each.figure.value in totals
        and not _SHARE_OF.search(sentence.text, 0, each.figure.start)
        and each.figure.end <= claim.figure.start
        and _CONDITION.fullmatch(sentence.text, each.figure.end, claim.figure.start)
        for each in sentence.claims
    )


_SHARE_OF = re.compile(r"\bof the $")
_CONDITION = re.compile(
    r"[^,;.:]*\b(?:with|having|under|below|up to|at most|no more than|less than|at least)\s+(?:at least |exactly )?",
    re.IGNORECASE,
)


def is_pace(claim: Claim, sentence: Sentence, of_kind: Mapping[str, list[Fact]]) -> bool:
    """Whether it is how many homes sell in a month of the twelve that are known."""
    if not finds(_EACH_MONTH, sentence.text):
        return False
    sold = [fact for fact in of_kind["count"] if "sold" in fact.concepts and not fact.in_text]
    return any(abs(fact.value / 12 - claim.figure.value) <= claim.figure.tolerance for fact in sold)


def _is_met(claim: Claim, sentence: Sentence, of_kind: Mapping[str, list[Fact]]) -> bool:
    """Whether a limit only says what is counted ("ten within 2 miles") or is met by whom it is said of."""
    if claim.unit not in ("money", "area", "beds", "baths", "days", "miles") or not values.is_round(claim.figure):
        return False
    if claim.unit in ("beds", "baths", "days", "miles") and claim.subjects.get("id"):
        limit = _LIMIT.search(sentence.text, 0, claim.figure.start)
        sign = -1 if limit and limit["below"] else 1
        own = [fact for fact in of_kind[claim.unit] if fact.subjects & claim.subjects["id"] and not fact.derived]
        return any(sign * fact.value > sign * claim.figure.value for fact in own)
    if _SOME.search(sentence.text, 0, claim.figure.start):
        return True
    counted = [each for each in sentence.claims if each is not claim and each.figure.unit in ("", "count")]
    return any(_COUNTING.match(sentence.text, each.figure.end) for each in counted)


def is_part(claim: Claim, sentence: Sentence) -> bool:
    """Whether it is said to be some of the homes, which no total is: "fifteen of the sales closed in May"."""
    text = sentence.text
    return bool(_SOME_OF.match(text, claim.figure.end)) and not _ALL.search(text, 0, claim.figure.start)
