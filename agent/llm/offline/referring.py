# ruff: noqa: E501  (a pattern cut in two is harder to read than a long one)
"""What a question points at instead of saying it: "my preferences", "that price", "a home like this one"."""

from __future__ import annotations

from agent.llm.offline.amounts import AMOUNT
from agent.llm.offline.draft import TAKEN, Draft, compiled
from agent.llm.offline.words import ORDINALS

_KEEPS = r"\b(?:remember|store|update|set|change|forget|clear|delete|erase|reset|remove|drop|put|add)\b"
_MINE = r"(?:my|our) (?:own |saved |stored |usual |preferred )*"
# The part of a profile -> how people say that a search should go by it.
_OWN: list[tuple[str, str]] = [
    ("all", r"\b(?:use|using|with|by|from|per|apply|applying|based on|according to|given|within|match(?:es|ing)?"
            rf"|fits?|fitting|suits?|meets?|in line with)\b (?:all )?(?:of )?{_MINE}(?:preferences?|profile|criteria"
            r"|wish(?:es| list)|requirements)\b"),
    ("price", rf"\b(?:within|in|under|below|inside|for|on|with|match(?:es|ing)?|fits?|fitting)\b {_MINE}(?:budget"
              rf"|price (?:range|limit)|max(?:imum)?(?: price)?)\b(?!(?: of| is| to|:)?\s?{AMOUNT})"),
    ("places", rf"\bin (?:all |any |one )?(?:of )?{_MINE}(?:places|areas|cities|neighbou?rhoods|locations)\b"),
    ("perhaps", r"\bfor (?:me|us)\b(?! to\b)|\b(?:fits?|suits?|match(?:es)?) (?:me|us)\b|\bthat (?:would |might )?(?:fit|match|suit)s?\b(?=\W*$)"),
]  # fmt: skip
_OF_HOMES = (
    r"\b(?:homes?|houses?|condos?|townho\w+|duplex\w*|listings?|propert(?:y|ies)|places?|find|show|search|list|something"
    r"|anything|what'?s)\b"
)
_THAT_PRICE = (
    r"\b(?:under|below|within|up to|at or (?:under|below)|at most|at|around|for|not over|less than|cheaper than|in"
    r"|inside) (?:that|this|the same|the highest|that highest|my (?:highest|max(?:imum)?)) (?:price(?: range)?|amount"
    r"|sum|limit|range|budget|number|figure|max(?:imum)?)\b|\b(?:that |which )?(?:i|we) can (?:actually )?afford\b|\b(?:under|below|within|up to) that(?: much)?(?=\W*$| in\b| near\b|,)"
)
_LOAN_WORDS = r"\$\s?\d|\d\s?(?:k|m|mil|million|thousand)\b|\d{4,}|\d,\d{3}|%|\b(?:income|salary|percent|earn|make)\b"
_ORDINAL = "|".join(ORDINALS)
_LIKE = (
    r"\b(?:(?:just |much |a lot |more |most )?(?<!ones )like|(?:very |quite |more |most )?similar to|comparable (?:to|with)"
    rf"|resembling|alternatives? (?:to|for))\s+(?:listing |home |house )?(?={TAKEN}|(?:it|this|that)\b(?: one| home"
    rf"| house| listing| condo| place)?(?:\W|$)|(?:the )?(?:{_ORDINAL})\b|number \d|#\d)"
)
# "I would like it", "what is it like": no home to find others by.
_LIKES = (
    r"\b(?:i|we|you|they|i'd|we'd|you'd|would|do|does|did|don't|doesn't|didn't|looks?|feels?|sounds?|is|what's|he|she"
    r"|might|could|may|will|wife|husband|kids|partner|son|daughter)\s+(?:also |really |not |do |both |all )*$"
)
_SIMILAR = (
    r"\bsimilar (?:ones?|homes?|houses?|condos?|townhouses?|listings?|properties|places|options)\b"
    r"(?: (?:to|as|like)\b)?|\b(?:any|some)thing similar\b|\bsimilar to\b|\balternatives?\b"
)
_MEASURED = (
    r"\b(?:against|compar(?:e|ed|ing|ison)|versus|vs|than|beside|worth|values?|sell(?:ing)?|sold|doing|perform\w*|analytics"
    r"|metrics|markets?|views?)\b"
)


def own_wishes(draft: Draft) -> list[str]:
    """The parts of the profile to search by: "all", "price", "places"; "perhaps" where it may be mere courtesy."""
    if TAKEN in draft.rest or compiled(_KEEPS).search(draft.rest):
        return []
    return [part for part, pattern in _OWN if draft.take(pattern)]


def that_price(draft: Draft) -> bool:
    """Whether homes are asked for at the price that was worked out before."""
    if not compiled(_OF_HOMES).search(draft.rest) or compiled(_LOAN_WORDS).search(draft.rest):
        return False
    return bool(draft.take(_THAT_PRICE))


def likeness(draft: Draft) -> bool:
    """Whether homes like a certain one are asked for."""
    if compiled(_MEASURED).search(draft.rest):
        return False
    match = compiled(_LIKE).search(draft.rest)
    if match and not compiled(_LIKES).search(draft.rest[: match.start()]):
        draft.blank(*match.span())
        draft.take(r"\b(?:some|any)thing\b")
        return True
    return bool(draft.take(_SIMILAR))
