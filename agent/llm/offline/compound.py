# ruff: noqa: E501  (a pattern cut in two is harder to read than a long one)
"""Two requests in one question: "save L072 and email it to rob@example.net". Each is read, and answered, by itself."""

from __future__ import annotations

import re

from agent.llm.offline.draft import compiled
from agent.llm.offline.reading import Reading
from agent.llm.offline.words import MARKET_FIGURES

_VERBS = (
    r"e-?mail|mail|send|forward|save|bookmark|keep|add|put|show|tell|give|compare|estimate|delete|remove|work out|calculate|figure out|pull up|look up|check"
    r"|what(?:'s| is| are| would| does)|how (?:much|is|are|many|hot|fast|quickly|long)|let me know|i(?:'d like| would like| also (?:like|want|need))"
)
_JOINT = rf"(?:[,;.]\s*)?\b(?:and|then|plus|also)\b(?:,? (?:also|then|please|after that|while you're at it|can you|could you|i want to|i'd like to))*\s+(?=(?:{_VERBS})\b)"
_POINTER = r"\b(?:it|them|that one|this one|that home|those|these|both)\b"
FEWEST_WORDS = 2


def halves(question: str) -> tuple[str, str] | None:
    """The two requests as they are said, or None where nothing joins two."""
    for match in compiled(_JOINT).finditer(question.lower()):
        first, second = question[: match.start()].strip(), question[match.end() :].strip()
        if min(len(first.split()), len(second.split())) >= FEWEST_WORDS:
            return first, second
    return None


def spelt_out(second: str, first: Reading) -> str:
    """The second request with the homes of the first in place of "it"."""
    return re.sub(_POINTER, ", ".join(first.ids), second, count=1, flags=re.IGNORECASE) if first.ids else second


def tools_of(reading: Reading) -> frozenset[str]:
    """The tools that a request by itself comes to, where it names all it needs; none where it is no request alone."""
    named = reading.ids or reading.emails or (reading.places and not reading.searches)
    if reading.off_topic or reading.small_talk or not (named or reading.places):
        return frozenset()
    if reading.act:
        return frozenset({reading.act})
    if reading.loan_tool:
        return frozenset({reading.loan_tool}) if reading.loan else frozenset()
    if reading.asks("metrics"):
        return frozenset({"getListingMetrics"}) if reading.ids else frozenset()
    if reading.asks("compare"):
        several = max(len(reading.ids), len(reading.places)) > 1
        return frozenset({"compareListings" if reading.ids else "compareMarkets"}) if several else frozenset()
    if MARKET_FIGURES & set(reading.intents) and reading.places:
        return frozenset({"getMarketAnalysis", "compareMarkets"})
    return frozenset({"getListing"}) if reading.ids else frozenset()
