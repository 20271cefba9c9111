"""The last look before an answer: every figure and every known word of the question is in the search, or is named.

Rules take words apart one by one, and two that are each right may lose something between them. What was said and is
neither among the arguments nor in the answer's remarks is told here, so that nothing is dropped silently.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from agent.llm.offline.amounts import AMOUNT, dollars
from agent.llm.offline.asides import in_words
from agent.llm.offline.dialogue import Call
from agent.llm.offline.draft import Draft, compiled
from agent.llm.offline.quantities import AROUND_SHARE, SQUARE_FEET_PER_ACRE
from agent.llm.offline.reading import Reading
from agent.llm.offline.speech import SORTS, conditions
from agent.llm.offline.vocabulary import Vocabulary, Word

# What these go by is said in the question, so all of it has to be there.
BY_CONDITIONS = ("findListings", "saveSearch", "getMarketAnalysis", "compareMarkets")
SEARCHES = BY_CONDITIONS[:2]
_NO_FIGURE = (
    r"\b[a-z]{1,4}-?\d+\b|\S+@\S+|\b\d+(?:st|nd|rd|th)\b|\b(?:top|first|last|past|next|number|no\.|option|#)\s?\d+\b"
    r"|\b\d+ (?:days?|weeks?|months?|years?|yrs?|cheapest|of (?:them|those|these)|car)\b|\d+ ?(?:%|percent)|24/7"
)
_SAYS_SIZE = {"land"}  # "the biggest lots" are no kind of home
_SAYS_LOT = {"yard"}  # "a yard of 6,000 sq ft" is the lot
_FIGURE = rf"({AMOUNT})(\s?acres?)?"


def unaccounted(text: str, vocabulary: Vocabulary, arguments: Iterable[Any], said: str) -> list[str]:
    """What of the question (numbers in digits) is neither in the calls' arguments nor in what the answer says."""
    values = list(arguments)
    numbers = set(_numbers(values))
    words = " ".join(_texts(values)).lower()
    heard = said.lower()
    with_lot = any("minLotSize" in value for value in values if isinstance(value, dict))
    missing = _names(text, vocabulary, words, heard)
    return [*_figures(text, numbers, heard), *(each for each in missing if not (with_lot and each in _SAYS_LOT))]


def unapplied(reading: Reading, calls: Iterable[Call], told: str) -> list[str]:
    """What was understood and yet is in no call of this turn: an order, a time, a status, a word to look for.

    Rules read a question before it is known which tool answers it, so each part has to be looked for in the end.
    """
    made = [call for call in calls if call.name in BY_CONDITIONS]
    if not made:
        return _conditions_beside(reading, told)
    words = " ".join(_texts(call.arguments for call in made)).lower()
    missing = [each.strip('"') for each in reading.keywords if each.strip('"').lower() not in words]
    if any(call.name in SEARCHES for call in made):
        sorts = [str(call.arguments.get("sort") or "") for call in made]
        ordered = not reading.sort or reading.sort in sorts or reading.ids
        missing += [] if ordered else [SORTS.get(reading.sort, reading.sort)]
        missing += (
            []
            if not reading.comparative or any(sorts) or reading.ids or len(reading.places) > 1
            else [reading.comparative]
        )
        missing += [_BESIDE_A_LIST[name] for name in _BESIDE_A_LIST if name in reading.intents]
        status = reading.arguments.get("status")
        kept = any(call.arguments.get("status") == status or "closedAfter" in call.arguments for call in made)
        missing += [status.lower()] if status not in (None, "Active") and not kept else []
    if reading.period:
        days = [day.isoformat() for day in reading.period if day]
        missing += [] if all(day in words for day in days) else [in_words(reading.period)]
    return [each for each in missing if each.lower() not in told.lower()]


def _conditions_beside(reading: Reading, told: str) -> list[str]:
    """Conditions of a search in a question that another tool answered: "save the 3-bedroom one" saves one home."""
    if not reading.ids or reading.act in ("estimateValue", "updateMyProfile") or reading.loan_tool:
        return []
    bounds = {name: value for name, value in reading.arguments.items() if name not in ("status",)}
    said = [conditions({name: value}, []) for name, value in bounds.items()]
    return [each for each in said if each and each.lower() not in told.lower()]


# What a list of homes does not show -> how it is named.
_BESIDE_A_LIST = {
    "price_change": "how prices moved", "time_on_market": "how fast homes sell", "months_of_supply": "months of supply",
    "sale_to_list": "sale price to list price", "competition": "how hot the market is", "by_month": "by month",
    "metrics": "how homes are viewed",
}  # fmt: skip


def _figures(text: str, numbers: set[float], heard: str) -> list[str]:
    draft = Draft(re.sub(r"\.{2,}", " ", text))
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
        and text[found.start : found.end].lower() not in words  # "craftsman", looked for in what is written
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
