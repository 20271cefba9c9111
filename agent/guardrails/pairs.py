# ruff: noqa: E501  (a pattern cut in pieces is harder to read than a long line)
"""Which two known figures a sentence compares: of two homes, places, months, of one home and its limit or peers."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from agent.guardrails import concepts
from agent.guardrails.fact import Fact
from agent.guardrails.remembered import finds
from agent.guardrails.sentences import Claim, Sentence

_UP = r"more|dearer|pricier|costlier|higher|bigger|larger|longer|above|over|newer|younger|later|slower|ahead|further|farther"
_DOWN = (
    r"less|fewer|cheaper|lower|smaller|shorter|below|under|older|earlier|faster|quicker|behind|short of|closer|nearer"
)
BEHIND = re.compile(rf"[\s-]+(?:[a-z/]+[\s-]+){{0,3}}?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))\b")
_YOURS = re.compile(r"\b(?:your|you (?:asked|said|wanted|want|named|set|gave)|limit|budget|cap)\b", re.IGNORECASE)
KIND = {
    "money": ("money",),
    "area": ("area",),
    "days": ("days",),
    "beds": ("beds",),
    "baths": ("baths",),
    "miles": ("miles",),
}
KIND |= {"garage": ("garage",), "floors": ("floors",), "years": ("year",), "months": ("months",), "count": ("count",)}
KIND |= {"percent": ("percent",), "": ("count", "beds", "baths", "garage", "days", "percent")}
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
BY = re.compile(r"\bby (?:about |around |roughly |some |just |only )?$")
_ADJECTIVES = [
    ("money", re.compile(r"\b(?:dearer|cheaper|pric\w+|costs?|costl\w+|expensive|asks?)\b")),
    ("area", re.compile(r"\b(?:bigger|larger|smaller|roomier|sq\.?|square)\b")),
    ("days", re.compile(r"\b(?:longer|faster|slower|days?)\b")),
]
_BEFORE_THIS = re.compile(
    r"\b(?:year|twelve months|12 months) (?:before|earlier|ago)\b|\b(?:previous|last|prior) year\b",
    re.IGNORECASE,
)
_PEERS = re.compile(r"\b(?:peers?|comparable|similar|others like)\b", re.IGNORECASE)
TIMES = re.compile(r"\s+times (?:as|that|those|the|what|your|its|more|larger|bigger|higher|longer)\b")
ROSE = re.compile(
    r"\b(?:(?P<up>rose|rises?|risen|grew|climbed|jumped|increased|up|gained)|(?P<down>fell|fallen|dropped|declined|down|decreased|slipped))\b"
)
_SPECIAL = {"per_area", "tax", "original", "cut", "adjustment", "adjusted", "fee", "peers", "estimate", "lot"}
_ANY_OTHER = re.compile(
    r"\bthan (?:(?:the|any|either|both|its|all) )?(?:\w+ )?(?:others?|next|second|rest|them|two|three|(?:\w+er) of)\b"
)
_WHOLE_YEAR = re.compile(
    r"\b(?:year|twelve months|12 months|overall|citywide|city-wide|whole|period|typical|usual)\b", re.IGNORECASE
)
_TOO = re.compile(r"\b(?:too (?:dear|expensive|much|many|small|few|pricey|little)|short)\b(?! of)")
_TO = re.compile(r" to (?:about |around |roughly )?")
_VERB = re.compile(r",?\s*(?:is|has|was|costs|asks|at)?\s*(?:about |around |just |only )?")
_REACH = 44  # letters behind a difference in which the figure stands that it is reckoned from

Pair = tuple[Fact, Fact]


def of_claim(claim: Claim, sentence: Sentence, of_kind: Mapping[str, list[Fact]]) -> Iterator[Pair]:
    """Figures of one thing that two have whom the sentence compares, first the one that is spoken of."""
    kinds = _kinds(claim, sentence)
    if len(sentence.months) > 1:
        yield from _of_months(claim, sentence, of_kind, kinds)
    known = [fact for kind in kinds for fact in of_kind[kind] if not (fact.derived or fact.in_text or fact.explains)]
    said = _said(claim, sentence)
    ours = [fact for fact in known if not fact.asked and not concepts.contradict(said, fact.concepts)]
    named = _named(sentence, claim)
    yield from _of_owners(claim, sentence, [fact for fact in ours if not _of_a_time(fact)], named)
    meant = [each for mine in claim.subjects.values() for each in mine]
    yield from _beside_itself(sentence, of_kind, kinds, meant or named)
    if finds(_YOURS, sentence.text) or _TOO.match(sentence.text, claim.figure.end + 1):
        homes = {subject for fact in known for subject in fact.subjects if subject.startswith("id:")}
        own = named[:1] or (list(homes) if len(homes) == 1 else [])
        mine = [fact for fact in known if fact.subjects & set(own) and not fact.asked]
        limits = [fact for kind in kinds for fact in of_kind[kind] if fact.asked]
        yield from ((fact, limit) for fact in mine for limit in limits if fact.kind == limit.kind)
    if claim.figure.unit == "percent" and BEHIND.match(sentence.text, claim.words_at):
        worth = [fact for fact in of_kind["money"] if "estimate" in fact.concepts and not fact.in_text]
        yield from itertools.permutations(worth, 2)  # "the true figure could be 13 % lower"
    if finds(_ENDS, sentence.text):
        yield from itertools.permutations([fact for fact in known if "estimate" in fact.concepts], 2)
    if len(sentence.months) == 1 and finds(_WHOLE_YEAR, sentence.text):
        yield from _of_month_and_year(sentence, ours)
    yield from _with_figures(claim, sentence, known, meant)
    yield from _of_two_things(claim, sentence, [fact for fact in known if not _of_a_time(fact)])


def _kinds(claim: Claim, sentence: Sentence) -> tuple[str, ...]:
    """The kinds of facts that a difference may be of; a percentage or a multiple says it by its adjective."""
    text, end = sentence.text, claim.words_at
    if claim.figure.unit == "percent" or TIMES.match(text, end):
        return tuple(kind for kind, words in _ADJECTIVES if words.search(text)) or _RELATIVE
    return KIND[claim.unit]


def _of_owners(claim: Claim, sentence: Sentence, known: list[Fact], named: list[str]) -> Iterator[Pair]:
    """The same of two that are named, or of one that is named and any other: "than the next one"."""
    mine = defaultdict(list)
    for fact in known:
        for owner in fact.subjects:
            mine[owner].append(fact)
    way = BEHIND.match(sentence.text, claim.words_at)
    before = not any(each.start > claim.figure.start for each in sentence.names)
    owners = [(named[0], each) for each in named[1:]] if way and not before else itertools.permutations(named, 2)
    if way and named and _ANY_OTHER.search(sentence.text, claim.figure.end):
        dimension = named[0].partition(":")[0] + ":"
        owners = [*owners, *((named[0], each) for each in mine if each.startswith(dimension) and each != named[0])]
    for left, right in owners:
        for fact in mine[left]:
            for other in mine[right]:
                if fact.kind == other.kind and fact.concepts - _BESIDES == other.concepts - _BESIDES:
                    yield fact, other


def _of_month_and_year(sentence: Sentence, known: list[Fact]) -> Iterator[Pair]:
    """What the month that is named has, beside the same of all months: "12.8 % above that of the year"."""
    month = f"-{sentence.months[0]:02}"
    for fact in known:
        if _in_month(fact, month):
            yield from (
                (fact, other)
                for other in known
                if not _of_a_time(other)
                and other.kind == fact.kind
                and fact.concepts & other.concepts & {"median", "average"}
            )


def _with_figures(claim: Claim, sentence: Sentence, known: list[Fact], owners: list[str]) -> Iterator[Pair]:
    """What its owner has, beside the figure right behind: "$88,050 above the median of $710,950"."""
    wanted = {
        fact
        for fact in known
        if not fact.concepts & (_SPECIAL - claim.concepts) and not _of_a_time(fact) and fact.subjects & set(owners)
    }
    start, end = claim.figure.end, claim.figure.end + _REACH
    for each in sentence.claims:
        if each is claim or not start <= each.figure.start < end or each.figure.unit in ("percent", "date"):
            continue
        for fact in wanted:
            if (each.unit or "count") == fact.kind and each.figure.value != fact.value:
                told = fact._replace(value=each.figure.value)
                if not _TO.fullmatch(sentence.text, start, each.figure.start) and concepts.contradict(
                    each.concepts | claim.concepts - {"per_area"}, fact.concepts - {"per_area"}
                ):
                    continue
                yield (told, fact) if _TO.fullmatch(sentence.text, start, each.figure.start) else (fact, told)


def _of_two_things(claim: Claim, sentence: Sentence, known: list[Fact]) -> Iterator[Pair]:
    """Two figures of one owner that the sentence names: its lot and its living area, the interest and the loan."""
    named = [each.concept for each in sentence.mentions if concepts.group_of(each.concept) in _THINGS]
    named += ["asking"] if "original" in named and "asking" not in named else []
    behind = [each.concept for each in sentence.mentions if each.start >= claim.figure.end]
    if behind and BEHIND.match(sentence.text, claim.words_at):
        limits = [fact for fact in known if behind[0] in fact.concepts and "monthly" in fact.concepts]
        yield from ((fact, limit) for limit in limits for fact in known if "monthly" in fact.concepts)
    named += ["closed"] if {"adjusted", "adjustment"} & set(named) else []
    owners = frozenset(each for mine in claim.subjects.values() for each in mine)
    stats = {"median", "average"} & (set(named) | claim.concepts | sentence.said)
    if stats and BEHIND.match(sentence.text, claim.words_at):
        ours = [fact for fact in known if fact.subjects & owners and not fact.concepts & (_SPECIAL - claim.concepts)]
        for other in known:
            theirs = not other.subjects & owners or "peers" in other.concepts
            if other.concepts & stats and theirs and not _of_a_time(other):
                yield from ((fact, other) for fact in ours if fact.kind == other.kind and _alike(fact, other))
    for first, second in itertools.combinations(dict.fromkeys(named), 2):
        for fact in known:
            if first not in fact.concepts or (owners and fact.subjects and not fact.subjects & owners):
                continue
            for other in known:
                alike = fact.kind == other.kind and fact.subjects == other.subjects
                if alike and second in other.concepts and not {first, second} <= fact.concepts & other.concepts:
                    yield fact, other
                    if not (BEHIND.match(sentence.text, claim.words_at) or finds(ROSE, sentence.text)):
                        yield other, fact


def _alike(fact: Fact, other: Fact) -> bool:
    """Whether both are prices per square foot, or neither is."""
    return ("per_area" in fact.concepts) == ("per_area" in other.concepts)


_THINGS = {"stat", "extreme", "size", "loan", "counted", "status", "price", "asking"}


def _of_months(
    claim: Claim, sentence: Sentence, of_kind: Mapping[str, list[Fact]], kinds: tuple[str, ...]
) -> Iterator[Pair]:
    """The figures of the second and the first month that are named."""
    first, second = ([f"-{month:02}" for month in sentence.months] * 2)[:2]
    known = [
        fact for kind in kinds for fact in of_kind[kind] if not (fact.derived or fact.in_text) and _of_a_time(fact)
    ]
    known = [fact for fact in known if not concepts.contradict(_said(claim, sentence), fact.concepts)]
    for fact, other in itertools.permutations(known, 2):
        if fact.concepts == other.concepts and _in_month(fact, second) and _in_month(other, first):
            yield (other, fact) if BEHIND.match(sentence.text, claim.words_at) else (fact, other)


def _in_month(fact: Fact, month: str) -> bool:
    return any(subject.startswith("month:") and subject.endswith(month) for subject in fact.subjects)


def _beside_itself(
    sentence: Sentence, of_kind: Mapping[str, list[Fact]], kinds: tuple[str, ...], named: list[str]
) -> Iterator[Pair]:
    """What somebody has, beside the same of homes like it or of the year before."""
    peers, before = finds(_PEERS, sentence.text), finds(_BEFORE_THIS, sentence.text)
    if not (peers or before):
        return
    known = [
        fact
        for kind in kinds
        for fact in of_kind[kind]
        if not fact.asked and not fact.explains and not _of_a_time(fact)
    ]
    known = [fact for fact in known if not named or fact.subjects & set(named)]
    # "comparable homes got 146 views, 34 more than L002": it is they who are spoken of
    spoken_of = not sentence.names or not peers or min(each.start for each in sentence.names) < peers.start()
    for fact, other in itertools.permutations(known, 2):
        if fact.subjects != other.subjects:
            continue
        if peers and "peers" in other.concepts - fact.concepts:
            if fact.concepts - _BESIDES == other.concepts - _BESIDES - {"peers", "median"}:
                yield (fact, other) if spoken_of else (other, fact)
        elif before and other.in_text and not fact.in_text and fact.concepts & other.concepts & {"sold", "median"}:
            yield fact, other


def _named(sentence: Sentence, claim: Claim) -> list[str]:
    """The homes or places of the sentence; first whoever the figure is said of, then as they are named."""
    ordered = sorted(sentence.names, key=lambda each: each.start)
    part = sentence.text.rfind(";", 0, claim.figure.start)
    if sum(each.start > part for each in ordered) > 1:
        ordered = [each for each in ordered if each.start > part]  # "...; L003's bill is $6,030 above L001's"
    behind = [each for each in ordered if each.start > claim.figure.start]
    before = [each for each in ordered if each.start < claim.figure.start]
    if BY.search(sentence.text, 0, claim.figure.start) and len(before) > 1:
        chosen = [before[0], before[-1]]
    elif behind and before:  # "L003 costs 451 more than L002 and 425 more than L001": it is of whoever stands first
        beside = _VERB.fullmatch(sentence.text, before[-1].end, claim.figure.start)
        chosen = [before[-1] if beside else before[0], behind[0]]
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
