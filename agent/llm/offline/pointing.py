# ruff: noqa: E501  (a pattern cut in two is harder to read than a long one)
"""Which homes and which point a question means: ids, "the second one", "the last of them", "within 2 miles of it"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.llm.offline import words
from agent.llm.offline.draft import TAKEN, Draft, compiled

if TYPE_CHECKING:
    from agent.llm.offline.reading import Reading

# "The second from the top" is the second; "the second from the bottom" is told in words.FROM_END.
_FROM_TOP = r"(?:,? (?:from|at) the (?:top|start|beginning))?(?! (?:from|to) (?:the )?(?:bottom|end|last))"
_FROM_END = "|".join(words.FROM_END)
LISTING_ID = r"\b(?!(?:sub|mid|pre|post|top|max|min|low)-)(?:[a-z]{1,4}-?\d{3,}[a-z]?|(?:listing|mls|id)\s?(?:id|number|no\.?|#)?\s?#?\s?(?=[\w-]*\d)([\w-]{3,}))\b"
_POINT = r"(-?\d{1,2}\.\d+)(?:\s*,\s*|\s+(?=-?\d{1,3}\.\d{2}))(-?\d{1,3}\.\d+)"
_MILES = r"(\d+(?:\.\d+)?)[\s-]*(mi|miles?|km|kilomet(?:er|re)s?)\b"
_ORDINAL = "|".join(words.ORDINALS)
_REPEATED = ("estimateValue", "generatePerformanceReport", "saveListing", "unsaveListing")


def take_ids(draft: Draft, shown: tuple[str, ...]) -> list[str]:
    ids = []
    for known in shown:
        ids += [(match.start(), known) for match in draft.take(rf"(?<![\w-]){re.escape(known.lower())}(?![\w-])")]
    for match in draft.take(LISTING_ID):
        ids.append((match.start(), draft.said(*match.span(1)) if match[1] else draft.said(*match.span()).upper()))
    named = list(dict.fromkeys(each for _, each in sorted(ids)))
    denied = {draft.said(*match.span(1)).upper() for match in compiled(_DENIED).finditer(draft.text.lower())}
    return [each for each in named if each.upper() not in denied] or named


# "Not L700, save L701"
_DENIED = r"\b(?:not|instead of|rather than) ([a-z]{1,4}-?\d{3,}[a-z]?)\b"


def take_near(draft: Draft, reading: Reading) -> None:
    draft.take(rf"\b(?:make|let's make|change) (?:it|that)(?: to)?(?: within)? (?={_MILES})")
    if match := draft.take_one(
        rf"\b(?:within|in|inside|closer than|less than|at most|no more than|under|not more than)?\s?(?:an? )?{_MILES}(?: radius)?(?: (?:of|from|around|to|away from))?"
    ):
        miles = float(match[1]) * (1 if match[2].startswith("mi") else 0.621371)
        reading.miles = round(miles, 2)
        reading.near_listing = True
    if match := draft.take_one(rf"(?:near|around|at|close to|of)?\s?\(?{_POINT}\)?"):
        reading.point = (float(match[1]), float(match[2]))
        reading.near_listing = False
    elif match := draft.take_one(
        rf"\b(?:near(?: to)?|close to|around|next to|(?:in |within )?(?:easy |short |a short )?walk(?:ing distance)?(?: to| of| from)|walkable (?:to|from)|(?:a few |some )?blocks (?:from|of)|not far from)\s+(?={TAKEN}|(?:it|this one|that one)\b)"
    ):
        reading.near_listing = bool(reading.ids) or draft.rest[match.end()] != TAKEN


def take_pointing(draft: Draft, reading: Reading) -> None:
    what = r"(?: (?:one|home|house|listing|result|condo|townhouse|property|option))?"
    not_floor = r"(?! (?:floor|story|storey|time|month|year|level|name|world|class|rate|impression))"
    for match in draft.take(rf"\b(?:the )?(?:very )?(?:{_FROM_END}){what}"):
        reading.ordinals.append(
            words.FROM_END[next(name for name in words.FROM_END if compiled(name).search(match[0]))]
        )
    for match in draft.take(rf"\b(?:the )?({_ORDINAL})\b{not_floor}{what}{_FROM_TOP}"):
        reading.ordinals.append(words.ORDINALS[match[1]])
    if reading.asks("compare"):
        for match in draft.take(
            r"(?<![\w$.,-])#?([1-9])(?=(?: ?(?:,|and|&|vs\.?|to|with|or|against|¦)|\W*$| (?:next|beside|against|side|please|up)))"
        ):
            reading.ordinals.append(int(match[1]))
    for match in draft.take(r"\b(?:number|no\.|home|option|result|listing)\s#?(\d{1,2})\b|#(\d{1,2})\b"):
        reading.ordinals.append(int(match[1] or match[2]))
    for match in draft.take(
        r"\bthe (?:very )?(top|bottom) (?:one|home|house|listing|result|condo|option)\b|\bthe one (?:at|on) (?:the )?(?:very )?(top|bottom)\b"
    ):
        reading.ordinals.append(1 if "top" in match.groups() else -1)
    reading.them = bool(draft.take(r"\b(?:them|those|these|they|both)\b(?: (?:two|three|four|2|3|4))?"))
    reading.pronoun = bool(
        draft.take(r"\b(?:it|this one|that one|this (?:home|house|listing)|that (?:home|house|listing))\b")
    )


def again_for_another(reading: Reading, topic: str) -> None:
    """ "And L006?" after an estimate asks for another one; after a report or figures, for those."""
    text = re.sub(r"[^\w\s-]", "", reading.text.lower())
    short = re.fullmatch(
        r"\s*(?:(?:and|ok|no|oops|sorry|actually|rather|i meant?|i mean|now|what about|how about|same (?:question |thing )?for|same with|also|then|for|try|do) )*(?:for )?(?:(?:the|number|no) )?[\w-]+(?: one)?(?: (?:and|or) (?:the )?[\w-]+(?: one)?)?(?: too| as well| please)?",
        text,
    )
    if not (reading.ids or reading.ordinals) or reading.act or reading.intents or not short:
        return
    if topic in _REPEATED:
        reading.act = topic
    elif topic == "getListingMetrics":
        reading.intents.append("metrics")
