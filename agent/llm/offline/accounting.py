"""The last look before an answer: every figure and every known word of the question is in the search, or is named.

Rules take words apart one by one, and two that are each right may lose something between them. What was said and is
neither among the arguments nor in the answer's remarks is told here, so that nothing is dropped silently.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from agent.llm.offline.amounts import AMOUNT, dollars
from agent.llm.offline.draft import Draft, compiled
from agent.llm.offline.quantities import AROUND_SHARE, SQUARE_FEET_PER_ACRE
from agent.llm.offline.vocabulary import Vocabulary, Word

_NO_FIGURE = (
    r"\b[a-z]{1,4}-?\d+\b|\S+@\S+|\b\d+(?:st|nd|rd|th)\b|\b(?:top|first|last|past|next|number|no\.|option|#)\s?\d+\b"
    r"|\b\d+ (?:days?|weeks?|months?|years?|yrs?|cheapest|of (?:them|those|these)|car)\b|\d+ ?(?:%|percent)|24/7"
)
_SAYS_SIZE = {"land"}  # "the biggest lots" are no kind of home
_FIGURE = rf"({AMOUNT})(\s?acres?)?"


def unaccounted(text: str, vocabulary: Vocabulary, arguments: Iterable[Any], said: str) -> list[str]:
    """What of the question (numbers in digits) is neither in the calls' arguments nor in what the answer says."""
    values = list(arguments)
    numbers = set(_numbers(values))
    words = " ".join(_texts(values)).lower()
    heard = said.lower()
    return [*_figures(text, numbers, heard), *_names(text, vocabulary, words, heard)]


def _figures(text: str, numbers: set[float], heard: str) -> list[str]:
    draft = Draft(text)
    draft.take(_NO_FIGURE)
    missing = []
    for match in compiled(_FIGURE).finditer(draft.rest):
        spoken = match[1].strip()
        if spoken in heard or any(_is_in(value, numbers) for value in _readings(spoken, acres=bool(match[2]))):
            continue
        amount = dollars(spoken)
        missing.append(f"{amount[0]:,}" if amount and re.search(r"[$a-z]", spoken) else spoken)
    return missing


def _readings(spoken: str, *, acres: bool) -> list[float]:
    """What a figure may have been read as: itself, dollars, thousands, an area, "more than" it."""
    plain = float(re.sub(r"[^\d.]", "", spoken).strip(".") or 0)
    amount = dollars(spoken)
    read = [plain, plain * 1_000, plain + 1, plain - 1, plain + 0.5]
    return [*read, *([amount[0]] if amount else []), *([round(plain * SQUARE_FEET_PER_ACRE)] if acres else [])]


def _is_in(value: float, numbers: set[float]) -> bool:
    around = {round(value * (1 - AROUND_SHARE)), round(value * (1 + AROUND_SHARE))}
    return value in numbers or around <= numbers


def _names(text: str, vocabulary: Vocabulary, words: str, heard: str) -> list[str]:
    return [
        meant.name
        for found in vocabulary.find(Draft(text))
        if not any(_is_named(word, words, heard) for word in found.meanings)
        for meant in found.meanings[:1]
        if meant.name not in _SAYS_SIZE
    ]


def _is_named(word: Word, words: str, heard: str) -> bool:
    """Whether this word, or the smaller place that lies in it, is searched by or spoken of."""
    name = word.name.split(",")[0].lower()
    return name in words or name in heard or (word.kind == "state" and f", {word.name.lower()}" in words)


def _numbers(values: Iterable[Any]) -> Iterable[float]:
    for value in values:
        if isinstance(value, dict):
            yield from _numbers(value.values())
        elif isinstance(value, list):
            yield from _numbers(value)
        elif isinstance(value, int | float):
            yield float(value)
        elif isinstance(value, str):  # a zip code, a day, a month
            yield from (float(part) for part in re.findall(r"\d+", value))


def _texts(values: Iterable[Any]) -> Iterable[str]:
    for value in values:
        if isinstance(value, dict):
            yield from _texts(value.values())
        elif isinstance(value, list):
            yield from _texts(value)
        elif isinstance(value, str):
            yield value
