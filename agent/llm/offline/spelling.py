# ruff: noqa: E501  (a pattern cut in two is harder to read than a long one)
"""How people type in a hurry -> how it is spelt: "whats", "dont", "u", "abt", "a mil", "3/2"."""

from __future__ import annotations

import re
from collections.abc import Callable

_WORDS = {
    "whats": "what's", "wats": "what's", "whos": "who's", "hows": "how's", "wheres": "where's", "whens": "when's",
    "thats": "that's", "theres": "there's", "heres": "here's", "im": "I'm", "ive": "I've", "youre": "you're",
    "dont": "don't", "doesnt": "doesn't", "didnt": "didn't", "isnt": "isn't", "arent": "aren't", "wasnt": "wasn't",
    "cant": "can't", "cannot": "can't", "wont": "won't", "wouldnt": "wouldn't", "couldnt": "couldn't",
    "shouldnt": "shouldn't", "havent": "haven't", "hasnt": "hasn't", "lets": "let's",
    "ur": "your", "pls": "please", "plz": "please", "plss": "please", "abt": "about", "bout": "about",
    "lookin": "looking", "searchin": "searching", "gimme": "give me", "lemme": "let me", "wanna": "want to",
    "gonna": "going to", "b4": "before", "btw": "by the way", "btwn": "between", "ppl": "people", "avg": "average",
    "thru": "through", "hse": "house", "nbhd": "neighborhood", "rn": "now", "tho": "though", "cuz": "because",
    "pdx": "Portland", "seatown": "Seattle", "caphill": "Capitol Hill", "cos": "because", "bldg": "building",
    "smth": "something", "sth": "something", "smthng": "something", "baht": "bath", "bahts": "baths",
    "prob": "probably", "prolly": "probably", "kinda": "kind of", "sorta": "sort of", "bc": "because", "tmrw": "tomorrow",
    "pkg": "parking", "prkg": "parking", "uh": "", "um": "", "teh": "the", "hte": "the", "adn": "and", "nad": "and", "wiht": "with", "taht": "that", "tht": "that", "fro": "for",
    "becuase": "because", "becasue": "because", "compair": "compare", "compar": "compare", "comapre": "compare",
    "bedrms": "bedrooms", "bdrms": "bedrooms", "bthrm": "bathroom", "bthrms": "bathrooms", "sqaure": "square",
    "mortage": "mortgage", "morgage": "mortgage", "dwn": "down", "fwd": "forward", "mkt": "market",
}  # fmt: skip
# Only in small letters: a single capital may be a name, as in "U District".
_SMALL_LETTERS = {"u": "you", "r": "are", "n": "and"}
_IN_A_HURRY = re.compile(rf"(?<![\w'/$.-])(?:{'|'.join([*_WORDS, *_SMALL_LETTERS])})(?![\w'/-]|\.\w)", re.IGNORECASE)


def _million_and(match: re.Match) -> str:
    """ "A million two" is 1.2 million."""
    tenths = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine").index(match[1].lower()) + 1
    return f"1.{tenths} million"


# Shorthand -> what it stands for, in this order.
_SHORTHAND: list[tuple[re.Pattern, str | Callable[[re.Match], str]]] = [
    (re.compile(pattern, re.IGNORECASE), plain)
    for pattern, plain in [
        (r"\bcap hill\b", "Capitol Hill"),
        (r"\b(looking|searching|hunting) 4 ", r"\1 for "),
        # "I'd rather have a townhouse than a condo"
        (r"\b(rather|prefer)\b([^.?!]{1,40}?) (?:than|over) (?:an? )?(condos?|townhouses?|townhomes?|houses?|apartments?|duplex(?:es)?)\b", r"\1\2, not a \3"),
        (r"\bsaint (?=[A-Za-z]+s?\b)", "St. "),
        (r"(?<=\d)(k|m|mil)?-?ish\b", r"\1 ish"),
        (r"\b(?:entry|entrance|front door|doorway|access)\b(?: [a-z]+){0,4} (?:step[- ]free|(?:without|no) steps)\b|\bstep[- ]free (?:access|entrance|entryway)\b", "step-free entry"),
        (r"\b(?:can't|don't|do not|won't|not|never|steer clear of|stay away from|hates?) (?:want |have |need |like |do |deal with )?(?:any |the |with )*(?:stairs|staircases?)\b", "no stairs"),
        (r"\b(?:can't|cannot|can not|couldn't|unable to|not able to|no longer) (?:do|manage|climb|handle|take|use|go up|walk up)(?: any| the| more)? (?:stairs|steps)\b", "no stairs"),
        (r"\b(?:we|i)(?:'ll|'d| can| could| will| would)? (?:rather |happily |gladly |be happy to |like to )?(?:do|handle) (?:the|any|some|all the) (?:renovat\w+|remodel\w+|updating|fixing)(?: up)?(?: (?:ourselves|myself|later))?|\b(?:a )?fixer(?:[- ]?upper)?s? (?:is|are|would be) (?:fine|ok(?:ay)?|welcome|good)\b", "renovated isn't needed"),
        (r"\b(?:without|w/o|free of|zero|avoid(?:ing)?|with no)(?: any)? (?:stairs|steps)\b|\b(?:stair|step)[- ]free\b(?! entry)", "no stairs"),
        (r"\.{2,}|…", ", "),
        (r"\brow[- ]?(?:house|home)(s?)\b", r"townhouse\1"),
        (r"\b(?:mother[- ])?in[- ]laws?'?s?[- ](?:suite|unit|apartment|quarters|flat|space|house|cottage|setup)\b", "guest house"),
        # a relative, not "the law" nor an apartment
        (r"\b(mother|father|brother|sister|son|daughter|parent)(s?)[- ]in[- ]law(?:s|'s)?\b", r"\1\2"),
        (r"\b(my|our|the|his|her) in-?laws\b", r"\1 parents"),
        (r"(?<=[\w)]) v\.? (?=[a-z(])", " vs "),
        (r"\b(?:laundry|washer(?: and |/| & |, ?)dryer|w/?d) (?:in|inside) (?:the |my |our |its |each )?(?:unit|home|apartment|condo|place)\b",
         "in-unit laundry"),
        (r"\b(?:charg(?:e|er|ing)) (?:for |my |our |the |an? )*(?:ev|electric (?:car|vehicle)|tesla)s?\b|\b(?:ev|electric (?:car|vehicle)|tesla)s? charg(?:er|ing)s?\b",
         "ev charging"),
        # "take Fremont out" is "leave out Fremont"; "take it off" is of a list
        (r"\b(?:take|leave|cut|cross|strike|rule|keep|throw|drop) (?!it\b|that\b|this\b|them\b|those\b|these\b|one\b|the \w+ one\b|[a-z]{1,4}-?\d)((?:[a-z.']+ ){0,3}?[a-z.']+) (?:out|away)\b(?! (?:of|from)\b)",
         r"leave out \1"),
        (r"\b(\d{1,2}) 1/8\b", r"\1.125"), (r"\b(\d{1,2}) 3/8\b", r"\1.375"), (r"\b(\d{1,2}) 5/8\b", r"\1.625"), (r"\b(\d{1,2}) 7/8\b", r"\1.875"),
        (r"\b(\d{1,2}) 1/4\b(?! ?acre)", r"\1.25"), (r"\b(\d{1,2}) 3/4\b(?! ?acre)", r"\1.75"),
        (r"\bw/\s?o\b", "without"),
        (r"\bw/\s?(?=\w)", "with "),
        (r"(?<![A-Za-z.&/])(?-i:w) (?=(?:an? )?[a-z]{3,}|\d ?-?(?:bed|bath|b[dra]\b|car)|\$?\d[\d.,]*\s?(?:%|k\b|percent|down))", "with "),
        (r"\b(?:a|one|1) mil(?:l|lion)? (one|two|three|four|five|six|seven|eight|nine)\b(?![\s-]*(?:bed|bath|br|ba|hundred|thousand|story|car|acre|hom|house|condo|\d))",
         _million_and),
        (r"\b(?:half a|a half|1/2) mile\b", "0.5 miles"),
        (r"\b(?:a )?quarter[- ](?:of a )?mile\b", "0.25 miles"),
        (r"\b(?:a|one) (mile|kilometer)\b", r"1 \1"),
        (r"\b(half|quarter of|quarter) a (?:mil|mill)\b", r"\1 a million"),
        (r"\ba (?:mil|mill)\b", "1 million"),
        (r"(?<![\w.])\.(?=\d)", "0."),
        # "between 5 and 6 hundred thousand", "4 to 5 hundred k"
        (r"\b(\d) ?(and|to|or|-) ?(\d) hundred (?:thousand|k|grand)\b", r"\g<1>00 \2 \g<3>00 thousand"),
        (r"\b(\d) hundred (?:thousand|k|grand)\b", r"\g<1>00 thousand"),
        # "3/2" and "4x2.5" are bedrooms and baths
        (r"(?<![\w./$,-])([1-9]) ?[/x] ?([1-6](?:\.5)?)(?![\w/]|\.\d|,\d| ?(?:acres?|miles?|mi|of)\b)",
         r"\1 bedrooms \2 baths"),
    ]
]  # fmt: skip

# "I drive an EV, so I need a charger"
_CAR = re.compile(r"\b(?:evs?|electric (?:cars?|vehicles?)|teslas?|plug-?in)\b", re.IGNORECASE)
_CHARGER = re.compile(r"(?<!ev )(?<!car )(?<!vehicle )\bcharg(?:er|ing station|ing point)\b", re.IGNORECASE)


def spelt_out(text: str) -> str:
    """The question with hurried spellings written out."""
    text = _IN_A_HURRY.sub(_plain, text)
    if _CAR.search(text):
        text = _CHARGER.sub("ev charging", text)
    for pattern, plain in _SHORTHAND:
        text = pattern.sub(plain, text)
    return text


def _plain(match: re.Match) -> str:
    said = match[0]
    return _SMALL_LETTERS.get(said) or _WORDS.get(said.lower(), said)
