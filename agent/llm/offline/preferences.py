# ruff: noqa: E501  (a pattern cut in two is harder to read than a long one)
"""The plans for the person's own profile: what is known, what to remember, what to forget."""

from __future__ import annotations

import re
from typing import Any

from agent.llm.offline import speech
from agent.llm.offline.conditions import PLACE_ARGUMENTS, as_list
from agent.llm.offline.locating import area_name, located
from agent.llm.offline.remarks import with_remarks
from agent.llm.offline.steps import Context, Plan, Requests, Say

Json = dict[str, Any]
TOOL = "updateMyProfile"
_KEPT = ("minPrice", "maxPrice", "minBedrooms", "minBathrooms")
_NAMES = {"maxBedrooms": "an upper limit of bedrooms", "maxBathrooms": "an upper limit of baths", "minLivingArea": "the size", "maxLivingArea": "the size", "minLotSize": "the lot",
          "minYearBuilt": "the year", "maxYearBuilt": "the year", "status": "the status"}  # fmt: skip
_FORGETS = [
    (r"\b(?:budgets?|price)", {"minPrice": None, "maxPrice": None}),
    (r"\b(?:places|locations?|areas|cities)\b", {"places": []}),
    (r"\bbed", {"minBedrooms": None}),
    (r"\bbath", {"minBathrooms": None}),
    (r"\b(?:home|property) types?\b|\btypes? of home", {"propertyTypes": []}),
]  # fmt: skip


def profile(context: Context) -> Plan:
    """Who is signed in and what is kept of what they look for."""
    done = context.now.done("getMyProfile")
    if not done:
        return Requests([("getMyProfile", {})])
    result = done[-1].result or {}
    role = str(result.get("role", "")).replace("_", " ")
    named = f"You are signed in as **{result['name']}**" if result.get("name") else "You are signed in"
    since = f", since {speech.day(result['memberSince'])}" if result.get("memberSince") else ""
    confirmed = " Your address is not confirmed yet." if result.get("emailConfirmed") is False else ""
    opening = f"{named}, {result.get('email')}; your role is {role}{since}.{confirmed}"
    return Say("\n\n".join([opening, *_preferences(result), "Your name can be changed on the profile page."]))


def remember(context: Context) -> Plan:
    """Keep what the question says of price, places, rooms and kinds of homes; all else is named as not kept."""
    bounded = any("within 10 %" in note for note in context.reading.notes)
    context.reading.notes = [note for note in context.reading.notes if "within 10 %" not in note]
    if done := context.now.done(TOOL):
        return Say(
            with_remarks(
                [
                    " ".join(["**Your profile is changed.**", *_preferences(done[-1].result or {})]),
                    "Say “what do you know about me?” to see it, “forget my places” to drop a part.",
                ],
                context,
            )
        )
    words = located(context)
    if not isinstance(words, list):
        return words
    reading = context.reading
    changes: Json = {name: reading.arguments[name] for name in _KEPT if name in reading.arguments}
    if "minPrice" in changes and bounded:
        changes["maxPrice"] = (changes.pop("minPrice") + changes["maxPrice"]) // 2  # a budget is a limit
    last = context.dialogue.last(TOOL)
    if reading.bare_number and last:
        rooms = [name for name in ("minBedrooms", "minBathrooms") if last.arguments.get(name)]
        changes |= dict.fromkeys(rooms[:1], reading.bare_number)
    if reading.types:
        changes["propertyTypes"] = list(reading.types)
    if places := [area_name(word) for word in words]:
        if reading.adds or re.search(r"\badd\b", reading.text.lower()):
            known = context.now.done("getMyProfile")
            if not known:
                return Requests([("getMyProfile", {})])
            places = [*((known[-1].result or {}).get("preferences") or {}).get("places", []), *places]
        changes["places"] = list(dict.fromkeys(places))
    if not changes and (last := context.dialogue.search_conditions()):
        changes = _of_search(last)
    _name_what_is_not_kept(context)
    if not changes:
        return Say(
            with_remarks(
                [
                    "What should I remember? I keep a budget, places, bedrooms, baths and kinds of homes: “remember my budget is 800k”."
                ],
                context,
            )
        )
    return Requests([(TOOL, changes)])


def _of_search(arguments: Json) -> Json:
    changes = {name: arguments[name] for name in _KEPT if name in arguments}
    if arguments.get("propertyType"):
        changes["propertyTypes"] = as_list(arguments["propertyType"])
    places = [str(each) for name in PLACE_ARGUMENTS[:-1] for each in as_list(arguments.get(name))]
    return changes | ({"places": places} if places else {})


def _name_what_is_not_kept(context: Context) -> None:
    reading = context.reading
    dropped = [label for name, label in _NAMES.items() if name in reading.arguments]
    dropped += reading.features + [f"no {each}" for each in reading.without]
    if "maxBedrooms" in reading.arguments and reading.arguments.get("minBedrooms") == reading.arguments["maxBedrooms"]:
        dropped.remove("an upper limit of bedrooms")
        context.remarks.append(
            f"{speech.count(reading.arguments['minBedrooms'], 'bedroom')} is kept as that many or more."
        )
    if dropped:
        context.remarks.append(
            f"A profile does not keep {speech.listed(list(dict.fromkeys(dropped)), 'or')}; save a search for that."
        )


def forget(context: Context) -> Plan:
    """Drop the parts named from the profile; "my preferences" is all of it."""
    if done := context.now.done(TOOL):
        return Say(" ".join(["**That is forgotten.**", *_preferences(done[-1].result or {})]))
    named = located(context)
    if not isinstance(named, list):
        return named
    if left := [area_name(word) for word in named] + context.reading.left_out:
        return _without_places(context, left)
    text = context.reading.question.lower()
    parts = [changes for pattern, changes in _FORGETS if re.search(pattern, text)]
    if not parts and re.search(r"\b(?:profile|preferences?|everything|all|anything|whatever)\b", text):
        parts = [changes for _, changes in _FORGETS]
    if not parts:
        return Say("What should I forget: your budget, places, bedrooms, baths or home types?")
    merged: Json = {}
    for part in parts:
        merged |= part
    return Requests([(TOOL, merged)])


def _without_places(context: Context, left: list[str]) -> Plan:
    """ "Drop Kirkland from my places": the places kept, without these."""
    known = context.now.done("getMyProfile")
    if not known:
        return Requests([("getMyProfile", {})])
    kept = ((known[-1].result or {}).get("preferences") or {}).get("places") or []
    names = {each.split(",")[0].lower() for each in left}
    places = [each for each in kept if str(each).split(",")[0].lower() not in names]
    if places == kept:
        return Say(f"{speech.listed(left)} is not among the places I remember for you.")
    return Requests([(TOOL, {"places": places})])


def _preferences(result: Json) -> list[str]:
    kept = result.get("preferences")
    if kept is None:
        return []
    arguments = {name: kept[name] for name in _KEPT if kept.get(name) is not None}
    said = [
        speech.conditions(arguments, []) if arguments else "",
        speech.listed(kept.get("propertyTypes") or [], "or"),
        speech.listed(kept.get("places") or [], "or"),
    ]
    said = [each for each in said if each]
    return [f"What you look for: {'; '.join(said)}."] if said else ["Nothing is kept of what you look for."]
