# ruff: noqa: E501  (a pattern cut in two is harder to read than a long one)
"""A question that takes something back half-way: "no more than 10 years old... I mean built 2005 or newer"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from agent.llm.offline.draft import compiled

if TYPE_CHECKING:
    from agent.llm.offline.reading import Reading

_TAKES_BACK = r"[\s,.;:-]*\b(?:sorry,? i meant?|i meant?|no,? (?:wait|sorry)|wait,? no|scratch that|or rather|correction|actually no)\b[\s,:-]*"
# What says one thing: naming any of it anew replaces all of it.
_GROUPS = [
    {"minPrice", "maxPrice"}, {"minBedrooms", "maxBedrooms"}, {"minBathrooms", "maxBathrooms"},
    {"minLivingArea", "maxLivingArea"}, {"minYearBuilt", "maxYearBuilt"},
]  # fmt: skip
_REPLACED = (
    "places",
    "types",
    "ids",
    "ordinals",
    "emails",
    "sort",
    "period",
    "count",
    "act",
    "loan_tool",
    "bare_number",
)
_ADDED = ("features", "without", "not_types", "not_places", "keywords", "intents", "notes", "unusable", "leftovers",
          "maybe_places", "steering", "not_yet", "lifted", "lifted_features", "own")  # fmt: skip


def parts(text: str) -> tuple[str, str] | None:
    """What was said first and what takes its place, or None."""
    match = compiled(_TAKES_BACK).search(text.lower())
    if not match or len(text[: match.start()].split()) < 2 or len(text) - match.end() < 2:
        return None
    return text[: match.start()], text[match.end() :]


def merged(first: Reading, second: Reading, text: str) -> Reading:
    """Both readings as one; where both speak of the same thing, the second counts."""
    again = {name for group in _GROUPS if group & second.arguments.keys() for name in group}
    arguments = {name: value for name, value in first.arguments.items() if name not in again} | second.arguments
    changes: dict[str, Any] = {name: getattr(second, name) or getattr(first, name) for name in _REPLACED}
    changes |= {name: [*getattr(first, name), *getattr(second, name)] for name in _ADDED}
    whole = {"text": f"{first.text}; {second.text}", "question": text, "arguments": arguments}
    gone = {*second.lifted_features, *second.without}
    changes["features"] = [each for each in changes["features"] if each not in gone]
    flags = {name: getattr(first, name) or getattr(second, name) for name in ("refines", "searches", "them", "pronoun")}
    return replace(first, **whole, **changes, **flags, loan=first.loan | second.loan)
