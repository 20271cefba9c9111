"""The months and weeks that a sentence names: "August to October", "week of November 2", "2026-10"."""

from __future__ import annotations

import re

from agent.guardrails import dates
from agent.guardrails.figures import Figure
from agent.guardrails.naming import Named

_NAME = "|".join(rf"{name[:3].title()}(?:{name[3:]}|\b\.?)" for name in dates.MONTHS)
_MONTH = re.compile(rf"\b(?P<name>{_NAME})(?!\w)(?:\s+(?P<year>\d{{4}}))?")
_MONTHS = re.compile(rf"\b(?:{_NAME})(?:\s+\d{{4}})?\s*(?:to|and|through|until|–|-)\s*(?:{_NAME})(?:\s+\d{{4}})?")
_WEEK = re.compile(rf"\bweek (?:of|from|beginning|starting) ((?:{_NAME})\s+[\w-]+)", re.I)
_LATER = re.compile(r"\bweek\b.*\b(?:next|then|after|following|last)\b")
_DAY_FIRST = re.compile(rf"^\s*[|*-]\s*((?:{_NAME})\s+\d{{1,2}}\b|\d{{4}}-\d\d-\d\d)\s*[|:–—-]")
_BULLETS = ("-", "–", "*", "•")
_ISO_MONTH = re.compile(r"(?<![\d-])(\d{4}-\d\d)(?![\d-])")
_RANGE = re.compile(
    r"(?:\b(?:between|from|through|until|since|before|after)\s|[–-]\s?|\bto\s|\bended? (?:on |in )?)$", re.I
)


def one_by_one(text: str) -> list[Named]:
    """The months that are named one by one; those of a range ("to October 2026") are no subject."""
    ranges = [match.span() for match in _MONTHS.finditer(text)]
    found = []
    for match in _MONTH.finditer(text):
        is_day = re.match(r"\s+\d{1,2}\b(?!\d)(?! [a-z])", text[match.end() :])
        before = text[: match.start()]
        in_range = _RANGE.search(before) and before.strip() not in _BULLETS
        if is_day or in_range or any(a <= match.start() < b for a, b in ranges):
            continue
        month = dates.date_of(match["name"])[1]
        found.append(Named(*match.span(), frozenset({f"month:{match['year'] or '*'}-{month:02}"})))
    found += [Named(*match.span(), frozenset({f"month:{match[1]}"})) for match in _ISO_MONTH.finditer(text)]
    return found


def every(text: str) -> list[Named]:
    """Every month that is named, also in "July and August"."""
    return [
        Named(*match.span(), frozenset({f"month:*-{dates.date_of(match['name'])[1]:02}"}))
        for match in _MONTH.finditer(text)
    ]


def names_one(text: str) -> bool:
    """Whether a month is named at all."""
    return _MONTH.search(text) is not None


def names_a_range(text: str) -> bool:
    """Whether months are named from one to another, "August to October"."""
    return _MONTHS.search(text) is not None


def numbers(text: str) -> list[int]:
    """The months that are named, 1 to 12, in their order."""
    return [dates.date_of(match["name"])[1] for match in _MONTH.finditer(text)]


def ranges(text: str) -> list[tuple[int, int]]:
    """From where to where months are named from one to another."""
    return [match.span() for match in _MONTHS.finditer(text)]


def meant_weeks(text: str, found: list[Figure]) -> frozenset[str]:
    """The weeks that a sentence speaks of, as subjects: those named, else the days of a sentence on weeks."""
    named = [match[1] for match in _WEEK.finditer(text)] or [match[1] for match in _DAY_FIRST.finditer(text)]
    days = [dates.date_of(each)[1:] for each in named]
    if not days and "week" in text.lower():
        days = [each.date[1:] for each in found if each.unit == "date" and each.date[2]]
    return frozenset(f"week:*-{month:02}-{day:02}" for month, day in days)


def is_later(text: str, figure: Figure) -> bool:
    """Whether it is of a week that comes after the one that is named: "in the week of November 2, then 22"."""
    return _LATER.search(text, 0, figure.start) is not None
