"""From what a question says to the arguments of a search: new, or the last search changed."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agent.llm.offline.reading import Reading

Json = dict[str, Any]
PLACE_ARGUMENTS = ("city", "state", "county", "postalCode", "neighborhood", "near")
# Bounds of one thing: naming either end anew lets go of a contradicting other one.
PAIRS = [
    ("minPrice", "maxPrice"),
    ("minBathrooms", "maxBathrooms"),
    ("minLivingArea", "maxLivingArea"),
    ("minYearBuilt", "maxYearBuilt"),
]


def stated(reading: Reading, place: Json, property_types: list[str]) -> Json:
    """The arguments that this question alone gives."""
    arguments: Json = dict(place)
    arguments |= reading.arguments
    if reading.types or reading.not_types:
        arguments["propertyType"] = wanted_types(reading, property_types)
    if reading.features:
        arguments["features"] = list(reading.features)
    if reading.without:
        arguments["excludeFeatures"] = list(reading.without)
    if reading.left_out:
        arguments["excludePlaces"] = list(reading.left_out)
    if reading.keywords:
        arguments["keywords"] = " ".join(reading.keywords)
    if reading.period:
        first, last = reading.period
        arguments |= {"closedAfter": first.isoformat()} if first else {}
        arguments |= {"closedBefore": last.isoformat()} if last else {}
        arguments.setdefault("status", "Sold")
    if reading.sort:
        arguments["sort"] = reading.sort
    return arguments


def wanted_types(reading: Reading, property_types: list[str]) -> list[str]:
    """The kinds asked for; "no condos" alone means every other kind."""
    wider = {kind for unwanted in reading.not_types for kind in _INCLUDED_IN.get(unwanted, ())}
    unwanted = {*reading.not_types, *(() if reading.types else wider)}
    return [kind for kind in reading.types or property_types if kind not in unwanted]


def refined(before: Json, reading: Reading, place: Json, property_types: list[str]) -> Json:
    """The last search with what this question changes; every other condition stays."""
    new = stated(reading, place, property_types)
    arguments = _lift(before, reading)
    if reading.adds:
        for name in place.keys() & before.keys() - {"near"}:
            new[name] = list(dict.fromkeys([*as_list(before[name]), *as_list(place[name])]))
    only_place = not (reading.has_conditions or reading.sort)
    if reading.adds_place and only_place:
        for name in place.keys() & before.keys() - {"near"}:
            new[name] = list(dict.fromkeys([*as_list(before[name]), *as_list(place[name])]))
    if reading.adds and "propertyType" in new and before.get("propertyType") and not reading.not_types:
        new["propertyType"] = list(dict.fromkeys([*as_list(before["propertyType"]), *new["propertyType"]]))
    if place and "excludePlaces" in new:  # "St. Johns, not Kenton" after Kenton: it is replaced, not left out
        replaced = {each for name in PLACE_ARGUMENTS[:-1] for each in as_list(before.get(name))}
        new["excludePlaces"] = [each for each in new["excludePlaces"] if each not in replaced]
        if not new["excludePlaces"]:
            new.pop("excludePlaces")
    if place and _lets_back_in(arguments, place, reading):
        back = {str(each) for name in place for each in as_list(place[name])}
        reading.lifted_features += sorted(back)
        kept = [each for each in as_list(arguments.pop("excludePlaces")) if each not in back]
        return arguments | ({"excludePlaces": kept} if kept else {})
    if place:
        arguments = {name: value for name, value in arguments.items() if name not in PLACE_ARGUMENTS}
    if reading.budget_change and "maxPrice" in before:
        new["maxPrice"] = max(before["maxPrice"] + reading.budget_change, 0)
    new |= renumbered(before, reading)
    if {"minBedrooms", "maxBedrooms"} & new.keys():
        arguments = _without(arguments, "minBedrooms", "maxBedrooms")
    if {"closedAfter", "closedBefore"} & new.keys() and not _ends_period(before, new, reading):
        arguments = _without(arguments, "closedAfter", "closedBefore")
    if new.get("status", "Sold") != "Sold":
        arguments = _without(arguments, "closedAfter", "closedBefore")
    if place and not reading.adds and "excludePlaces" in arguments:  # what lies elsewhere has nothing to leave out
        cities = [str(each).split(",")[0] for each in as_list(place.get("city"))]
        arguments["excludePlaces"] = [
            each for each in arguments["excludePlaces"] if any(city in each for city in cities)
        ]
        arguments = arguments if arguments["excludePlaces"] else _without(arguments, "excludePlaces")
    if "excludePlaces" in arguments:
        asked_for = {each for value in place.values() for each in as_list(value) if isinstance(each, str)}
        kept = [each for each in as_list(arguments.pop("excludePlaces")) if each not in asked_for]
        arguments |= {"excludePlaces": kept} if kept else {}
    if "excludePlaces" in new:
        new["excludePlaces"] = list(dict.fromkeys([*as_list(arguments.get("excludePlaces")), *new["excludePlaces"]]))
    if "keywords" in new and "keywords" in arguments:
        new["keywords"] = f"{arguments['keywords']} {new['keywords']}"
    _leave_out(arguments, new, reading.left_out)
    _merge_lists(arguments, new)
    if reading.not_types and not reading.types and before.get("propertyType"):
        kept = [kind for kind in as_list(before["propertyType"]) if kind not in reading.not_types]
        new["propertyType"] = kept or new["propertyType"]
    for low, high in PAIRS:
        if low in new and high not in new and arguments.get(high, new[low]) < new[low]:
            arguments.pop(high)
        if high in new and low not in new and arguments.get(low, new[high]) > new[high]:
            arguments.pop(low)
    return arguments | new


def _ends_period(before: Json, new: Json, reading: Reading) -> bool:
    """ "Only up to August 31", after "since July": the other end of the time stays."""
    first = new.get("closedAfter") or before.get("closedAfter")
    last = new.get("closedBefore") or before.get("closedBefore")
    one_end = len({"closedAfter", "closedBefore"} & new.keys()) == 1
    return one_end and bool(first and last and first <= last) and bool(_ONLY.search(reading.text.lower()))


_ONLY = re.compile(r"\b(?:only|just|but|up to|until|till|not after|not before|no later|cut)\b")
_BACK_IN = re.compile(r"\b(?:include|again|fine|ok(?:ay)?|back|allow(?:ed)?|after all|too|also|add|can stay)\b")


def _lets_back_in(before: Json, place: Json, reading: Reading) -> bool:
    """ "Capitol Hill is fine after all": a place that was left out no longer is, and the rest stays."""
    out = {str(each) for each in as_list(before.get("excludePlaces"))}
    named = {str(each) for name in place for each in as_list(place[name])}
    nothing_else = not (reading.arguments or reading.features or reading.types)
    return bool(named) and named <= out and nothing_else and bool(_BACK_IN.search(reading.text.lower()))


def renumbered(before: Json, reading: Reading) -> Json:
    """What "make that 850" changes: the one condition before of about that size; {} where none is, or several."""
    number = reading.bare_number
    if not number:
        return {}
    rooms = [name for name in _ROOMS if name in before] if number < MOST_ROOMS and number % 1 == 0 else []
    rooms = rooms or [name for name in _BATHS if name in before and number < MOST_ROOMS]
    near: Json = dict.fromkeys(rooms, number)
    near |= {name: number for name in _SIZES if name in before and _alike(before[name], number)}
    for dollars in (number * 1_000, number * 1_000_000):
        near |= {name: round(dollars) for name in _PRICES if name in before and _alike(before[name], dollars)}
    if rooms and number % 1 == 0:
        near = {name: value for name, value in near.items() if name in rooms}  # "make that 4": rooms, not millions
    near = _likest(before, near)
    if len({name[3:] for name in near}) != 1 or len({before[name] for name in near}) != 1:
        return {}
    return near | ({"maxBedrooms": number} if reading.exactly and "minBedrooms" in near else {})


def _likest(before: Json, near: Json) -> Json:
    """Of several conditions that a number may change the one it is close to, where it is far from the others."""
    apart = {name: abs(math.log(value / before[name])) if before[name] else 0.0 for name, value in near.items()}
    close = {name for name, far in apart.items() if far <= CLOSE}
    far_off = all(far >= 2 * CLOSE for name, far in apart.items() if name not in close)
    return {name: value for name, value in near.items() if name in close} if close and far_off else near


CLOSE = 0.2  # about a fifth either way


def _alike(known: float, number: float) -> bool:
    """Whether one number may take the other's place."""
    return 1 / 3 <= number / known <= 3 if known else False


MOST_ROOMS = 10
_ROOMS = ("minBedrooms", "maxBedrooms")
_BATHS = ("minBathrooms", "maxBathrooms")
_SIZES = ("minLotSize", "minLivingArea", "maxLivingArea", "minYearBuilt", "maxYearBuilt")
_PRICES = ("maxPrice", "minPrice")


def _lift(before: Json, reading: Reading) -> Json:
    """The last search without what is no longer asked for."""
    arguments = {name: value for name, value in before.items() if name not in reading.lifted}
    for name in ("features", "excludeFeatures"):
        kept = [each for each in as_list(arguments.pop(name, None)) if each not in reading.lifted_features]
        arguments |= {name: kept} if kept else {}
    return arguments


def _leave_out(arguments: Json, new: Json, left_out: list[str]) -> None:
    """ "Not Kirkland", after "Seattle or Kirkland", takes it out of those two; after "Kirkland" it lifts that place."""
    for name in PLACE_ARGUMENTS[:-1]:
        before = as_list(arguments.get(name))
        kept = [each for each in before if each not in left_out]
        if kept == before:
            continue
        arguments.pop(name)
        if kept:
            arguments[name] = kept if len(kept) > 1 else kept[0]
            new["excludePlaces"] = [each for each in new["excludePlaces"] if each not in before]
    if not new.get("excludePlaces", True):
        new.pop("excludePlaces")


def _merge_lists(arguments: Json, new: Json) -> None:
    """Wanted features add up; naming one the other way round moves it."""
    for name, opposite in (("features", "excludeFeatures"), ("excludeFeatures", "features")):
        if name not in new:
            continue
        arguments[opposite] = [each for each in as_list(arguments.get(opposite)) if each not in new[name]]
        new[name] = list(dict.fromkeys([*as_list(arguments.get(name)), *new[name]]))
        if not arguments[opposite]:
            arguments.pop(opposite)


def as_list(value: Any) -> list[Any]:
    """[] for None, [value] for one."""
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def _without(arguments: Json, *names: str) -> Json:
    return {name: value for name, value in arguments.items() if name not in names}


# A kind that includes the unwanted one would let it in again.
_INCLUDED_IN = {"condo": {"apartment"}, "co-op": {"apartment"}, "duplex": {"multi-family"},
                "triplex": {"multi-family"}, "fourplex": {"multi-family"}}  # fmt: skip
