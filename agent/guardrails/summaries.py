# ruff: noqa: E501  (a pattern cut in pieces is harder to read than a long line)
"""Sums, averages, medians and spans of what several homes, places or months have, where no operand is written."""

from __future__ import annotations

import re
import statistics
from collections import defaultdict
from collections.abc import Iterator, Mapping

from agent.guardrails import concepts, months, pairs
from agent.guardrails.closeness import close
from agent.guardrails.fact import Fact
from agent.guardrails.facts import Facts
from agent.guardrails.remembered import finds
from agent.guardrails.sentences import Claim, Sentence

_TOGETHER = re.compile(
    r"\b(?:together|combined|in all|altogether|totals?|sum|between them|all (?:three|four|five|of them)|in total|add(?:s|ed)? up|overall|collectively|jointly|both|share|split|"
    r"(?:were|was|had|saw|sold)\b.*\bquarter|quarter\b.*\b(?:had|saw|sold|brought))\b",
    re.IGNORECASE,
)
_MEAN = re.compile(r"\b(?:averag\w+|mean)\b", re.IGNORECASE)
_MEDIAN = re.compile(r"\b(?:median|middle)\b", re.IGNORECASE)
_SPAN = re.compile(
    r"\b(?:spread|span\w*|range|apart|gap|difference|of each other|between the (?:\w+est|most|least))\b", re.IGNORECASE
)
_SHOWN = re.compile(r"\bof (?:the|these) (?:two|three|four|five|six)\b|\bshown\b")
_QUARTER = re.compile(
    r"\b(?:(?P<first>first|Q1)|(?P<second>second|Q2)|(?P<third>third|Q3)|(?P<fourth>fourth|Q4))\b(?: quarter)?",
    re.IGNORECASE,
)
_LAST = re.compile(
    r"\b(?P<which>last|past|latest|recent|first) (?P<many>two|three|four|five|six|[2-9]) months\b", re.IGNORECASE
)
_MANY = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_BESIDES = {
    "asking",
    "own",
    "first",
    "cut",
    "on_market",
    "homes",
    "monthly",
    "yearly",
    "active",
}  # which make no two figures unlike
_COUNTED = {"counted", "rate", "stat", "size", "loan", "per"}
_KIND = {"money": ("money",), "area": ("area",), "days": ("days",), "beds": ("beds",), "baths": ("baths",)}
_KIND |= {"miles": ("miles",), "garage": ("garage",), "years": ("year",), "count": ("count",), "percent": ("percent",)}
_KIND |= {"": ("count", "beds", "baths", "garage", "days", "year")}
_APART = re.compile(r"\b(?:by|spread|span\w*|range|apart|gap|difference|between)\b", re.IGNORECASE)
_SUPERLATIVE = re.compile(
    r"\bthe (?:\w+ )?(?!interest|nearest)(?:\w{3,}est|most|least|best)\b|\band the (?:weak|slow|quiet|low|high)est\b",
    re.IGNORECASE,
)
_BY_NEXT = re.compile(r"\bby\b|\bnext\b")
_SALES = re.compile(r"\b(?:sold|sales|homes?|closings|closed)\b|\bquarter\b", re.IGNORECASE)
_OR = re.compile(r"\b(?:or|and|plus)\b|[+&]")
_MOST_OWNERS = 60


def follows(claim: Claim, sentence: Sentence, of_kind: Mapping[str, list[Fact]], gathered: Facts) -> bool:
    """Whether it is what the named ones, those of a named town, or all there are, come to as the sentence says."""
    text = sentence.text
    together, span = finds(_TOGETHER, text), finds(_SPAN, text)
    mean, median = _is_said("average", _MEAN, claim, sentence), _is_said("median", _MEDIAN, claim, sentence)
    superlatives = _SUPERLATIVE.findall(text)
    meant = _months(text, sentence.months, of_kind)
    together = together or (bool(meant) and _SALES.search(f"{text} {' '.join(sentence.header)}"))
    if claim.unit in ("", "count") and any(
        close(claim.figure, each) for each in _of_statuses(claim, sentence, of_kind)
    ):
        return True
    if not (mean or median or together or span or superlatives) or claim.unit not in _KIND:
        return False
    owners = _owners(sentence, gathered)
    if mean and not owners and not finds(_SHOWN, text) and _is_known("average", claim, of_kind):
        return False
    if median and not mean and not owners and not finds(_SHOWN, text) and _is_known("median", claim, of_kind):
        return False
    for values in _rows(claim, sentence, of_kind, owners):
        if together and close(claim.figure, sum(values)):
            return True
        if mean and close(claim.figure, statistics.fmean(values)):
            return True
        if median and close(claim.figure, statistics.median(values)):
            return True
        if span and close(claim.figure, max(values) - min(values)):
            return True
        if superlatives and any(close(claim.figure, each) for each in _steps(claim, values, text, len(superlatives))):
            return True
    return False


def _steps(claim: Claim, values: list[float], text: str, superlatives: int) -> Iterator[float]:
    """From one end to the other where both are named, and from an end to the next: "the oldest by 25 years"."""
    ordered = sorted(values)
    is_said = pairs.BEHIND.match(text, claim.figure.end) or _APART.search(text, 0, claim.figure.start)
    if not is_said:
        return
    if superlatives > 1 and claim.unit != "percent":
        yield ordered[-1] - ordered[0]
    if superlatives > 1 and claim.unit == "percent" and ordered[0]:
        yield 100 * (ordered[-1] / ordered[0] - 1)
        yield 100 * (1 - ordered[0] / ordered[-1])
    if finds(_BY_NEXT, text):
        yield ordered[1] - ordered[0]
        yield ordered[-1] - ordered[-2]


def _of_statuses(claim: Claim, sentence: Sentence, of_kind: Mapping[str, list[Fact]]) -> Iterator[float]:
    """What two statuses have together: "42 homes active or pending"."""
    named = {each.concept for each in sentence.mentions if concepts.group_of(each.concept) == "status"}
    if len(named) < 2 or not finds(_OR, sentence.text):
        return
    owners = frozenset(each for mine in claim.subjects.values() for each in mine)
    of_owner: dict[frozenset[str], dict[str, float]] = defaultdict(dict)
    for fact in of_kind["count"]:
        if not (fact.derived or fact.in_text or _of_time(fact)) and (not owners or fact.subjects & owners):
            for each in fact.concepts & named:
                of_owner[fact.subjects].setdefault(each, fact.value)
    yield from (sum(values.values()) for values in of_owner.values() if len(values) > 1)


def _of_time(fact: Fact) -> bool:
    return any(each.startswith(("month:", "week:")) for each in fact.subjects)


def _is_said(stat: str, words: re.Pattern[str], claim: Claim, sentence: Sentence) -> bool:
    """Whether a figure is said to be such a one: by its clause, or by a sentence that says it of its only figure."""
    if stat in claim.concepts:
        return True
    if any(stat in each.concepts for each in sentence.claims):
        return False
    alike = [each for each in sentence.claims if each.unit == claim.unit]
    return len(alike) == 1 and finds(words, sentence.text) is not None


def _is_known(stat: str, claim: Claim, of_kind: Mapping[str, list[Fact]]) -> bool:
    """Whether a result has such a figure of its own, which is the one that is meant."""
    return any(stat in fact.concepts for kind in _KIND[claim.unit] for fact in of_kind[kind])


def _owners(sentence: Sentence, gathered: Facts) -> frozenset[str]:
    """The homes or places that are named, two or more; else those in a town that is named."""
    named = frozenset(subject for each in sentence.names for subject in each.subjects)
    if len(named) > 1:
        return named
    lower = sentence.text.lower()
    in_town = [mine for town, mine in gathered.towns.items() if len(mine) > 1 and town in lower]
    return frozenset(min(in_town, key=len)) if in_town else frozenset()


def _rows(
    claim: Claim, sentence: Sentence, of_kind: Mapping[str, list[Fact]], owners: frozenset[str]
) -> Iterator[list[float]]:
    """The values of each thing that the owners have one of, and of the months that are meant."""
    said = frozenset(each for each in claim.concepts if concepts.group_of(each) in _COUNTED) - {
        "homes",
        "down",
        "average",
        "median",
    }
    meant = _months(sentence.text, sentence.months, of_kind)
    groups: dict[tuple[str, frozenset[str]], dict[str, float]] = defaultdict(dict)
    kinds = (
        ("money", "area")
        if claim.unit == "percent" and len(_SUPERLATIVE.findall(sentence.text)) > 1
        else _KIND[claim.unit]
    )
    for kind in kinds:
        for fact in of_kind[kind]:
            if fact.derived or fact.in_text or fact.asked or concepts.contradict(said, fact.concepts):
                continue
            month = next((each for each in fact.subjects if each.startswith("month:")), "")
            if month and month in meant:
                groups["month", fact.concepts - _BESIDES].setdefault(month, fact.value)
            if month or any(each.startswith("week:") for each in fact.subjects):
                continue
            for owner in fact.subjects if not owners else fact.subjects & owners:
                groups[owner.partition(":")[0], fact.concepts - _BESIDES].setdefault(owner, fact.value)
    for of_owners in groups.values():
        if 2 <= len(of_owners) <= _MOST_OWNERS:
            yield list(of_owners.values())


def _months(text: str, named: list[int], of_kind: Mapping[str, list[Fact]]) -> set[str]:
    """The months a sentence takes together: from one to another, a quarter, the last three, or those it names."""
    known = sorted({each for fact in of_kind["count"] for each in fact.subjects if each.startswith("month:")})
    if not known:
        return set()
    if months.names_a_range(text) and len(named) > 1:
        first, last = named[0], named[1]
        wanted = {(first - 1 + step) % 12 + 1 for step in range((last - first) % 12 + 1)}
        return {each for each in known if int(each[-2:]) in wanted}
    if "quarter" in text and (match := finds(_QUARTER, text)):
        first = 3 * ["first", "second", "third", "fourth"].index(match.lastgroup or "first") + 1
        return {each for each in known if first <= int(each[-2:]) < first + 3}
    if match := finds(_LAST, text):
        many = _MANY.get(match["many"].lower()) or int(match["many"])
        return set(known[:many] if match["which"].lower() == "first" else known[-many:])
    if len(named) > 1:
        return {each for each in known if int(each[-2:]) in named}
    return set(known) if "month" in text and not named else set()
