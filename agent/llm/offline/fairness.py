# ruff: noqa: E501  (a pattern cut in two is harder to read than a long one)
"""Requests that steer by who lives somewhere: kept out of the search and answered plainly.

A home is described, never its neighbours. Each rule says what it concerns and what can be asked for instead.
"""

from __future__ import annotations

from agent.llm.offline.draft import Draft

_AREA = (
    r"(?:area|areas|neighbou?rhoods?|part of town|parts of town|place|places|community|street|block|zip codes?|homes?)"
)
_PEOPLE = r"(?:people|families|residents|neighbou?rs|folks|households|community|communities|population|buyers)"
_ORIGINS = (
    r"(?:whites?|blacks?|african[- ]americans?|asians?|chinese|indians?|hispanics?|latin[oax]s?|mexicans?|arab|korean|vietnamese|russian"
    r"|immigrants?|foreigners?|caucasian|native american|american-born)"
)
_FAITHS = r"(?:christians?|catholics?|protestants?|jewish|jews?|muslims?|islamic|hindus?|buddhists?|mormons?|evangelical|religious|orthodox)"
RULES: list[tuple[str, str]] = [
    ("race or origin", rf"\b(?:mostly |mainly |predominantly |majority |all |no |not (?:many|too many) |few |fewer )?{_ORIGINS}\b"
                       rf"(?: {_PEOPLE}| {_AREA})?|\bracial(?:ly)?\b(?: mix| makeup)?|\bethnic(?:ity| mix| makeup)?\b(?: {_AREA})?"
                       rf"|\bdiverse\b(?: {_AREA})?|\bdiversity\b|\bdemographics?\b"),
    ("religion", rf"\b{_FAITHS}\b(?: {_PEOPLE}| {_AREA})?|\bnear (?:a |an )?(?:church|mosque|synagogue|temple)(?:es|s)?\b"),
    ("families or age", rf"\b(?:good |great |nice |safe |perfect |suitable )*for (?:a )?(?:young |growing |large )?(?:famil(?:y|ies)|kids|children|seniors|retirees|singles|students)\b"
                        rf"|\bfamily[- ](?:friendly|oriented)\b(?: {_AREA})?|\bkid[- ]friendly\b(?: {_AREA})?"
                        rf"|\b(?:no|without|few|fewer|away from) (?:kids|children|students|families|old people|young people)\b"
                        rf"|\b(?:young|older|elderly|single) (?:{_PEOPLE}|professionals|couples)\b|\badults[- ]only\b|\b(?:55|62)\s?\+|\b(?:over|age) (?:55|62)\b(?![\d,]|\s?(?:k|%|thousand))|\bold people\b|\bretirement\b(?: {_AREA})?"),
    ("who lives there", r"\bwhat kind of people\b(?: (?:live|lives) (?:there|here|in))?|\bwho lives (?:there|here|in)\b"
                        r"|\b(?:rich|wealthy|poor|low[- ]income|upper[- ]class|working[- ]class) (?:people|families|residents|neighbou?rs|areas?)\b"
                        rf"|\b(?:our|my) kind of people\b|\bthe right (?:kind of )?{_PEOPLE}\b|\bpeople like (?:us|me)\b"
                        rf"|\b(?:straight|gay|lesbian|lgbtq?\+?)\b(?: {_PEOPLE}| {_AREA})?|\bsection 8\b|\bhousing vouchers?\b"
                        rf"|\b(?:no|without|few) (?:disabled|handicapped) {_PEOPLE}\b"),
    ("safety", rf"\b(?:safe|safer|safest|unsafe|dangerous|sketchy|rough)\b(?: and quiet)?(?: {_AREA})?|\bcrime(?: rates?)?\b|\blow[- ]crime\b(?: {_AREA})?|\bbad {_AREA}\b"),
    ("schools", r"\b(?:good|great|best|top|excellent|highly rated|better|decent|nice)(?:[- ]rated)? schools?\b(?: districts?)?|\bschool (?:ratings?|quality|districts?)\b|\bschools\b"),
    ("quality of an area", r"\b(?:good|nice|best|better|exclusive|respectable|desirable|up[- ]and[- ]coming) (?:area|areas|neighbou?rhoods?|part of town|community)\b"),
]  # fmt: skip
_WHO = {"race or origin", "religion", "families or age", "who lives there"}
_SENTENCES = {
    "safety": "I do not rate areas as safe or unsafe; the local police department publishes reports by address.",
    "schools": "I do not rank schools; the state's report cards compare them, and the school district names the "
    "school for an address.",
    "quality of an area": "I do not rate areas as good or bad; I can compare prices, homes and how fast they sell.",
}


def take_steering(draft: Draft) -> list[str]:
    """Take what steers by people or reputation, and return the sentences that say so, one per concern."""
    topics = [topic for topic, pattern in RULES if draft.take(pattern)]
    sentences = []
    if _WHO & set(topics):
        sentences.append(
            "I do not choose homes or areas by who lives there; fair-housing law protects that choice for everyone. "
            "I can search by place, price, size and features."
        )
    return sentences + [_SENTENCES[topic] for topic in topics if topic in _SENTENCES]
