# ruff: noqa: E501  (a pattern cut in pieces is harder to read than a long line)
"""The units that stand after a number, and what is counted where none does."""

from __future__ import annotations

import re

SQUARE_FEET_PER_ACRE = 43_560

# The unit right after a number, as (what the figure is of, how many of its base unit, pattern).
UNITS = [
    (unit, factor, re.compile(rf"[\s\u00a0]*-?\s?(?:{pattern})", re.IGNORECASE))
    for unit, factor, pattern in [
        ("percent", 1, r"%(?!\w)|percent(?:age points?)?\b|per cent\b|pct\b|points? percent|points?\b(?! (?:of|to)\b)"),
        ("money", 0.01, r"cents?\b|¢"),
        ("area", 10.7639, r"sq\.?\s?m(?:et(?:er|re)s?)?\b\.?|square\s(?:met(?:er|re)s?|m)\b|sqm\b|m²"),
        ("area", 107_639, r"hectares?\b|ha\b"),
        ("miles", 0.621371, r"km\b|kilomet(?:er|re)s?\b"),
        ("area", 1, r"sq\.?\s?-?(?:ft|feet|foot)\b\.?|square[\s-]f(?:ee|oo)t\b|sqft\b|sf\b|ft²|square-foot\b"),
        ("area", SQUARE_FEET_PER_ACRE, r"acres?\b|ac\b"),
        ("beds", 1, r"(?:or more |\+ ?|and up )?(?:bed(?:room)?s?\b|bd?rs?\b|bds?\b|bdrms?\b)"),
        ("baths", 1, r"(?:or more |\+ ?)?(?:full |half )?(?:bath(?:room)?s?\b|ba\b)"),
        ("days", 1, r"days?\b"),
        ("days", 7, r"weeks?\b"),
        ("months", 1, r"months?\b|mos?\b"),
        ("years", 1, r"years?\b|yrs?\b"),
        ("miles", 1, r"miles?\b|mi\b"),
        ("minutes", 1, r"minutes?\b|mins?\b"),
        ("minutes", 60, r"hours?\b"),
        ("feet", 1, r"(?:foot|feet|ft)\b"),
        (
            "other",
            1,
            r"(?:sq\.?\s?yd|square yards?|yards?|met(?:er|re)s?|€|EUR\b|euros?\b|£|pounds?\b|GBP\b|CAD\b|stars?|owners?|offers?|showings?|schools?|blocks?|parks?|residents|bidders?|out of 10)\b",
        ),
        ("money", 1, r"(?:US )?dollars?\b|USD\b"),
        ("garage", 1, r"(?:car\b|cars?\b|garage\b|parking\b|spaces?\b)"),
        ("floors", 1, r"(?:stor(?:y|ies|eys?)\b|floors?\b|levels?\b)"),
    ]
]
MAYBE_UNIT = re.compile(r"[\s\u00a0]*-?\s?[a-z%+¢€£]", re.IGNORECASE)
_HOMES = r"home|house|condo(?:minium)?|townhome|townhouse|listing|place|propert|match|result|option|apartment|comparable|comp|unit|peer"
COUNTED = re.compile(
    rf"[\s-]+(?:(?!and\b|or\b|but\b|in\b|with\b)[a-z]+(?:-[a-z]+)?\s+){{0,2}}?(?:(?:{_HOMES})(?:e?s|ies|y|ing)?\b|(?:sold|sales|found|active|pending|views?|"
    r"page|saves|saved|inquir|impressions|visitors|viewers|payments|times|closings|of (?:the|them|these|those|our)\b|"
    r"costs?\b|recommendations|people\b|clicks\b|ha(?:ve|s|d)\b|are\b|were\b|asks?\b|lie\b|came\b))",
    re.IGNORECASE,
)
# Nobody has half a bedroom, and two miles are not 2.4: how far a whole number of these reaches.
SLACK = {"beds": 0.05, "baths": 0.05, "garage": 0.05, "floors": 0.05, "miles": 0.25}
