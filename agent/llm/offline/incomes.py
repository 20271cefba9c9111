# ruff: noqa: E501  (a pattern cut in two is harder to read than a long one)
"""What the buyers earn: one income, or those of two people together: "she makes 88k, I make 64k"."""

from __future__ import annotations

import re
from typing import Any

from agent.llm.offline.amounts import AMOUNT, dollars
from agent.llm.offline.draft import Draft, compiled

_A = AMOUNT
_TIME = r"(?:\s?(?:(?:before|after) tax(?:es)?|gross|net|pre-?tax)?,?\s?(?:a|per|each|every|/)\s?(month|mo|year|yr|annum)\b|\s?(monthly|yearly|annually)\b)?"
_IS = r"(?:\s?(?:of|is|are|was|:|=|at|about|around|with|up to|to|another|also|roughly|like)){0,3}\s?"
_KIND = r"(?:household |annual |gross |yearly |combined |joint |total |monthly )*"
_WORD = (
    rf"(?:{_KIND}(?:incomes?|salar(?:y|ies)|wages?|pay(?:check)?(?= (?:is|of|\d|\$)))|(?:my|our|gross|take-home) pay"
    r"|mak(?:e|es|ing)|earn(?:s|ing)?|bring(?:s|ing)? (?:home|in)|tak(?:e|es|ing) (?:home|in)|gross(?:es|ing)?|pulls? (?:down|in)|on(?= \$?\d+k a year))"
)
# Who earns it -> how they are spoken of: a second amount counts where it is of somebody else.
_PEOPLE = {
    "speaker": r"(?:i|i'm|me|mine|my own)",
    "partner": r"(?:wife|husband|partner|spouse|girlfriend|boyfriend|fianc[eé]e?|she|he|she's|he's|her|his|him|hers|other half|roommate|friend|brother|sister|mother|mom|father|dad|the other|other one)",
}
_ANY_BODY = "|".join(_PEOPLE.values())
# In their order: what says most plainly that it is an income comes first.
_SAID = (
    rf"\b{_WORD}{_IS}({_A}){_TIME}|({_A}){_TIME}\s?(?:in |of )?(?:{_KIND}(?:income|salary|wages?))\b"
    rf"|({_A})\s?(?:a|per|/)\s?(year|yr)\b|({_A}) (?:a|per) (month)\b"
)
_BOTH = rf"\b(?:incomes|salaries|wages)(?: (?:of|are|:|is))*\s({_A}) ?(?:and|plus|&|\+) ?({_A}){_TIME}|(?<![\d$])({_A}) ?(?:and|plus|&|\+) ?({_A})\s?(?:a|per|each)\s?(?:year|yr)\b|\b{_WORD}{_IS}({_A}) ?(?:plus|\+) ?({_A})(?! (?:down|saved|in savings)){_TIME}"
_ANOTHER = rf"\b(?:{_ANY_BODY})(?:'s)?(?:,? (?:and|earns?|makes?|brings?|in|takes?|home|gets?|has|another|about|around|income|salary|is|pulls?|does|at|on|one))*\s({_A}){_TIME}(?! (?:down|saved|to put))"
_LEFT = rf"\b(?:on|with|for|have)\s({_A}){_TIME}"


def read_income(draft: Draft, terms: dict[str, Any]) -> None:
    """Take all that is earned, by the year; a second person's is added, and that is said."""
    if match := draft.take_one(_BOTH):
        groups = [group for group in match.groups() if group]
        parts = [_a_year(draft, group, groups[-1], match) for group in groups[:2]]
        _together(draft, terms, parts)
        return
    match = compiled(_SAID).search(draft.rest)
    if match is None and "downPayment" in terms:
        match = compiled(_LEFT).search(draft.rest)  # what is left beside what is put down
    if match is None:
        return
    earner = _earner(draft, match.start())
    draft.blank(*match.span())
    groups = [group for group in match.groups() if group]
    parts = [_a_year(draft, groups[0], groups[-1], match)]
    if groups[-1].startswith("mo"):
        draft.notes.append(f"“{draft.said(*match.span()).strip()}” was read as ${parts[0]:,} a year")
    if second := _of_another(draft, earner):
        spoken = [group for group in second.groups() if group]
        time = spoken[-1] if len(spoken) > 1 else groups[-1]  # in the same time as the first, where none is said
        parts.append(_a_year(draft, spoken[0], time, second))
        draft.blank(*second.span())
    _together(draft, terms, parts)


def _together(draft: Draft, terms: dict[str, Any], parts: list[Any]) -> None:
    terms["annualIncome"] = sum(parts)
    if len(parts) > 1:
        draft.notes.append(f"Both incomes together were read as ${sum(parts):,} a year")


def _earner(draft: Draft, start: int) -> str:
    """Who the words right before an amount speak of; "" where they name nobody."""
    before = draft.rest[max(0, start - 25) : start]
    return next((who for who, said in _PEOPLE.items() if re.search(rf"\b{said}(?:'s)?\s+(?:\w+\s+)?$", before)), "")


def _of_another(draft: Draft, first: str) -> re.Match | None:
    """The income of somebody else than the first."""
    for pattern in (_ANOTHER, _SAID):
        for match in compiled(pattern).finditer(draft.rest):
            said = compiled(_ANY_BODY).search(match[0])
            who = _earner(draft, match.start()) or (
                next((who for who, words in _PEOPLE.items() if re.match(rf"{words}\b", match[0])), "") if said else ""
            )
            if who and who != (first or "speaker"):
                return match
    return None


def _a_year(draft: Draft, text: str, time: str, match: re.Match) -> Any:
    """Dollars a year; bare thousands ("60") are noted, an amount a month is taken as written."""
    if time.startswith("mo"):
        number = float(re.sub(r"[^\d.]", "", text.strip().rstrip(".")) or 0) * 12
        number *= 1_000 if re.search(r"\d\s?(?:k|thousand|grand)\b", text) else 1
        return int(number) if number == int(number) else number
    read = dollars(text.strip())
    if read is None:
        return int(float(re.sub(r"[^\d.]", "", text) or 0))
    if read[1]:
        draft.notes.append(f"“{draft.said(*match.span()).strip()}” was read as ${read[0]:,}")
    return read[0]
