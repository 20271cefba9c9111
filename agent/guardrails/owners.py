# ruff: noqa: E501  (a pattern cut in pieces is harder to read than a long line)
"""Whose a figure is said to be: the homes, places and months that its clause, row or sentence names."""

from __future__ import annotations

import re

from agent.guardrails import figures, naming
from agent.guardrails.figures import Figure
from agent.guardrails.naming import Named
from agent.guardrails.remembered import finds
from agent.guardrails.sentences import Sentence

_COMPARING = re.compile(r"\b(?:against|than|versus|vs|compared|both|respectively|difference|apart|gap|between)\b", re.I)
_OTHERS = re.compile(r"\b(?:against|versus|vs\.?|compared (?:with|to))\s+(?:about |around |the )?$", re.IGNORECASE)
_SCORE = re.compile(r",\s\$?[\d,.]+ (?:to|versus|vs\.?) $")
_MORE = re.compile(r"\b(?:more|fewer|less|ahead|outsold|beats?|leads?|higher|lower|longer|shorter)\b")
_OPENING = re.compile(r"(?:^|[;.:])\s*(?:and |but )?(?:since|on|by|until|from)\s+$", re.IGNORECASE)
_NOT_OF = re.compile(r"\b(?:all but|everything but|(?:in )?the same [a-z ]{3,20} as)\s+(?:the )?$", re.IGNORECASE)
_OF_DATE = re.compile(r",\s+")
_THAN = re.compile(
    r"[^;:.]*(?:[.,]\d[^;:.]*)*\b(?:more|less|fewer|[a-z]{3,}er|expensive) than (?:the (?:one )?(?:in |on )?|that of |those of |in )?"
)
_ANOTHER = re.compile(
    r"\b(?:the next(?: \w+)?|another|(?:the|any) others?|the rest|everything else|the (?:second|third|runner-up)(?:[- ]\w+)?)\b",
    re.I,
)
_EXCEPT = re.compile(r"\b(?:except(?: for)?|apart from|besides|other than|excluding)\s+(?:the )?$", re.IGNORECASE)
_BESIDE = re.compile(r"\s*\(\s*|\s+(?:at|for|in)\s+(?:the\s)?")
_LAST = re.compile(r",\s+(?:at|for|in)\s+(?:the\s)?")
_POSSESSIVE = re.compile(r"['’]s\s+(?:about |around |roughly |own )?")
_BOTH = re.compile(r"\b(?:both|each|all|share|apiece)\b(?! (?:of|three|in)\b)", re.IGNORECASE)
_SEVERAL = re.compile(
    r"[\s,;]*(?:and |but |while )?(?:(?:\w+|all) of (?:the|them|these|those)|all|both|most|the (?:other|rest)|others)\b",
    re.IGNORECASE,
)


def of_figure(
    kind: str,
    clause: tuple[int, int],
    named: list[Named],
    in_header: list[Named],
    sentence: Sentence,
    figure: Figure,
    found: list[Figure],
) -> tuple[frozenset[str], bool]:
    """Whose the figure is said to be, and whether only a clause behind it says so.

    Named in its clause, else last named before it, else anywhere in its sentence.
    """

    def of(places: list[Named]) -> frozenset[str]:
        return frozenset(each for place in places for each in place.subjects if each.startswith(kind + ":"))

    text = sentence.text
    if not in_header and not any(each.startswith(kind) for place in named for each in place.subjects):
        return frozenset(), False
    named = [
        each
        for each in named
        if each.start < figure.start or not _EXCEPT.search(text, max(0, each.start - 24), each.start)
    ]
    named = [each for each in named if not _NOT_OF.search(text, max(0, each.start - 40), each.start)]
    if beside := of([each for each in named if _is_beside(figure, each, text)]):
        return beside, False
    if (
        figure.unit == "date"
        and _OPENING.search(text, 0, figure.start)
        and (behind := of([each for each in named if _OF_DATE.fullmatch(text, figure.end, each.start)]))
    ):
        return behind, False  # "since November 4, L001 77 times"
    if _than_named(figure, named, text):
        before = [each for each in named if each.end <= figure.start and of([each])]
        if before:
            return of(naming.joined(before, text)), False  # "0.3 points more than Redmond's"
    if in_clause := of([each for each in named if clause[0] <= each.start < clause[1]]):
        return in_clause, False
    if header := of(in_header):
        return header, False
    if kind == "id" and _ANOTHER.search(text, clause[0], figure.start):
        return frozenset(), False  # "L474; the next one asks $568,000": one that nobody named
    return _elsewhere(kind, clause, named, sentence, figure, found)


def _elsewhere(
    kind: str, clause: tuple[int, int], named: list[Named], sentence: Sentence, figure: Figure, found: list[Figure]
) -> tuple[frozenset[str], bool]:
    """Whose a figure is whose own clause names nobody, and whether only a clause behind it says so."""

    def of(places: list[Named]) -> frozenset[str]:
        return frozenset(each for place in places for each in place.subjects if each.startswith(kind + ":"))

    text = sentence.text
    peers = any(each.concept == "peers" for each in sentence.mentions)  # who are those of the one that is named
    if not peers and _OTHERS.search(sentence.text, max(0, figure.start - 24), figure.start):
        return frozenset(), False  # "3.6 against 3.8 months": the other's, which nobody named
    if _SCORE.search(text, 0, figure.start) and _MORE.search(text, 0, figure.start):
        return frozenset(), False  # "sold one home more, 92 to 91"
    if kind == "id" and _is_of_stranger(figure, named, found):
        return frozenset(), False
    if not sentence.is_row and (peers or not finds(_COMPARING, sentence.text)):
        before = [each for each in named if each.end <= figure.start and of([each])]
        if before:
            return of(naming.joined(before, sentence.text)), False
    if _SEVERAL.match(text, clause[0]) and not sentence.is_row:
        return frozenset(), False  # "Two of the five have 3 baths, and L881 ..."
    others = {each.start for each in found if each is not figure}
    named = [each for each in named if not any(_POSSESSIVE.fullmatch(text, each.end, start) for start in others)]
    end = text.find(";", figure.end)  # what stands behind it is a sentence of its own
    named = [each for each in named if end < 0 or each.start < end]
    is_behind = not sentence.is_row and all(each.start > figure.start for each in named if of([each]))
    return of(named), is_behind


def _is_of_stranger(figure: Figure, named: list[Named], found: list[Figure]) -> bool:
    """Whether the last id before a figure is one that nobody has."""
    ids = [each for each in found if each.unit == "id" and each.end <= figure.start]
    return bool(ids) and not any(each.end >= ids[-1].end and each.start < figure.start for each in named)


def _than_named(figure: Figure, named: list[Named], text: str) -> bool:
    """Whether a figure is by how much it is more or less than what is named behind it."""
    return any(
        figure.end <= each.start <= figure.end + 70 and _THAN.fullmatch(text, figure.end, each.start) for each in named
    )


def of_address(figure: Figure, named: list[Named], sentence: Sentence) -> frozenset[str]:
    """The home whose address a figure is said to be: an address names its own home, unless another name stands at it."""
    text = sentence.text
    inside = [each for each in named if figure.start <= each.start < figure.end]
    for each in named:
        if each in inside or not (sentence.is_row or _ID.fullmatch(text, each.start, each.end)):
            continue
        gap = text[each.end : figure.start] if each.end <= figure.start else text[figure.end : each.start]
        before = each.end <= figure.start
        if (_AT_ADDRESS if before else _IN_BRACKETS).fullmatch(gap) or sentence.is_row:
            return frozenset(subject for subject in each.subjects if subject.startswith("id:"))
    return frozenset()


_ID = re.compile(r"[A-Z]{1,4}-?\d[\w-]*")
_AT_ADDRESS = re.compile(
    r"[\s|,:(–—-]*(?:\b(?:is|sits|lies|stands|located|at|on|found|is|the|house|home|condo|listing|one|address|its|has|being|as|known)\b[\s,:(|–—-]*)*",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\s*[(,|–—]\s*(?:listing |id |this is |which is )?", re.IGNORECASE)


def both_of(
    figure: Figure, clause: tuple[int, int], sentence: Sentence, found: list[Figure], known: frozenset[str]
) -> tuple[frozenset[str], ...]:
    """The two that "both" means where nobody is named and just two are known."""
    alike = sum(each.unit == figure.unit for each in found)
    if sentence.names or len(known) != 2 or alike > 1 or not _BOTH_OF_TWO.search(sentence.text, 0, clause[1]):
        return ()
    return tuple(frozenset({each}) for each in sorted(known))


_BOTH_OF_TWO = re.compile(r"\b(?:both|each)\b(?! (?:month|year|week|day|square|extra|other))", re.IGNORECASE)


def each_of(
    figure: Figure, clause: tuple[int, int], text: str, named: list[Named], found: list[Figure]
) -> tuple[frozenset[str], ...]:
    """Whose a figure is, name by name, where all that its clause names are said to have it: "both L001 and L002"."""
    inside = [each for each in named if clause[0] <= each.start < clause[1]]
    if not inside:
        inside = naming.joined([each for each in named if each.end <= figure.start], text)
        clause = (min([clause[0], *(max(0, each.start - 6) for each in inside)]), len(text))
    alone = not any(
        each.start != figure.start and each.unit not in figures.NAMES and clause[0] <= each.start < clause[1]
        for each in found
    )
    if len(inside) > 1 and alone and _BOTH.search(text, *clause):
        return tuple(each.subjects for each in inside)
    return ()


def _is_beside(figure: Figure, name: Named, text: str) -> bool:
    """Whether a name stands right behind a figure: "600 in Redmond", "7,307 (L001)", "around 13,300, at L003."."""
    if _BESIDE.fullmatch(text, figure.end, name.start):
        return True
    return bool(_LAST.fullmatch(text, figure.end, name.start)) and not text[name.end :].strip(" .!?)")
