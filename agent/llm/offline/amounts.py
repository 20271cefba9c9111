# ruff: noqa: E501  (a pattern cut in two is harder to read than a long one)
"""Amounts as people write them: "1.5 mil", "700-800k", "half a million", "two and a half" -> digits and dollars."""

from __future__ import annotations

import re
import unicodedata

from agent.llm.offline.spelling import spelt_out

SMALL = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
LARGE = {"hundred": 100, "thousand": 1_000, "grand": 1_000, "million": 1_000_000}
_NUMBER_WORD = rf"(?:{'|'.join([*SMALL, *LARGE])})"
_NUMBER_WORDS = re.compile(rf"\b{_NUMBER_WORD}(?:(?:[\s-]+|\s+and\s+){_NUMBER_WORD})*\b", re.IGNORECASE)
_SEPARATORS = re.compile(r"[\s-]+")
_BETWEEN = re.compile(
    rf"\b(between|from) ({_NUMBER_WORD}(?:[\s-]+{_NUMBER_WORD})*) (and|to)(?= {_NUMBER_WORD}\b)", re.IGNORECASE
)
# A small number word is a number only beside these: "two bedrooms", "the two cheapest", but "Four Corners".
_COUNTED_AFTER = re.compile(
    r"[\s-]+(?:(?:and a half|or|to|and|plus)[\s-]+[\w.]+[\s-]+)?(?:full |half |big |more )?"
    r"(?:bed|room|bath|br\b|ba\b|acre|mile|cheap|pric[ei]|expens|dear|most|least|larg|big|new|small|old|home|house|listing|condo|town|propert|"
    r"of (?:them|these|those|the)|year|yr|month|week|day|best|low|high|sq|k\b|m\b|and a half|percent|per cent|pct|%|down\b"
    r"|car\b|stall|max|min(?:imum)?\b|tops|at most|at least|or more|or less|plus\b|or fewer)",
    re.IGNORECASE,
)
_COUNTED_BEFORE = re.compile(
    r"(?:top|first|last|past|next|bedrooms|bathrooms|baths|beds|(?:show|give|list|see|get)(?: me| us)?(?: only| just)?|least|most|than|exactly|number|option)\s$",
    re.IGNORECASE,
)
# "The third one priced right" speaks of a home.
_PRONOUN_BEFORE = re.compile(
    r"\b(?:this|that|which|other|first|second|third|fourth|fifth|sixth|last|\dth|1st|2nd|3rd|next|cheap\w*|expensive|bigger|smaller|newer|older)\s$",
    re.IGNORECASE,
)
# "Ok fine, three": all that is said beside the number is how it is meant.
_ANSWER_BEFORE = re.compile(
    r"^\W*(?:(?:no|nah|nope|hmm+|well|so|then|sorry|oops|ok(?:ay)?|fine|alright|yeah|yes|actually|or|maybe|perhaps|even|just|only|say|and|try|make (?:it|that)|let's (?:do|say|try|make it)|what about|how about|(?:go|up|down) to)\W+)*$",
    re.IGNORECASE,
)
_ANSWER_AFTER = re.compile(
    r"\W*(?:(?:instead|please|then|actually|would do|will do|is (?:fine|enough|ok(?:ay)?)|works?|at least|or more)\W*)*$",
    re.IGNORECASE,
)
# "Six fifty" is $650,000 where a price is spoken of; elsewhere it is not read.
_PRICE_BEFORE = re.compile(
    r"(?:under|below|over|above|around|about|max|most|than|up to|least|budget(?: of| is| around| about)?|spend|for|at|to|from|between|and"
    r"|exceed|past|beyond|tops?|say|maybe|roughly|is|limit(?: is| of)?)\s(?:like |say |maybe |about |around )?$",
    re.IGNORECASE,
)
_PRICE_AFTER = re.compile(
    r"\s(?:max|tops?|or (?:less|under|below|so|lower|cheaper|more|over)|at (?:the )?most|budget|to spend|ish|and (?:under|below)|limit|ceiling|cap)\b",
    re.IGNORECASE,
)
_CENTURIES = {"nineteen": 1_900, "twenty": 2_000, "eighteen": 1_800}
_POINT = re.compile(
    rf"\b({'|'.join(SMALL)}) (?:point|dot) ({'|'.join([*SMALL, 'zero', 'oh'])})(?: ({'|'.join(SMALL)}))?\b",
    re.IGNORECASE,
)
# Phrases with a fraction -> the same in digits, most particular first.
_FRACTIONS = [
    (r"\bhalf (?:a )?million\b", "500 thousand"),
    (r"\b(?:a )?quarter (?:of a )?million\b", "250 thousand"),
    (r"\b(?:three|3) quarters of a million\b", "750 thousand"),
    (r"\ba million and a half\b", "1.5 million"),
    (r"\b(?:a |one )?half(?: of)?(?: an)?[\s-]acre\b", "0.5 acre"),
    (r"\b(?:a |one )?quarter(?: of)?(?: an)?[\s-]acre\b", "0.25 acre"),
    (r"\b(?:a |one )?third of an acre\b", "0.33 acre"),
    (r"\ban acre\b", "1 acre"),
    (r"(?<![\d.])\b1/2[\s-]acre\b", "0.5 acre"),
    (r"(?<![\d.])\b1/4[\s-]acre\b", "0.25 acre"),
    (r"(?<![\d.])\b3/4[\s-]acre\b", "0.75 acre"),
    (r"\ba (million|hundred|thousand)\b", r"one \1"),
    (r"\b(\d+) 1/2\b", r"\1.5"),
    (r"\b(\d+) and a half\b", r"\1.5"),
    (r"\b(\d+) and a quarter\b", r"\1.25"),
    (r"\b(\d+) and three quarters\b", r"\1.75"),
]
_HALVES = re.compile(rf"\b({'|'.join(SMALL)}) and (?:a|one|three) (half|quarters?)\b", re.IGNORECASE)
_PARTS_OF_ONE = {"half": ".5", "quarter": ".25", "quarters": ".75"}
_SCALES = dict.fromkeys(["k", "thousand", "grand"], 1_000) | dict.fromkeys(
    ["m", "mm", "mil", "mill", "mio", "mn", "million", "millions"], 1_000_000
)
_SCALE = rf"(?:{'|'.join(sorted(_SCALES, key=len, reverse=True))})"
# An amount of money; inside other patterns, so without groups.
_DIGITS = r"(?<![\w.,$])\$?\s?\d{1,12}(?:,\d{3}){0,4}(?:\.\d+)?"
AMOUNT = rf"{_DIGITS}\s?(?:{_SCALE}\b\.?)?(?:\s?(?:dollars?|usd|bucks)\b)?(?![\w%]|,\d|\.\d)"
_PARTS = re.compile(rf"(\$?)\s?(\d[\d,]*(?:\.\d+)?)\s?({_SCALE}\b)?", re.IGNORECASE)
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-", "≤": "<", "≥": ">"})
MOST_CHARACTERS = 4_000


def normalised(text: str) -> str:
    """The question with numbers in digits, plain quotes and single spaces; case is kept, for names."""
    text = re.sub(r"(\d)½", r"\1.5", text[:MOST_CHARACTERS]).replace("½", "0.5").replace("¼", "0.25")
    text = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    text = " ".join(re.sub(r"[^\S\n]+|[\x00-\x1f\x7f\ufffe\uffff]", " ", text).split())
    text = re.sub(
        r"(?<![\d$.,])55 ?\+(?![\d,]| ?(?:k|percent|%|sq|acres?)\b)", "55 plus", text
    )  # an age, not an amount
    text = _apart(spelt_out(_counted_hundreds(text)))
    text = _HALVES.sub(lambda match: f"{SMALL[match[1].lower()]}{_PARTS_OF_ONE[match[2].lower()]}", text)
    text = _POINT.sub(_with_point, text)
    for pattern, digits in _FRACTIONS:
        text = re.sub(pattern, digits, text, flags=re.IGNORECASE)
    return _NUMBER_WORDS.sub(lambda match: _in_digits(match, text), text)


def _apart(text: str) -> str:
    """ "Between six hundred and seven hundred thousand" with its first number in digits: together they would be one."""
    return _BETWEEN.sub(lambda match: f"{match[1]} {whole(_SEPARATORS.split(match[2].lower())):,} {match[3]}", text)


def _counted_hundreds(text: str) -> str:
    """ "Six to eight hundred thousand" with its first number in digits: alone it would be no amount."""
    pattern = rf"\b({'|'.join(SMALL)}) (to|and|or) (?=({'|'.join(SMALL)}) (hundred thousand)\b)"
    said = r"\1 \4 to "
    return re.sub(pattern, said, text, flags=re.IGNORECASE)


def _with_point(match: re.Match) -> str:
    """6.75 for six point seven five."""
    digits = [0 if each.lower() in ("zero", "oh") else SMALL[each.lower()] for each in match.groups() if each]
    return f"{digits[0]}.{''.join(str(each) for each in digits[1:])}"


def _year_or_price(words: list[str], match: re.Match, text: str) -> str:
    """ "nineteen ninety five" is a year, "under six fifty" a price; "" where it is neither."""
    rest = sum(SMALL[word] for word in words[1:])
    if len(words) < 2 or not SMALL[words[1]] >= 10 or rest > 99:
        return ""
    if words[0] in _CENTURIES:
        return str(_CENTURIES[words[0]] + rest)
    if SMALL[words[0]] > 9:
        return ""
    said = _PRICE_BEFORE.search(text, 0, match.start()) or _PRICE_AFTER.match(text, match.end())
    return f"{SMALL[words[0]] * 100 + rest}k" if said else ""


def _in_digits(match: re.Match, text: str) -> str:
    words = re.split(r"[\s-]+(?:and\s+)?", match[0].lower())
    if any(word in LARGE for word in words):
        return f"{whole(words):,}" if words[0] in SMALL else match[0]  # "1.5 million" is read as an amount
    if read := _year_or_price(words, match, text):
        return read
    if len(words) == 1 and _ANSWER_BEFORE.search(text, 0, match.start()) and _ANSWER_AFTER.match(text, match.end()):
        return str(SMALL[words[0]])
    if words == ["one"] and _PRONOUN_BEFORE.search(text, 0, match.start()):
        return match[0]
    beside = _COUNTED_AFTER.match(text, match.end())
    if beside or (len(words) == 1 and words[0] != "one" and _COUNTED_BEFORE.search(text, 0, match.start())):
        return _side_by_side(words)
    return match[0]


def _side_by_side(words: list[str]) -> str:
    """ "Twenty five" is 25; "three two" are two numbers."""
    numbers: list[int] = []
    for word in words:
        value = SMALL[word]
        if numbers and numbers[-1] >= 20 and not numbers[-1] % 10 and value < 10:
            numbers[-1] += value
        else:
            numbers.append(value)
    return " ".join(str(number) for number in numbers)


def whole(words: list[str]) -> int:
    """650,000 for six hundred fifty thousand, and 350,000 for three fifty thousand."""
    if len(words) > 2 and words[-1] in ("thousand", "grand") and SMALL.get(words[0], 10) < 10:
        rest = [SMALL.get(word, 100) for word in words[1:-1]]
        if 10 <= rest[0] < 100 and sum(rest) < 100:
            return (SMALL[words[0]] * 100 + sum(rest)) * 1_000
    total, group = 0, 0
    for word in words:
        if word in SMALL:
            group += SMALL[word]
        elif word == "hundred":
            group = max(group, 1) * 100
        else:
            total += max(group, 1) * LARGE[word]
            group = 0
    return total + group


def dollars(text: str, *, scale_of: str = "") -> tuple[int, bool] | None:
    """(whole dollars, whether thousands were assumed), or None where the number says nothing about money.

    A bare number under 10,000 is taken as thousands: no home costs $900. scale_of: the range's other end, whose
    "k" or "million" holds for this one too ("700-800k").
    """
    parts = _PARTS.search(text)
    if not parts:
        return None
    sign, digits, scale = parts[1], parts[2].rstrip(","), (parts[3] or "").lower()
    value = float(digits.replace(",", ""))
    if not scale and re.fullmatch(r"\d{1,3}\.\d{3}", digits):  # 900.000, as much of the world writes it
        value *= 1_000
    if scale:
        return round(value * _SCALES[scale]), False
    if re.fullmatch(r"\d{1,2}\.\d{1,3}", digits) and value < 20 and not sign:
        return round(value * 1_000_000), True  # "max 1.1"
    borrowed = _PARTS.search(scale_of) if scale_of else None
    if borrowed and borrowed[3] and value < 10_000:
        other = float(borrowed[2].replace(",", "").rstrip(",")) * _SCALES[borrowed[3].lower()]
        if value * _SCALES[borrowed[3].lower()] <= other:
            return round(value * _SCALES[borrowed[3].lower()]), False
        return round(value * 1_000), False
    if 20 <= value < 10_000 and not (sign and value >= 1_000):
        return round(value * 1_000), True
    return (round(value), False) if value >= 1_000 else None
