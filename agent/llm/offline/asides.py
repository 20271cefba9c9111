# ruff: noqa: E501  (a pattern cut in two is harder to read than a long one)
"""What people tell beside what they look for: where they come from, when their lease ends. No condition is read from it."""

from __future__ import annotations

import re
from datetime import date

from agent.llm.offline.draft import Draft, compiled
from agent.llm.offline.periods import MONTH_NAMES, Period
from agent.llm.offline.words import STOP

_MOVES = (
    r"\b(?:mov(?:e|es|ed|ing)|relocat(?:e|es|ed|ing)|transfer(?:red|ring|s)?|com(?:e|es|ing)|came|transplants?|hail(?:s|ing)?|driv(?:e|ing)|fl(?:y|ying)|return(?:ing|s)?|originally|(?:just )?arrived)\b"
    r"(?: (?:here|over|back|up|down|out|in|to (?:town|the area)|all the way|with (?:my|our) \w+|this \w+|next \w+|soon))*,? from (?:the |upstate |downtown |northern |southern |eastern |western )*"
)
_NAME = re.compile(
    r"[A-Z][\w'.-]*(?: (?!(?:And|In|To|For|With|Looking|Need|I|We)\b)[A-Z][\w'.-]*){0,2}(?:, ?(?:[A-Z]{2}|[A-Z][a-z]+(?: [A-Z][a-z]+)?)\b(?= |[,.;!?]|$))?"
)
_SMALL_NAME = re.compile(r"(?:new|san|los|las|salt lake|st\.?|north|south|west) \w+|[a-z][\w'-]+")
_TIMES = rf"(?:{MONTH_NAMES}|spring|summer|fall|autumn|winter|christmas|the holidays|new year'?s?|thanksgiving|(?:next|this|the end of the|the new) (?:week|month|year|spring|summer|fall|autumn|winter))"
# "My lease is up in January", "need it by spring": a time of their own, not of sales.
_OWN_TIME = (
    rf"(?:\b(?:lease|rent(?:al)?|contract|visa|notice)\b[^.?!;:\d]{{0,20}}\b(?:is |runs? |ends?|expires?|up|out|over)[^.?!;:\d]{{0,10}}\b(?:in|by|at|on|come)\b"
    rf"|\b(?:start(?:s|ing)?|begin(?:s|ning)?|due|marr(?:y|ied)|wedding|baby|retir\w+|graduat\w+|mov(?:e|es|ing)(?: (?:in|there|here|out|up|down|over))*)\b[^.?!;:\d]{{0,40}}\b(?:in|by|before|on|come|after|around|around the end of)\b) (?:the )?(?:early |mid[ -]?|late |end of |beginning of |start of )?{_TIMES}\b"
    rf"|\b(?:by|before|come|until) (?:the )?(?:early |mid[ -]?|late |end of |beginning of |start of )?{_TIMES}(?=\W*$|[,.;:!?]|\s(?:and|i|we|at the latest|so|or)\b)(?! \d{{4}})"
)
_OF_SALES = (
    r"\b(?:sold|sales?|sell\w*|closed|closings?|markets?|median|average|comps?|comparables?|went|gone|trends?|reports?|performance|views|prices|homes? bought|deals?"
    r"|transactions?|supply|inventory|competiti\w+|appreciat\w+|month by month|monthly|days on|quarter)\b"
)


def take_asides(draft: Draft) -> None:
    """Take the place somebody comes from and the time of a plan of theirs."""
    for match in compiled(_MOVES).finditer(draft.rest):
        name = _NAME.match(draft.text, match.end()) or _SMALL_NAME.match(draft.rest, match.end())
        if name and name[0].lower() not in STOP:
            _set_aside(draft, match.start(), name.end())
    if not compiled(_OF_SALES).search(draft.rest):
        for match in list(compiled(_OWN_TIME).finditer(draft.rest)):
            _set_aside(draft, *match.span())


def _set_aside(draft: Draft, start: int, end: int) -> None:
    """Gone from the text as well: what is told of oneself is no part of the question that could be forgotten."""
    draft.blank(start, end)
    draft.text = draft.text[:start] + " " * (end - start) + draft.text[end:]


def is_of_sales(text: str) -> bool:
    """Whether these words speak of sales, or of figures over time: only then a day or month is one of closing."""
    return bool(compiled(_OF_SALES).search(text.lower()))


def in_words(period: Period) -> str:
    """ "in 2025", or the two days."""
    first, last = period
    if first and last and (first.year, first.month) == (last.year, last.month):
        return f"{first:%B %Y}"
    if first and last and first == date(first.year, 1, 1) and last == date(first.year, 12, 31):
        return f"in {first.year}"
    return " ".join(
        part for part in (f"from {first:%B %Y}" if first else "", f"until {last:%B %Y}" if last else "") if part
    )
