"""Answers about an area's market: the figure asked for first, what it rests on, what is not known and why."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from agent.llm.offline import speech

Json = dict[str, Any]
MOST_MONTHS = 24  # rows of the table by month


def market(result: Json, asked: list[str]) -> list[str]:
    """The market of one area; asked: the figures the question named, in words.INTENTS."""
    figures = [name for name in FIGURES if name in asked]
    if "time_on_market" in figures:  # "average days on market" asks for no average price
        figures = [name for name in figures if name != "average"]
    paragraphs = [_figures(result, figures) if figures else _overview(result)]
    if not figures:
        paragraphs.append(_evidence(result))
    if "by_month" in asked:
        paragraphs.append(_by_month(result))
    paragraphs += _unknown(result, figures)
    return [*paragraphs, *([" ".join(result["notes"])] if result.get("notes") else [])]


def _figures(result: Json, figures: list[str]) -> str:
    known = [sentence for name in figures if (sentence := FIGURES[name](result))]
    if known and figures == ["price_change"]:
        return known[0]  # it names its periods and counts itself
    return " ".join([*known, _basis(result)]) if known else _basis(result)


def _overview(result: Json) -> str:
    place = _place(result)
    if result.get("medianPrice") is None:
        return f"There is too little to tell the market in {place} by. {_basis(result)}"
    parts = [f"**The median home in {place} sold for {speech.dollars(result['medianPrice'])}**{_direction(result)}."]
    if result.get("competitionLevel"):
        supply = f": {result['monthsOfSupply']:g} months of supply" if result.get("monthsOfSupply") is not None else ""
        parts.append(f"Competition among buyers is {result['competitionLevel'].lower()}{supply}.")
    return " ".join([*parts, _basis(result)])


def _direction(result: Json) -> str:
    change = result.get("priceChange")
    if change is None:
        return ""
    if change == 0:
        return ", unchanged"
    return f", {'up' if change > 0 else 'down'} {abs(change):g} %"


def _evidence(result: Json) -> str:
    rows = [
        ("Average price", speech.dollars(result["averagePrice"]) if result.get("averagePrice") is not None else ""),
        ("Price per sq ft", speech.dollars(result["pricePerSquareFoot"]) if result.get("pricePerSquareFoot") else ""),
        ("Time to an accepted offer", _number(result.get("averageTimeOnMarket"), " days on average")),
        ("Sale price to last list price", _number(result.get("saleToList"), " %")),
        ("For sale today", _number(result.get("activeListings"), "")),
        ("Under contract today", _number(result.get("pendingListings"), "")),
    ]
    lines = [f"- {label}: {value}" for label, value in rows if value]
    if result.get("priceChange") is not None and result.get("priceChangeBasis"):
        lines.append(f"- Price change: {result['priceChange']:+g} %, by the {_compared(result)}")
    return "\n".join(lines)


def _number(value: float | None, unit: str) -> str:
    return "" if value is None else f"{value:,}{unit}"


def _basis(result: Json) -> str:
    sold = speech.count(result.get("soldListings", result.get("n", 0)), "sale")
    return f"That rests on {sold} in {_place(result)}, {result['period']['label']}."


def _place(result: Json) -> str:
    return f"{result['area']} ({result['propertyType']})" if result.get("propertyType") else str(result["area"])


def _by_month(result: Json) -> str:
    months = result.get("series", [])[-MOST_MONTHS:]
    if not months:
        return "No sales are recorded by month."
    rows = [
        f"| {speech.month(each['month'])}{' (part)' if each.get('partial') else ''} | "
        f"{speech.dollars(each['medianPrice']) if each.get('medianPrice') is not None else '-'} | {each['sold']} |"
        for each in months
    ]
    table = "\n".join(["| Month | Median price | Sold |", "| --- | ---: | ---: |", *rows])
    if any(each.get("medianPrice") is None for each in months):
        table += "\n\nA dash stands where there were too few sales for a median."
    return table


def _unknown(result: Json, figures: list[str]) -> list[str]:
    """Why a figure is missing: for those asked about, or, where none was named, for all."""
    reasons = result.get("reasons") or {}
    wanted = {_WIRE[name] for name in figures} if figures else set(reasons)
    said = list(dict.fromkeys(text for name, text in reasons.items() if name in wanted and result.get(name) is None))
    return [" ".join(said)] if said else []


def _median(result: Json) -> str:
    value = result.get("medianPrice")
    return (
        ""
        if value is None
        else f"The median price in {_place(result)} is **{speech.dollars(value)}**{_direction(result)}."
    )


def _average(result: Json) -> str:
    value = result.get("averagePrice")
    return "" if value is None else f"The average price in {_place(result)} is **{speech.dollars(value)}**."


def _per_square_foot(result: Json) -> str:
    value = result.get("pricePerSquareFoot")
    return (
        ""
        if value is None
        else f"Homes in {_place(result)} sold for **{speech.dollars(value)} a square foot** (median)."
    )


def _change(result: Json) -> str:
    change = result.get("priceChange")
    if change is None:
        return ""
    moved = "did not change" if change == 0 else f"{'rose' if change > 0 else 'fell'} **{abs(change):g} %**"
    basis = f", by the {_compared(result)}" if result.get("priceChangeBasis") else ""
    return f"Prices in {_place(result)} {moved}{basis}."


def _compared(result: Json) -> str:
    """What the change compares: "median of May 2026 (20 sales) against May 2025 (12 sales)"."""
    basis = str(result["priceChangeBasis"]).rstrip(".")
    return basis[0].lower() + basis[1:]


def _time(result: Json) -> str:
    days = result.get("averageTimeOnMarket")
    return "" if days is None else f"Homes in {_place(result)} took **{days:g} days** on average to an accepted offer."


def _supply(result: Json) -> str:
    months = result.get("monthsOfSupply")
    return "" if months is None else f"{_place(result)} has **{months:g} months of supply**."


def _sale_to_list(result: Json) -> str:
    share = result.get("saleToList")
    return (
        ""
        if share is None
        else f"Homes in {_place(result)} sold for **{share:g} %** of their last list price on average."
    )


def _competition(result: Json) -> str:
    level = result.get("competitionLevel")
    if not level:
        return ""
    supply = f", with {result['monthsOfSupply']:g} months of supply" if result.get("monthsOfSupply") is not None else ""
    return f"Competition among buyers in {_place(result)} is **{level.lower()}**{supply}."


FIGURES: dict[str, Callable[[Json], str]] = {
    "median": _median,
    "typical_price": _median,
    "average": _average,
    "price_per_square_foot": _per_square_foot,
    "price_change": _change,
    "time_on_market": _time,
    "months_of_supply": _supply,
    "sale_to_list": _sale_to_list,
    "competition": _competition,
}
_WIRE = {
    "median": "medianPrice", "typical_price": "medianPrice", "average": "averagePrice",
    "price_per_square_foot": "pricePerSquareFoot", "price_change": "priceChange",
    "time_on_market": "averageTimeOnMarket", "months_of_supply": "monthsOfSupply", "sale_to_list": "saleToList",
    "competition": "competitionLevel",
}  # fmt: skip


def side_by_side(result: Json) -> list[str]:
    """Areas in a table with their number of sales; the dearest by its median first."""
    areas = result["areas"]
    known = sorted((each for each in areas if each["medianPrice"] is not None), key=lambda each: -each["medianPrice"])
    opening = f"Sales in {result['period']['label']}, side by side."
    if len(known) > 1:
        prices = " and ".join(speech.dollars(each["medianPrice"]) for each in (known[0], known[-1]))
        opening = (
            f"**{known[0]['area']} is dearer than {known[-1]['area']}** by the median sale price: {prices}, "
            f"{result['period']['label']}."
        )
    rows = [f"| | {' | '.join(each['area'] for each in areas)} |", f"| --- |{' ---: |' * len(areas)}"]
    for label, name, say in _SIDE_BY_SIDE:
        values = [each.get(name) for each in areas]
        rows.append(f"| {label} | {' | '.join('not known' if value is None else say(value) for value in values)} |")
    reasons = list(dict.fromkeys(text for each in areas for text in (each.get("reasons") or {}).values()))
    said = [opening, "\n".join(rows), " ".join(reasons), " ".join(result.get("notes") or [])]
    return [*filter(None, said), f"Next: “homes in {areas[0]['area']}”, or compare other areas."]


_SIDE_BY_SIDE: list[tuple[str, str, Callable]] = [
    ("Median price", "medianPrice", speech.dollars),
    ("Price per sq ft", "pricePerSquareFoot", speech.dollars),
    ("Change", "priceChange", lambda value: f"{value:+g} %"),
    ("Days to an offer", "averageTimeOnMarket", lambda value: f"{value:g}"),
    ("Months of supply", "monthsOfSupply", lambda value: f"{value:g}"),
    ("Sales (n)", "n", str),
]
