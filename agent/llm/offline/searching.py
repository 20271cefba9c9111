# ruff: noqa: E501  (a pattern cut in two is harder to read than a long one)
"""The plan for searches: settle the places, keep or replace the last search, ask findListings, say what it found."""

from __future__ import annotations

import re
from typing import Any

from agent.llm.offline import search_answers, speech
from agent.llm.offline.conditions import PLACE_ARGUMENTS, as_list, refined, renumbered, stated
from agent.llm.offline.dialogue import BEST_AND_NEXT, Call
from agent.llm.offline.draft import Draft
from agent.llm.offline.locating import as_arguments, located
from agent.llm.offline.picking import picked
from agent.llm.offline.reading import DEFAULT_MILES
from agent.llm.offline.remarks import with_remarks
from agent.llm.offline.steps import Context, Plan, Requests, Say
from agent.llm.offline.words import SEARCH_FIGURES

Json = dict[str, Any]
_HOMES = r"\b(?:homes?|houses?|listings?|properties|real estate|(?:a|any|some) place|places to live)\b"
_ONE_OF_THEM = r"\b(?:is|was|which|what)\b|(?:est|expensive) (?:one|home|house|condo|townhouse|place|listing)\b"
_NARROWS = r"\b(?:only|just|narrow\w*|limit\w*|specifically|within it)\b"
_EITHER = r"\W*(?:ok(?:ay)?,? |oh,? |well,? )*either(?: (?:one|of (?:them|those|the two)|way|is|would|be|works?|fine|ok(?:ay)?|good))*\W*"
TOO_LITTLE = "Gladly. Where should it be, what may it cost, and how many bedrooms?"
_TOGETHER = r"\b(?:cities|towns|neighbou?rhoods|together|combined|counties)\b"
_MOST = 25


def asks_search(context: Context) -> bool:
    """Whether homes are asked for: by a condition, a place, a word for homes, or as a change of the last search."""
    reading, before = context.reading, context.dialogue.search_conditions()
    if before and (re.fullmatch(_EITHER, reading.text.lower()) or (reading.miles is not None and "near" in before)):
        return True
    if accepts_advice(context) or reading.has_conditions or reading.places or reading.asks("count", *SEARCH_FIGURES):
        return True
    if reading.sort or reading.comparative or reading.them or reading.count:
        return bool(before) or reading.searches
    if re.search(_HOMES, reading.text.lower()):
        return not reading.leftovers or bool(reading.maybe_places)
    return bool(reading.maybe_places) and _only_a_name(context)


def accepts_advice(context: Context) -> bool:
    """Whether this is the yes to giving up a condition, after nothing fitted."""
    last = context.dialogue.last("findListings")
    return context.reading.small_talk == "yes" and bool(last and (last.result or {}).get("relaxed"))


def search(context: Context) -> Plan:
    """One search, or one for each place of different kinds; None when there turns out to be nothing to search by."""
    settled = searches(context)
    if not isinstance(settled, list):
        return settled
    calls = context.now.done("findListings")
    if not calls and settled == [{}] and context.dialogue.search_conditions() is None and not context.reading.them:
        return Say(TOO_LITTLE)
    if not calls:
        return Requests([("findListings", arguments) for arguments in settled])
    if context.reading.asks("list_price") and not (calls[-1].result or {}).get("total"):
        return _no_list_price(context, settled[0])
    return Say(with_remarks(_answer(context, calls), context))


def _no_list_price(context: Context, arguments: Json) -> Plan:
    """Nothing is for sale there: whether sources record list prices at all is what the market's reasons say."""
    area = next((str(as_list(arguments[name])[0]) for name in PLACE_ARGUMENTS[:-1] if name in arguments), "")
    if area and not context.now.done("getMarketAnalysis") and "getMarketAnalysis" in context.tools:
        return Requests([("getMarketAnalysis", {"area": area})])
    reasons = [(call.result or {}).get("reasons", {}).get("saleToList", "") for call in context.now.calls]
    opening = f"No homes for sale are recorded{' in ' + area if area else ''}, so there is no list price to tell."
    return Say(
        with_remarks([" ".join([opening, *filter(None, reasons)]), "Sale prices may be known: ask for those."], context)
    )


def searches(context: Context) -> Plan | list[Json]:
    """The arguments of the searches this question comes to, or what has to happen before they are known."""
    last = context.dialogue.last("findListings")
    if last and accepts_advice(context):
        return [search_answers.without(last.arguments, (last.result or {})["relaxed"])]
    words = located(context)
    if not isinstance(words, list):
        return words
    if not _says_anything(context, bool(words)):
        return None
    number = context.reading.bare_number
    if number and not renumbered(context.dialogue.search_conditions() or {}, context.reading):
        return Say(f"What should be {number:,}: the price, the size or the bedrooms? For example “up to $700,000”.")
    if context.reading.here and not words and not _placed_before(context):
        return Say(
            "Where is that? Name a city, zip code, county or neighborhood; I do not know where you are.",
            context.reading,
        )
    near = _near(context)
    if isinstance(near, Requests | Say):
        return near
    if context.reading.that_price and not _take_price(context):
        text = (
            "Up to which price? Name it, or ask first “what can I afford with $140,000 income, $60,000 down at 6.5 %”."
        )
        return Say(text)
    places = as_arguments(words) or [{}]
    return [_paged(context, _with_comparative(context, _arguments(context, place | near))) for place in places]


def _placed_before(context: Context) -> bool:
    before = context.dialogue.search_conditions() or {}
    return any(before.get(name) for name in PLACE_ARGUMENTS)


def next_page(context: Context) -> Plan:
    """The page after the last one, by its cursor."""
    last = context.dialogue.last("findListings")
    if last is None:
        return Say("There is no list to go on with yet. Tell me what to search for.")
    if calls := context.now.done("findListings"):
        paragraphs = search_answers.homes_found(calls[-1], context.vocabulary.property_types, further=True)
        return Say(with_remarks(paragraphs, context))
    if not context.reading.has_conditions and not (last.result or {}).get("nextCursor"):
        total = (last.result or {}).get("total", 0)
        return Say(f"That was all: {speech.count(total, 'home')} in this search. Change a condition to see others.")
    if context.reading.has_conditions or context.reading.places:
        return search(context)
    return Requests([("findListings", last.arguments | {"cursor": last.result["nextCursor"]})])


def undo(context: Context) -> Plan:
    """The search before the last change, again; what else the question says is then applied to it."""
    if calls := context.now.done("findListings"):
        return Say(with_remarks(_answer(context, calls), context))
    stack = context.dialogue.searches_behind()
    if len(stack) < 2 and stack and context.reading.has_conditions:
        return search(context)  # "scratch that, 4 bedrooms": what was said is replaced
    if len(stack) < 2:
        return Say("There is no earlier search to go back to. Tell me what to change.")
    place = located(context)
    if not isinstance(place, list):
        return place
    where = (as_arguments(place) or [{}])[0]
    reading = context.reading
    if reading.features and "before" in reading.text.lower().split():  # "what we had before the basement"
        without = [each for each in stack[:-1] if not set(reading.features) & set(as_list(each.get("features")))]
        return Requests([("findListings", {k: v for k, v in (without or stack)[-1].items() if k != "cursor"})])
    before = {name: value for name, value in stack[-2].items() if name != "cursor"}
    return Requests([("findListings", refined(before, context.reading, where, context.vocabulary.property_types))])


def goes_on(context: Context, placed: bool) -> bool:
    """Whether the question changes the last search rather than starting one."""
    reading = context.reading
    if context.dialogue.search_conditions() is None or reading.asks("restart"):
        return False
    if reading.asks("count") and not reading.has_conditions and not re.search(_HOMES, reading.text.lower()):
        return True  # "how many in Kirkland" counts what was spoken of
    if (reading.near_listing or reading.point) and not (
        reading.arguments or reading.features or reading.types or reading.places or reading.searches
    ):
        return True  # "within 1 mile of L001" moves the search there
    complete = placed and (reading.searches or reading.has_conditions or reading.superlative)
    return reading.refines or reading.them or bool(reading.comparative) or not complete


def _arguments(context: Context, place: Json) -> Json:
    reading, types = context.reading, context.vocabulary.property_types
    before = context.dialogue.search_conditions()
    if before is not None and goes_on(context, bool(place)):
        return refined(before, reading, place, types) | _both(context, before) | _narrower(context, before, place)
    if before is not None and not reading.asks("restart") and (dropped := _beside_place(before, types)):
        context.remarks.append(f"This is a new search, without what you asked for before ({dropped}).")
    return stated(reading, place or _place_of_market(context), types)


def _narrower(context: Context, before: Json, place: Json) -> Json:
    """ "Only in 97209", after Portland: the zip code is looked for in that city."""
    city = before.get("city")
    if (
        set(place) != {"postalCode"}
        or not isinstance(city, str)
        or not re.search(_NARROWS, context.reading.text.lower())
    ):
        return {}
    found = [word for each in context.vocabulary.find(Draft(str(place["postalCode"]))) for word in each.meanings]
    return {"city": city} if any(word.city and city.startswith(word.city) for word in found) else {}


def _both(context: Context, before: Json) -> Json:
    """ "Actually both": after condos and then townhouses, or Bellevue and then Kirkland, either of them."""
    reading, stack = context.reading, context.dialogue.searches_behind()
    if not re.search(r"\b(?:both|either)\b", reading.text.lower()) or reading.has_conditions or len(stack) < 2:
        return {}
    for name in PLACE_ARGUMENTS[:-1] if not reading.places else ():
        named = list(dict.fromkeys([*as_list(stack[-2].get(name)), *as_list(before.get(name))]))
        if len(named) > len(as_list(before.get(name))) > 0:
            reading.leftovers = [each for each in reading.leftovers if not re.search(_TOGETHER, each.lower())]
            return {name: named}
    kinds = list(dict.fromkeys([*as_list(stack[-2].get("propertyType")), *as_list(before.get("propertyType"))]))
    return {"propertyType": kinds} if len(kinds) > len(as_list(before.get("propertyType"))) > 0 else {}


def _beside_place(arguments: Json, property_types: list[str]) -> str:
    rest = {name: value for name, value in arguments.items() if name not in PLACE_ARGUMENTS}
    return speech.conditions(rest, property_types)


def _place_of_market(context: Context) -> Json:
    """ "Show me homes there", after a question about a market."""
    last = context.dialogue.last("getMarketAnalysis")
    if not last or context.dialogue.search_conditions() is not None or context.reading.asks("restart"):
        return {}
    result = last.result or {}
    argument = {"postal_code": "postalCode"}.get(result.get("areaKind", ""), result.get("areaKind", ""))
    area = str(result.get("area", ""))
    return {argument: area.split(" (")[0] if argument == "postalCode" else area} if argument in PLACE_ARGUMENTS else {}


def _with_comparative(context: Context, arguments: Json) -> Json:
    """ "Cheaper ones": the same search in that order; a limit that nobody named would be an invented condition."""
    comparative = context.reading.comparative
    if not comparative or context.dialogue.last("findListings") is None:
        return arguments
    return arguments | {"sort": _COMPARATIVE_SORTS[comparative]}


_COMPARATIVE_SORTS = {
    "cheaper": "price", "dearer": "-price", "bigger": "-livingArea", "smaller": "livingArea", "newer": "-yearBuilt",
}  # fmt: skip


def _take_price(context: Context) -> bool:
    """ "Homes under that price": the price that a sum came to, or that a payment was worked out for."""
    last = context.dialogue.last("calculateAffordability", "calculateMortgage")
    price = (last.result or {}).get("highestPrice") or (last.result or {}).get("price") if last else None
    if "maxPrice" in context.reading.arguments or not price:
        return "maxPrice" in context.reading.arguments
    context.reading.arguments["maxPrice"] = int(price)
    context.remarks.append(f"That price is {speech.dollars(int(price))}, from the sum before.")
    return True


def _paged(context: Context, arguments: Json) -> Json:
    reading = context.reading
    if reading.count:
        return arguments | {"limit": min(max(reading.count, 1), _MOST)}
    if reading.asks("count", *SEARCH_FIGURES):
        return arguments | {"limit": 1}
    if reading.superlative and re.search(_ONE_OF_THEM, reading.text.lower()):
        return arguments | {"limit": BEST_AND_NEXT}
    return arguments


def _near(context: Context) -> Requests | Say | Json:
    """The circle asked for: around a point, or around a listing whose place is looked up if it was not shown yet."""
    reading = context.reading
    miles = reading.miles or DEFAULT_MILES
    if reading.miles is None and (reading.point or reading.near_listing):
        context.remarks.append(f"“Near” was read as within {DEFAULT_MILES} mile.")
    if reading.point:
        return {"near": {"latitude": reading.point[0], "longitude": reading.point[1], "miles": miles}}
    if not reading.near_listing:
        return _wider_circle(context)
    listing_id = pointed_at(context)
    if not listing_id:
        return Say("Near which home? Name its id, for example “within 2 miles of L001”.", reading)
    home = context.dialogue.homes().get(listing_id[0])
    if home is None:
        return Requests([("getListing", {"listingId": listing_id[0]})])
    if home.get("latitude") is None:
        return Say(f"The seller of {listing_id[0]} withholds its address, so I cannot search around it.")
    context.remarks.append(f"The circle is around {listing_id[0]}, {speech.address(home)}.")
    return {"near": {"latitude": home["latitude"], "longitude": home["longitude"], "miles": miles}}


def _wider_circle(context: Context) -> Json:
    """ "Within 2 miles", after a search around a point: the same point, another radius."""
    before, miles = (context.dialogue.search_conditions() or {}).get("near"), context.reading.miles
    if not before or miles is None or context.reading.places:
        return {}
    context.reading.unusable = [each for each in context.reading.unusable if not each.startswith("a radius")]
    return {"near": {**before, "miles": miles}}


def pointed_at(context: Context) -> list[str]:
    """The ids a question points at: named, by their place in the last list, or "it"."""
    reading, shown = context.reading, context.dialogue.shown()
    ids = list(reading.ids)
    for ordinal in reading.ordinals:
        place = _counted(ordinal, len(shown))
        if 0 < place <= len(shown):
            ids.append(shown[place - 1])
    if reading.all_but:
        left = {_counted(each, len(shown)) for each in reading.all_but}
        ids += [each for place, each in enumerate(shown, 1) if place not in left]
    if reading.street:
        ids += [each for each, home in context.dialogue.homes().items() if _stands_on(home, reading.street)]
    ids += picked(context.dialogue, reading) if not ids else []
    focus = context.dialogue.focus() if reading.pronoun else ""
    if focus and (not ids or (focus not in ids and re.search(_AND_IT, reading.text.lower()))):
        ids.insert(0, focus)
    spoken = context.dialogue.spoken_of()
    if not ids and reading.them and len(spoken) > 1 and re.search(_PAIR, reading.text.lower()):
        ids = spoken[-2:]  # "both of them", after one home and then another
    return list(dict.fromkeys(ids))


_AND_IT = r"\b(?:it|this one|that one)(?:,? and|,| &| plus) (?:for |of |on )?(?=[a-z]{1,4}-?\d|the\b)|(?:\band|&|\bplus) (?:for |of |on )?(?:it|this one|that one)\b"
_PAIR = r"\b(?:both|(?:those|these|the|them) (?:two|2))\b"


def _stands_on(home: Json, street: str) -> bool:
    """Whether the address is on this street: "Cedar Street" is "1204 NE Cedar Street" and "Cedar St"."""
    name = street.rsplit(" ", 1)[0] if street[0].isalpha() or " " in street else street
    return bool(re.search(rf"\b{re.escape(name)}\b", speech.address(home).lower()))


def _counted(ordinal: int, number: int) -> int:
    """The place in a list of so many homes: -2 is the last but one; 0 the middle, of an even number nothing."""
    if ordinal < 0:
        return number + 1 + ordinal
    return ordinal or ((number + 1) // 2 if number % 2 else 0)


def _says_anything(context: Context, placed: bool) -> bool:
    reading = context.reading
    return placed or not (reading.maybe_places and _only_a_name(context))


def _only_a_name(context: Context) -> bool:
    """Whether the question is nothing but words that may be a place."""
    reading = context.reading
    intents = set(reading.intents) - {"restart"}
    return not (reading.has_conditions or intents or reading.places or reading.them or reading.sort)


def _answer(context: Context, calls: list[Call]) -> list[str]:
    reading, types = context.reading, context.vocabulary.property_types
    figures = [name for name in reading.intents if name in SEARCH_FIGURES]
    paragraphs: list[str] = []
    for call in calls:
        if reading.asks("count") or figures:
            said = search_answers.figure(call, types, figures, counting=reading.asks("count"))
        else:
            said = search_answers.homes_found(call, types)
        paragraphs += said[:-1] if call is not calls[-1] else said
    return paragraphs


def base_search(context: Context) -> Requests | Say | Json:
    """The one search that "the two cheapest" is chosen from: the last one, with what this question adds."""
    settled = searches(context)
    if settled is None:
        return Say("I did not find a condition to search by in that. Name a place, a price or a size.")
    if not isinstance(settled, list):
        return settled
    return {name: value for name, value in settled[0].items() if name not in ("limit", "cursor")}
