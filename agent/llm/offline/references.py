# ruff: noqa: E501  (a pattern cut in two is harder to read than a long one)
"""Homes that an act is meant for: "1 and 3", "the first three", "numbers 2 to 4", "all but the last", "L zero eight five".

They are read before the act, once for all acts, so that none knows fewer of them than another.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.llm.offline.amounts import LARGE, SMALL, whole
from agent.llm.offline.draft import Draft, compiled
from agent.llm.offline.words import ORDINALS

if TYPE_CHECKING:
    from agent.llm.offline.reading import Reading

_DIGITS = {"zero": 0, "oh": 0, "o": 0}
_SPOKEN = rf"(?:{'|'.join([*SMALL, *LARGE, *_DIGITS])})"
# "L zero eight five", "l 33", "#L85", "listing L two hundred and six"
_ID = re.compile(
    rf"(?<![\w'.-])#?l[\s.#-]*((?<=[\s.#-]){_SPOKEN}(?:(?:[\s-]+|\s+and\s+){_SPOKEN})*|\d{{1,4}})(?![\w'%]|[.,]\d|\s?(?:k|m|beds?|baths?|sq)\b)",
    re.IGNORECASE,
)
_ID_DIGITS = 3


def with_ids(text: str) -> str:
    """The question with ids that were dictated or cut short as they are written: L085 for "L zero eight five"."""
    return _ID.sub(lambda match: f"L{_number(match[1].lower()):0>{_ID_DIGITS}}", text)


def _number(said: str) -> str:
    """206 for "two hundred and six", "two oh six" and "206"; 450 for "four fifty"."""
    if said.isdigit():
        return said
    words = [word for word in re.split(r"[\s-]+", said) if word != "and"]
    if any(word in LARGE for word in words):
        return str(whole([word for word in words if word not in _DIGITS]))
    parts: list[int] = []
    for word in words:
        value = {**SMALL, **_DIGITS}[word]
        if parts and 20 <= parts[-1] < 100 and not parts[-1] % 10 and 0 < value < 10:
            parts[-1] += value
        else:
            parts.append(value)
    return "".join(str(part) for part in parts)


# Verbs and nouns behind which bare numbers are places in the list.
_DOES = (
    r"(?:save|keep|bookmark|favou?rite|shortlist|star|heart|pin|unsave|remove|delete|e-?mail|mail|send|forward|share|compare|contrast"
    r"|line up|estimate|value|tell me (?:more )?about|(?:more |details |info )(?:on|about|of)|what about|open)"
)
_ACTS = compiled(
    rf"\b{_DOES}\b|\b(?:add|put|drop|take|worth|priced|overpriced|report|payments?|mortgage|views|analytics|stats|metrics|side by side|versus|vs|afford|cost|details?|next to each other)\b"
)
# "Delete the first search" and "the first bedroom" are of no home.
_OTHER = compiled(r"\b(?:saved )?search(?:es)?\b|\balerts?\b")
_ONE = r"(?:(?:number|no\.?|nr\.?)\s?#?|#)"
_MANY = r"(?:homes?|houses?|listings?|options?|results?|numbers?|nos\.?|places)"
_N = r"(?:2[0-5]|1\d|[1-9])"
_JOINT = r"\s?(?:,? ?and|,|&|\+|/|,? or)\s?"
_NO_UNIT = r"(?![\d%]|[.,]\d|\s?-?(?:k|m|mil\w*|beds?|bedrooms?|brs?|bds?|baths?|bathrooms?|ba|sq|acres?|miles?|years?|yrs?|months?|weeks?|days?|percent|car|stor\w+|thousand|hundred|homes?|houses?|condos?|townho\w+|listings?|cheapest|priciest|biggest|largest|newest|of|more|others?)\b)"
_ORDINAL = "|".join(name for name in ORDINALS)
_WORD = rf"(?:{_ORDINAL})"
_HOME = r"(?: (?:ones?|homes?|houses?|listings?|results?|condos?|townhouses?|propert(?:y|ies)|options?|places?)\b)?"
_OF_LIST = r"(?: (?:of|from|in|on) (?:those|these|them|the (?:list|results|bunch|lot)|that list|the \w+ (?:you )?(?:showed|found)))?"
_NO_HOME = r"(?! (?:floor|story|storey|times?|months?|years?|weeks?|days?|quarters?|level|name|world|class|rate|impression|bed\w*|bath\w*|half|thing|buyers?|search\w*|most|least|cheap\w*|pric\w*|expensive|larg\w*|big\w*|small\w*|new\w*|old\w*|to last|from|but)\b|-)"
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_NUMBER = {**{str(n): n for n in range(2, 21)}, **_COUNTS}


def take_homes(draft: Draft, reading: Reading) -> None:
    """Take the places in the last list that an act names, so that they read like ids from here on."""
    if not _ACTS.search(draft.rest) or _OTHER.search(draft.rest):
        return
    _take_all_but(draft, reading)
    found: list[tuple[int, list[int]]] = []
    for match in compiled(
        rf"\b(?:the )?(?:very )?(first|last|top|final) ({'|'.join(_NUMBER)})\b(?! ?(?:of )?(?:months?|years?|weeks?|days?|quarters?|bed\w*|bath\w*|floors?)\b){_HOME}{_OF_LIST}"
    ).finditer(draft.rest):
        number = _NUMBER[match[2]]
        places = range(-number, 0) if match[1] in ("last", "final") else range(1, number + 1)
        found.append((match.start(), list(places)))
        draft.blank(*match.span())
    found += _numbers(draft)
    for match in compiled(
        rf"\bthe (?:very )?({_WORD})(?: (?:to|through|thru|-) (?:the )?({_WORD}))?\b{_NO_HOME}{_HOME}{_OF_LIST}"
    ).finditer(draft.rest):
        first, last = ORDINALS[match[1]], ORDINALS[match[2] or match[1]]
        found.append((match.start(), list(range(first, last + 1)) if last > first else [first]))
        draft.blank(*match.span())
        found += _others(draft, match.end())
    for _, places in sorted(found):
        reading.ordinals += [each for each in places if each not in reading.ordinals]


def _numbers(draft: Draft) -> list[tuple[int, list[int]]]:
    """Places told in digits, behind the verb or a word for homes: "save 1 and 3", "numbers 2 to 4", "#5"."""
    found = []
    listed = rf"({_N} ?(?:to|through|thru|-) ?{_N}|{_N}(?:(?:{_JOINT})(?:{_ONE}\s?)?{_N})*)(?!\w){_NO_UNIT}"
    for before in (rf"{_ONE}\s?", rf"\b{_MANY}\s#?", rf"\b{_DOES} (?:both |just |only |me )*#?"):
        for match in compiled(before + listed).finditer(draft.rest):
            numbers = [int(each) for each in re.findall(r"\d+", match[1])]
            through = re.search(r"\d ?(?:to|through|thru|-) ?\d", match[1])
            start = match.start(1) if _DOES in before else match.start()
            found.append((match.start(1), list(range(numbers[0], numbers[-1] + 1)) if through else numbers))
            draft.blank(start, match.end())
    return found


def _others(draft: Draft, start: int) -> list[tuple[int, list[int]]]:
    """ "The second, third and fifth": the ordinals that follow without an article."""
    found = []
    while match := compiled(rf"{_JOINT}({_WORD})\b{_NO_HOME}{_HOME}{_OF_LIST}").match(draft.rest, start):
        found.append((match.start(1), [ORDINALS[match[1]]]))
        draft.blank(match.start(1), match.end())
        start = match.end()
    return found


def _take_all_but(draft: Draft, reading: Reading) -> None:
    """ "All but the last", "everything except number 2"."""
    match = draft.take_one(
        rf"\b(?:all|everything|every one|each|them|those|these)(?: of (?:them|those|these))?(?: (?:homes|ones))? (?:but|except(?: for)?|besides|other than|without|minus) (?:the |(?:number|no\.?|#)\s?)({_WORD}|{_N})\b(?: one)?"
    )
    if match:
        reading.all_but = [ORDINALS.get(match[1]) or int(match[1])]


def take_street(draft: Draft, reading: Reading) -> None:
    """ "The one on Cedar Street": a home shown that is told by its street."""
    kinds = r"(?:street|st|avenue|ave|road|rd|drive|dr|lane|ln|boulevard|blvd|court|ct|terrace|circle|way|place|pl)"
    match = draft.take_one(
        rf"\b(?:the|that) (?:one|home|house|condo|townhouse|place|listing|property) (?:on|at|in) ((?:\d+ )?(?:[nsew]{{1,2}} )?[a-z]+ {kinds})\b\.?"
    )
    if match:
        reading.street = match[1]
