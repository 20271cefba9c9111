"""What a line or a table says of all its figures: the words before a colon, a row's first cell, its column's head."""

from __future__ import annotations

import re

from agent.guardrails import relaxing
from agent.guardrails.figures import Figure
from agent.guardrails.sentences import Sentence, cells

_VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|seems?|looks?|trails?|beats?|lags?|leads?|holds?|gets?)\b")
_PLUS = re.compile(r"\s*[-*+•]?\s*(?:plus|add(?:ing)?|with|\+)\b", re.IGNORECASE)  # what comes then is a sum
_COUNTS = re.compile(r"\b(?:homes|listings|matches|results|sold|sales|views|visitors|saves|inquiries)\b", re.IGNORECASE)
_KIND_OF_LABEL = [
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in [
        ("beds", r"\bbed(?:room)?s?\b|\bbds?\b"),
        ("baths", r"\bbath(?:room)?s?\b|\bba\b"),
        ("floors", r"\bstor(?:y|ies|eys)\b|\bfloors\b|\blevels\b"),
        ("garage", r"\bgarage\b|\bparking\b"),
        ("days", r"\bdays\b|\btime on (?:the )?market\b|\bDOM\b"),
        ("months", r"(?<!\d )(?<!twelve )\bmonths\b"),
        ("money", r"\bper (?:sq|square)|\$|/ ?(?:sq|sf)|\bPPSF\b|\bprice\b|\bpayment\b|\btax\b|\bcost\b|\bHOA\b"),
        ("area", r"\bliving area\b|\bsq\.? ?ft\b|\bsquare feet\b|\blot\b|\bsize\b"),
        ("year", r"\byear\b(?! (?:before|earlier|ago))|\bbuilt\b"),
        ("percent", r"\brate\b|%|\bpercent\b|\bCTR\b"),
    ]
]


def of_figure(sentence: Sentence, figure: Figure) -> str:
    """What a line or a table says of all its figures: the words before its colon, its first cell, the column's head."""
    if sentence.is_row:
        first = cells(sentence.text)[0]
        first = re.sub(r"\s*\([^()]*\)", "", first)
        own = any(letter.isdigit() for letter in first)
        head = header_cell(sentence, figure) or (sentence.header[0] if sentence.header else "")
        return f"{head} {'' if own or _PLUS.match(first) else first}".strip()
    before = re.split(r"[|;·]", sentence.text[: figure.start])[-1]
    label = (
        re.sub(r"\([^()]*\)|.*\b(?:than|against|versus)\b.*", "", before.rpartition(":")[0]) if ":" in before else ""
    )
    label = re.sub(r"\s*\d[\d.]* ?%", "", label)
    if _PLUS.match(label) or _VERB.search(label) or relaxing.GIVING_UP.search(label):
        return ""
    return label if len(label) <= 40 and not re.search(r"[$%]|(?<![A-Z\d])\d", label) else ""


def unit_of_row(sentence: Sentence, figure: Figure) -> str:
    """The unit that a table gives: its column's head says it before the row's first cell does."""
    head = header_cell(sentence, figure)
    if _COUNTS.search(head):
        return ""
    return unit_of(head) or unit_of(of_figure(sentence, figure))


def header_cell(sentence: Sentence, figure: Figure) -> str:
    if not sentence.is_row:
        return ""
    column = sentence.text[: figure.start].strip().strip("|").count("|")
    column += sentence.text[: figure.start].strip() not in ("|", "") and sentence.text[
        : figure.start
    ].rstrip().endswith("|")
    head = sentence.header[column] if column < len(sentence.header) else ""
    cell = sentence.text[: figure.start].rpartition("|")[2]
    parts = head.split("/")  # "Beds / baths" over "4 / 2.5"
    whole = cell + sentence.text[figure.start :].partition("|")[0]
    return parts[cell.count("/")].strip() if len(parts) == whole.count("/") + 1 else head


def unit_of(label: str) -> str:
    return next((kind for kind, words in _KIND_OF_LABEL if words.search(label)), "") if label else ""
