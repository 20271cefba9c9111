# ruff: noqa: E501  (a pattern cut in pieces is harder to read than a long line)
"""What a figure is said to be of: the concepts right beside it, in its clause, and in its label."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.guardrails import concepts
from agent.guardrails.concepts import Mention
from agent.guardrails.figures import Figure
from agent.guardrails.naming import Named

_AFTER = re.compile(
    r"\s*(?:(?:of|for|in|as|page|views?|visits|visitors|unique|total|new|more|times|people|home|property|(?:a|per|each|every)\s(?:month|year|day)|the|/month)\s*)*\(?"
)
_BEFORE = re.compile(
    r"(?:\s|:|=|\||–|\(|\b(?:price|rate|of|is|was|were|are|stands?|stood|at|about|roughly|only|just|around|to|comes?|amounts?|totals?|"
    r"a|the|limit|amount|annual|year|month|for|approximately|adds?|costs?|runs?|reach(?:es|ed)|hit)\b)*"
)
_LOAN = re.compile(r"\b(?:loan|borrow|mortgage|fixed|over \w+ years|repa|payment|interest\b)", re.IGNORECASE)
# "That payment carries a loan of $516,823": what does something is not what it does.
_DOES = re.compile(r" (?:would |will |can |could )?(?:carr(?:y|ies)|supports?|buys?|financ\w+|secures?|stretch\w*) ")
_THAN = re.compile(r"\b(?:than|against|versus) (?:its |the |their )?$")
_FIGURE_FOLLOWS = re.compile(r":?\s*\$?\d")  # "112 (comparable homes 146)"
_OF = re.compile(r"\s+of (?:\w+\s+){0,2}")
_BASES = {"payment", "highest", "income", "borrowed", "cut", "original"}
_OPENING = re.compile(r"\W*(?:(?:on|by|at|in|per|for|with|a|an|the|all) )*", re.IGNORECASE)
_PARALLEL = re.compile(
    r"\s*(?:(?:in|at|for|of|by|on) )?#(?:['’]s)?,?\s*(?:,|;|and|but|while|, and)\s*(?:(?:in|at|for|of|by|on) )?(?:#,? )?"
    r"(?:about |around |roughly |some |only |just |by |at )?"
)
_RESTATING = re.compile(
    r"(?:\s+\w+)?,?\s+(?:or|that is|which is|i\.e\.),?\s+(?:about |around |roughly |some |nearly |almost )?"
)
_SO = re.compile(r",?\s+so (?:about |around |roughly )?")
_A_TIME = re.compile(r"\s+(?:a|per|each) (?:month|year)\b")
_IN_BRACKETS = re.compile(r"\s*\((?:about |around |roughly |or )?")
_AGAINST = re.compile(
    r",?\s+(?:against|versus|vs\.?|compared (?:with|to))\s+(?:about |around |roughly |only |just |the )?"
)
_AND_SO_ON = re.compile(r"\s*(?:,|and|, and)\s*")


def bound(found: list[Figure], mentions: Sequence[Mention], text: str) -> dict[tuple[Mention, int], str]:
    """Which figure a concept stands right beside: (concept, start of the figure) -> "after" or "before" it."""
    found_beside: dict[tuple[Mention, int], str] = {}
    for mention in mentions:
        behind = False  # it belongs to the figure before it
        for figure in found:
            if (
                figure.unit == "percent"
                and mention.concept in _BASES
                and _OF.fullmatch(text, figure.end, mention.start)
            ):
                found_beside[mention, -1], behind = "base", True  # "12.7 % of the payment" is no payment
            elif (
                mention.start >= figure.end
                and _AFTER.fullmatch(text, figure.end, mention.start)
                and not (text[mention.start - 1] == "(" and _FIGURE_FOLLOWS.match(text, mention.end))
            ):
                found_beside[mention, figure.start], behind = "after", True
            elif (
                (not behind or text[mention.end : figure.start] == " of ")
                and 0 <= figure.start - mention.end <= 30
                and _BEFORE.fullmatch(text, mention.end, figure.start)
                and not _is_in_clause_before(mention, mentions, text, figure, found)
            ):
                found_beside[mention, figure.start] = "before"
    return found_beside


def _is_in_clause_before(
    mention: Mention, mentions: Sequence[Mention], text: str, figure: Figure, found: list[Figure]
) -> bool:
    """Whether a colon parts it from the figure, and what leads up to that is no label: "Interest exceeds the loan: "."""
    if ":" not in text[mention.end : figure.start]:
        return False
    if _THAN.search(text, 0, mention.start):
        return True
    return any(each.end <= mention.start for each in found) or any(
        each.concept != mention.concept
        and each.end <= mention.start
        and concepts.group_of(each.concept) == concepts.group_of(mention.concept)
        for each in mentions
    )


def of_figure(
    figure: Figure,
    clause: tuple[int, int],
    mentions: Sequence[Mention],
    beside: dict[tuple[Mention, int], str],
    label: str,
    text: str,
    spans: Sequence[tuple[int, int]] = (),
) -> frozenset[str]:
    """Of each group what is said closest: right after the figure, right before it, in its clause, in its label.

    spans: where the figures of the sentence stand, whose own words say nothing of another ("0.16 acres").
    """
    taken = {mention for mention, start in beside if start != figure.start}
    others = [each for each in spans if each != (figure.start, figure.end)]
    loose = [
        m
        for m in mentions
        if clause[0] <= m.start < clause[1]
        and m not in taken
        and not figure.start <= m.start < figure.end
        and not any(each <= m.start < end for each, end in others)
        and not (m.end <= figure.start and _DOES.match(text, m.end))
    ]
    ranked = [
        [m.concept for m in mentions if beside.get((m, figure.start)) == "after"],
        [m.concept for m in mentions if beside.get((m, figure.start)) == "before"],
        [m.concept for m in loose],
        [m.concept for m in concepts.mentions(label)] if label else [],
        _opening(figure, mentions, beside, text),
    ]
    ranked.append(_sole(figure, mentions, text))
    chosen: dict[str, set[str]] = {}
    for said in ranked:
        groups = set(chosen)
        for each in said:
            if concepts.group_of(each) not in groups:
                chosen.setdefault(concepts.group_of(each), set()).add(each)
    said = frozenset(each for group in chosen.values() for each in group)
    if "cut" in said and figure.unit == "money" and text[: figure.start].endswith("from "):
        said = said - {"cut"} | {"original"}  # "cut by 4.9 % from $929,900"
    if figure.unit == "percent" and text[: figure.start].endswith("at ") and _LOAN.search(text):
        said = frozenset(each for each in said if concepts.group_of(each) != "loan") | {"rate"}
    beside_it = frozenset(m.concept for m in mentions if beside.get((m, figure.start)) == "after")
    return fitting(said, figure) | (said & beside_it)


def _sole(figure: Figure, mentions: Sequence[Mention], text: str) -> list[str]:
    """What is counted, or the rate, if the sentence speaks of one alone, and the figure has no noun of its own."""
    group = "rate" if figure.unit == "percent" else "counted" if figure.unit == "" else ""
    said = {each.concept for each in mentions if concepts.group_of(each.concept) == group} - {
        "homes",
        "change",
        "weight",
    }
    first = next((each.start for each in mentions if each.concept in said), len(text))
    bare = _BARE.match(text, figure.end) and not _AFTER_A_TIME.search(text, max(0, figure.start - 16), figure.start)
    return list(said) if len(said) == 1 and first < figure.start and bare else []


def fitting(said: frozenset[str], figure: Figure) -> frozenset[str]:
    """Of what is said what a figure may be: no percentage or monthly amount is a loan."""
    if figure.unit == "percent":
        return said - _AMOUNTS - _NO_SHARES
    return said - _AMOUNTS if said & {"monthly", "yearly"} else said


def _opening(
    figure: Figure, mentions: Sequence[Mention], beside: dict[tuple[Mention, int], str], text: str
) -> list[str]:
    """What the sentence begins with, which holds for all of it: "On average the three have ...", "Tax included, ..."."""
    return [
        each.concept
        for each in mentions
        if each.end <= figure.start
        and each.concept in _FOR_ALL
        and _OPENING.fullmatch(text, 0, each.start)
        and not any(beside.get((each, start)) == "after" for (_, start) in beside)
    ]


_AMOUNTS = {"borrowed", "repaid", "highest"}  # no percentage or monthly amount is one: "a loan at 6.5 %"
_AFTER_A_TIME = re.compile(r"\b(?:after|in|within|over|its first|of)\s+$")
_BARE = re.compile(r"\s*(?:[.,;)%]|$|each\b|for\b|in\b|and\b)")
_NO_SHARES = {
    "monthly",
    "yearly",
    "payment",
    "interest",
    "income",
    "principal",
}  # of which a percentage is at most a share
_FOR_ALL = {"average", "median", "per_area", "all_in"}


def runs_parallel(before: Figure, figure: Figure, text: str, names: Sequence[Named]) -> bool:
    """Whether nothing but names and "in", "and" parts two figures: "roughly $690 in Kirkland and $600 in Redmond"."""
    if before.unit != figure.unit or not before.unit:
        return False
    gap, at = "", before.end
    for name in sorted(names, key=lambda each: each.start):
        if at <= name.start and name.end <= figure.start:
            gap, at = gap + text[at : name.start] + "#", name.end
    gap += text[at : figure.start]
    return bool(_PARALLEL.fullmatch(gap))


def goes_on(before: Figure, figure: Figure, text: str) -> bool:
    """Whether a figure is of what the one before it is of: "$115,650, or about 10 %", "saved 2, 13 and 5 times"."""
    bare = {before.unit, figure.unit} <= {"", "count"}
    if _SO.fullmatch(text, before.end, figure.start) and _A_TIME.match(text, figure.end):
        return True  # "a year's tax is $7,307, so $608.92 a month"
    if _IN_BRACKETS.fullmatch(text, before.end, figure.start) and {before.unit, figure.unit} == {"money", "percent"}:
        return True
    if before.unit == figure.unit and _AGAINST.fullmatch(text, before.end, figure.start):
        return True
    return bool((_AND_SO_ON if bare else _RESTATING).fullmatch(text, before.end, figure.start))


def of_other_groups(said: frozenset[str], than: frozenset[str]) -> frozenset[str]:
    taken = {concepts.group_of(each) for each in than}
    return frozenset(each for each in said if concepts.group_of(each) not in taken)
