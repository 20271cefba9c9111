"""Figures and conditions in words: "$825,000", "3+ bedrooms, up to $900,000, Portland, OR", one line for a home."""

from __future__ import annotations

import calendar
from datetime import date
from typing import Any

from agent.llm.offline.conditions import as_list
from agent.llm.offline.words import STATES

Json = dict[str, Any]
SORTS = {
    "price": "cheapest first", "-price": "most expensive first", "newest": "newest first", "oldest": "oldest first",
    "-livingArea": "largest first", "livingArea": "smallest first",
    "pricePerSquareFoot": "lowest price per square foot first", "-yearBuilt": "newest built first",
    "yearBuilt": "oldest built first", "-lotSize": "largest lot first",
    "-bedrooms": "most bedrooms first", "-bathrooms": "most baths first", "distance": "nearest first",
}  # fmt: skip
_STATUS = {
    "Active": "for sale", "Sold": "sold", "Closed": "sold", "Any": "of any status", "Pending": "with a sale pending",
    "Active Under Contract": "under contract",
}  # fmt: skip


def dollars(value: float | None) -> str:
    """$825,000; cents only below $1,000, where they matter."""
    if value is None:
        return "unknown"
    return f"${value:,.0f}" if value >= 1_000 or value == int(value) else f"${value:,.2f}"


def count(value: int, one: str, many: str | None = None) -> str:
    """ "1 home", "1,512 homes"."""
    return f"{value:,} {one if value == 1 else many or one + 's'}"


def day(value: str | date | None) -> str:
    """March 14, 2015."""
    if value is None:
        return "an unknown day"
    when = value if isinstance(value, date) else date.fromisoformat(value[:10])
    return f"{calendar.month_name[when.month]} {when.day}, {when.year}"


def month(value: str) -> str:
    """Mar 2015, for "2015-03"."""
    return f"{calendar.month_abbr[int(value[5:7])]} {value[:4]}"


def homes(arguments: Json, total: int, *, lower_bound: bool = False) -> str:
    """ "41 homes for sale"."""
    status = str(
        arguments.get("status") or ("Sold" if "closedAfter" in arguments or "closedBefore" in arguments else "Active")
    )
    number = f"more than {count(total, 'home')}" if lower_bound else count(total, "home") if total else "no homes"
    return f"{number} {_STATUS.get(status, f'with status {status}')}"


def conditions(arguments: Json, property_types: list[str]) -> str:
    """Every condition of a search, as understood: the answer to "did it hear me?"."""
    parts = [
        _range(arguments, "minBedrooms", "maxBedrooms", _bedrooms),
        f"{arguments['minBathrooms']:g}+ baths" if "minBathrooms" in arguments else "",
        f"up to {arguments['maxBathrooms']:g} baths" if "maxBathrooms" in arguments else "",
        _range(arguments, "minPrice", "maxPrice", _prices),
        _range(arguments, "minLivingArea", "maxLivingArea", _areas),
        f"a lot of at least {arguments['minLotSize']:,} sq ft" if "minLotSize" in arguments else "",
        _range(arguments, "minYearBuilt", "maxYearBuilt", _years),
        _types(as_list(arguments.get("propertyType")), property_types),
        _joined("with", as_list(arguments.get("features")), "and"),
        _joined("without", as_list(arguments.get("excludeFeatures")), "or"),
        _near(arguments.get("near")),
        f"described with {arguments['keywords']}" if "keywords" in arguments else "",
        _places(arguments),
        _joined("not in", as_list(arguments.get("excludePlaces")), "or"),
        _range(arguments, "closedAfter", "closedBefore", _sold),
    ]
    return ", ".join(part for part in parts if part)


def line(home: Json) -> str:
    """**$825,000** · 3 bd · 2 ba · 1,840 sq ft · 123 Oak Street, Portland (L001)."""
    facts = [
        f"**{dollars(home.get('price'))}**" if home.get("price") is not None else "price not given",
        f"{home['bedroomsTotal']} bd" if home.get("bedroomsTotal") is not None else "",
        f"{home['bathroomsTotal']:g} ba" if home.get("bathroomsTotal") is not None else "",
        f"{home['livingArea']:,} sq ft" if home.get("livingArea") else "",
        f"sold {day(home['closeDate'])}" if home.get("closeDate") else "",
        f"{home['distanceMiles']:g} mi away" if home.get("distanceMiles") is not None else "",
        f"{address(home)} ({home['listingId']})",
    ]
    return " · ".join(fact for fact in facts if fact)


def address(home: Json) -> str:
    """ "123 Oak Street, Portland"; where the seller withholds the street, the city."""
    return ", ".join(part for part in (home.get("unparsedAddress"), home.get("city")) if part) or "address withheld"


def listed(items: list[str], word: str = "and") -> str:
    """ "a, b and c"."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {word} {items[-1]}" if items else ""


def _range(arguments: Json, low: str, high: str, say: Any) -> str:
    least, most = arguments.get(low), arguments.get(high)
    return "" if least is None and most is None else say(least, most)


def _bedrooms(least: int | None, most: int | None) -> str:
    if least == most:
        return "studios" if least == 0 else count(least, "bedroom")
    if most is None:
        return f"{least}+ bedrooms"
    return f"up to {count(most, 'bedroom')}" if least is None else f"{least} to {most} bedrooms"


def _prices(least: int | None, most: int | None) -> str:
    if most is None:
        return f"from {dollars(least)}"
    return f"up to {dollars(most)}" if least is None else f"{dollars(least)} to {dollars(most)}"


def _areas(least: int | None, most: int | None) -> str:
    if most is None:
        return f"at least {least:,} sq ft"
    return f"up to {most:,} sq ft" if least is None else f"{least:,} to {most:,} sq ft"


def _years(least: int | None, most: int | None) -> str:
    if least == most:
        return f"built in {least}"
    if most is None:
        return f"built {least} or later"
    return f"built {most} or earlier" if least is None else f"built {least} to {most}"


def _sold(first: str | None, last: str | None) -> str:
    if last is None:
        return f"sold since {day(first)}"
    return f"sold by {day(last)}" if first is None else f"sold {day(first)} to {day(last)}"


def _types(wanted: list[str], known: list[str]) -> str:
    if len(wanted) > 5 and len(wanted) > len(known) / 2:
        return _joined("no", [kind for kind in known if kind not in wanted], "or")
    return listed(wanted, "or")


def _joined(word: str, names: list[str], conjunction: str) -> str:
    return f"{word} {listed(names, conjunction)}" if names else ""


def _near(near: Json | None) -> str:
    if not near:
        return ""
    miles = near["miles"]
    return f"within {miles:g} mile{'' if miles == 1 else 's'} of {near['latitude']:g}, {near['longitude']:g}"


def _places(arguments: Json) -> str:
    if arguments.get("postalCode") and isinstance(arguments.get("city"), str):
        return f"{listed(as_list(arguments['postalCode']), 'or')} in {arguments['city']}"  # both, not either
    named = [name for key in ("neighborhood", "postalCode", "city", "county") for name in as_list(arguments.get(key))]
    states = [STATES[name].title() if name in STATES else name for name in as_list(arguments.get("state"))]
    return listed([*named, *states], "or")
