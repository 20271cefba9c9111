"""Requests that steer by who lives somewhere: kept out of the search and answered plainly.

The kit answers questions before any model (`agent.screening`); this is for what reaches the assistant otherwise, and
it keeps what somebody says of themselves out of every search.
"""

from __future__ import annotations

from agent.llm.offline.draft import Draft, compiled
from agent.llm.offline.pointing import LISTING_ID
from agent.llm.offline.vocabulary import Vocabulary
from realestate.fair_housing import findings, introductions, sentence

_TOPICS = {"people": "R1", "safety": "safety", "schools": "schools", "quality": "quality"}

_FIGURES = r"\$|\d ?(?:k|m|mil\w*|thousand|grand|%|percent)\b|\d,\d{3}|\b\d{4,}\b"  # an age is none

_WISHES = (
    r"\b(?:look\w*|want\w*|need\w*|search\w*|hunt\w*|shopping|buy\w*|interested|prefer\w*|consider\w*|thinking"
    r"|hop(?:e|ing)|after|relocat\w*|mov(?:e|ing) to|eyeing)\b"
)


def take_steering(draft: Draft, vocabulary: Vocabulary) -> list[str]:
    """Take what steers by people or reputation, and return the sentences that say so, one per concern."""
    found = findings(draft.text)
    for each in found:
        draft.blank(each.start, each.end)
    for start, end in introductions(draft.text):
        said = draft.text[start:end].lower()
        # "I am DeShawn Washington" names no place that is wished for.
        wishes = compiled(_WISHES).search(said) and vocabulary.find(Draft(said))
        if wishes or compiled(f"{_FIGURES}|{LISTING_ID}").search(said):
            continue  # "We earn 160k, 90k down", "we have been looking at Hillsdale" say more than who they are
        draft.blank(start, end)
        draft.text = draft.text[:start] + " " * (end - start) + draft.text[end:]
    topics = {each.topic for each in found}
    return [sentence(key) for topic, key in _TOPICS.items() if topic in topics]
