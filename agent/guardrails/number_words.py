# ruff: noqa: E501  (a pattern cut in pieces is harder to read than a long line)
"""Numbers written in words: "two thousand three hundred sixty", "three and a half", "one and a quarter million"."""

from __future__ import annotations

import re

_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
]
_SMALL += ["seventeen", "eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_VALUES = {word: at for at, word in enumerate(_SMALL)} | {word: 20 + 10 * at for at, word in enumerate(_TENS)}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
_FRACTIONS = {"half": 0.5, "quarter": 0.25}

_DIGIT = "one|two|three|four|five|six|seven|eight|nine"
_UNDER_100 = rf"(?:(?:{'|'.join(_TENS)})(?:[\s-](?:{_DIGIT}))?|{'|'.join(sorted(_SMALL, key=len, reverse=True))})"
_UNDER_1000 = rf"(?:{_UNDER_100}\s+hundred(?:\s+(?:and\s+)?{_UNDER_100})?|{_UNDER_100})"
_WITH_SCALE = (
    rf"(?:{_UNDER_1000}\s+million(?:\s+{_UNDER_1000}\s+thousand)?|{_UNDER_1000}\s+thousand)"
    rf"(?:\s+(?:and\s+)?{_UNDER_1000})?"
)
# "one and a half", then perhaps "million"; never what goes on as a fraction ("two thirds")
_YEAR = rf"(?:(?:seven|eigh|nine)teen|twenty)\s+(?:oh[\s-](?:{_DIGIT})|(?:{'|'.join(_TENS)})(?:[\s-](?:{_DIGIT}))?|(?:{'|'.join(_SMALL[10:])}))"
PATTERN = (
    rf"(?:{_YEAR}|{_UNDER_100}\s+point(?:\s+(?:zero|{_DIGIT}))+(?:\s+(?:thousand|million))?|{_UNDER_100}\s+and\s+(?:(?:a|one)\s+(?:half|quarter)|three\s+quarters)(?:\s+(?:thousand|million))?|{_WITH_SCALE}|{_UNDER_1000})"
    r"(?![\w]|[\s-]+(?:hundred|thousand|million)\b|[\s-]+(?:thirds?|fourths?|quarters?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?|halves)\b)"
)
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "twenty-first",
    "twenty-second",
    "twenty-third",
    "twenty-fourth",
    "twenty-fifth",
    "twenty-sixth",
    "twenty-seventh",
    "twenty-eighth",
    "twenty-ninth",
    "thirtieth",
    "thirty-first",
]
ORDINALS = {word: at for at, word in enumerate(_ORDINALS, 1)}  # of the days of a month


def value_of(words: str) -> float:
    """The number that PATTERN matched: "three and a half" is 3.5."""
    if re.fullmatch(_YEAR, words, re.IGNORECASE):  # "nineteen twenty-seven"
        century, _, rest = words.partition(" ")
        return 100 * value_of(century) + value_of(rest.lower().removeprefix("oh").strip(" -"))
    total = current = 0.0
    whole, point, rest = re.sub(r"\s+", " ", words.lower()).partition(" point ")
    if point:
        digits = "".join(str(_VALUES[word]) for word in rest.split() if word in _VALUES)
        scale = next((_SCALES[word] for word in rest.split() if word in _SCALES), 1)
        return float(f"{value_of(whole):.0f}.{digits}") * scale
    for word in re.split(r"[\s-]+", re.sub(r"three\s+quarters", "half quarter", words.lower())):
        if word in _VALUES:
            current += _VALUES[word]
        elif word in _FRACTIONS:
            current += _FRACTIONS[word]
        elif word == "hundred":
            current *= 100
        elif word in _SCALES:
            total, current = total + current * _SCALES[word], 0.0
    return total + current
