# ruff: noqa: E501  (a pattern cut in pieces is harder to read than a long line)
"""The units that stand after a number, and what is counted where none does."""

from __future__ import annotations

import re

SQUARE_FEET_PER_ACRE = 43_560

# What may stand right after a number, by what it is then of: pattern -> how many of the base unit it is worth.
_WRITTEN: dict[str, dict[str, float]] = {
    "percent": {r"%(?!\w)|percent(?:age points?)?\b|per cent\b|pct\b|points? percent|points?\b(?! (?:of|to)\b)": 1},
    "area": {
        r"sq\.?\s?m(?:et(?:er|re)s?)?\b\.?|square\s(?:met(?:er|re)s?|m)\b|sqm\b|m²": 10.7639,
        r"hectares?\b|ha\b": 107_639,
        r"sq\.?\s?-?(?:ft|feet|foot)\b\.?|square[\s-]f(?:ee|oo)t\b|sqft\b|sf\b|ft²|square-foot\b": 1,
        r"acres?\b|ac\b": SQUARE_FEET_PER_ACRE,
    },
    "miles": {r"km\b|kilomet(?:er|re)s?\b": 0.621371, r"miles?\b|mi\b": 1},
    "beds": {r"(?:or more |\+ ?|and up )?(?:bed(?:room)?s?\b|bd?rs?\b|bds?\b|bdrms?\b)": 1},
    "baths": {r"(?:or more |\+ ?)?(?:full |half )?(?:bath(?:room)?s?\b|ba\b)": 1},
    "days": {r"days?\b": 1, r"weeks?\b": 7},
    "months": {r"months?\b|mos?\b": 1},
    "years": {r"years?\b|yrs?\b": 1},
    "minutes": {r"minutes?\b|mins?\b": 1, r"hours?\b": 60},
    "feet": {r"(?:foot|feet|ft)\b": 1},
    "other": {
        r"(?:sq\.?\s?yd|square yards?|yards?|met(?:er|re)s?|€|EUR\b|euros?\b|£|pounds?\b|GBP\b|CAD\b|stars?|owners?|offers?|showings?|schools?|blocks?|parks?|residents|bidders?|out of 10)\b": 1
    },
    "money": {r"cents?\b|¢": 0.01, r"(?:US )?dollars?\b|USD\b": 1},
    "garage": {r"(?:car\b|cars?\b|garage\b|parking\b|spaces?\b)": 1},
    "floors": {r"(?:stor(?:y|ies|eys?)\b|floors?\b|levels?\b)": 1},
}
UNITS = [
    (unit, factor, re.compile(rf"[\s\u00a0]*-?\s?(?:{pattern})", re.IGNORECASE))
    for unit, patterns in _WRITTEN.items()
    for pattern, factor in patterns.items()
]
# Of what a bare number may be, and what may be reckoned with.
BARE = frozenset({"", "count", "beds", "baths", "days", "months", "years", "miles", "garage", "floors", "year", "area"})
BARE |= {"percent"}
NUMERIC = BARE | {"money"}
MAYBE_UNIT = re.compile(r"[\s\u00a0]*-?\s?[a-z%+¢€£]", re.IGNORECASE)
_HOMES = r"home|house|condo(?:minium)?|townhome|townhouse|listing|place|propert|match|result|option|apartment|comparable|comp|unit|peer"
COUNTED = re.compile(
    rf"[\s-]+(?:(?!and\b|or\b|but\b|in\b|with\b)[a-z]+(?:-[a-z]+)?\s+){{0,2}}?(?:(?:{_HOMES})(?:e?s|ies|y|ing)?\b|(?:sold|sales|found|active|pending|views?|pictures?|photos?|images?|features?|recommendations?|"
    r"page|saves|saved|inquir|impressions|visitors|viewers|payments|times|closings|closed|stayed|of (?:the|them|these|those|our)\b|"
    r"costs?\b|recommendations|people\b|clicks\b|ha(?:ve|s|d)\b|are\b|were\b|asks?\b|lie\b|came\b))",
    re.IGNORECASE,
)
# Nobody has half a bedroom, and two miles are not 2.4: how far a whole number of these reaches.
SLACK = {"beds": 0.05, "baths": 0.05, "garage": 0.05, "floors": 0.05, "miles": 0.25}
