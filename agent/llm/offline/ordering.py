# ruff: noqa: E501  (a pattern cut in two is harder to read than a long one)
"""The order a question asks for: "sorted by price", "the two cheapest", "something bigger", "big houses"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.llm.offline import words
from agent.llm.offline.draft import Draft

if TYPE_CHECKING:
    from agent.llm.offline.reading import Reading


def read_order(draft: Draft, reading: Reading) -> None:
    """Take how results are to be ordered, how many of them are meant, and what they are compared with."""
    if reading.superlative:
        return  # "the second cheapest" says its order itself
    for sort, pattern in words.SORT_WORDS:
        if draft.take(
            rf"\b(?:(?:sort|order|rank|arrange|organi[sz]e)(?:e?d|ing)?(?: (?:them|these|those|it|results|the (?:list|results|homes)))?(?: (?:by|on|after|according to))?|(?:in (?:the )?order|(?:list|show|put|give)(?: (?:me|us))?(?: (?:them|these|those|it|the (?:list|results|homes)))?(?: in order)?) (?:of|by)|(?<=, )by) (?:the )?(?:{pattern})(?!\w)"
        ):
            reading.sort = _directed(draft, sort)
            return
    for sort, pattern in words.SORT_WORDS:
        if draft.take(rf"\b(?:by )?(?:{pattern})(?=,? (?:descending|ascending|desc|asc|high to low|low to high)\b)"):
            reading.sort = _directed(draft, sort)
            return
    for sort, pattern in _FROM_TO:
        if draft.take(pattern):
            reading.sort = sort
            return
    for sort, pattern in words.SUPERLATIVES:
        number = r"(?:top\s)?(?:(\d{1,2})\s)?(?:(?:single|very|absolute|absolutely)\s)*"
        behind = r"(?:\s(\d{1,2})(?![\d,.]|\s?-?(?:bed|bd|br|bath|ba|k|m|acre|sq|year|car|stor)))?"
        if match := draft.take_one(
            rf"\b{number}(?:of the )?(?:{pattern})\b(?:(?: (?:ones|homes))? (?:first|on top|at the top|up front))?{behind}"
        ):
            reading.sort = sort
            reading.superlative = not (
                re.search(r" (?:first|on top|at the top|up front)$", match[0]) or draft.take_one(r"\bfirst\W*$")
            )
            count = match[1] or match[match.lastindex or 1]
            reading.count = int(count) if count and count.isdigit() else 1 if " single " in f" {match[0]} " else None
            break
    asked = r"(?:show|give|list|find|get|pick|name|see)(?: me| us)?(?: the| just| only| like| maybe| any)*"
    homes = r"(?=(?: [a-z-]+){0,2}? (?:homes|houses|condos|townho\w+|listings|places|options|results|properties|apartments|ones|of them)\b)"
    number = r"(\d{1,2})"
    not_rooms = r"(?! ?-?(?:bed|bd|br\b|bath|ba\b|car|stor|acre|year))"
    for pattern in (
        rf"\b{asked} {number}{not_rooms}{homes}",
        rf"\b(?:top|first) {number}\b(?! (?:floor|bed|bath|months?|weeks?|days?|years?|quarters?)\b)",
        rf"\b{asked} {number}(?=\W*$| (?:please|at a time|of (?:them|those|these))\b)",
    ):
        if match := draft.take_one(pattern):
            reading.count = int(match[1])
            break
    if draft.take(words.JUST_LISTED):
        reading.sort = "newest"
        reading.unusable.append("the day a home was listed (they are sorted newest first)")
    if not reading.sort:
        _comparative(draft, reading)
    if not (reading.sort or reading.comparative):
        _vague(draft, reading)


_UP = r"(?:low(?:est)?|cheap(?:est)?|least expensive)"
_DOWN = r"(?:high(?:est)?|most expensive|expensive|priciest|pricey|dear(?:est)?)"
_BIG = r"(?:big(?:gest)?|large(?:st)?)"
_SMALL = r"(?:small(?:est)?|tiniest)"
# "Cheapest to priciest": what the list begins and ends with.
_FROM_TO = [
    (
        "price",
        rf"\b(?:prices? )?(?:going )?(?:from )?(?:the )?{_UP} (?:to|through|up to) (?:the )?{_DOWN}(?: price)?\b",
    ),
    (
        "-price",
        rf"\b(?:prices? )?(?:going )?(?:from )?(?:the )?{_DOWN} (?:to|through|down to) (?:the )?{_UP}(?: price)?\b",
    ),
    ("livingArea", rf"\b(?:from )?(?:the )?{_SMALL} to (?:the )?{_BIG}\b"),
    ("-livingArea", rf"\b(?:from )?(?:the )?{_BIG} to (?:the )?{_SMALL}\b"),
    ("-yearBuilt", r"\b(?:from )?(?:the )?newest to (?:the )?oldest\b"),
    ("yearBuilt", r"\b(?:from )?(?:the )?oldest to (?:the )?newest\b"),
]


def _directed(draft: Draft, sort: str) -> str:
    """ "Sort by year, oldest first": the end of the order that is said to come first."""
    match = draft.take_one(_DIRECTIONS)
    if not match:
        return sort
    if sort == "newest":
        return "newest" if match[1] else "oldest"
    return f"-{sort.lstrip('-')}" if match[1] else sort.lstrip("-")


_DIRECTIONS = (
    r",? ?\b(?:(newest|latest|highest|biggest|largest|most expensive|priciest|dearest|most|descending|desc|high to low|from high to low)"
    r"|(oldest|lowest|smallest|cheapest|least expensive|least|fewest|ascending|asc|low to high|from low to high))\b(?: (?:ones|homes|houses|price))?(?: (?:first|on top|at the top|up front))?"
)


def _comparative(draft: Draft, reading: Reading) -> None:
    for name, pattern in words.COMPARATIVES:
        if draft.take(rf"{words.NO_TREND}(?:{pattern}){words.NO_MEASURE}"):
            reading.comparative = name
            return


def _vague(draft: Draft, reading: Reading) -> None:
    """ "Something cheap", "big houses": no amount, but an order."""
    sized = {"minLivingArea", "maxLivingArea"} & draft.arguments.keys()
    for sort, pattern in words.VAGUE:
        if sized and sort.endswith("livingArea"):
            continue  # "a small place, at most 800 sq ft" says itself what small is
        if match := draft.take_one(words.VAGUE_PLACE.format(pattern)):
            reading.sort = sort
            said = next(group for group in match.groups() if group)
            reading.notes.append(f"“{said}” names no amount, so these come {words.ORDER_WORDS[sort]}")
            return
