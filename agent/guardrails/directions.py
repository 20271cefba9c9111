# ruff: noqa: E501  (a pattern cut in pieces is harder to read than a long line)
"""Which way a change or difference goes, and which of several is the most: "fell by 3 %", "20 % below", "the oldest"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from agent.guardrails.fact import Fact
from agent.guardrails.remembered import finds
from agent.guardrails.sentences import Claim, Sentence

_UP_AFTER = re.compile(
    r"[\s(]*(?:percent(?:age points)? |points |a month |a year )?"
    r"(?:(?P<up>more|above|over|higher|dearer|pricier|increase|rise|gain|growth|premium|up|ahead|jump|bigger|larger|longer|slower)|"
    r"(?P<down>taken off|less|below|under|lower|cheaper|decrease|decline|drop|fall|cut|discount|off|dip|down|slide|fewer|smaller|shorter|faster|quicker))\b"
)
_UP_BEFORE = re.compile(
    r"(?P<up>\b(?:rose|risen|rise|rising|up|gain(?:ed|s)?|grew|grown|climb(?:ed|s)?|jump(?:ed|s)?|increas(?:e|ed|es)|raised|"
    r"went up|adds?|added)\b|\+)|"
    r"(?P<down>\b(?:fell|fallen|fall|falling|down|drop(?:ped|s)?|los[te]|declin(?:e|ed|es)|slip(?:ped|s)?|dip(?:ped|s)?|"
    r"decreas(?:e|ed|es)|soften(?:ed)?|cut|reduc(?:ed|tion)|lower(?:ed)?|shrank|slid|eased|takes? off|taken off|took)\b|−|(?<![\w\s])-|(?<=\s)-(?=\S))"
)
_SMALLER = re.compile(
    r"\s+(?:smaller|larger|bigger|dearer|cheaper|pricier|older|newer|younger|longer|shorter|higher|lower|less(?! (?:your|the|\$)))\b"
)
_LAGS = re.compile(
    r"\b(?:lags?|trails?|beats?|leads?|exceeds?|undercuts?|outdoes|behind|ahead)\b[^,;:\d]*\bby (?:about |around |roughly |only |just )?$"
)
_ABOVE = re.compile(r"\s+(?:above|below)\b")
_PAUSE = re.compile(r"[;:(|]|,\s|\band\b|\bbut\b|\bwhile\b|\bwhereas\b|\bagainst\b|\bthan\b")
_MOST = re.compile(
    r"(?<!second )(?<!third )(?<!next )(?<!of the )\b(?:(?P<least_money>cheapest|least expensive|most affordable)|(?P<most_money>dearest|priciest|most expensive)|"
    r"(?P<least_area>smallest)|(?P<most_area>largest|biggest|roomiest)|(?P<least_year>oldest))\b(?! lots?\b| in | month| week)",
    re.IGNORECASE,
)
_SPECIAL = {"per_area", "lot", "original", "cut", "tax", "adjusted", "adjustment", "fee", "peers", "estimate"}


def is_more(claim: Claim, sentence: Sentence) -> bool:
    """Whether a figure is by how much something is more or less: "$26,000 less than", which nobody has of its own."""
    return _UP_AFTER.match(sentence.text, claim.figure.end) is not None


def is_difference(claim: Claim, sentence: Sentence) -> bool:
    """Whether a figure, by what stands behind it, is a difference: "4,400 sq ft smaller", "6.8 % above"."""
    text, end = sentence.text, claim.figure.end
    if claim.in_sum:
        return False
    if _LAGS.search(text, max(0, claim.figure.start - 80), claim.figure.start):
        return True
    if claim.unit == "percent":
        return _SMALLER.match(text, end) is not None or _ABOVE.match(text, end) is not None
    return claim.unit in ("money", "area") and _SMALLER.match(text, end) is not None


def against(fact: Fact, claim: Claim, sentence: Sentence) -> bool:
    """Whether a change is said to go the other way than it does."""
    return bool(fact.sign) and _direction(claim, sentence) == -fact.sign


def _direction(claim: Claim, sentence: Sentence) -> int:
    """1 for up, -1 for down, 0 where nothing is said; what stands right behind the figure says it first."""
    text, figure = sentence.text, claim.figure
    if (sign := text[figure.start - 1 : figure.start]) in ("+", "−", "-") and figure.start:
        return 1 if sign == "+" else -1
    if match := _UP_AFTER.match(text, figure.end):
        return 1 if match["up"] else -1
    start = max([0, figure.start - 60, *(each.end() for each in _PAUSE.finditer(text, 0, figure.start))])
    said = list(_UP_BEFORE.finditer(text, start, figure.start))
    return 0 if not said else 1 if said[-1]["up"] else -1


def record(claim: Claim, sentence: Sentence) -> int:
    """1 where a sentence on one month says that it was the most, -1 the least, 0 where it says neither."""
    if len(sentence.months) != 1:
        return 0
    before = [each.figure.end for each in sentence.claims if each.figure.end <= claim.figure.start]
    text = sentence.text[max(before, default=0) : claim.figure.end + 24]
    said = {match.lastgroup for match in _RECORD.finditer(text)}
    return 0 if len(said) != 1 else 1 if "up" in said else -1


def is_wish(claim: Claim, sentence: Sentence) -> bool:
    """Whether a figure is what was searched for and not found: "nothing under $500,000", "no house with 5 bedrooms"."""
    if claim.unit not in ("money", "beds", "baths", "area") or claim.subjects.get("id"):
        return False
    said = _NOTHING.search(sentence.text, 0, claim.figure.start) or _WANTED.search(sentence.text, 0, claim.figure.start)
    if not said and claim.unit in ("beds", "baths"):
        said = _FOUND_WITH.search(sentence.text, 0, claim.figure.start)
    return bool(said) and not sentence.names_homes


_RECORD = re.compile(
    r"\b(?:(?P<up>busiest|most sales|highest|peaked|dearest|priciest|best|record)|"
    r"(?P<down>slowest|quietest|fewest|lowest|cheapest|weakest|worst))\b"
)
_FOUND_WITH = re.compile(
    r"\b(?:found|there are|have)(?: \w+){1,3} (?:homes|houses|condos|listings)(?: [\w,]+){0,4}? (?:with|having) (?:at least )?$",
    re.IGNORECASE,
)
_WANTED = re.compile(
    r"\byour (?:price )?(?:range|budget) (?:was|is|of|runs|goes)(?: from)? $|\b(?:your search|search(?:ed)? for|look(?:ed|ing) for|you (?:asked|wanted|want|named))\b(?!.*(?:[.;]|\b(?:it|but|this|costs?|asks?|has)\b))",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"\b(?:nothing|none|no (?:\S+ ){0,3}?(?:homes?|houses?|condos?|listings?|propert\w+|match\w*|results?)|"
    r"(?:not|n['’]t) find (?:any|a)\w*)\b(?!.*(?:[.;:,]|\b(?:it|but|this|costs?|asks?|has)\b.*\b(?:it|but|costs?|asks?)\b))",
    re.IGNORECASE,
)


def most(claim: Claim, sentence: Sentence, of_kind: Mapping[str, Iterable[Fact]], *, of_named: bool = False) -> str:
    """Whose a figure is after "the oldest" or "the cheapest", as a subject; "" where none or several may be meant."""
    if sentence.names_homes and not of_named:
        return ""
    said = list(_MOST.finditer(sentence.text, 0, claim.figure.start))
    if (
        not said
        or claim.in_sum
        or finds(_BETWEEN, sentence.text)
        or _NEXT.search(sentence.text, said[-1].end(), claim.figure.start)
    ):
        return ""
    way, _, kind = (said[-1].lastgroup or "").partition("_")
    between = sentence.text[said[-1].end() : claim.figure.start]
    named = sum(said[-1].end() <= each.start < claim.figure.start for each in sentence.names)
    told = any(
        said[-1].end() <= each.figure.start < claim.figure.start for each in sentence.claims if each.unit == claim.unit
    )
    if of_named and (named > 1 or told or ";" in between or {each.concept for each in sentence.mentions} & _SPECIAL):
        return ""
    if of_named and (kind != (claim.unit or "year") or claim.concepts & _SPECIAL or sentence.names_places):
        return ""
    values = {
        (fact.value, subject)
        for fact in of_kind[kind]
        if not (fact.derived or fact.in_text or fact.asked or fact.concepts & _SPECIAL)
        for subject in fact.subjects
        if subject.startswith("id:")
    }
    if len(values) < 2 or any(fact.value > len(values) for fact in of_kind["count"] if "homes" in fact.concepts):
        return ""  # most of the homes were not shown
    extreme = (min if way == "least" else max)(value for value, _ in values)
    homes = {subject for value, subject in values if value == extreme}
    return homes.pop() if len(homes) == 1 else ""


_NEXT = re.compile(r"\b(?:next|other|second|another|rest|while|followed|\w+est|most|least)\b")
_BETWEEN = re.compile(r"\b(?:gap|difference|between|from|spread|range|step)\b", re.IGNORECASE)
