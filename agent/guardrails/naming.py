# ruff: noqa: E501  (a pattern cut in pieces is harder to read than a long line)
"""Who is named where: the homes and places of a sentence, and those that its heading or the sentence before means."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent.guardrails.facts import Facts
from agent.guardrails.figures import NAMES, Figure

_LISTED = re.compile(r"\s*(?:,|/|;|and|&|, and|[<>=:→])\s*")
_ITEM = re.compile(r"\s*(?:[-*+•–>]\s|$)")
_PRONOUN = re.compile(
    r"\b(?:it|its|it's|it’s|this (?:home|house|condo|one|listing|property|city|market))\b", re.IGNORECASE
)
BARE_ITEM = re.compile(
    r"(?:[A-Z]+\d+|of|and|to|[\s\d.,:$%()•*+–-])*"
)  # "- L002: 42 of 60": says nothing of its figures
_TELLING = re.compile(r"\$|%|(?<![A-Z\d-])\d+(?![\d-])(?!\s+(?:[A-Z]|#))")  # has figures of its own
MOST_OF_HEADING = 60  # letters; a longer line is a sentence


@dataclass(frozen=True)
class Named:
    """A name of a home or a place in a text, and whose it may be."""

    start: int
    end: int
    subjects: frozenset[str]


def named(text: str, facts: Facts) -> list[Named]:
    """Where homes and places are named; of two names in one place the longer."""
    if not text:
        return []
    lower, found = text.lower(), []
    for name, subjects in facts.names.items():
        at = lower.find(name)
        while at >= 0:
            end = at + len(name)
            if not (lower[at - 1 : at].isalnum() or lower[end : end + 1].isalnum()):
                found.append(Named(at, end, frozenset(subjects)))
            at = lower.find(name, end)
    found += _of_towns(lower, facts)
    return [
        each
        for each in found
        if not any(
            o.start <= each.start and each.end <= o.end and o.end - o.start > each.end - each.start for o in found
        )
    ]


def _of_towns(lower: str, facts: Facts) -> list[Named]:
    """The homes that are named by where they are: "the Seattle home", "the two Portland ones"."""
    if "the " not in lower:
        return []
    homes = set().union(*facts.towns.values())
    return [
        Named(*match.span("town"), frozenset(facts.towns[match["town"]]))
        for match in _IN_TOWN.finditer(lower)
        if match["town"] in facts.towns and facts.towns[match["town"]] != homes
    ]


_IN_TOWN = re.compile(
    r"\bthe (?:two |three |four )?(?P<town>[a-z][a-z.]+(?: [a-z]+)?) (?:home|house|condo|one|listing|place|property|two|pair)s?\b"
)


def joined(named: list[Named], text: str) -> list[Named]:
    """The last of them, with those it is named together with: "L001 and L002"."""
    ordered = sorted(named, key=lambda each: each.start, reverse=True)
    together = ordered[:1]
    for each in ordered[1:]:
        if not re.fullmatch(r"\s*(?:,|and|or|&|, and)\s*", text[each.end : together[-1].start]):
            break
        together.append(each)
    return together


def lists(text: str, names: list[Named]) -> list[tuple[int, int]]:
    """From where to where names stand side by side: "L001, L002 and L003"."""
    ordered = sorted(names, key=lambda each: each.start)
    return [
        (left.start, right.end)
        for left, right in itertools.pairwise(ordered)
        if _LISTED.fullmatch(text, left.end, right.start)
    ]


def in_order(text: str, names: list[Named], found: list[Figure]) -> dict[int, frozenset[str]]:
    """Whose figures are that are told in the order of as many names: "L001, L002 and L003 have 3, 4 and 5 bedrooms".

    Returns the subjects by the start of the figure; nothing where names and figures differ in number.
    """
    ordered = sorted((each for each in names if len(each.subjects) == 1), key=lambda each: each.start)
    told = [each for each in found if each.unit != "date" and each.unit not in NAMES]
    many = len(ordered)
    if many < 2 or not told or len(told) % many or not _all_listed(ordered, text):
        return {}
    rows = [told[at : at + many] for at in range(0, len(told), many)]
    if not all(len({each.unit for each in row} - {"", "count"}) < 2 and _all_listed(row, text) for row in rows):
        return {}
    return {figure.start: name.subjects for row in rows for name, figure in zip(ordered, row, strict=True)}


def _all_listed(each: Sequence[Named | Figure], text: str) -> bool:
    """Whether nothing but commas, "and" and the like stands between them."""
    return all(_LISTED.fullmatch(text, left.end, right.start) for left, right in itertools.pairwise(each))


class Told:
    """What the lines before a sentence make it speak of."""

    def __init__(self) -> None:
        self._heading: frozenset[str] = frozenset()
        self._last: frozenset[str] = frozenset()
        self._heading_text = ""
        self._item = ""  # the item of the list before the one that is read
        self._is_above = False  # a heading of the page, which holds for whole lines too

    def read(self, text: str, names: list[Named]) -> None:
        """A heading is a short line with one home or place; it holds for the list below it, until the next line."""
        if not text.strip():
            self._is_above = self._is_above and self._heading_text.startswith("#")
            return
        subjects = _one(names)
        if not _ITEM.match(text) and not text.lstrip().startswith("|"):
            self._last = subjects or (self._last if not names else frozenset())
            ended = text.rstrip()
            is_heading = (len(text) <= MOST_OF_HEADING and not ended.endswith((".", "!", "?"))) or ended.endswith(":")
            self._heading_text = text if is_heading and (text.startswith("#") or not _TELLING.search(text)) else ""
            self._is_above = (
                text.startswith("#")
                or bool(is_heading and subjects and not _TELLING.search(text))
                or (self._is_above and not names)
            )
            if is_heading:
                self._heading = subjects
            elif names:
                self._heading = frozenset()

    def meant(self, text: str, names: list[Named]) -> tuple[frozenset[str], int]:
        """Whom a sentence means before it names anybody, and from where on in it.

        A list item means whoever its heading names, "it" whom the sentence before is about.
        """
        first = min((each.start for each in names), default=len(text))
        if _ITEM.match(text) or (self._is_above and not names):
            return self._heading, 0
        pronoun = _PRONOUN.search(text, 0, first)
        return (self._last, pronoun.start()) if pronoun else (frozenset(), 0)

    def heading(self, text: str) -> str:
        """The heading of a list item or table row, and the item before it; "" of anything else."""
        if not (_ITEM.match(text) or text.lstrip().startswith("|")):
            self._item = ""
            return ""
        above = f"{self._heading_text} | {self._item}"
        self._item = self._item if BARE_ITEM.fullmatch(text) else text
        return above if self._heading_text or _ITEM.match(text) else ""


def _one(names: list[Named]) -> frozenset[str]:
    """The subjects of the names if they are of one home or place alone."""
    subjects = frozenset(each for name in names for each in name.subjects)
    return subjects if len(subjects) == 1 else frozenset()
