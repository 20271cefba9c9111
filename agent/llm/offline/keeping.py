# ruff: noqa: E501  (an answer cut in pieces is harder to read than a long line)
"""The plans for what somebody keeps: searches and homes, saved, listed, opened again and removed."""

from __future__ import annotations

import re
from typing import Any

from agent.llm.offline import search_answers, speech
from agent.llm.offline.comparing import picked_homes
from agent.llm.offline.dialogue import Call
from agent.llm.offline.remarks import with_remarks
from agent.llm.offline.searching import base_search, pointed_at
from agent.llm.offline.steps import Context, Plan, Requests, Say

Json = dict[str, Any]
MOST_AT_ONCE = 5
_REMOVES = r"^(?:please |can you |could you |now )*(?:delete|remove|drop|get rid of|stop watching)\b"
_NEWEST = r"\b(?:last|latest|newest|most recent|top|only|just) (\d{1,2})\b"
_OPENS = r"\b(?:run|open|use|repeat|re-?run)\b|\bshow\b.{0,25}\b(?:homes|first|second|third|last|1st|2nd)\b"


def save_search(context: Context) -> Plan:
    """The last search, with what this question adds, under the name given."""
    if done := context.now.done("saveSearch"):
        return Say(with_remarks(_search_saved(done[-1].result or {}, context), context))
    reading = context.reading
    nothing = not (reading.has_conditions or reading.places or (reading.maybe_places and not reading.pointing))
    if context.dialogue.search_conditions() is None and nothing:
        return Say(
            "There is no search to save yet. Search first, or say what to look for: “save a search for 3-bedroom homes in Portland”."
        )
    reading.refines = True
    base = context.dialogue.search_conditions() if nothing else base_search(context)
    if not isinstance(base, dict):
        return base
    name = {"name": reading.name} if reading.name else {}
    return Requests([("saveSearch", name | base)])


def _search_saved(kept: Json, context: Context) -> list[str]:
    state = "is saved already" if kept.get("alreadySaved") else "is saved"
    opening = f"**“{kept['name']}” {state}**: {kept['inWords']}. {_now(kept)}"
    told = re.search(
        r"\b(?:tell|notify|alert|let|ping|e-?mail|inform|watch|keep an eye)\b", context.reading.text.lower()
    )
    news = (
        "When an import brings a home that fits, the bell at the top of the page tells of it within a minute; "
        "no e-mail is sent for it."
        if told
        else ""
    )
    return [opening, *([news] if news else []), f"All of it is at {kept['url']}; “show my saved searches” lists them."]


def _now(kept: Json) -> str:
    if kept.get("problem"):
        return str(kept["problem"])
    new = f", {kept['newListings']} of them new" if kept.get("newListings") else ""
    return f"{speech.count(kept['total'], 'home')} {'fits' if kept['total'] == 1 else 'fit'} now{new}."


def searches(context: Context) -> Plan:
    """The saved searches; "run the first one" searches by it again."""
    listed = _listed(context)
    if not isinstance(listed, list):
        return listed
    if not listed:
        return Say("You have saved no searches. After a search, say “save this search”.")
    if re.search(_OPENS, context.reading.text.lower()) and (context.reading.ordinals or context.reading.name):
        return _run(context, listed)
    total = (context.now.done("listSavedSearches")[-1].result or {}).get("total", len(listed))
    lines = "\n".join(
        f"{place}. **{each['name']}**: {each['inWords']}. {_now(each)}" for place, each in enumerate(listed, 1)
    )
    opening = f"You have {speech.count(total, 'saved search', 'saved searches')}."
    return Say(
        with_remarks(
            [opening, lines, "Next: “run the first saved search”, or “delete the first saved search”."], context
        )
    )


def _run(context: Context, listed: list[Json]) -> Plan:
    if calls := context.now.done("findListings"):
        return Say(with_remarks(search_answers.homes_found(calls[-1], context.vocabulary.property_types), context))
    meant = _meant(context, listed)
    if len(meant) != 1:
        return _which(listed)
    context.remarks.append(f"This is your saved search “{meant[0]['name']}”.")
    return Requests([("findListings", dict(meant[0]["searchQuery"]))])


def asks_removal_by_name(context: Context) -> bool:
    """ "Remove Family homes", after the saved searches were spoken of."""
    spoken = context.dialogue.last_tool() in ("listSavedSearches", "saveSearch", "deleteSavedSearch")
    return spoken and not context.reading.act and bool(re.search(_REMOVES, context.reading.text.lower()))


def delete_search(context: Context) -> Plan:
    """Remove one saved search: named, counted, or the one just saved; never a guess among several."""
    if done := context.now.done("deleteSavedSearch"):
        return Say(str((done[-1].result or {}).get("message")))
    listed = _listed(context)
    if not isinstance(listed, list):
        return listed
    if not listed:
        return Say("You have saved no searches, so there is none to remove.")
    meant = _meant(context, listed)
    if len(meant) != 1:
        return _which(listed)
    return Requests([("deleteSavedSearch", {"searchId": meant[0]["searchId"]})])


def _listed(context: Context) -> list[Json] | Requests:
    done = context.now.done("listSavedSearches")
    if not done:
        return Requests([("listSavedSearches", {"limit": 25})])
    return (done[-1].result or {}).get("searches", [])


def _meant(context: Context, listed: list[Json]) -> list[Json]:
    reading, text = context.reading, context.reading.question.lower()
    by_name = [each for each in listed if each["name"].lower() in text]
    if by_name:
        return [max(by_name, key=lambda each: len(each["name"]))]
    if reading.ordinals:
        place = len(listed) if reading.ordinals[0] == -1 else reading.ordinals[0]
        return listed[place - 1 : place] if place > 0 else []
    if re.search(r"\ball\b", text):
        return []
    last = context.dialogue.last("saveSearch")
    if (
        (reading.pronoun or re.search(r"\b(?:this|that|the)\b", text))
        and last
        and context.dialogue.last_tool() == "saveSearch"
    ):
        same = [each for each in listed if each["searchId"] == (last.result or {}).get("searchId")]
        return same or []
    return listed if len(listed) == 1 and not re.search(r"[\"“']", text) else []


def _which(listed: list[Json]) -> Say:
    names = "\n".join(f"{place}. {each['name']}" for place, each in enumerate(listed, 1))
    return Say(
        f"Which saved search do you mean? One at a time, by its name or place:\n\n{names}\n\nFor example “delete the first saved search”."
    )


def save_listing(context: Context) -> Plan:
    """Keep the homes pointed at."""
    if done := context.now.done("saveListing"):
        return Say(with_remarks([_home_saved(call) for call in done] + ["“Show my saved homes” lists them."], context))
    ids = _homes(context)
    if not isinstance(ids, list):
        return ids
    note = {"note": context.reading.note} if context.reading.note else {}
    return Requests([("saveListing", {"listingId": each} | note) for each in ids[:MOST_AT_ONCE]])


def _home_saved(call: Call) -> str:
    result = call.result or {}
    home = result["listing"]
    state = "was saved already" if result.get("alreadySaved") else "is saved"
    return f"**{home['listingId']} {state}.** {speech.line(home)}\n\nYou keep {speech.count(result['savedListings'], 'home')} at {result['url']}."


def unsave_listing(context: Context) -> Plan:
    """Take homes out of those that are kept."""
    if done := context.now.done("unsaveListing"):
        return Say(with_remarks([str((call.result or {}).get("message")) for call in done], context))
    ids = _homes(context)
    if not isinstance(ids, list):
        return ids
    return Requests([("unsaveListing", {"listingId": each}) for each in ids[:MOST_AT_ONCE]])


def _homes(context: Context) -> list[str] | Requests | Say:
    reading, shown = context.reading, context.dialogue.shown()
    if ids := pointed_at(context):
        return _limited(context, ids)
    if reading.superlative:
        return picked_homes(context, min(reading.count or 1, MOST_AT_ONCE))
    if reading.count and shown:
        return _limited(context, shown[: reading.count])
    if reading.them and shown:
        return _limited(context, shown)
    if context.dialogue.focus():
        return [context.dialogue.focus()]
    return Say(
        "Which home? Name its id, for example L003, or its place in the list, “the second one”.", reading, needs="homes"
    )


def _limited(context: Context, ids: list[str]) -> list[str]:
    if len(ids) > MOST_AT_ONCE:
        context.remarks.append(f"That is for the first {MOST_AT_ONCE} of {len(ids)} homes; name the others to go on.")
    return ids


def saved_homes(context: Context) -> Plan:
    """The homes that are kept."""
    done = context.now.done("listSavedListings")
    if not done:
        number = re.search(_NEWEST, context.reading.text.lower())
        return Requests([("listSavedListings", {"limit": int(number[1])} if number else {})])
    result = done[-1].result or {}
    if not result.get("listings"):
        return Say("You have saved no homes. Say “save L003” to keep one.")
    lines = "\n".join(
        f"- {speech.line(each['listing'])}{': “' + each['note'] + '”' if each.get('note') else ''}"
        for each in result["listings"]
    )
    return Say(
        with_remarks(
            [
                f"You have {speech.count(result['total'], 'saved home')}.",
                lines,
                f"They are at {result['url']}. Say “remove L003 from my saved homes” to drop one.",
            ],
            context,
        )
    )
