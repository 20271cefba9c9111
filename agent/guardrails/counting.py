"""Counts that an answer makes itself: homes under a price, homes at one price, homes that were cut, months apart."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from agent.guardrails import concepts, dates, months, values
from agent.guardrails.fact import Fact
from agent.guardrails.sentences import Claim, Sentence

_ROWS = re.compile(
    r"\s+(?:of\b|others?\b|have\b|has\b|had\b|are\b|were\b|ask\b|cost\b|sold\b|c[ao]me\b|lie\b|with\b|in\b|under\b|over\b)"
)
_BELOW, _ABOVE = (
    r"less than|fewer than|under|below|within|up to|at most|before",
    r"more than|over|above|at least|beyond|after|since",
)
_ONE = re.compile(rf"\b(?:(?P<below>{_BELOW})|(?P<above>{_ABOVE})) an? (?P<unit>mile|month|year|million)\b", re.I)
_LIMIT = re.compile(
    rf"\b(?:(?P<below>{_BELOW}|short of)|(?P<above>{_ABOVE}|topped|exceeded))\s+(?:the\s+)?$", re.IGNORECASE
)
_MONTHS = re.compile(r"\s+(?:(?:of|out of) (?:the|its|those|these)\b|(?:other|more)?\s?months?\b|others?\b)")
_SINCE = re.compile(r"\s+(?:ago|before (?:the estimate|today|this))\b")
_WINDOW = re.compile(r"\b(?:last|past|latest|recent|first|next|previous)\s+$", re.IGNORECASE)
_UNITS = {"mile": ("miles", 1.0), "month": ("months", 1.0), "year": ("years", 1.0), "million": ("money", 1e6)}
_DAYS_IN = {"months": 30, "years": 365}
_OF_PARTS = frozenset({"per_area", "cut", "tax", "adjusted", "weight", "lot"})  # of a home only where that is said
_OWNED = ("money", "area", "days", "miles", "year", "beds", "baths")  # what homes are counted by


def counts(claim: Claim, sentence: Sentence, of_kind: Mapping[str, list[Fact]]) -> Iterator[int]:
    """How many homes fit what the rest of the sentence says, in each of the ways it may be read.

    of_kind: the known facts by their kind.
    """
    if _MONTHS.match(sentence.text, claim.figure.end) and "month" in sentence.text.lower():
        yield from _months(claim, sentence, of_kind)
    counted = {each for each in claim.concepts if concepts.group_of(each) == "counted"}
    if not (counted == {"homes"} or (not counted and _ROWS.match(sentence.text, claim.figure.end))):
        return
    for match in _ONE.finditer(sentence.text):
        kind, limit = _UNITS[match["unit"].lower()]
        values = _values(of_kind[kind], frozenset())
        if kind in _DAYS_IN:
            values, limit = _values(of_kind["days"], frozenset({"on_market"})), _DAYS_IN[kind]
        yield from _beside(values, limit, below=bool(match["below"]))
    for other in sentence.claims:
        kind = other.unit or ("year" if other.figure.text.isdigit() and 1700 <= other.figure.value <= 2100 else "")
        if other is claim or kind not in _OWNED:
            continue
        values = _values(of_kind[kind], other.concepts)
        limit = _LIMIT.search(sentence.text, max(0, other.figure.start - 16), other.figure.start)
        if limit:
            yield from _beside(values, other.figure.value, below=bool(limit["below"]))
        else:
            slack = other.figure.tolerance
            yield len({home for home, value in values if abs(value - other.figure.value) <= slack})
    if any(mention.concept == "cut" for mention in sentence.mentions):
        changes = [fact for fact in of_kind["money"] + of_kind["percent"] if "cut" in fact.concepts]
        yield len({home for home, value in _values(changes, frozenset({"cut"})) if value})


def _months(claim: Claim, sentence: Sentence, of_kind: Mapping[str, list[Fact]]) -> Iterator[int]:
    """In how many months a figure lies on one side of a limit: "four of the twelve months had a median above $1M"."""
    limits = [("money", 1e6, match["below"]) for match in _ONE.finditer(sentence.text) if match["unit"] == "million"]
    for other in sentence.claims:
        limit = _LIMIT.search(sentence.text, max(0, other.figure.start - 16), other.figure.start)
        if limit and other is not claim:
            limits.append((other.unit or "count", other.figure.value, limit["below"]))
    said = {each.concept for each in sentence.mentions} & {"median", "average"} or {"median", "sold"}
    for kind, value, below in limits:
        values = {
            (subject, fact.value)
            for fact in of_kind[kind]
            if fact.concepts & said
            for subject in fact.subjects
            if subject.startswith("month:")
        }
        yield from _beside(values, value, below=bool(below))


def apart(claim: Claim, sentence: Sentence, of_kind: Mapping[str, list[Fact]]) -> set[float]:
    """How far the dates and months of the sentence lie from each other, in the unit of the claim."""
    if claim.unit == "months" and _WINDOW.search(sentence.text, 0, claim.figure.start):
        return _windows(sentence, of_kind)
    if claim.unit == "months":
        named = months.numbers(sentence.text)
        between = {float((right - left) % 12) for left, right in itertools.permutations(named, 2)} - {0.0}
        return between | {each + 1 for each in between if months.names_a_range(sentence.text)}
    if claim.unit != "days":
        return set()
    if _SINCE.match(sentence.text, claim.figure.end):
        return _since(claim, of_kind)
    days = [date(*each.figure.date) for each in sentence.claims if each.figure.unit == "date" and all(each.figure.date)]
    return {abs((right - left).days) for left, right in itertools.combinations(days, 2)}


def _windows(sentence: Sentence, of_kind: Mapping[str, list[Fact]]) -> set[float]:
    """How many months a stretch of the known ones has, whose sales, if any are told, are these: "the last three"."""
    sold = {each: fact.value for fact in of_kind["count"] for each in fact.subjects if each.startswith("month:")}
    told = {each.figure.value for each in sentence.claims if each.unit in ("", "count")}
    ordered = [sold[each] for each in sorted(sold)]
    lengths = range(2, len(ordered) + 1)
    return {float(n) for n in lengths if not told or {sum(ordered[-n:]), sum(ordered[:n])} & told}


def _since(claim: Claim, of_kind: Mapping[str, list[Fact]]) -> set[float]:
    """How many days before the day of the result something of the owner was: "closed eight days ago"."""
    known = [fact for fact in of_kind["date"] if all(fact.date) and not fact.asked]
    mine = claim.subjects.get("id") or frozenset()
    own = [date(*fact.date) for fact in known if mine and fact.subjects & mine]
    today = [date(*fact.date) for fact in of_kind["date"] if all(fact.date) and "today" in fact.concepts]
    return {float((now - day).days) for now in today for day in own}


def _values(known: Iterable[Fact], said: frozenset[str]) -> set[tuple[str, float]]:
    """The values that single homes have, of what is said."""
    return {
        (subject, fact.value)
        for fact in known
        if not fact.derived
        and not fact.in_text
        and not (fact.concepts & _OF_PARTS) - said
        and not concepts.contradict(said, fact.concepts)
        for subject in fact.subjects
        if subject.startswith("id:")
    }


def _beside(values: set[tuple[str, float]], limit: float, *, below: bool) -> Iterator[int]:
    """How many homes lie on one side of a limit, with and without those at it."""
    sign = 1 if below else -1
    yield len({home for home, value in values if sign * value < sign * limit})
    yield len({home for home, value in values if sign * value <= sign * limit})


def shares(sentence: Sentence, claim: Claim, words: str) -> bool:
    """Whether the sentence names what was counted: the value of another figure, a month, or the words themselves."""
    if sentence.months and re.fullmatch(r"\d{4}-\d{2}", words) and int(words[-2:]) in sentence.months:
        return True
    for other in sentence.claims:
        if other is claim:
            continue
        if other.figure.unit == "date" and re.fullmatch(r"\d{4}-\d{2}", words):
            if values.same_day((*other.figure.date[:2], 0), (*dates.date_of(words)[:2], 0)):
                return True
        elif "=" in words and other.unit in ("", "count", words.partition("=")[0]):
            named = other.figure.value == float(words.partition("=")[2])
            if named:
                return True
    return "=" not in words and values.stands_in(words, sentence.text.lower())
