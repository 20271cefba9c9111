# ruff: noqa: E501  (a pattern cut in two is harder to read than a long one)
"""Places that are not wanted: the words before them, and where the list of them ends."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from agent.llm.offline.draft import Draft, compiled
from agent.llm.offline.vocabulary import Found

if TYPE_CHECKING:
    from agent.llm.offline.places import Mention

# Before a place these leave it out too: "anywhere in Portland but St. Johns".
LEAVES_OUT = (
    r"(?:\b(?:but|apart from|aside from|besides|bar|barring|save for|minus|excepting|leav(?:e|ing) out|not including|ex"
    r"|swap|replace|trade|(?:switch|change|move)(?: (?:it|that|the search|over))? from|away from|do(?:es)?n't (?:like|want)|(?:is|are|was|were)n't|is not|are not|dislike|hate|neither|nor|nothing|none)\b)"
    r"(?: (?:for|in|near|around|from|to|be|live|the|any(?:thing|where)?|like|want))*\s*$"
)
# "Seattle is nice, but Portland is cheaper" leaves nothing out.
NOT_LEFT_OUT = r"\s*(?:is|has|are|was|would|could|can|seems?|looks?|sounds?|might|may|too|also|as well|only|first)\b"


def left_out(draft: Draft, found: Found) -> re.Match | None:
    """ "Anywhere in Portland but St. Johns": words that leave out a place, and only a place."""
    if not any(word.is_place for word in found.meanings):
        return _all_but(draft, found)
    if compiled(NOT_LEFT_OUT).match(draft.rest, found.end):
        return None
    return leaves_out(draft, found.start)


def _all_but(draft: Draft, found: Found) -> re.Match | None:
    """ "Everything in Seattle but condos": after "all" and the like, "but" leaves out a kind or a feature, too."""
    match = compiled(
        r"\b(?:but|besides|apart from|aside from|bar|barring|minus|save for)(?: (?:for|the|any|an?))*\s*$"
    ).search(draft.rest[: found.start])
    every = match and compiled(r"\b(?:any|every)(?:thing|where|one)?\b|\ball\b|\bwhatever\b").search(
        draft.rest[: match.start()]
    )
    return match if every else None


def is_container(not_places: Iterable[Mention], found: Found, between: str) -> bool:
    """Whether this is where the place left out lies: "not in Capitol Hill, Seattle" leaves out no more of Seattle."""
    cities = {word.city for mention in not_places for word in mention.meanings if word.kind != "city"}
    inside = any(word.kind in ("city", "state") and word.city in cities for word in found.meanings)
    return inside and between.strip() == ","


def leaves_out(draft: Draft, start: int) -> re.Match | None:
    """The words before a place that leave it out; "but" does so only after "anywhere" and the like: "same but Redmond"."""
    match = compiled(LEAVES_OUT).search(draft.rest[:start])
    if match and match[0].startswith("but"):
        return match if re.search(r"\b(?:any|every)(?:where|thing)?\b|\ball\b", draft.rest[: match.start()]) else None
    return match
