"""Requests that steer by who lives somewhere: kept out of the search and answered plainly.

A home is described, never its neighbours. What is found is `realestate.fair_housing`'s; here is what is said to it.
"""

from __future__ import annotations

from agent.llm.offline.draft import Draft
from realestate.fair_housing import findings

_PEOPLE = (
    "I do not choose homes or areas by who lives there; fair-housing law protects that choice for everyone. "
    "I can search by place, price, size and features."
)
_SENTENCES = {
    "people": _PEOPLE,
    "safety": "I do not rate areas as safe or unsafe; the local police department publishes reports by address.",
    "schools": "I do not rank schools; the state's report cards compare them, and the school district names the "
    "school for an address.",
    "quality": "I do not rate areas as good or bad; I can compare prices, homes and how fast they sell.",
}


def take_steering(draft: Draft) -> list[str]:
    """Take what steers by people or reputation, and return the sentences that say so, one per concern."""
    found = findings(draft.rest)
    for each in found:
        draft.blank(each.start, each.end)
    topics = {each.topic for each in found}
    return [sentence for topic, sentence in _SENTENCES.items() if topic in topics]
