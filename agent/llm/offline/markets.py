# ruff: noqa: E501  (a pattern cut in two is harder to read than a long one)
"""The plan for questions about an area's market."""

from __future__ import annotations

from typing import Any

from agent.llm.offline import market_answers
from agent.llm.offline.conditions import as_list
from agent.llm.offline.draft import compiled
from agent.llm.offline.locating import MOST_PLACES, area_name, located
from agent.llm.offline.reading import Reading
from agent.llm.offline.remarks import with_remarks
from agent.llm.offline.speech import listed
from agent.llm.offline.steps import Context, Requests, Say, Step
from agent.llm.offline.words import MARKET_FIGURES, SEARCH_FIGURES

Json = dict[str, Any]
_SEARCHES = r"\b(?:find|search|looking for|look for|show|list|want|need|get me|give me|are there|do you have|is there|any|homes|listings)\b"
_WHICH_PLACE = (
    r"\bwhich (?:of (?!them|these|those)|one|city|area|neighbou?rhood|place|town|zip|is|are|has|sells?|moves?|costs?|gets?)\b"
    r"|\bwhere (?:is|are|do|does|would)\b[^.?!]*\b(?:cheap|expens|pric|dear|fast|quick|slow|hot|most|more|less|better|least)"
)
MARKET_TOOLS = ("getMarketAnalysis", "compareMarkets")


def asks_market(context: Context) -> bool:
    """Whether an area's figures answer this, rather than the statistics of a search with more conditions."""
    reading = context.reading
    figures = MARKET_FIGURES & set(reading.intents)
    if reading.comparative and len(reading.places) > 1:
        return True  # "is Seattle more expensive than Portland?"
    if reading.asks("compare") and len(reading.places) > 1 and not (_narrows(reading) or reading.count or reading.ids):
        return True  # "Ballard vs Fremont: where are houses cheapest?"
    if len(reading.places) > 1 and not _narrows(reading) and compiled(_WHICH_PLACE).search(reading.text.lower()):
        return True
    if _counts_sales(reading):
        return True
    if reading.asks("list_price"):
        return False  # a market's prices are sale prices
    if not figures:
        return continues(context)
    if figures - SEARCH_FIGURES:
        return True
    if _narrows(reading) or reading.near_listing or reading.point or reading.asks("count"):
        return False
    placed = reading.places or reading.maybe_places
    newest = context.dialogue.last("findListings", "getMarketAnalysis")
    return bool(placed) or newest is None or newest.name == "getMarketAnalysis"


def _counts_sales(reading: Reading) -> bool:
    """ "How many homes sold in Redmond in 2025": what an area's figures begin with."""
    placed = len(reading.places) == 1 and reading.places[0].meanings
    return (
        reading.asks("count")
        and bool(reading.period)
        and bool(placed)
        and not _narrows(reading)
        and not reading.not_places
    )


def continues(context: Context) -> bool:
    """ "And in Bellevue?", "for condos", "in 2025": the last question, about a market, asked again."""
    reading = context.reading
    if context.dialogue.last_tool() not in MARKET_TOOLS or reading.intents or _narrows(reading) or reading.ids:
        return False
    said = reading.places or reading.types or reading.period or reading.maybe_places
    searches = reading.searches and compiled(_SEARCHES).search(reading.text.lower())
    return bool(said) and not searches and not reading.sort


def market(context: Context, beside: list[str] | None = None) -> Step:
    """One analysis for each area named; without one, for the area spoken of before. beside: areas to compare."""
    reading = context.reading
    words = located(context)
    if not isinstance(words, list):
        return words
    _say_unused(reading)
    if done := context.now.done("getMarketAnalysis"):
        asked = [name for name in reading.intents if name in MARKET_FIGURES] or _asked_before(context)
        paragraphs = [each for call in done for each in market_answers.market(call.result or {}, asked)]
        return Say(with_remarks([*paragraphs, _next_step(done[0].result or {}, asked)], context))
    if compared := context.now.done("compareMarkets"):
        return Say(with_remarks(market_answers.side_by_side(compared[-1].result or {}), context))
    areas = beside or [area_name(word) for word in words[:MOST_PLACES]]
    of_market = context.dialogue.last_tool() in MARKET_TOOLS
    if not areas or (of_market and not beside and (reading.asks("compare") or reading.adds)):
        areas = [*_area_before(context), *areas]
    if not areas:
        said = " ".join(sentence for _, sentence in reading.not_yet)
        return Say(f"{said} Which area: a city, zip code, county or neighborhood?".strip(), reading)
    if len(areas) > 1 and "compareMarkets" in context.tools and not reading.asks("by_month"):
        return Requests([("compareMarkets", {"areas": list(dict.fromkeys(areas))} | _narrowing(context))])
    return Requests([("getMarketAnalysis", {"area": area} | _narrowing(context)) for area in areas])


def _narrows(reading: Reading) -> bool:
    """Whether it has conditions that no market analysis takes."""
    scalar = {name for name in reading.arguments if name != "status"}
    return bool(scalar or reading.features or reading.without or reading.not_types or len(reading.types) > 1)


def _narrowing(context: Context) -> Json:
    reading = context.reading
    same_area = context.dialogue.last_tool() in MARKET_TOOLS and (not reading.places or reading.asks("compare"))
    before = context.dialogue.last(*MARKET_TOOLS) if same_area or continues(context) else None
    kept = {k: v for k, v in before.arguments.items() if k in ("propertyType", "from", "to")} if before else {}
    arguments: Json = {"propertyType": reading.types[0]} if reading.types else {}
    if reading.period:
        first, last = reading.period
        kept = {name: value for name, value in kept.items() if name == "propertyType"}
        arguments |= {"from": first.isoformat()} if first else {}
        arguments |= {"to": last.isoformat()} if last else {}
    return kept | arguments


def _area_before(context: Context) -> list[str]:
    for turn in reversed(context.dialogue.before):
        for call in reversed(turn.calls):
            if call.result is None:
                continue
            if call.name == "compareMarkets":
                return [str(each) for each in as_list(call.arguments["areas"])]
            if call.name == "getMarketAnalysis":
                return [str(call.arguments["area"])]
            if call.name == "findListings":
                return _area_of_search(call.arguments)
    return []


def _area_of_search(arguments: Json) -> list[str]:
    for name in ("neighborhood", "postalCode", "city", "county", "state"):
        if value := arguments.get(name):
            return [str(each) for each in value][:MOST_PLACES] if isinstance(value, list) else [str(value)]
    return []


def _asked_before(context: Context) -> list[str]:
    """The figures of the market question that this one continues."""
    from agent.llm.offline.reading import read

    for turn in reversed(context.dialogue.before):
        if any(call.name == "getMarketAnalysis" for call in turn.calls):
            before = read(turn.question, context.vocabulary, context.dialogue.today)
            return [name for name in before.intents if name in MARKET_FIGURES]
    return []


def _say_unused(reading: Reading) -> None:
    if reading.left_out:
        reading.unusable.append(f"leaving out {listed(reading.left_out, 'or')}: an area's figures are of all of it")
    if _narrows(reading):
        reading.unusable.append("anything but place, kind of home and time, which is all that an area's figures go by")


def _next_step(result: Json, asked: list[str]) -> str:
    if "by_month" not in asked and result.get("n"):
        return f"Next: “median price in {result['area']} by month”, or “homes in {result['area']}”."
    return f"Next: “homes in {result['area']}”, or ask for another area or period."
