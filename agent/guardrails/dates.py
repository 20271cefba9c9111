"""Dates as they are written: "November 12", "2026-11-12", "11/12/2026", "Nov '25"."""

from __future__ import annotations

import re

from agent.guardrails import number_words

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]


def date_of(text: str) -> tuple[int, int, int]:
    """(year, month, day) with 0 for what the text does not say."""
    if match := re.match(r"(\d{4})-(\d{2})(?:-(\d{2}))?", text):
        return int(match[1]), int(match[2]), int(match[3] or 0)
    if "/" in text:
        return _slashed(*(int(each) for each in text.split("/")))
    words = re.findall(r"\d+|[a-z]+(?:-[a-z]+)?", text.lower())
    month = next(
        (at for word in words for at, name in enumerate(MONTHS, 1) if name[:3] == word[:3] and len(word) > 2), 0
    )
    year = next((int(word) for word in words if word.isdigit() and len(word) == 4), 0)
    if short := re.search(r"['’](\d\d)$", text):  # "Nov '25"
        return 2000 + int(short[1]), month, 0
    day = next((int(word) for word in words if word.isdigit() and len(word) < 3), 0)
    day = day or next((number_words.ORDINALS[word] for word in words if word in number_words.ORDINALS), 0)
    return year, month, day


def _slashed(*parts: int) -> tuple[int, int, int]:
    """The date of "11/20/2026", as in the United States; of "20/11/2026", "2026/11/20" and "05/2026"."""
    if parts[0] > 1000:
        return parts[0], parts[1], parts[2]
    if len(parts) == 2:
        return parts[1], parts[0], 0
    month, day, year = parts
    if month > 12:
        month, day = day, month
    return year + 2000 * (year < 100), month, day
