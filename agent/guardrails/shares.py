# ruff: noqa: E501  (a pattern cut in pieces is harder to read than a long line)
"""Shares and multiples of amounts that a sentence names: "89.6 % of the price", "4.1 times your yearly income"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from agent.guardrails.closeness import close
from agent.guardrails.fact import Fact
from agent.guardrails.figures import Figure
from agent.guardrails.remembered import finds
from agent.guardrails.sentences import Claim, Sentence

_OF = re.compile(r"\s*(?:of|goes to|go to|is|are|covers?)\b")
_BESIDE = re.compile(r"\)?\s*(?:\||,|:|\(|–|=|or|is|of it|that is|i\.e\.)(?:\s*(?:or|i\.e\.|that is|about|=))*,?\s*")
_STOP = re.compile(r"[;.](?!\d)|,\s|\b(?:so|but|while)\b")
_FOR_EACH = re.compile(r"\bfor (?:each|every)\b", re.IGNORECASE)
_DOWN = re.compile(r"\s+down\b")
_TIMES = re.compile(r"[\s-]+times\b|\s?x\b")
_TO_VALUE = re.compile(r"\bloan[- ]to[- ]value\b|\bLTV\b", re.IGNORECASE)
_SHARE_WORD = re.compile(
    r"\b(?:share|portion|part|fraction|makes? up|takes? up|accounts? for|represents?|amounts? to|equals?|covers?|led to|became|turned into|resulted|ended in|went to)\b",
    re.I,
)
# What may be a part or a whole: the words for it, the kind of its facts, and one of the concepts they have.
_AMOUNTS = [
    (re.compile(words, re.IGNORECASE), kind, frozenset(of))
    for words, kind, of in [
        (r"(?<!first )(?<!original )\b(?:price|home|house|value|ceiling|maximum)\b(?! (?:down|limit))", "money", {"asking", "highest", "closed"}),
        (r"\b(?:first|original|starting|initial)(?:ly)?\b", "money", {"original"}),
        (r"\b(?:income|gross|earn\w*|salary|pay)\b(?! off)", "money", {"income"}),
        (r"\b(?:loan|borrow\w*|mortgage|principal|financ\w+)\b", "money", {"borrowed"}),
        (r"\b(?:payment|month|installment)s?\b(?! down)", "money", {"payment", "all_in", "housing", "principal"}),
        (r"\binterest\b", "money", {"interest"}),
        (r"\b(?:repa\w+|paid|pay back|total)\b", "money", {"repaid"}),
        (r"\btax(?:es)?\b", "money", {"tax"}),
        (r"\b(?:down|deposit|cash|savings|up front)\b", "money", {"down"}),
        (r"\bdebts?\b", "money", {"debts", "debt_limit"}),
        (r"\b(?:estimate|worth|low end|high end|range)\b", "money", {"estimate"}),
        (r"\b(?:lot|land|plot|ground|parcel)\b", "area", {"lot"}),
        (r"\b(?:house|home|interior|inside|living|floor)\b", "area", {"living"}),
        (r"\bviews?\b|\bopened\b", "count", {"views"}),
        (r"\b(?:visitors?|viewers?)\b", "count", {"visitors"}),
        (r"\bsave[sd]?\b", "count", {"saves"}),
        (r"\binquir\w+", "count", {"inquiries"}),
        (r"\bimpressions?\b|\bshown\b", "count", {"impressions"}),
        (r"\bpending\b|under contract", "count", {"pending"}),
        (r"\bactive\b|for sale", "count", {"active"}),
        (r"\bsold\b|\bsales\b", "count", {"sold"}),
        (r"\b(?:listings?|all|in all|homes)\b", "count", {"homes"}),
    ]
]  # fmt: skip
_IT = re.compile(r"\b(?:it|that|this)\b", re.IGNORECASE)
_REACH = 48  # letters after "of" in which the whole is named


def follows(claim: Claim, sentence: Sentence, of_kind: Mapping[str, list[Fact]]) -> bool:
    """Whether it is the share or the multiple of two amounts that are named, in words or as figures."""
    text, figure = sentence.text, claim.figure
    if any(close(figure, value) for value in _of_figure_beside(claim, sentence, of_kind)):
        return True
    by = _scale(claim, text)
    if not by:
        return False
    if finds(_TO_VALUE, text) and figure.unit == "percent":
        return any(
            _ratios(figure, 100, _of(of_kind, "money", {"borrowed"}), _of(of_kind, "money", {"asking", "highest"}))
        )
    if figure.unit == "percent" and _DOWN.match(text, figure.end):
        return any(_ratios(figure, 100, _of(of_kind, "money", {"down"}), _of(of_kind, "money", {"asking", "highest"})))
    stop = _STOP.search(text, figure.end, figure.end + _REACH)
    whole_at = (figure.end, stop.start() if stop else figure.end + _REACH)
    is_subject = _OF.match(text, figure.end) or _TIMES.match(text, figure.end)
    wholes = list(_named(claim, sentence, of_kind, *whole_at)) if is_subject else []
    parts = list(_named(claim, sentence, of_kind, 0, figure.start))
    if not wholes and figure.unit == "percent":
        wholes = list(_whole_before(claim, sentence, of_kind))  # "28 % of your income and the debts another 4.3 %"
    if each := _FOR_EACH.search(text, 0, figure.start):
        behind = list(_named(claim, sentence, of_kind, figure.end, figure.end + _REACH))
        return any(_ratios(figure, 1, behind, list(_named(claim, sentence, of_kind, each.start(), figure.start))))
    if is_subject and not wholes and _IT.search(text, *whole_at):
        wholes = parts
    if is_subject and figure.unit == "percent" and not text[figure.end :].lstrip().startswith("of"):
        wholes, parts = [*wholes, *parts], [*wholes, *parts]
    if not parts and finds(_SHARE_WORD, text):
        parts = [*parts, *_named(claim, sentence, of_kind, figure.end, len(text))]
        wholes = [*wholes, *_named(claim, sentence, of_kind, 0, figure.start)]
    if not parts and _IT.search(text, 0, figure.start):
        parts = [fact for each in sentence.told for fact in of_kind[each.unit] if close(each, fact.value)]
    for whole in [each for each in wholes if not each.subjects]:  # "L002 brought in 54 % of all views"
        mine = frozenset(each for owners in claim.subjects.values() for each in owners)
        alike = (fact for fact in of_kind[whole.kind] if fact.subjects & mine and fact.concepts & whole.concepts)
        parts = [*parts, *(fact for fact in alike if not fact.derived and not fact.concepts & _PARTS)]
    if any(_ratios(figure, by, parts, wholes)):
        return True
    if figure.unit == "percent" and re.search(r"\b(?:rest|remain\w*|left|other)\b", text):
        return any(_ratios(figure, by, parts, wholes, rest=True))
    return False


def _of_figure_beside(claim: Claim, sentence: Sentence, of_kind: Mapping[str, list[Fact]]) -> Iterator[float]:
    """What an amount and a percentage that stand side by side make of each other: "$660,000, i.e. 80 %"."""
    wholes = _of(of_kind, "money", {"asking", "highest", "income", "closed", "original"})
    for each in sentence.claims:
        first, second = sorted((claim.figure, each.figure), key=lambda figure: figure.start)
        if {claim.unit, each.unit} != {"money", "percent"} or not _BESIDE.fullmatch(
            sentence.text, first.end, second.start
        ):
            continue
        for whole in wholes:
            yield (
                each.figure.value * whole.value / 100
                if claim.unit == "money"
                else 100 * each.figure.value / whole.value
            )


def is_loan_to_value(claim: Claim, sentence: Sentence) -> bool:
    """Whether it is said to be the loan by the price."""
    start, end = claim.figure.start, claim.figure.end
    return _TO_VALUE.search(sentence.text, max(0, start - 40), end + 20) is not None


def _whole_before(claim: Claim, sentence: Sentence, of_kind: Mapping[str, list[Fact]]) -> Iterator[Fact]:
    """The whole that an earlier percentage of the sentence is of."""
    for each in sentence.claims:
        end = each.figure.end
        if each.figure.unit == "percent" and end < claim.figure.start and _OF.match(sentence.text, end):
            yield from _named(claim, sentence, of_kind, end, min(end + _REACH, claim.figure.start))


def _scale(claim: Claim, text: str) -> int:
    """By what a ratio is multiplied to be the figure; 0 of what is no share and no multiple."""
    if claim.figure.unit == "percent":
        return 100
    if _FOR_EACH.search(text, 0, claim.figure.start) and claim.unit in ("", "count"):
        return 1
    return int(claim.unit in ("", "count") and _TIMES.match(text, claim.figure.end) is not None)


def _ratios(figure: Figure, by: int, parts: list[Fact], wholes: list[Fact], *, rest: bool = False) -> Iterator[bool]:
    for part in parts:
        for whole in wholes:
            if part.kind == whole.kind and part.value != whole.value and whole.value and _together(part, whole):
                share = by * part.value / whole.value
                yield close(figure, by - share if rest else share)


def _together(part: Fact, whole: Fact) -> bool:
    """Whether two amounts are of one owner, or one of them of nobody in particular."""
    return not part.subjects or not whole.subjects or bool(part.subjects & whole.subjects)


def _named(claim: Claim, sentence: Sentence, of_kind: Mapping[str, list[Fact]], start: int, end: int) -> Iterator[Fact]:
    """The amounts that a stretch of the sentence names, as figures or in words."""
    region = sentence.text[start:end]
    owners = frozenset(each for mine in claim.subjects.values() for each in mine)
    for each in sentence.claims:
        if (
            each is not claim
            and start <= each.figure.start < end
            and each.figure.unit in ("money", "area", "count", "")
        ):
            for fact in of_kind[each.unit or "count"]:
                if close(each.figure, fact.value):
                    yield fact
    for words, kind, of in _AMOUNTS:
        if words.search(region):
            yield from (
                fact for fact in _of(of_kind, kind, of) if not owners or not fact.subjects or fact.subjects & owners
            )


def _of(of_kind: Mapping[str, list[Fact]], kind: str, of: set[str] | frozenset[str]) -> list[Fact]:
    """The figures of a kind that are of one of these."""
    return [
        fact
        for fact in of_kind[kind]
        if fact.concepts & of
        and not any(each.startswith(("week:", "month:")) for each in fact.subjects)
        and not fact.explains
        and not fact.concepts & _PARTS
        and (not fact.in_text or fact.asked)
    ]


_PARTS = {"per_area", "adjustment", "cut", "peers"}
