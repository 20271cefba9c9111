"""The plan for "use my preferences": the profile is read first, then searched by beside what the question says."""

from __future__ import annotations

from typing import Any

from agent.llm.offline import speech
from agent.llm.offline.places import Mention
from agent.llm.offline.reading import Reading, read
from agent.llm.offline.searching import search
from agent.llm.offline.steps import Context, Plan, Requests, Say

Json = dict[str, Any]
TOOL = "getMyProfile"
_PRICE = ("minPrice", "maxPrice")
_BOUNDS = [_PRICE, ("minBedrooms", "maxBedrooms"), ("minBathrooms", "maxBathrooms")]
_KEPT_NOT = {"all": "nothing of what you look for", "price": "no budget", "places": "no places"}


def asks_own_search(context: Context) -> bool:
    """Whether homes are asked for by the profile; a mere "for me" does so only where nothing else is said."""
    reading = context.reading
    if not reading.own or TOOL not in context.tools or reading.emails or reading.loan_tool:
        return False
    if reading.own != ["perhaps"]:
        return True
    said = reading.has_conditions or reading.places or reading.maybe_places or reading.intents
    return not (said or reading.act or reading.like or reading.sort or reading.comparative)


def own_search(context: Context) -> Plan:
    """The profile, then a search by it; what the question itself says counts before the profile."""
    known = context.now.done(TOOL)
    if not known:
        return Requests([(TOOL, {})])
    reading = context.reading
    whole = "all" in reading.own or reading.own == ["perhaps"]
    used = _use(context, (known[-1].result or {}).get("preferences") or {}, whole=whole)
    if not used:
        missing = _KEPT_NOT["all" if whole else reading.own[0]]
        return Say(
            f"Your profile keeps {missing} yet. Say “remember my budget is 800k” or “remember I want 3 bedrooms in "
            "Seattle”, or say now what to look for."
        )
    context.remarks.append(f"From your profile: {used}.")
    if whole and not reading.asks("restart"):
        reading.intents.append("restart")
    return search(context)


def _use(context: Context, kept: Json, *, whole: bool) -> str:
    """Put what is kept into the reading where the question says nothing of it; what was used, in words."""
    reading = context.reading
    bounds = _BOUNDS if whole else [_PRICE] if "price" in reading.own else []
    used: Json = {}
    for pair in bounds:
        if not any(name in reading.arguments for name in pair):
            used |= {name: kept[name] for name in pair if kept.get(name) is not None}
    reading.arguments |= used
    said = [speech.conditions(used, [])]
    if whole and kept.get("propertyTypes") and not (reading.types or reading.not_types):
        reading.types = list(kept["propertyTypes"])
        said.append(speech.listed(reading.types, "or"))
    if (whole or "places" in reading.own) and kept.get("places") and not (reading.places or reading.maybe_places):
        reading.places = [mention for name in kept["places"] for mention in _mentions(context, str(name))]
        said.append(speech.listed([str(name) for name in kept["places"]], "or"))
    return "; ".join(part for part in said if part)


def _mentions(context: Context, name: str) -> list[Mention]:
    """The place a profile names; one that the vocabulary does not know is looked up."""
    understood: Reading = read(name, context.vocabulary, context.dialogue.today)
    return understood.places or [Mention(name)]
