# ruff: noqa: E501  (a pattern cut in pieces is harder to read than a long line)
"""Where figures stand in a text: the patterns of prices, dates, addresses, ids and numbers, tried in this order."""

from __future__ import annotations

import re

from agent.guardrails import number_words

FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "1/2": 0.5, "1/4": 0.25, "3/4": 0.75, "1/8": 0.125, "3/8": 0.375}
FRACTIONS |= {"5/8": 0.625, "7/8": 0.875}
NUMBER = (
    r"\d+\s?[½¼¾]|\d+[\s-](?:1/2|[13]/4|[1357]/8)(?![\d/])|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|(?<![.\w])\.\d+"
)
MONTH = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
_DAY = r"(?:[0-3]?\d(?:st|nd|rd|th)?|" + "|".join(sorted(number_words.ORDINALS, key=len, reverse=True)) + r")\b"
_STREET = (
    r"\d+[A-Z]?\s+(?:(?:NE|NW|SE|SW|N|S|E|W|North|South|East|West)\.?\s+)?(?:[A-Z][\w'’-]*\.?\s+){1,4}?"
    r"(?:Street|St|Avenue|Ave|Drive|Dr|Court|Ct|Place|Pl|Way|Road|Rd|Lane|Ln|Boulevard|Blvd|Terrace|Ter|Circle|Cir|"
    r"Loop|Parkway|Pkwy|Highway|Hwy|Trail|Square|Broadway)\b\.?(?:\s+(?:NE|NW|SE|SW|N|S|E|W)\b)?"
    r"(?:,?\s+(?:#\s?|Apt\.?\s|Unit\s|Suite\s)\w+)?"
)
_PATTERNS = {
    "phone": r"(?P<phone>(?=[(\d])\(?\b\d{3}\)?[ .-]\d{3}-\d{4}\b)",
    "iso": r"(?P<iso>(?=\d)\b\d{4}-\d{2}(?:-\d{2})?\b(?:T[\d:.]+Z?)?)",
    "slashed": r"(?P<slashed>(?<![\d/])(?:\d{1,2}/\d{1,2}/(?:20)?\d\d|(?:0?[1-9]|1[0-2])/20\d\d|20\d\d/[01]\d/[0-3]\d)(?![\d/]))",
    "address": rf"(?P<address>(?=\d)\b{_STREET})",
    "date": rf"(?P<date>(?=[JFMASOND\dfstenFSTEN])(?:\b{MONTH}\s+{_DAY}(?:,?\s+(?:\d{{4}})\b)?|\b{MONTH}\s+['’]\d\d\b|\b{_DAY}\s+(?:of\s+)?{MONTH}(?:,?\s+\d{{4}}\b)?|\b{MONTH},?\s+\d{{4}}\b))",
    "id": r"(?P<id>(?=[A-Z])\b(?:[A-Z]{1,4}\d+(?:-\d+)*|[A-Z]{1,4}-\d[\w]*|R-[0-9a-f]{6,}|[A-Z]\d+-\d+-\d+)\b)",
    "door": r"(?P<door>#\s?\d{3,5}[A-Z]?\b)",
    "ratio": r"(?P<ratio>(?<![\d./])\d+(?:\.\d+)?/\d+(?:\.\d+)?(?![\d/]))",
    "part": r"(?P<part>(?i:\b(?:half(?: of)?|(?:a|one) (?:third|quarter|fifth|sixth|seventh|eighth|ninth|tenth)(?: of)?|three[- ]quarters(?: of)?) an? (?:acre|mile|million)\b|\b(?:a|two|half a) dozen\b))",
    "money": rf"(?P<money>(?:US)?\$\s?(?:{NUMBER})(?:\s?(?:k|K|m|M|mm|MM|bn|B)\b|\s(?:thousand|million|billion|mil)\b)?)",
    "number": rf"(?P<number>(?=[\d.])(?<!\w)(?<!\d[.,])(?:{NUMBER})(?:(?:k|K|m|M)\b|\s(?:thousand|million)\b)?)",
    "words": rf"(?P<words>(?=[ZOTFSENzotfsen])(?<![\w-])(?i:{number_words.PATTERN}))",
}
# Half of what a search costs are patterns that hardly any text needs.
_RARE = {"slashed", "door", "ratio", "part"}
_NEEDS_RARE = re.compile(r"[/#]| an? (?:acre|mile|million)\b|dozen", re.IGNORECASE)
_FULL = re.compile("|".join(_PATTERNS.values()))
_PLAIN = re.compile("|".join(each for name, each in _PATTERNS.items() if name not in _RARE))


def pattern_for(text: str) -> re.Pattern[str]:
    """The pattern that finds every figure of this text."""
    return _FULL if _NEEDS_RARE.search(text) else _PLAIN
