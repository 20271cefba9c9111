# ruff: noqa: E501  (a pattern cut in pieces is harder to read than a long line)
"""Figures as they stand in a text: what they say, in which unit, and how exactly.

A figure is a price, count, percentage, size, date, address or id. Numbers of list items, link targets and code are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from agent.guardrails import number_words, units
from agent.guardrails.dates import date_of
from agent.guardrails.spans import FRACTIONS, MONTH, NUMBER, pattern_for

_SCALE = {"k": 1_000, "thousand": 1_000, "m": 1_000_000, "mm": 1_000_000, "million": 1_000_000, "mil": 1_000_000}
_SCALE |= {"bn": 1_000_000_000, "b": 1_000_000_000, "billion": 1_000_000_000}

_OTHER_NOUN = re.compile(r"\s+(?!(?:and|or|but|to|while|in|for|at)\b)[a-z]")
_PLURAL = re.compile(
    r"\s(?!is\b|was\b|has\b|less\b|as\b|across\b|this\b|its\b|plus\b|versus\b|minus\b|costs\b|asks\b|others\b)[a-z]{3,}s\b"
)
HEDGE = re.compile(
    r"(?:about|around|roughly|approximately|something like|somewhere (?:around|near)|in the ballpark of|approx\.?|some|nearly|almost|just (?:under|over|below|above|shy of)|close to|"
    r"(?:a (?:bit|little|touch)|slightly) (?:more|less|over|under|above|below)(?: than)?|"
    r"circa|\bca\.?|\bc\.|~|≈|±|more or less|on the order of|north of|a hair (?:under|over)|well (?:over|under)|or so|give or take|within|call it|say|a good|a little over|in the (?:region|neighbou?rhood) of|not quite|a shade (?:under|over)|upwards? of)\s*$",
    re.IGNORECASE,
)
# What such a phrase ends with: most figures have none of them before, and cost no search.
_HEDGES = set(
    "about around roughly approximately approx some nearly almost under over below above of to near like than circa ca c "  # noqa: SIM905
    "less so take within it say good quite neighborhood neighbourhood region".split()
)
_ROUNDED = re.compile(r"\s(?:or so|in round (?:figures|numbers)|rounded|give or take)\b|-ish\b", re.IGNORECASE)
_BOUND = re.compile(
    r"(?:(?P<below>under|below|less than|fewer than|older than|before|<)|(?P<above>over|more than|above|newer than|after|since|>))\s*$",
    re.I,
)
_LISTED = re.compile(
    r"\s*(?:,|;|and|or|to|–|-|—|vs\.?|against|versus|/|, and|,? but|or more|and now|compared (?:with|to))\s*"
)
_NO_FIGURE = re.compile(
    r"(?:\b(?:step|option|question|part|choice|couple(?: of)?|few|several|no\.?|point|name|any)\s*#?\s*$)|(?:#\s*$)",
    re.IGNORECASE,
)


NAMES = {"id", "address", "door", "phone"}  # which say whose figures are, and are none themselves
_MANY = re.compile(r"\s+(?:page |unique )?(?:impressions|views|visitors|times|people|homes|for\b)")
_MOST_ROUNDING = 0.06
# "L641 has one bath and L1455 has two."
_LEFT_OUT = {"beds", "baths", "garage", "floors", "percent", "miles", "years"}
_ITS = re.compile(r",?\s+(?:and\s+)?(?:the|its|that of) [a-z]{3,12}(?: [a-z]{3,8})?\s+")
_BESIDE = {"days", "months", "area", "miles"}
_AGAINST = re.compile(r"\s+(?:against|versus|vs\.?|compared (?:with|to)|instead of)\s+")
_HALVES = re.compile(r"half|quarter", re.IGNORECASE)
_ELLIPSIS = re.compile(
    r"\b(?:has|have|had|is|are|at|managed|gets?|with|only|just|about|around|for|against|to|by|the other|[A-Z]+\d+)\s+$"
)
_ONLY, _OF_THEM = (
    re.compile(r"\b(?:just|only|exactly)\s+$", re.IGNORECASE),
    re.compile(r"\s+of (?:the|them|these|those)\b"),
)
_STOP = re.compile(r"\s*(?:[.,;)](?!\d)|$|and\b)")
_AWAITS_DAY = re.compile(r"\b(?:on|since|listed|closed|until|by|from|of|began|starting|beginning)\s+$", re.IGNORECASE)
_IN_MONTH = re.compile(rf"{MONTH} \d{{1,2}}(?!\d|st\b|nd\b|rd\b|th\b|,? \d{{4}})")
_WITHIN = re.compile(r"\bin $", re.IGNORECASE)
_SOLD_IN = re.compile(
    rf"\b(?:It|[A-Z]+\d+|which) (?:was |has been )?(?:sold|closed|listed)\b[^.;:]{{0,40}}?\bin (?P<month>{MONTH})(?! ?\d| of|,? [12]\d{{3}})"
)
_DECADE = re.compile(r"(?:1[7-9]|20)\d0s\b")
_BASE, _EVERY = (
    re.compile(r"(?:100|hundred|one hundred)(?: \w|[;,.)])"),
    re.compile(r"\b(?:every|each|per|of|in) $", re.IGNORECASE),
)
_SELECTING = re.compile(r"\b(?:the|these|those|your|its) (?:\w+ )?$", re.IGNORECASE)
_SUPERLATIVE = re.compile(r"\s+(?:[a-z]+est|most|least|best)\b")
_PROPORTION = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|\d) (?:in (?:every )?(?:two|three|four|five|ten|10)|out of (?:every )?(?:ten|10))\b",
    re.I,
)


@dataclass(frozen=True)
class Figure:
    """One figure of a text. value: in base units (dollars, square feet, days ...); for dates (year, month, day or 0).

    unit: "money", "percent", "area", "beds", "baths", "days", "months", "years", "miles", "garage", "floors", "count",
    "date", "address", "door" (of a flat), "phone", "id", "ratio", or "" where the text gives none. tolerance: half of the last written
    digit. factor: base units in one written unit.
    """

    start: int
    end: int
    text: str
    unit: str
    value: float = 0.0
    date: tuple[int, int, int] = (0, 0, 0)
    tolerance: float = 0.5
    factor: float = 1
    bound: str = ""  # "below" or "above": "under $800,000"
    hedged: bool = False
    in_words: bool = False
    inherited: bool = False  # the unit stands at a later figure: "3.8 vs 3.6 months"


def any_in(text: str) -> bool:
    """Whether there may be a figure at all."""
    return pattern_for(text).search(text) is not None


def read(text: str) -> list[Figure]:
    """Every figure of a plain text, in its order."""
    found = [figure for match in _spans(text) if (figure := _figure(match, text))]
    if month := _SOLD_IN.search(text):  # a month alone is a figure where it says when something happened to a home
        said = month["month"].rstrip(".")
        at = Figure(month.start("month"), month.start("month") + len(said), said, "date", date=date_of(said))
        found = sorted([*found, at], key=lambda each: each.start)
    for at in range(len(found) - 2, -1, -1):  # "4,900, 5,200 and 4,400 square feet": the unit stands at the last
        found[at] = _with_unit_of_next(found[at], found[at + 1], text)
    for at in range(len(found) - 1):
        found[at] = _with_scale_of_next(found[at], found[at + 1], text)
    before = None
    for at, figure in enumerate(found):
        if before and figure.unit not in NAMES:
            found[at] = _after(before, figure, text)
        before = before if figure.unit in NAMES else found[at]
    rough = {each.unit for each in found if each.hedged}
    return [
        replace(each, hedged=True)
        if each.unit in rough & {"money", "area"} and each.text.count("00") and not each.value % 100 and not each.bound
        else each
        for each in found
    ]


def _spans(text: str) -> Iterator[re.Match[str]]:
    """Where figures may stand; "In May 17 homes sold" speaks of 17 homes, not of a day."""
    at = 0
    pattern = pattern_for(text)
    while match := pattern.search(text, at):
        at = match.end()
        if (
            match.lastgroup == "date"
            and _IN_MONTH.match(text, match.start())
            and _WITHIN.search(text, 0, match.start())
        ):
            at = match.start() + match.group().index(" ")
            continue
        yield match


def _figure(match: re.Match[str], text: str) -> Figure | None:
    kind, start, end = match.lastgroup, match.start(), match.end()
    if kind in ("phone", "address", "id", "door"):
        said = match.group().rstrip(".")
        return Figure(start, start + len(said), said, kind)
    if kind in ("iso", "date", "slashed"):
        return Figure(start, end, match.group(), "date", date=date_of(match.group()))
    if kind == "ratio":
        return _ratio(match, text)
    if kind == "part":
        return _part(match, text)
    if _NO_FIGURE.search(text[max(0, start - 12) : start]) or _PROPORTION.search(text[max(0, start - 12) : end + 12]):
        return None
    if _SUPERLATIVE.match(text, end) and _SELECTING.search(text, max(0, start - 16), start):
        return None  # "the two cheapest": how many are picked claims nothing
    if _BASE.match(text, start) and _EVERY.search(text, max(0, start - 8), start):
        return None  # "for every 100 visitors"
    if kind == "words":
        return _words(match, text)
    return _number(match, text)


def _number(match: re.Match[str], text: str) -> Figure:
    if _DECADE.match(text, match.start()):
        middle = int(match.group()) + 4.5
        return Figure(match.start(), match.end() + 1, f"{match.group()}s", "year", middle, tolerance=4.5)
    written = match.group().removeprefix("US").lstrip("$ ")
    digits = _NUMBER.match(written)[0]
    scale = _SCALE.get(written[len(digits) :].strip().lower(), 1)
    is_money = match.lastgroup == "money" or (scale > 1 and written[len(digits) :].strip().lower() in ("k", "m"))
    decimals = len(digits.partition(".")[2]) or 2 * _is_fraction(digits)
    value = _amount(digits) * scale
    figure = Figure(
        match.start(),
        match.end(),
        match.group(),
        "money" if is_money else "",
        value,
        tolerance=0.5 * scale / 10**decimals,
    )
    if re.fullmatch(r"['’]\d\d", text[match.start() - 1 : match.end()]):
        return replace(figure, unit="year", value=value + (2000 if value < 40 else 1900))  # "built '08"
    if text[match.start() - 1 : match.start()] in ("€", "£"):
        return replace(figure, unit="other")
    if scale > 1:  # "$1M" is not said of 1.25 million
        figure = replace(figure, tolerance=min(figure.tolerance, _MOST_ROUNDING * value))
        counted = _with_unit(replace(figure, unit=""), text)
        if match.lastgroup != "money" and (counted.unit == "area" or _MANY.match(text, match.end())):
            figure, is_money = replace(counted, tolerance=figure.tolerance * counted.factor), True  # "2.5K impressions"
    return _hedged(figure if is_money else _with_unit(figure, text), text)


def _is_fraction(digits: str) -> bool:
    return digits[-1] in "½¼¾" or "/" in digits


def _amount(digits: str) -> float:
    """The value of digits with a fraction perhaps: "6 3/4", "2½"."""
    if not _is_fraction(digits):
        return float(digits.replace(",", ""))
    for written, part in FRACTIONS.items():
        if digits.endswith(written):
            return float(digits.removesuffix(written).strip(" -")) + part
    return float(digits.replace(",", ""))


_NUMBER = re.compile(NUMBER)
_PARTS = {"third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10}


def _part(match: re.Match[str], text: str) -> Figure:
    """ "Half an acre", "a quarter of a mile", "two dozen": roughly that much."""
    said = match.group().lower()
    if "dozen" in said:
        value = {"a dozen": 12.0, "two dozen": 24.0}.get(said, 6.0)
        return _with_unit(Figure(match.start(), match.end(), match.group(), "", value, tolerance=value / 8), text)
    part = 0.75 if said.startswith("three") else 1 / next((n for word, n in _PARTS.items() if word in said), 2)
    unit, factor = {"acre": ("area", units.SQUARE_FEET_PER_ACRE), "mile": ("miles", 1)}.get(said.split()[-1], ("", 1e6))
    slack = 0.15 * part * factor
    figure = Figure(match.start(), match.end(), match.group(), unit, part * factor, tolerance=slack, factor=factor)
    return figure if unit else _with_unit(figure, text)


def _words(match: re.Match[str], text: str) -> Figure | None:
    line = text[text.rfind("\n", 0, match.start()) + 1 : (text + "\n").index("\n", match.end())]
    if line.strip(" \t*+->#_.|") == match.group():
        return None  # nothing but the word stands there: a label
    value = number_words.value_of(match.group())
    slack = 0.5 if value == int(value) else 0.05
    figure = _with_unit(
        Figure(match.start(), match.end(), match.group(), "", value, tolerance=slack, in_words=True), text
    )
    if figure.unit == "" and value >= 100_000 and match.group().lower().endswith("million"):
        figure = replace(
            figure, unit="money", tolerance=min(0.05e6, _MOST_ROUNDING * value)
        )  # "above one and a half million"
    if match.group().lower() == "one" and figure.unit in ("", "count"):
        before = text[max(0, match.start() - 20) : match.start()]
        counts = _ONLY.search(before) and _OF_THEM.match(text, match.end())
        if not counts and not (_STOP.match(text, match.end()) and _ELLIPSIS.search(before)):
            return None  # "the newest one", "one of them"
    if _HALVES.search(match.group()) and HEDGE.search(text, 0, match.start()):
        figure = replace(figure, tolerance=0.15 * figure.factor)  # "about four and a half"
    other = _OTHER_NOUN.match(text, match.end()) and not units.COUNTED.match(text, match.end())
    if value <= 10 and other and figure.unit in ("", "count"):
        return None  # "between the two limits"
    return _hedged(figure, text)


def _ratio(match: re.Match[str], text: str) -> Figure:
    """ "28/36", "3/2"; a day where one is awaited: "listed on 11/12"."""
    month, _, day = match.group().partition("/")
    if (
        _AWAITS_DAY.search(text, max(0, match.start() - 16), match.start())
        and "." not in day
        and 0 < int(float(month)) < 13
        and 0 < int(day) < 32
    ):
        return Figure(match.start(), match.end(), match.group(), "date", date=(0, int(float(month)), int(day)))
    return Figure(match.start(), match.end(), match.group(), "ratio")


def _with_unit(figure: Figure, text: str) -> Figure:
    if not units.MAYBE_UNIT.match(text, figure.end):
        return figure
    for unit, factor, pattern in units.UNITS:
        if match := pattern.match(text, figure.end):
            slack = min(figure.tolerance, units.SLACK.get(unit, 0.5))
            end = match.end() if unit not in ("garage", "floors", "days", "months", "years") else figure.end
            end = match.end() if unit in ("days", "months", "years") or text[figure.end] == "-" else end
            end -= text[end - 1] == "."
            return replace(
                figure,
                end=end,
                text=text[figure.start : end],
                unit=unit,
                value=figure.value * factor,
                tolerance=slack * factor,
                factor=factor,
            )
    is_year = figure.text.isdigit() and 1700 <= figure.value <= 2100
    counted = units.COUNTED.match(text, figure.end) or _PLURAL.match(text, figure.end)
    return replace(figure, unit="count") if counted and not is_year else figure


def _with_unit_of_next(figure: Figure, following: Figure, text: str) -> Figure:
    gap = text[figure.end : following.start]
    if figure.unit not in ("", "count") or following.unit in (
        "",
        "count",
        "date",
        "address",
        "phone",
        "id",
        "ratio",
        "money",
    ):
        return figure
    if (gap.strip() not in ("or", "/") and re.match(r"\s*,?\s*or\b", gap)) or (
        gap.strip() == "/" and following.inherited
    ):
        return figure  # "by 14 or about 9 %" says it once more
    if HEDGE.search(gap) and gap.lstrip().startswith(",") and not re.match(r",\s*(?:and|or|but)\b", gap.lstrip()):
        return figure  # "from 1931, a little over half a mile away"
    if not _LISTED.fullmatch(HEDGE.sub("", gap) or " ") or (gap.strip() == "," and not following.inherited):
        return figure
    factor = following.factor
    return replace(
        figure,
        unit=following.unit,
        value=figure.value * factor,
        tolerance=figure.tolerance * factor,
        factor=factor,
        inherited=True,
    )


def _with_scale_of_next(figure: Figure, following: Figure, text: str) -> Figure:
    """The first of "$1.24–1.63M" is of millions too."""
    if (
        figure.unit not in ("money", "")
        or figure.value >= 1000
        or not _RANGE.fullmatch(text[figure.end : following.start])
    ):
        return figure
    scale = _SCALED.search(following.text)
    if not scale:
        return figure
    factor = _SCALE[scale[1].lower()]
    return replace(
        figure, unit="money", value=figure.value * factor, tolerance=min(figure.tolerance, 0.06 * figure.value) * factor
    )


_RANGE = re.compile(r"\s*(?:–|—|-|to|or|and)\s*")
_SCALED = re.compile(r"\d\s?(k|m|thousand|million)$", re.IGNORECASE)


def _after(before: Figure, figure: Figure, text: str) -> Figure:
    """What a figure in a row has from the one before: "$540,000 to 660,000", "roughly 0.11, 0.12 and 0.10 acres"."""
    gap = text[before.end : figure.start]
    if figure.unit == "" and before.unit in _LEFT_OUT and _ELLIPSIS.search(gap) and _STOP.match(text, figure.end):
        return replace(figure, unit=before.unit, tolerance=min(figure.tolerance, units.SLACK.get(before.unit, 0.5)))
    if figure.unit == "" and before.unit in _BESIDE and _AGAINST.fullmatch(gap) and _STOP.match(text, figure.end):
        return replace(figure, unit=before.unit)  # "47 days against 24"
    if figure.unit == "" and before.unit in _BESIDE and _ITS.fullmatch(gap) and _STOP.match(text, figure.end):
        return replace(figure, unit=before.unit)  # "the lot has 5,020 sq ft, the house 1,530"
    if len(gap) > 24 or not _LISTED.fullmatch(gap or " "):
        return figure
    if before.unit == "money" and figure.unit == "" and figure.value >= 1000 and gap.strip() not in (",", ";"):
        return replace(figure, unit="money", hedged=figure.hedged or before.hedged)
    return replace(figure, hedged=True) if before.hedged and before.unit == figure.unit else figure


def _hedged(figure: Figure, text: str) -> Figure:
    before = text[max(0, figure.start - 24) : figure.start]
    bound = _BOUND.search(before)
    last = before.split()[-1:]
    may_hedge = bool(last) and (last[0].lower().strip("(") in _HEDGES or not last[0][-1].isalnum())
    hedged = bool((may_hedge and HEDGE.search(before)) or _ROUNDED.match(text, figure.end))
    return replace(figure, hedged=hedged, bound=bound.lastgroup or "" if bound else "")
