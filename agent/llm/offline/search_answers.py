"""Answers about searches: what fits, how many, their figures; what to give up when nothing fits."""

from __future__ import annotations

from typing import Any

from agent.llm.offline import speech
from agent.llm.offline.conditions import as_list
from agent.llm.offline.dialogue import Call

Json = dict[str, Any]
MOST_LINES = 5


def homes_found(call: Call, property_types: list[str], *, further: bool = False) -> list[str]:
    """The answer to a search: how many fit what, the first of them, the next step. further: a later page."""
    result, arguments = call.result or {}, call.arguments
    if not result.get("total"):
        return nothing_found(call, property_types)
    listings = result.get("listings", [])
    opening = f"Here are {speech.count(len(listings), 'more home')}." if further else _opening(call, property_types)
    lines = "\n".join(f"- {speech.line(home)}" for home in listings[:MOST_LINES])
    paragraphs = [opening, lines] if lines else [opening]
    hidden = len(listings) - MOST_LINES
    if hidden > 0:
        paragraphs.append(f"The cards show {hidden} more; they come {_order(arguments, result)}.")
    return [*paragraphs, *notes(result), _next_step(arguments, result)]


def figure(call: Call, property_types: list[str], asked: list[str], *, counting: bool) -> list[str]:
    """How many homes fit, and the figures asked for: over all that fit, not only those shown."""
    result = call.result or {}
    if not result.get("total"):
        return nothing_found(call, property_types)
    statistics = result.get("statistics", {})
    figures = [_FIGURES[name](statistics) for name in _FIGURES if name in asked]
    if counting or not figures:
        opening = f"**{_capital(_fitting(call, property_types, bold=True))}."
        figures = figures or [_FIGURES["median"](statistics)]
        return [
            f"{opening} {' '.join(_sentence(each) for each in figures)}",
            *notes(result),
            "Say “show them” to see the homes.",
        ]
    return [
        f"{_sentence(speech.listed(figures))} That is over {_over(call, property_types)}.",
        *notes(result),
        "Say “show them” to see the homes.",
    ]


def nothing_found(call: Call, property_types: list[str]) -> list[str]:
    """No home fits: the easiest way out, with its homes."""
    result, arguments = call.result or {}, call.arguments
    said = speech.conditions(arguments, property_types)
    verb = _verb(said, 0)
    paragraphs = [f"**{_capital(speech.homes(arguments, 0))}** {verb}{': ' + said if said else ''}."]
    paragraphs += notes(result)
    relaxed = result.get("relaxed")
    if not relaxed:
        return [*paragraphs, "Give up one of these conditions, or name another place."]
    paragraphs.append(relaxed["best"]["words"])
    if relaxed.get("listings"):
        nearest = "\n".join(f"- {speech.line(home)}" for home in relaxed["listings"])
        paragraphs.append(f"Nearest to what you asked for:\n\n{nearest}")
    return [*paragraphs, "Say “yes” to search without it, or change another condition."]


def notes(result: Json) -> list[str]:
    """What the tool wants the person to know."""
    said = [str(note) for note in result.get("notes", [])]
    return ["\n".join(said)] if said else []


def _opening(call: Call, property_types: list[str]) -> str:
    result, arguments = call.result or {}, call.arguments
    sentence = f"**{_capital(_fitting(call, property_types, bold=True))}."
    statistics = result.get("statistics") or {}
    limit = arguments.get("limit")
    if limit and limit < result["total"] and arguments.get("sort") in speech.SORTS:
        shown = len(result.get("listings", []))
        return f"{sentence} Here {'is' if shown == 1 else 'are'} {shown}, {speech.SORTS[arguments['sort']]}."
    if result["total"] > 1 and statistics.get("medianPrice") is not None:
        low, high = speech.dollars(statistics.get("minPrice")), speech.dollars(statistics.get("maxPrice"))
        sentence += f" Prices run from {low} to {high}; the median is **{speech.dollars(statistics['medianPrice'])}**."
    return sentence


def _fitting(call: Call, property_types: list[str], *, bold: bool = False) -> str:
    """ "41 homes for sale fit: 3 bedrooms, Portland, OR"; with bold, two stars end the count."""
    result, arguments = call.result or {}, call.arguments
    number = speech.homes(arguments, result["total"], lower_bound=bool(result.get("totalIsLowerBound")))
    said = speech.conditions(arguments, property_types)
    stars = "**" if bold else ""
    verb = _verb(said, result["total"])
    return f"{number}{stars} {verb}: {said}" if said else f"{number}{stars} in all"


def _verb(said: str, total: int) -> str:
    """ "Fit", or "match" before "with": homes that "fit with" somebody is how people are steered, and is held back."""
    verb = "match" if said.startswith("with") else "fit"
    return (f"{verb}es" if verb == "match" else f"{verb}s") if total == 1 else verb


def _over(call: Call, property_types: list[str]) -> str:
    """ "41 homes for sale: 3 bedrooms, Portland, OR"."""
    result = call.result or {}
    number = speech.homes(call.arguments, result["total"], lower_bound=bool(result.get("totalIsLowerBound")))
    said = speech.conditions(call.arguments, property_types)
    return f"{number}: {said}" if said else number


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _sentence(text: str) -> str:
    return f"{_capital(text)}."


def _order(arguments: Json, result: Json) -> str:
    sort = arguments.get("sort") or result.get("sort") or "newest"
    return speech.SORTS.get(sort, f"in the order {sort}")


def _next_step(arguments: Json, result: Json) -> str:
    listings = result.get("listings", [])
    if result["total"] == 1:
        return "Say “tell me about it” for everything recorded about this home."
    if arguments.get("limit") and arguments.get("sort"):
        return "Say “tell me about the first one” for everything recorded about it."
    if arguments.get("sort") != "price" and len(listings) > 1 and not arguments.get("cursor"):
        wish = "at least 2 baths" if "garage" in as_list(arguments.get("features")) else "with a garage"
        return f"Next: “compare the two cheapest”, or narrow it down, for example “{wish}”."
    if result.get("nextCursor"):
        return "Say “show more” for the next ones."
    return "Say “compare the first two” to set them side by side."


def _price(name: str, value: float | None) -> str:
    return f"the {name} is **{speech.dollars(value)}**" if value is not None else f"the {name} is not known"


_FIGURES = {
    "median": lambda s: _price("median price", s.get("medianPrice")),
    "average": lambda s: _price("average price", s.get("averagePrice")),
    "typical_price": lambda s: _price("median price", s.get("medianPrice")),
    "price_per_square_foot": lambda s: _price("median price per square foot", s.get("medianPricePerSquareFoot")),
}


def chosen(homes: list[Json], sort: str, number: int) -> list[Json]:
    """The first homes of a list by one order; those without the value come last."""
    column = _COLUMNS.get(sort.lstrip("-"), "price")
    known = [home for home in homes if home.get(column) is not None]
    unknown = [home for home in homes if home.get(column) is None]
    return [*sorted(known, key=lambda home: home[column], reverse=sort.startswith("-")), *unknown][:number]


_COLUMNS = {
    "price": "price", "livingArea": "livingArea", "yearBuilt": "yearBuilt", "lotSize": "lotSizeSquareFeet",
    "bedrooms": "bedroomsTotal", "bathrooms": "bathroomsTotal", "pricePerSquareFoot": "pricePerSquareFoot",
}  # fmt: skip


def without(arguments: Json, relaxed: Json) -> Json:
    """The search without what the tool says to give up."""
    given_up = set(as_list(relaxed["best"]["without"]))
    return {name: value for name, value in arguments.items() if name not in given_up and name != "cursor"}
