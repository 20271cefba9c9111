# ruff: noqa: E501  (a pattern cut in pieces is harder to read than a long line)
"""Differences and ratios of what two homes, places or months have, where the answer names no operands."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from agent.guardrails import concepts
from agent.guardrails.closeness import close
from agent.guardrails.facts import Fact
from agent.guardrails.sentences import Claim, Sentence

_UP = r"more|dearer|pricier|costlier|higher|bigger|larger|longer|above|over|newer|younger|later|slower|ahead|further|farther"
_DOWN = (
    r"less|fewer|cheaper|lower|smaller|shorter|below|under|older|earlier|faster|quicker|behind|short of|closer|nearer"
)
_BEHIND = re.compile(rf"[\s-]+(?:[a-z/]+[\s-]+){{0,3}}?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))\b")
_APART = re.compile(
    r"\b(?:differ\w*|gap|spread|apart|sav(?:e|es|ing)\b(?=[^,;]*\$)|leav(?:e|es|ing)|unspent|spare|room|beat|separat\w+|between|range|lead)\b",
    re.IGNORECASE,
)
_TIMES = re.compile(r"\s+times (?:as|that|the|what|your|its|more|larger|bigger|higher|longer)\b")
_YOURS = re.compile(r"\b(?:your|you (?:asked|wanted|want|named|set|gave)|limit|budget|cap)\b", re.IGNORECASE)
_KIND = {
    "money": ("money",),
    "area": ("area",),
    "days": ("days",),
    "beds": ("beds",),
    "baths": ("baths",),
    "miles": ("miles",),
}
_KIND |= {"garage": ("garage",), "floors": ("floors",), "years": ("year",), "months": ("months",), "count": ("count",)}
_KIND |= {"percent": ("percent",), "": ("count", "beds", "baths", "garage", "days", "percent")}
_RELATIVE = ("money", "area", "count", "days")  # of which a difference may be said in percent
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
_ENDS = re.compile(r"\blow\b.*\bhigh\b|\bhigh\b.*\blow\b|\bends?\b|\brange\b", re.IGNORECASE)
_BY = re.compile(r"\bby (?:about |around |roughly |some |just |only )?$")
_ADJECTIVES = [
    ("money", re.compile(r"\b(?:dearer|cheaper|pric\w+|costs?|costl\w+|expensive|asks?)\b")),
    ("area", re.compile(r"\b(?:bigger|larger|smaller|roomier|sq\.?|square)\b")),
    ("days", re.compile(r"\b(?:longer|faster|slower|days?)\b")),
]
_BEFORE_THIS = re.compile(
    r"\b(?:year|twelve months|12 months) (?:before|earlier|ago)\b|\b(?:previous|last|prior) year\b"
)
_PEERS = re.compile(r"\b(?:peers?|comparable|similar|others like)\b")
_ASKING = re.compile(r" (?:(?P<up>over|above|more than)|under|below|less than) (?:the )?(?:list|asking)\b")
_CAME_DOWN = re.compile(r"\b(?:came|come|down|cut|dropped|reduc\w+|lower\w*|discount\w*|fallen|less)\b")
_NO_PRICE = {"per_area", "tax", "original", "cut", "adjustment", "adjusted", "fee", "peers", "estimate"}
_ROSE = re.compile(
    r"\b(?:(?P<up>rose|rises?|risen|grew|climbed|jumped|increased|up|gained)|(?P<down>fell|fallen|dropped|declined|down|decreased|slipped))\b"
)


def compared(claim: Claim, sentence: Sentence) -> bool:
    """Whether a figure is said to be a difference: "$26,000 more", "a gap of 23 days"."""
    return bool(
        _BEHIND.match(sentence.text, claim.figure.end)
        or _BY.search(sentence.text, 0, claim.figure.start)
        or _APART.search(sentence.text)
        or (claim.figure.unit in ("", "count") and _TIMES.match(sentence.text, claim.figure.end))
    )


def follows(claim: Claim, sentence: Sentence, of_kind: Mapping[str, list[Fact]]) -> bool:
    """Whether a figure is what two named ones, or two figures of one, differ by."""
    if claim.figure.unit not in _KIND:
        return False
    if compared(claim, sentence) and any(_is_said(claim, sentence, *pair) for pair in _pairs(claim, sentence, of_kind)):
        return True
    return _of_itself(claim, sentence, of_kind)


def _of_itself(claim: Claim, sentence: Sentence, of_kind: Mapping[str, list[Fact]]) -> bool:
    """Whether two figures of one home give it: by how much its price came down, what it cost per square foot.

    Of the list price too: 100.1 % of it is 0.1 % over asking.
    """
    text, figure = sentence.text, claim.figure
    owners = claim.subjects.get("id") or frozenset()
    if figure.unit == "percent" and (over := _ASKING.match(text, figure.end)):
        sign = 1 if over["up"] else -1
        return any(
            close(figure, gap) and gap * sign > 0 and _theirs(fact, claim)
            for fact in of_kind["percent"]
            if "to_list" in fact.concepts and (gap := fact.value - 100)
        )
    prices = [
        fact for fact in of_kind["money"] if not fact.concepts & _NO_PRICE and not fact.in_text and not fact.asked
    ]
    if figure.unit == "percent" and _CAME_DOWN.search(text):
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


def _pairs(claim: Claim, sentence: Sentence, of_kind: Mapping[str, list[Fact]]) -> Iterator[tuple[Fact, Fact]]:
    """Figures of one thing that two named owners have, first the one that is spoken of."""
    named = _named(sentence, claim)
    kinds = (
        _RELATIVE
        if claim.figure.unit == "percent" or _TIMES.match(sentence.text, claim.figure.end)
        else _KIND[claim.unit]
    )
    if kinds == _RELATIVE:
        kinds = tuple(kind for kind, words in _ADJECTIVES if words.search(sentence.text)) or kinds
    if sentence.months and len(sentence.months) > 1:
        yield from _of_months(claim, sentence, of_kind, kinds)
    known = [fact for kind in kinds for fact in of_kind[kind] if not (fact.derived or fact.in_text or fact.explains)]
    mine = defaultdict(list)
    for fact in known:
        if not fact.asked and not concepts.contradict(_said(claim, sentence), fact.concepts) and not _of_a_time(fact):
            for owner in fact.subjects & set(named):
                mine[owner].append(fact)
    way = _BEHIND.match(sentence.text, claim.figure.end)
    before = not any(each.start > claim.figure.start for each in sentence.names)
    owners = [(named[0], each) for each in named[1:]] if way and not before else itertools.permutations(named, 2)
    for left, right in owners:
        for fact in mine[left]:
            for other in mine[right]:
                if fact.kind == other.kind and fact.concepts - _BESIDES == other.concepts - _BESIDES:
                    yield fact, other
    yield from _beside_itself(
        sentence, of_kind, kinds, [each for said in claim.subjects.values() for each in said] or named
    )
    if _YOURS.search(sentence.text):
        asked = [fact for fact in known if fact.asked]
        homes = {subject for fact in known for subject in fact.subjects if subject.startswith("id:")}
        own = named[:1] or (list(homes) if len(homes) == 1 else [])
        ours = [fact for fact in known if fact.subjects & set(own) and not fact.asked]
        yield from ((fact, limit) for fact in ours for limit in asked if fact.kind == limit.kind)
    if claim.figure.unit == "percent" and way:
        worth = [fact for fact in of_kind["money"] if "estimate" in fact.concepts and not fact.in_text]
        yield from itertools.permutations(worth, 2)  # "the true figure could be 13 % lower"
    if _ENDS.search(sentence.text):
        ends = [fact for fact in known if "estimate" in fact.concepts]
        yield from itertools.permutations(ends, 2)
    yield from _of_two_things(claim, sentence, [fact for fact in known if not _of_a_time(fact)])


def _of_two_things(claim: Claim, sentence: Sentence, known: list[Fact]) -> Iterator[tuple[Fact, Fact]]:
    """Two figures of one owner that the sentence names: its lot and its living area, the interest and the loan."""
    named = [each.concept for each in sentence.mentions if concepts.group_of(each.concept) in _THINGS]
    owners = frozenset(each for mine in claim.subjects.values() for each in mine)
    for first, second in itertools.combinations(dict.fromkeys(named), 2):
        for fact in known:
            if first not in fact.concepts or (owners and fact.subjects and not fact.subjects & owners):
                continue
            for other in known:
                alike = fact.kind == other.kind and fact.subjects == other.subjects
                if alike and second in other.concepts and not {first, second} <= fact.concepts & other.concepts:
                    yield fact, other
                    if not (_BEHIND.match(sentence.text, claim.figure.end) or _ROSE.search(sentence.text)):
                        yield other, fact


_THINGS = {"stat", "size", "loan", "counted", "status", "price", "asking"}


def _of_months(
    claim: Claim, sentence: Sentence, of_kind: Mapping[str, list[Fact]], kinds: tuple[str, ...]
) -> Iterator[tuple[Fact, Fact]]:
    """The figures of the second and the first month that are named."""
    first, second = ([f"-{month:02}" for month in sentence.months] * 2)[:2]
    known = [
        fact for kind in kinds for fact in of_kind[kind] if not (fact.derived or fact.in_text) and _of_a_time(fact)
    ]
    known = [fact for fact in known if not concepts.contradict(_said(claim, sentence), fact.concepts)]
    for fact, other in itertools.permutations(known, 2):
        if fact.concepts == other.concepts and _in_month(fact, second) and _in_month(other, first):
            yield fact, other


def _in_month(fact: Fact, month: str) -> bool:
    return any(subject.startswith("month:") and subject.endswith(month) for subject in fact.subjects)


def _beside_itself(
    sentence: Sentence, of_kind: Mapping[str, list[Fact]], kinds: tuple[str, ...], named: list[str]
) -> Iterator[tuple[Fact, Fact]]:
    """What somebody has, beside the same of homes like it or of the year before."""
    peers, before = _PEERS.search(sentence.text), _BEFORE_THIS.search(sentence.text)
    if not (peers or before):
        return
    known = [
        fact
        for kind in kinds
        for fact in of_kind[kind]
        if not fact.asked and not fact.explains and not _of_a_time(fact)
    ]
    known = [fact for fact in known if not named or fact.subjects & set(named)]
    for fact, other in itertools.permutations(known, 2):
        if fact.subjects != other.subjects:
            continue
        if peers and "peers" in other.concepts - fact.concepts:
            if fact.concepts - _BESIDES == other.concepts - _BESIDES - {"peers", "median"}:
                yield fact, other
        elif before and other.in_text and not fact.in_text and fact.concepts & other.concepts & {"sold", "median"}:
            yield fact, other


def _is_said(claim: Claim, sentence: Sentence, fact: Fact, other: Fact) -> bool:
    """Whether the difference of two facts is the figure, the way it is said to go."""
    figure = claim.figure
    if _TIMES.match(sentence.text, figure.end):
        return bool(other.value) and close(figure, fact.value / other.value)
    difference = fact.value - other.value
    way = _BEHIND.match(sentence.text, figure.end)
    rising = bool(way["up"]) if way else (said.lastgroup == "up" if (said := _ROSE.search(sentence.text)) else None)
    if (
        (way or len(sentence.months) > 1 or _BY.search(sentence.text, 0, figure.start))
        and rising is not None
        and difference
        and (difference > 0) != bool(rising)
    ):
        return False
    if figure.unit == "percent" and fact.kind != "percent":
        return bool(other.value) and close(figure, 100 * difference / other.value)
    return bool(difference) and close(figure, difference)


def _named(sentence: Sentence, claim: Claim) -> list[str]:
    """The homes or places of the sentence; first whoever the figure is said of, then as they are named."""
    ordered = sorted(sentence.names, key=lambda each: each.start)
    part = sentence.text.rfind(";", 0, claim.figure.start)
    if sum(each.start > part for each in ordered) > 1:
        ordered = [each for each in ordered if each.start > part]  # "...; L003's bill is $6,030 above L001's"
    behind = [each for each in ordered if each.start > claim.figure.start]
    before = [each for each in ordered if each.start < claim.figure.start]
    if _BY.search(sentence.text, 0, claim.figure.start) and len(before) > 1:
        chosen = [before[0], before[-1]]
    elif behind and before:  # "L003 costs 451 more than L002 and 425 more than L001": it is of whoever stands first
        chosen = [before[0], behind[0]]
    else:
        chosen = [*before[-1:], *before[:-1], *behind]
    subjects = [subject for each in chosen for subject in sorted(each.subjects)]
    return list(dict.fromkeys(subjects)) or [each for mine in claim.subjects.values() for each in mine]


def _said(claim: Claim, sentence: Sentence) -> frozenset[str]:
    """What the difference is of: what its figure is said to be, else what the sentence speaks of at all."""
    counted = {"counted", "rate", "stat", "size", "loan"}
    own = frozenset(each for each in claim.concepts if concepts.group_of(each) in counted)
    return own - {"homes", "down"}


def _of_a_time(fact: Fact) -> bool:
    return any(subject.startswith(("month:", "week:")) for subject in fact.subjects)
