# ruff: noqa: E501  (a pattern cut in two is harder to read than a long one)
"""One home picked out of those shown: "the cheaper of the first two", "the second cheapest", "the other one"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.llm.offline.draft import Draft, compiled
from agent.llm.offline.search_answers import chosen
from agent.llm.offline.words import ORDINALS

if TYPE_CHECKING:
    from agent.llm.offline.dialogue import Dialogue
    from agent.llm.offline.reading import Reading

MOST_TO_PICK_FROM = 4  # "the cheaper one" of a longer list is the cheapest of the search
# What is compared -> how people say it of one home, and of the one at a place in that order.
_MEASURES = {
    "price": (r"cheaper|less expensive|more affordable|lower[- ]priced|less pricey", r"cheapest|least expensive|lowest[- ]priced?|most affordable"),
    "-price": (r"pricier|dearer|more expensive|costlier|higher[- ]priced", r"priciest|most expensive|highest[- ]priced?|dearest|costliest"),
    "-livingArea": (r"bigger|larger|roomier|more spacious", r"biggest|largest|roomiest"),
    "livingArea": (r"smaller|tinier", r"smallest|tiniest"),
    "-yearBuilt": (r"newer|more modern|more recent", r"newest"),
    "yearBuilt": (r"older", r"oldest"),
}  # fmt: skip
_HOME = r"(?:one|home|house|condo|townhouse|place|listing|property|apartment)"
_OF = rf"(?: {_HOME})?(?: (?:out )?of (?:the |those |these |them|both)?(?:(first|last|top|other) )?(two|three|four|2|3|4)?)"
_NUMBERS = {"two": 2, "three": 3, "four": 4}
_PLACES = "|".join(name for name in ORDINALS if name not in ("first", "1st", "last"))
_OTHER = rf"\b(?:the|that) other (?:one|{_HOME})\b(?! than)|\bthe other\b(?=\W*$)"
_PAIR = r"\b(?:first|last|top) (?:two|2)\b|\b(?:both|the two)\b"


def take_pick(draft: Draft, reading: Reading) -> None:
    """Take the words that pick one home; its order also says how to search where nothing is shown yet."""
    if draft.take(_OTHER):
        reading.other = True
        return
    for sort, (comparative, superlative) in _MEASURES.items():
        if match := draft.take_one(rf"\b(?:the )?({_PLACES}|next)[- ](?:{superlative})\b(?: one\b)?(?!s\b)"):
            reading.rank = ORDINALS.get(match[1], 2)
            reading.sort, reading.superlative, reading.count = sort, True, reading.rank
            return
        if compiled(r"\bwhich (?:one |home |house )?(?:is|has|of)\b").search(draft.rest):
            continue  # that is asked of all of them, side by side
        if match := draft.take_one(rf"\bthe (?:{comparative})(?:{_OF}(?!\w)| {_HOME}\b(?!s)|(?=\W*$|[,.?!]))"):
            reading.pick, reading.sort, reading.superlative = sort, sort, True
            number = _NUMBERS.get(match[2] or "", int(match[2]) if (match[2] or "").isdigit() else 0)
            reading.pick_of = -number if match[1] == "last" else number
            return


def picked(dialogue: Dialogue, reading: Reading) -> list[str]:
    """The id of the home picked from those shown or spoken of; [] where that leaves several."""
    if reading.other:
        return _other(dialogue)
    if not reading.pick:
        return []
    shown, spoken = dialogue.shown(), dialogue.spoken_of()
    among = spoken[-2:] if len(spoken) > 1 else shown
    if reading.pick_of:
        among = shown[: reading.pick_of] if reading.pick_of > 0 else shown[reading.pick_of :]
    if not 1 < len(among) <= MOST_TO_PICK_FROM:
        return []
    homes = dialogue.homes()
    best = chosen([homes[each] for each in among if each in homes], reading.pick, 1)
    return [str(home["listingId"]) for home in best]


def _other(dialogue: Dialogue) -> list[str]:
    """Of two homes the one that is not spoken of now."""
    focus, shown, spoken = dialogue.focus(), dialogue.shown(), dialogue.spoken_of()
    before = dialogue.before[-1].question.lower() if dialogue.before else ""
    pair = shown[:2] if len(shown) == 2 or compiled(_PAIR).search(before) else spoken[-2:]
    left = [each for each in pair if each != focus]
    return left if len(left) == 1 and focus else []
