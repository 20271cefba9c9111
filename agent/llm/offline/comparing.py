# ruff: noqa: E501  (a pattern cut in two is harder to read than a long one)
"""The plan for "the two cheapest" and for comparisons: choose homes from the last list, or search for them first."""

from __future__ import annotations

from typing import Any

from agent.llm.offline import listing_answers
from agent.llm.offline.draft import compiled
from agent.llm.offline.markets import asks_market, market
from agent.llm.offline.remarks import with_remarks
from agent.llm.offline.reporting import report
from agent.llm.offline.search_answers import chosen, nothing_found
from agent.llm.offline.searching import base_search, pointed_at
from agent.llm.offline.steps import Context, Requests, Say, Step

Json = dict[str, Any]
MOST_COMPARED = 4
_WEIGHS = r"\b(?:bigger|larger|smaller|cheaper|newer|older|nicer|better|roomier|pricier|more expensive|less expensive|closer|longer|more|less|better value|best|most|deal)\b|¦ or ¦|\b[a-z]{1,3}\d{3,} or [a-z]{1,3}\d{3,}\b|\bwhich (?:one|of)\b|\b(?:differ(?:s|ent|ence|ences)?|apart|versus|vs|against|beside|alongside|next to)\b"
_PEERS = r"\b(?:similar|comparable|peers?|other (?:homes|listings)|homes like it|competition)\b"


def asks_comparison(context: Context) -> bool:
    """Whether homes or areas are to be set side by side; "L001 against similar ones" is what its figures show."""
    reading = context.reading
    if len(reading.ids) > 1 and (
        reading.comparative or reading.superlative or compiled(_WEIGHS).search(reading.text.lower())
    ):
        return True  # "is L001 or L002 cheaper per square foot?"
    again = context.dialogue.last_tool() == "compareListings" and not (reading.has_conditions or reading.places)
    if again and (reading.superlative or reading.comparative) and not reading.ordinals:
        return True  # "which one is cheapest", of those beside each other
    if _two_areas(context):
        return True
    if not reading.asks("compare") or asks_market(context):
        return False
    return not (reading.asks("metrics") and len(reading.ids) < 2)


def compare(context: Context) -> Step:
    """Two to four homes side by side; places are compared by their markets."""
    reading = context.reading
    places = len(reading.places) + len(reading.maybe_places)
    with_last = places == 1 and context.dialogue.last_tool() in ("getMarketAnalysis", "compareMarkets")
    of_homes = reading.superlative and (reading.count or not asks_market(context))
    if places + with_last > 1 and not (reading.ids or of_homes or reading.them):
        return market(context)
    if areas := _two_areas(context):
        return market(context, areas)
    if done := context.now.done("compareListings"):
        return Say(with_remarks(listing_answers.comparison(done[-1].result or {}, reading.text), context))
    ids = pointed_at(context) or _beside_each_other(context)
    shown = context.dialogue.shown()
    if not ids and reading.count and not (reading.superlative or reading.has_conditions or reading.places) and shown:
        ids = shown[: min(reading.count, MOST_COMPARED)]  # "the first two", in the order they stand
    if not ids and (reading.superlative or reading.count or reading.has_conditions or reading.places):
        picked = picked_homes(context, min(reading.count or 2, MOST_COMPARED), least=2)
        if not isinstance(picked, list):
            return picked
        ids = picked
    if not ids and len(spoken := context.dialogue.spoken_of()) > 1:
        ids = spoken[-2:]  # "compare both", after one and then the other was looked at
    focus = context.dialogue.focus()
    if len(ids) == 1 and focus and focus != ids[0]:
        ids = [focus, *ids]
    if len(ids) == 1 and compiled(_PEERS).search(reading.text.lower()):
        return report(context)
    if len(ids) == 1:
        return Say(f"Compare {ids[0]} with which home? Name a second one, for example “compare {ids[0]} and L002”.")
    if not ids and context.dialogue.last_tool() == "compareListings":
        last = context.dialogue.last("compareListings")
        ids = [str(each) for each in last.arguments["listingIds"]] if last else []
    ids = ids or context.dialogue.shown()
    if len(ids) < 2:
        return Say("There are no two homes to compare yet. Search first, or name their ids.")
    if len(ids) > MOST_COMPARED:
        context.remarks.append(f"Up to {MOST_COMPARED} homes fit side by side, so these are the first {MOST_COMPARED}.")
    return Requests([("compareListings", {"listingIds": ids[:MOST_COMPARED]})])


def _beside_each_other(context: Context) -> list[str]:
    """ "Which has the biggest lot", after a comparison: it is asked of those homes."""
    reading, last = context.reading, context.dialogue.last("compareListings")
    if context.dialogue.last_tool() != "compareListings" or reading.count or reading.has_conditions or reading.places:
        return []
    return [str(each) for each in last.arguments["listingIds"]] if last else []


def _two_areas(context: Context) -> list[str]:
    """The two areas of "compare the two", after the market of one and then of the other was asked about."""
    reading = context.reading
    if not reading.asks("compare") or reading.places or reading.ids or reading.ordinals:
        return []
    named: list[str] = []
    for turn in reversed(context.dialogue.before):
        calls = [call for call in turn.calls if call.name == "getMarketAnalysis" and call.result]
        if not calls:
            break
        named += [area for call in calls if (area := str(call.arguments["area"])) not in named]
    return named[1::-1] if len(named) > 1 else []


def picked_homes(context: Context, number: int, *, least: int = 1) -> Requests | Say | list[str]:
    """Ids of the first homes by the order asked for, of the last search or of one made for it.

    The last list will do when it is complete, or was in this order already; else it is searched again in this order.
    """
    reading = context.reading
    sort, number = reading.sort or "price", max(number, reading.rank)
    if calls := context.now.done("findListings"):
        homes = (calls[-1].result or {}).get("listings", [])
        if len(homes) < least:
            paragraphs = nothing_found(calls[-1], context.vocabulary.property_types)
            too_few = ["Only one home fits, so there is nothing to compare it with."]
            return Say(with_remarks(too_few if homes else paragraphs, context))
        return [home["listingId"] for home in homes[reading.rank - 1 : number]]
    last = context.dialogue.last("findListings")
    fresh = reading.has_conditions or reading.places
    if last and not fresh and _will_do(last.result or {}, last.arguments, sort):
        return [home["listingId"] for home in chosen((last.result or {})["listings"], sort, number)][reading.rank - 1 :]
    if last is None and not fresh:
        return Say("There is no list to choose from yet. Tell me what to search for.")
    base = base_search(context)
    if not isinstance(base, dict):
        return base
    return Requests([("findListings", base | {"sort": sort, "limit": number})])


def _will_do(result: Json, arguments: Json, sort: str) -> bool:
    listings = result.get("listings", [])
    whole = len(listings) == result.get("total") and sort not in ("newest", "oldest", "distance")
    ordered = arguments.get("sort") == sort and not arguments.get("cursor") and len(listings) > 1
    return bool(listings) and (whole or ordered)
