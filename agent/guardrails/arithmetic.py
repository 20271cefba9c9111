# ruff: noqa: E501  (a pattern cut in pieces is harder to read than a long line)
"""Arithmetic that is shown: a figure that follows from others of its sentence."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace

from agent.guardrails import units
from agent.guardrails.closeness import close
from agent.guardrails.figures import Figure

_OPERATORS = {
    "+": "+",
    "plus": "+",
    "−": "-",
    "–": "-",
    "-": "-",
    "minus": "-",
    "less": "-",
    "×": "*",
    "x": "*",
    "*": "*",
    "times": "*",
    "of": "*",
}
_OPERATORS |= {"÷": "/", "/": "/", "divided by": "/"}
_GAP = re.compile(
    r"\s*(?:a (?:month|year)|(?:[a-z]+[ -]?){1,3}(?=\s?[+−×÷]))?\s*"
    r"(\+|plus|−|–|-|minus|,? ?less|×|x|\*|times|÷|/|divided by|of)\s*(?:your |the |another )?"
)
_EQUALS = re.compile(
    r"\s*(?:a (?:month|year)|(?:[a-z]+[ -]?){1,3}(?==))?\s*(?:=|makes|equals|is|gives|comes to|leaves)\s*(?:about|roughly|some)?\s*"
)
_IN_WORDS = re.compile(r",? ?(?:less|minus|plus|times)(?: your| the)?")
_SIGNS, _MAYBE_SIGNS = {"+", "−", "×", "÷", "="}, {"-", "–", "*", "/"}
_CUE = re.compile(
    r"[=+−×÷/]|averag|\b(?:difference|more|less|fewer|apart|spread|gap|together|totals?|sum|in all|combined|room|leaves|left|outnumber|times|"
    r"exceeds?|above|below|over|higher|lower|cushion|each|twice|half|older|newer|larger|smaller|longer|share|out of|others?|rest|remaining|by|short of|ahead|behind|tighter|result|margin|extra|additional|only|just)\b",
    re.IGNORECASE,
)
_SUMMING = re.compile(
    r"[=+]|&|\b(?:together|totals?|sums?|in all|all|combined|altogether|plus|add(?:s|ed)?|makes?|comes?|overall|split|share|result|"
    r"between them|of (?:the|them|which)|the (?:other|two|three|four)|both|spend|pay|rest|average\w*|mean)\b",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"\b(?:over|above|under|below|than|premium|discount)\b[^,;]{0,12}\b(?:list|ask\w*)\b", re.IGNORECASE
)
_MOST_PER_AREA = 5_000  # dollars a square foot; what is more is no such price
MOST_FIGURES = 16  # of one sentence that are combined; beyond, nobody follows the arithmetic either


def shown(text: str, figures: list[Figure], known: set[int], at: int, besides: list[Figure]) -> bool:
    """Whether figure `at` follows from the known ones (by index) of this text, and from others it refers to."""
    wanted = figures[at]
    summed = operands(text, figures)  # "(950 − 930)" is of the unit of what it comes to
    others = [
        replace(figures[index], unit=wanted.unit) if index in summed and not figures[index].unit else figures[index]
        for index in sorted(known)
        if index != at and figures[index].unit in units.NUMERIC
    ][:MOST_FIGURES]
    others += besides[:8]
    if wanted.unit not in units.NUMERIC or not others:
        return False
    if wanted.unit in ("", "count", "beds", "baths") and wanted.value < 100 and not _CUE.search(text):
        return False
    return any(close(wanted, value) for value in _results(wanted, others, text))


def operands(text: str, figures: list[Figure]) -> set[int]:
    """Which figures (by index) stand in a written-out sum, where they may be anybody's: "168 − 77"."""
    found: set[int] = set()
    for at, (left, right) in enumerate(itertools.pairwise(figures)):
        if not {left.unit, right.unit} <= units.NUMERIC:
            continue
        gap = text[left.end : right.start].strip()
        if (
            gap in _SIGNS
            or _IN_WORDS.fullmatch(gap)
            or (gap in _MAYBE_SIGNS and (left.unit == right.unit or right.value == 12))
        ):
            found |= {at, at + 1}
    return found


def wrong(text: str, figures: list[Figure]) -> set[int]:
    """The results (by index) of written-out sums that do not add up: "77 + 168 = 255"."""
    amiss = set()
    for at in range(2, len(figures)):
        expected = _chain(text, figures, at)
        if expected is None or close(figures[at], expected):
            continue
        if figures[at].unit == "percent" and close(figures[at], 100 * expected):
            continue  # "77 / 928 = 8.3 %"
        amiss.add(at)
    return amiss


def _chain(text: str, figures: list[Figure], at: int) -> float | None:
    """The value of "a + b - c" that stands before "= figure"; None where no such sum is written out."""
    equals = text[figures[at - 1].end : figures[at].start]
    if not _EQUALS.fullmatch(equals):
        return None
    first, operators = at - 1, []
    while first > 0 and (match := _GAP.fullmatch(text[figures[first - 1].end : figures[first].start])):
        if match[1] == "of" and figures[first - 1].unit != "percent":
            break
        operators.insert(0, _OPERATORS[match[1].strip(" ,")])
        first -= 1
    if "=" not in equals and not re.search(r"\bof\b|\bplus\b", text[figures[first].end : figures[at - 1].start]):
        return None
    mixed = len({figure.unit == "percent" for figure in figures[first:at]}) > 1
    if not operators or (mixed and set(operators) != {"*"}):
        return None
    value = _operand(figures[first], share=mixed)
    for operator, figure in zip(operators, figures[first + 1 : at], strict=True):
        value = _apply(operator, value, _operand(figure, share=mixed))
    return value


def _operand(figure: Figure, *, share: bool) -> float:
    """What is reckoned with; in "$825,000 × 20 %" the percentage is a share."""
    return figure.value / 100 if share and figure.unit == "percent" else figure.value


def _apply(operator: str, left: float, right: float) -> float:
    if operator == "+":
        return left + right
    if operator == "-":
        return left - right
    if operator == "*":
        return left * right
    return left / right if right else float("nan")


def _results(wanted: Figure, others: list[Figure], text: str) -> Iterator[float]:
    """What the others give: sums of all and of runs, and every pair that makes sense for the wanted unit."""
    same = [each for each in others if _alike(wanted, each) and not _is_of_homes(wanted, each, text)]
    for first in range(len(same) if _SUMMING.search(text) else 0):
        total = same[first].value
        for each in same[first + 1 : first + 9]:
            total += each.value
            yield total
        if len(same) - first > 1 and ("average" in text or "mean" in text):
            yield total / len(same[first:])
    for left in others:
        if wanted.unit == "" and left.unit in ("months", "years", "days"):
            yield left.value  # "over 360 months 360 × $3,266.67"
        if wanted.unit == left.unit == "percent" and _ASKING.search(text):
            yield left.value - 100  # 100.1 % of the list price is 0.1 % over it
        if re.search(r"\b(?:month|year)", text, re.IGNORECASE) and _alike(wanted, left) and wanted.unit == "money":
            yield left.value * 12
            yield left.value / 12
        for right in others:
            if left is not right:
                yield from _pair(wanted, left, right)


def _is_of_homes(wanted: Figure, each: Figure, text: str) -> bool:
    """Whether it counts homes or places and the wanted one something else: "the two listings share six inquiries"."""
    return bool(_HOMES.match(text, each.end)) and not _HOMES.match(text, wanted.end)


_HOMES = re.compile(r"\s+(?:[a-z]+ )?(?:listings|homes|cities|houses|condos|places)\b")


def _pair(wanted: Figure, left: Figure, right: Figure) -> Iterator[float]:
    if _alike(left, right):
        if _alike(wanted, left):
            yield left.value - right.value
        if wanted.unit == "percent" and right.value and left.unit != "percent":
            yield 100 * (left.value - right.value) / (left.value + right.value)  # within 10 % of the middle of both
            yield 100 * left.value / right.value
            yield 100 * (left.value - right.value) / right.value
        if wanted.unit in ("", "count") and right.value:
            yield left.value / right.value
    if right.unit == "percent" and _alike(wanted, left):
        yield left.value * right.value / 100
    if wanted.unit == "area" and left.unit == right.unit == "money" and 0 < right.value < _MOST_PER_AREA:
        yield left.value / right.value
    if wanted.unit == "money" and left.unit == "area" and right.unit == "money" and right.value < _MOST_PER_AREA:
        yield left.value * right.value
    if wanted.unit == "money" and left.unit == "money" and right.unit != "money" and right.value:
        yield left.value / right.value
        if right.unit in ("", "count", "months", "years"):
            yield left.value * right.value
        if right.unit == "years":
            yield left.value * right.value * 12


def _alike(left: Figure, right: Figure) -> bool:
    """Figures that may be added: of one unit, a bare one being of any but percent and money."""
    if left.unit == right.unit:
        return True
    loose = {"", "count"}
    return (left.unit in loose or right.unit in loose) and not {left.unit, right.unit} & {"money", "percent"}
