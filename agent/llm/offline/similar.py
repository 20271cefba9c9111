"""The plan for "homes like L001": the home is looked up, then searched around it, and every condition is said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from agent.llm.offline import search_answers, speech
from agent.llm.offline.conditions import stated
from agent.llm.offline.dialogue import Call
from agent.llm.offline.locating import as_arguments, located
from agent.llm.offline.remarks import with_remarks
from agent.llm.offline.searching import pointed_at
from agent.llm.offline.steps import Context, Plan, Requests, Say

Json = dict[str, Any]
PRICE_SHARE = 0.15  # either way; with one bedroom either way, what most people would still call alike
_KINDS = {"Single Family Residence": "house", "Condominium": "condo", "Unimproved Land": "land"}
# Saying either end of these oneself replaces both.
_BOUNDS = [("minBedrooms", "maxBedrooms"), ("minPrice", "maxPrice")]
_LATER = (
    "First the homes themselves: with the list on the page, say what to do with it, for example “save this search”."
)


def asks_similar(context: Context) -> bool:
    """Whether homes like one that is named, or spoken of, are asked for."""
    return context.reading.like


def similar(context: Context) -> Plan:
    """Homes in the same city, of the same kind, of about the same size and price; the home itself is not counted."""
    words = located(context)
    if not isinstance(words, list):
        return words
    ids = pointed_at(context) or ([context.dialogue.focus()] if context.dialogue.focus() else [])
    if not ids:
        text = "Like which home? Name its id, for example “homes like L001”, or its place in the list."
        return Say(text, context.reading, needs="homes")
    if len(ids) > 1:
        context.remarks.append(f"One home at a time: these are like {ids[0]}. Ask again for {speech.listed(ids[1:])}.")
    looked_up = context.now.done("getListing")
    if not looked_up:
        return Requests([("getListing", {"listingId": ids[0]})])
    home = looked_up[-1].result or {}
    own = stated(context.reading, (as_arguments(words) or [{}])[0], context.vocabulary.property_types)
    done = context.now.done("findListings")
    if not done:
        return Requests([("findListings", _with_comparative(context, home, _alike(home, own) | own))])
    return _answer(context, home, done[-1])


def _alike(home: Json, own: Json) -> Json:
    """The conditions that this home stands for, without those that the question gives itself."""
    arguments: Json = {}
    if not {"city", "county", "state", "neighborhood", "postalCode", "near"} & own.keys() and home.get("city"):
        state = home.get("stateOrProvince")
        arguments["city"] = f"{home['city']}, {state}" if state else home["city"]
    if kind := _kind(home):
        arguments["propertyType"] = [kind]
    if (beds := home.get("bedroomsTotal")) is not None:
        arguments |= {"minBedrooms": max(beds - 1, 0), "maxBedrooms": beds + 1}
    if price := home.get("price"):
        arguments |= {"minPrice": round(price * (1 - PRICE_SHARE)), "maxPrice": round(price * (1 + PRICE_SHARE))}
    for pair in _BOUNDS:
        if set(pair) & own.keys():
            arguments = {name: value for name, value in arguments.items() if name not in pair}
    return arguments


def _kind(home: Json) -> str:
    kind = str(home.get("propertySubType") or "")
    return _KINDS.get(kind, kind.lower())


def _with_comparative(context: Context, home: Json, arguments: Json) -> Json:
    """ "Like L001, but cheaper": its own price is the limit."""
    name, fact, sort = _COMPARED.get(context.reading.comparative, ("", "", ""))
    if not name or home.get(fact) is None:
        return arguments
    return arguments | {name: int(home[fact]), "sort": sort}


_COMPARED = {
    "cheaper": ("maxPrice", "price", "price"), "dearer": ("minPrice", "price", "-price"),
    "bigger": ("minLivingArea", "livingArea", "-livingArea"), "smaller": ("maxLivingArea", "livingArea", "livingArea"),
    "newer": ("minYearBuilt", "yearBuilt", "-yearBuilt"),
}  # fmt: skip


def _answer(context: Context, home: Json, call: Call) -> Say:
    listing_id, result = str(home["listingId"]), call.result or {}
    others = [each for each in result.get("listings", []) if each["listingId"] != listing_id]
    # Made from a home for sale, the conditions fit it: where it is not on this page, it is on a later one.
    fits = home.get("standardStatus") == "Active" and not (context.reading.has_conditions or context.reading.places)
    itself = fits or len(others) < len(result.get("listings", []))
    rest: Json = {"listings": others, "total": max(result.get("total", 0) - itself, len(others)), "statistics": {}}
    paragraphs = search_answers.homes_found(replace(call, result=result | rest), context.vocabulary.property_types)
    context.remarks.append(
        f"“Like {listing_id}” was read as: in the same city, the same kind of home, one bedroom and 15 % of the price "
        f"either way, where you did not say otherwise. {listing_id} itself is not counted."
    )
    if context.reading.act:
        context.remarks.append(_LATER)
    return Say(with_remarks(paragraphs, context))
