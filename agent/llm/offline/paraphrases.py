# ruff: noqa: E501  (a pattern cut in two is harder to read than a long one)
"""What people say instead of a feature's name: "everything on one floor", "somewhere to park", "takes dogs"."""

from __future__ import annotations

import re
from functools import lru_cache

from agent.llm.offline.amounts import AMOUNT

# The words -> the feature as the apps call it. Each says the feature and nothing else, so that no wish is made up.
_FEATURES: list[tuple[str, str]] = [
    (r"(?:everything|all|living|it all|rooms) (?:is |are |being )?on (?:one|a single|the same) (?:floor|level|story)|(?:on )?(?:just |only )?(?:one|a single) floor(?: only)?|no upstairs", "single level"),
    (r"(?:a )?(?:place|spot|space|somewhere|room|spaces|spots) (?:to park|for (?:my|our|the|a|one|two) cars?)(?: (?:my|our|the|a|two) cars?)?|parking (?:spots?|spaces?|stalls?)|off-street parking", "parking"),
    (r"(?:takes|accepts|allows|welcomes|ok(?:ay)? with|fine with|good with|lets me (?:have|keep)|where (?:i|we) (?:can|may) (?:have|keep)|that allows?) (?:my |our |a |an? big |large )?(?:dogs?|cats?|pets?)|(?:dog|cat|pet)[- ]?friendly|(?:dogs?|cats?|pets?) (?:are |is |being )?(?:ok(?:ay)?|welcome|fine|permitted|allowed)", "pets allowed"),
    (r"(?:a |my |our |its |your )?(?:own )?(?:washer(?:,? and|/| &) ?dryer|washing machine|washer|w/d)(?: (?:inside|in it|included))?|laundry (?:inside|in it|at home|hookups?)", "laundry in unit"),
    (r"(?:a |the )?(?:room|place|space|spot) (?:to work from home|for (?:an?|my|our) (?:home )?office|to work in)|work[- ]from[- ]home (?:room|space)|(?:an|one|two|separate|dedicated|proper|real) (?:separate |dedicated )?office(?! (?:building|space|park|job|hours|in (?:downtown|town)))|a (?:separate |dedicated )?study(?! (?:says|shows|of))|(?:a )?separate office", "home office"),
    (r"granny flat|in-?law (?:unit|suite|apartment|quarters)|(?:back ?yard|garden) cottage|dadu|carriage house|guest ?house|separate (?:unit|apartment|suite) for guests", "guest house"),
    (r"(?:right )?on the (?:lake|river|bay|sound|ocean|shore|beach)|(?:lake|river|bay|ocean|beach|water)[- ]?(?:side|front(?:age)?)|shoreline|private beach", "waterfront"),
    (r"(?:a )?yard (?:that's|that is|which is|with an?|has an?) (?:fully )?fenc(?:e|ed)(?: in)?|fenc(?:e|ed)(?: in)? (?:around the )?(?:back ?)?yard|fenced (?:garden|lot)|a fence for (?:the|my|our) dog", "fenced yard"),
    (r"a/c|a\.c\.|(?:central )?air[- ]con(?:ditioning|ditioner|ditioned|d)?|cooling system", "air conditioning"),
    (r"(?:place|somewhere|a way) to charge (?:my|our|the|an?) (?:car|ev|electric (?:car|vehicle)|tesla)|(?:level 2|home|car|vehicle) charg(?:er|ing)(?: station)?", "ev charging"),
    (r"solar (?:roof|array|system|energy|electricity)|panels on the roof", "solar panels"),
    (r"(?:oak|wood(?:en)?|real wood|maple|fir|parquet) floor(?:s|ing)?|parquet", "hardwood floors"),
    (r"(?:no|without|zero|free of)(?: any)? (?:hoa|h\.o\.a\.|association|homeowners'? association|monthly|condo)(?: (?:fees?|dues))?(?: at all)?(?= |$|[,.;!?])|hoa[- ]free|(?:avoid(?:ing)?|nothing|skip|not|don't want|do not want|hate|exclude|excluding|steer clear of|stay away from|never)(?: anything| places?| homes| houses| condos| ones)?(?: with| that has| that have| having| in)?(?: an?| any| the)? hoas?|(?:no|without) dues", "no hoa"),
    (r"(?:recently |newly |fully |completely |just )?(?:redone|refurbished|renovated|remodell?ed|turn-?key|done up)(?: (?:kitchen|inside|throughout))?", "renovated"),
    (r"(?:never|not) (?:been )?lived in(?: before)?|brand[- ]new|newly constructed|new[- ]builds?|fresh(?:ly)? built", "new construction"),
    (r"jacuzzi|hot ?tub|whirl ?pool tub", "hot tub"),
    (r"(?:roof ?top|roof) (?:deck|terrace|patio|garden)", "rooftop deck"),
    (r"wood[- ]?(?:burning )?stove|fire ?place", "fireplace"),
    (r"place to swim|somewhere to swim|swimming ?pool", "pool"),
    (r"wheel ?chair[- ](?:accessible|friendly|ready)|barrier[- ]free|no steps(?: at the (?:door|entrance))?|level (?:entry|entrance)|(?:a )?ramp (?:at|to) the (?:door|entrance)", "step-free entry"),
    (r"(?:with )?(?:the )?furniture (?:included|in it)|comes furnished|already furnished", "furnished"),
    (r"(?:behind|with) (?:a |the )?gates?(?: at the entrance)?|gated (?:community|complex|entry)", "gated"),
    (r"(?:flat|level) (?:yard|ground|plot|land)", "level lot"),
    (r"on (?:a|the) corner|corner (?:lot|plot|property)", "corner lot"),
    (r"back alley|alley (?:access|entry|behind)", "alley access"),
]  # fmt: skip
_KINDS: list[tuple[str, str]] = [
    (r"\bsfhs?\b|\b(?:stand-?alone|detached|single[- ]family)(?: detached)? (?:homes?|houses?|dwellings?|residences?)\b", "house"),
    (r"\btown ?homes?\b|\btown house(s?)\b", "townhouse"),
    (r"\b(?:two|2)[- ]famil(?:y|ies)(?: (?:homes?|houses?))?\b", "duplex"),
    (r"\b(?:building|vacant|empty) (?:plots?|lots?|parcels?)\b", "land"),
]  # fmt: skip


_SUM = r"\$?\d[\d.,]*\s?(?:k|m|mil|million|thousand|grand)\b|\$?\d{1,3},\d{3}|\$\d|\d{5,}"
_MAY = r"(?: (?:price|budget|limit|end|bound|number))*(?: (?:is|can be|could be|may be|might be|should be|would be|will be|must be|being|go(?:es)? (?:up |down )?to|of|at|to|now|about))*:?"
# Bounds, rooms and scores as people say them -> as the grammar has them.
_AMOUNTS: list[tuple[str, str]] = [
    (rf"\b(?:(?:the|my|our) )?(?:lowest|least|(?:lower|low|bottom|cheap) end){_MAY} (?={_SUM})", "at least "),
    (rf"\b(?:(?:the|my|our) )?(?:highest|most|(?:upper|high|top|expensive) end){_MAY} (?={_SUM})", "at most "),
    (rf"\b(from {AMOUNT}),? (?:until|till|up to|upto|through) (?={_SUM}|\d)", r"\1 to "),
    (r"\b(?:rooms? (?:for|to) sleep(?:ing)?(?: in)?|sleeping rooms?|rooms? where (?:we|i|people) sleep)\b", "bedrooms"),
    (r"\b(\d)(?: full)?(?: bath(?:room)?s?)? (?:and|plus|&|\+) (?:a|an|one|1)(?: extra)? half[- ]?bath(?:room)?s?\b", r"\1.5 baths"),
    (r"(?<=[\w)]) / (?=[a-z])", ", "),
]  # fmt: skip


def in_our_words(text: str) -> str:
    """The question with other words for features and kinds replaced by their names."""
    for pattern, name in _compiled():
        text = pattern.sub(name, text)
    return text


@lru_cache(maxsize=1)
def _compiled() -> list[tuple[re.Pattern, str]]:
    features = [
        (re.compile(rf"(?<![\w'-])(?:{pattern})(?![\w'-])", re.IGNORECASE), name) for pattern, name in _FEATURES
    ]
    return features + [(re.compile(pattern, re.IGNORECASE), name) for pattern, name in (*_KINDS, *_AMOUNTS)]
