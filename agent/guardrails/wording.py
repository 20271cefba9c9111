"""What a sentence has to say before a figure is taken for a lot, a tax, a first price, or one month's own."""

from __future__ import annotations

import re

from agent.guardrails import concepts, months
from agent.guardrails.fact import Fact
from agent.guardrails.remembered import finds
from agent.guardrails.sentences import Claim, Sentence

_SERIES = re.compile(
    r"\bmonths?\b(?! of)|\bmonthly|\bpeak|\bhigh|\blow|\bfrom\b|\bbest\b|\bbusiest\b|\bslow|\brange", re.IGNORECASE
)
_YEAR_BEFORE = re.compile(
    r"\s*(?:(?!from|against|to|and)[a-z]+ ){0,2}?(?:in |during |of )?(?:the |a )?"
    r"(?:(?:years?|twelve months|12 months) (?:before|earlier|ago|prior)\b|"
    r"(?:preceding|previous|prior) (?:year|twelve|12|period))",
    re.IGNORECASE,
)
_OPERAND = re.compile(r"\s*(?:of|out of|on|against|over|divided by|/|÷|×|\+|−|-)\s*(?:the |a |your )?\$?\d")
_END_BEFORE = re.compile(
    r"(?:\b(?:low\w*|high\w*|upper|top|bottom|rang\w*|between|within|from|up to|as (?:much|little) as|"
    r"at (?:least|most)|ends?|run|goes|could|may|might)\b[^()]{0,40}|"
    r"[\d,.]+[kKmM]? ?(?:to|and|–|—|-) ?(?:about )?|\()$",
    re.IGNORECASE,
)
_END_AFTER = re.compile(
    r"\s*(?:to|–|—|-)\s*\$|\s+(?:at (?:the )?(?:most|least|best|low|high|upper|top)|is the (?:low|high|upper|top))",
    re.IGNORECASE,
)
_PER_ROOM = re.compile(r"\bper (?:bed)?room\b|/ ?bed", re.IGNORECASE)
_BY_WEEK = re.compile(r"\b(?:by|each|per|every) week\b|\bweekly\b|\bweek by week\b", re.IGNORECASE)
_TOTAL = re.compile(
    r"\b(?:together|combined|between them|in total|in all|altogether|"
    r"your (?:two|three|four|five|\d+) (?:listings|homes)) "
    r"(?:(?!and\b)[\w,]+ ){0,6}$",
    re.IGNORECASE,
)
_EACH = re.compile(r"\b(?:each|apiece|respectively|average)\b", re.IGNORECASE)
_EACH_MONTH = re.compile(r"\b(?:each|every|a|per) month\b", re.IGNORECASE)
# What nobody would take a figure for that is not said to be of it.
_TO_BE_SAID = {
    "final",
    "per_area",
    "per_day",
    "lot",
    "tax",
    "insurance",
    "original",
    "cut",
    "interest",
    "adjustment",
    "adjusted",
    "end",
}
_SAID_OTHERWISE = {
    "original": re.compile(r"\b(?:from|first (?:ask\w*|pric\w*)|once|initially|at first)\b.{0,24}$", re.IGNORECASE),
    "lot": re.compile(r"\bon (?:an? |about |some |roughly )?$"),
    "adjustment": re.compile(
        r"\b(?:add|took|tak(?:e|es|en|ing) |off\b|subtract|plus|minus|time\b|for (?:its|the)\b|lower|rais|value\b)",
        re.IGNORECASE,
    ),
    "cut": re.compile(
        r"\b(?:by|down|off|reduc\w*|lower\w*|less|knocked|dropped|given up|gave up|conceded|lost|shed|fell|fallen|"
        r"cheaper|discount\w*)\b",
        re.IGNORECASE,
    ),
}


def is_said(fact: Fact, claim: Claim, sentence: Sentence, answer: str) -> bool:
    """Whether the sentence says what nobody would take such a figure for: a lot for a size, a tax for a price."""
    unlikely = fact.concepts & _TO_BE_SAID - ({"cut"} if fact.kind == "percent" else set())
    if not unlikely or claim.in_sum or unlikely & (claim.concepts | sentence.said):
        return True
    if "per_area" in unlikely and concepts.PER_AREA.search(answer):
        return True
    if unlikely == {"original"} and any(each.concept == "cut" for each in sentence.mentions):
        return True  # "a cut of $16,000 on $815,000"
    if unlikely == {"end"}:
        before, after = sentence.text[: claim.figure.start], sentence.text[claim.figure.end :]
        return bool(_END_BEFORE.search(f"{' '.join(sentence.header)} {before}") or _END_AFTER.match(after))
    return any(
        each in unlikely
        and words.search(sentence.text, 0, claim.figure.start if words.pattern[-1] == "$" else len(sentence.text))
        for each, words in _SAID_OTHERWISE.items()
    )


def is_of_its_time(fact: Fact, claim: Claim, sentence: Sentence) -> bool:
    """Figures of one week or month are said as such."""
    kinds = {subject.partition(":")[0] for subject in fact.subjects}
    if "week" in kinds:
        return bool(claim.subjects.get("week")) or bool(re.search(r"\bweek", sentence.text, re.IGNORECASE))
    if (
        not fact.asked
        and fact.kind == "count"
        and fact.subjects
        and finds(_BY_WEEK, sentence.text)
        and "homes" not in fact.concepts
    ):
        return False  # "L002 by week: 54, 24, 15"
    if "month" not in kinds or not claim.subjects or claim.subjects.get("month"):
        return True
    if finds(_EACH_MONTH, sentence.text) and not sentence.months and "between" not in sentence.text:
        return False
    near = (max(0, claim.figure.start - 60), claim.figure.end + 40)
    return bool(_SERIES.search(sentence.text, *near)) or months.names_one(sentence.text)


def is_total(claim: Claim, sentence: Sentence) -> bool:
    """Whether it is said to be of several together: "together they have", "your three listings had"."""
    if claim.in_sum or any(claim.subjects.values()) or sentence.is_row:
        return False
    return _TOTAL.search(sentence.text, 0, claim.figure.start) is not None and not finds(_EACH, sentence.text)


def is_label(claim: Claim, sentence: Sentence) -> bool:
    """Whether what it is of stands right before it, as "P&I $4,172" or in a table."""
    start = claim.figure.start
    return sentence.is_row or any(
        each.concept in claim.strict and each.end <= start and not sentence.text[each.end : start].strip(" :|")
        for each in sentence.mentions
    )


def is_per_room(sentence: Sentence) -> bool:
    """Whether prices per bedroom are told."""
    return _PER_ROOM.search(f"{sentence.text} {' '.join(sentence.header)}") is not None


def is_operand(claim: Claim, sentence: Sentence) -> bool:
    """Whether it is set beside another figure: "($60,000 of $576,823)"."""
    return _OPERAND.match(sentence.text, claim.figure.end) is not None


def is_of_year_before(claim: Claim, sentence: Sentence) -> bool:
    """Whether right behind a figure stands that it is of the year before."""
    return _YEAR_BEFORE.match(sentence.text, claim.figure.end) is not None


def is_final(claim: Claim, sentence: Sentence) -> bool:
    """Whether it is the first figure after "the last payment"."""
    ends = [each.end for each in sentence.mentions if each.concept == "final" and each.end <= claim.figure.start]
    return bool(ends) and not any(ends[-1] <= each.figure.start < claim.figure.start for each in sentence.claims)
