"""Compares the calls that were made with those that should have been."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from agent.evaluation.playing import PlayedTurn
from agent.evaluation.scenarios import Turn
from realestate.tooling import all_tools

# They look something up for another call; nobody minds one more.
HELPERS = {"findPlaces", "getMyProfile", "listSavedListings", "listSavedSearches"}
_GIVEN = {"status": "Active"}  # what leaving it out means
_PAGE = {"limit"}  # how many are shown is no condition, where nobody said how many
PLACES = ("city", "state", "county", "neighborhood")
_REFERENCE = re.compile(r"\$result\[(\d+)\]")
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
_PLACE_NAMES = ("place", "area", "areas", "excludePlaces", "places")
_STATE = re.compile(r"[A-Z]{2}")


@dataclass
class Verdict:
    """What of one turn was right. dropped, invented, changed: the names of arguments; facts: what is amiss in words."""

    right_tools: bool = True
    dropped: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    silently: list[str] = field(default_factory=list)  # of those dropped or changed: what the answer does not mention
    facts: list[str] = field(default_factory=list)
    made: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    @property
    def exact(self) -> bool:
        """The right tools, each with exactly the arguments that were meant."""
        return self.right_tools and not (self.dropped or self.invented or self.changed)

    @property
    def right(self) -> bool:
        return self.exact and not self.facts


def judge(
    turn: Turn, played: PlayedTurn, before: list[PlayedTurn], synonyms: Mapping[str, str] | None = None
) -> Verdict:
    """before: the turns played earlier, which `$result[2]` and `$nextCursor` refer to.

    synonyms: each word for a feature -> the feature's name: "wheelchair accessible" is "step-free entry".
    """
    synonyms = synonyms or {}
    wanted = [(tool, referred(arguments, before)) for tool, arguments in turn.calls]
    expected_helpers = {tool for tool, _ in wanted} & HELPERS
    made = [(name, args) for name, args, _ in played.calls if name not in HELPERS or name in expected_helpers]
    verdict = Verdict(right_tools=[tool for tool, _ in wanted] == [name for name, _ in made], made=made)
    if verdict.right_tools:
        for (tool, expected), (_, actual) in zip(wanted, made, strict=True):
            _compare(verdict, canonical(tool, expected, synonyms), canonical(tool, actual, synonyms), played.text)
    text = played.text.lower()
    verdict.facts += [f"lacks {fact!r}" for fact in turn.must if str(fact).lower() not in text]
    verdict.facts += [f"holds {fact!r}" for fact in turn.must_not if str(fact).lower() in text]
    for name, count in turn.state:
        if played.state.get(name) != count:
            verdict.facts.append(f"{name} is {played.state.get(name)}, not {count}")
    if played.status != "completed":
        verdict.facts.append(f"ended {played.status}")
    return verdict


def canonical(tool: str, arguments: dict[str, Any], synonyms: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The arguments in one spelling: places as a set of names, lists as sets, no empty values, no defaults."""
    schema = all_tools()[tool].parameters["properties"] if tool in all_tools() else {}
    plain: dict[str, Any] = {}
    for name, value in arguments.items():
        if value in (None, [], "") or value in (schema.get(name, {}).get("default", object()), _GIVEN.get(name)):
            continue
        if name == "status" and value == "Sold" and {"closedAfter", "closedBefore"} & arguments.keys():
            continue  # a day of closing says so already
        if name == "downPaymentPercent" and value == 0:
            name = "downPayment"
        values = value if isinstance(value, list) else [value]
        if name in PLACES:
            plain["place"] = plain.get("place", frozenset()) | _names(values)
        elif name in ("area", "areas", "excludePlaces", "places"):
            plain[name] = _names(values)
        elif name in ("features", "excludeFeatures"):
            plain[name] = frozenset((synonyms or {}).get(str(each).lower(), str(each).lower()) for each in values)
        else:
            plain[name] = frozenset(_plain(name, each) for each in values)
    return plain


def _names(values: list[Any]) -> frozenset[str]:
    """The names in "Ballard, Seattle, WA", "St. Johns" and "King County, WA", whichever argument they stand in."""
    parts = [
        re.sub(r"[.']", "", part).strip().lower()
        for value in values
        for part in re.sub(r" County\b", "", str(value)).split(",")
    ]
    return frozenset(part for part in parts if part)


def _plain(name: str, value: Any) -> str:
    """One value; a month as its first day, or as its last where it ends a period."""
    if isinstance(value, str) and _MONTH.fullmatch(value):
        year, month = (int(part) for part in value.split("-"))
        last = calendar.monthrange(year, month)[1] if name in ("to", "closedBefore") else 1
        return f"{value}-{last:02}"
    return str(int(value) if isinstance(value, float) and value.is_integer() else value).lower()


def _compare(verdict: Verdict, expected: dict[str, Any], actual: dict[str, Any], answer: str) -> None:
    wrong = []
    for name, value in expected.items():
        if name not in actual:
            wrong.append((verdict.dropped, name, value))
        elif actual[name] != value and not (name in _PLACE_NAMES and _same_place(value, actual[name])):
            wrong.append((verdict.changed, name, value))
    for into, name, value in wrong:
        into.append(name)
        verdict.silently += [] if all(_mentioned(each, answer) for each in value) else [name]
    verdict.invented += sorted(actual.keys() - expected.keys() - _PAGE)


def _same_place(expected: frozenset[str], actual: frozenset[str]) -> bool:
    """The place that was meant, perhaps told more exactly: with its state, or a neighborhood's city."""
    return expected <= actual or expected - {each for each in expected if _STATE.fullmatch(each.upper())} == actual


def _mentioned(value: str, answer: str) -> bool:
    spoken = f"{int(value):,}" if value.isdigit() else value
    return re.search(rf"(?<![\w.,]){re.escape(spoken)}(?![\w]|[.,]\d)", answer.lower()) is not None


def referred(arguments: dict[str, Any], before: list[PlayedTurn]) -> dict[str, Any]:
    """The arguments with `$result[2]` and `$nextCursor` filled in from the turns before, where there is any."""
    results = [result for turn in reversed(before) for _, _, result in reversed(turn.calls) if result]
    listed = next((found for result in results if (found := _ids(result))), [])
    cursor = next((result["nextCursor"] for result in results if result.get("nextCursor")), "")

    def filled(value: Any) -> Any:
        if isinstance(value, list):
            return [filled(each) for each in value]
        if value == "$nextCursor":
            return cursor
        match = _REFERENCE.fullmatch(value) if isinstance(value, str) else None
        return listed[int(match[1]) - 1] if match and int(match[1]) <= len(listed) else value

    return {name: filled(value) for name, value in arguments.items()}


def _ids(result: dict[str, Any]) -> list[str]:
    """The ids of the list in a result: of listings, or of saved searches."""
    for value in result.values():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            ids = [each.get("listingId") or each.get("searchId") for each in value]
            if all(ids):
                return ids
    return []
