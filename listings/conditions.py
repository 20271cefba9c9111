"""A SearchQuery -> the conditions it sets, each one named, in words, and as a database condition."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from listings import distance, features, keywords, places
from listings.gazetteer import COLUMNS
from listings.models import ListingFeature, StandardStatus
from listings.places import Kind, Place
from listings.query import SearchQuery, UnclearSearch
from realestate.wire import plain_number

_STATUS_WORDS = {
    "sold": StandardStatus.CLOSED,
    "recently sold": StandardStatus.CLOSED,
    "for sale": StandardStatus.ACTIVE,
    "available": StandardStatus.ACTIVE,
    "on the market": StandardStatus.ACTIVE,
    "under contract": StandardStatus.ACTIVE_UNDER_CONTRACT,
    "contingent": StandardStatus.ACTIVE_UNDER_CONTRACT,
    "cancelled": StandardStatus.CANCELED,
    "off market": StandardStatus.WITHDRAWN,
} | {status.value.casefold(): status for status in StandardStatus}
_SHOWN_STATUS = {
    StandardStatus.ACTIVE: "for sale",
    StandardStatus.ACTIVE_UNDER_CONTRACT: "under contract",
    StandardStatus.CLOSED: "sold",
}
_ANY_STATUS = frozenset({"any", "all", "*"})


@dataclass(frozen=True)
class Condition:
    """One condition of a search.

    argument: its name on the wire, e.g. "maxPrice". value: normalised, e.g. "Portland, OR" for "portlnd".
    words: as a person says it, e.g. "at most $500,000". columns: the Listing fields it reads.
    """

    argument: str
    value: Any
    words: str
    q: Q = field(compare=False, repr=False)
    columns: tuple[str, ...] = ()


@dataclass
class Understood:
    """What was understood of a search, and what has to be said about it."""

    conditions: list[Condition] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    status: str = StandardStatus.ACTIVE


def understand(query: SearchQuery) -> Understood:
    """The conditions of this search. Raises UnclearSearch where a value means nothing, or several things."""
    understood = Understood()
    _add_places(query, understood)
    _add_ranges(query, understood)
    _add_kinds(query, understood)
    _add_features(query, understood)
    if query.keywords.strip():
        _add_keywords(query.keywords, understood)
    if query.near:
        circle = query.near
        shown = circle.model_dump(by_alias=True)
        words = f"within {plain_number(circle.miles)} miles of {circle.latitude:.4f}, {circle.longitude:.4f}"
        understood.conditions.append(Condition("near", shown, words, distance.within(circle), ("latitude",)))
    _add_status(query, understood)
    return understood


# --- Places -----------------------------------------------------------------------------------------------------------
def _add_places(query: SearchQuery, understood: Understood) -> None:
    states = tuple(_state(text) for text in query.state)
    arguments: list[tuple[str, Kind, tuple[str, ...]]] = [
        ("city", "city", query.city),
        ("county", "county", query.county),
        ("postalCode", "postal_code", query.postal_code),
        ("neighborhood", "neighborhood", query.neighborhood),
    ]
    cities: list[Place] = []
    for argument, kind, texts in arguments:
        found = [_place(text, argument, kind, states, cities, understood.notes) for text in texts]
        if argument == "city":
            cities = [place for place in found if place.kind == "city"]
        if found:
            shown = [place.label for place in found]
            anywhere = _any_of(place.filters() for place in found)
            words = "in " + " or ".join(shown)
            understood.conditions.append(Condition(argument, _one_or_all(shown), words, anywhere, (COLUMNS[kind],)))
    if states:
        named = [Place("state", code, state=code) for code in states]
        words = "in " + " or ".join(place.label for place in named)
        anywhere = Q(state_or_province__in=states)
        understood.conditions.append(Condition("state", _one_or_all(states), words, anywhere, ("state_or_province",)))
    for text in query.exclude_places:
        found = places.resolve(text, states=states)
        place = _the_one(found, text, "excludePlaces", cities, understood.notes)
        words, column = f"not in {place.label}", (COLUMNS[place.kind],)
        understood.conditions.append(Condition("excludePlaces", place.label, words, ~place.filters(), column))


def _state(text: str) -> str:
    code = places.state_code(text)
    if code is None:
        found = places.resolve(text, kinds=("state",))
        if len(found) != 1:
            raise UnclearSearch(f"{text!r} is no US state. Use its name or two-letter code, e.g. 'WA'.")
        code = found[0].name
    return code


def _place(
    text: str, argument: str, kind: Kind, states: tuple[str, ...], cities: list[Place], notes: list[str]
) -> Place:
    """The one place a text means here: of the argument's kind if there is one, in the states and cities named."""
    # A place of another kind under the wrong argument is used for what it is: models mix up city and neighbourhood.
    found = places.resolve(text, kinds=(kind,), states=states) or places.resolve(text, states=states)
    place = _the_one(found, text, argument, cities, notes)
    if place.kind != kind:
        notes.append(f"{place.label} is a {_KIND_WORDS[place.kind]} and was searched as one.")
    if not place.listings and not any(note.startswith("No listings are loaded") for note in notes):
        most = [each.label for each in places.loaded_places() if each.kind == "city"][:5]
        where = f" There are homes in {', '.join(most)}." if most else ""
        notes.append(f"No listings are loaded for {place.label}.{where}")
    return place


def _the_one(found: list[Place], text: str, argument: str, cities: list[Place], notes: list[str]) -> Place:
    inside = [place for place in found if not cities or place.city in {city.name for city in cities}]
    found = inside or found
    if not found:
        raise UnclearSearch(_unknown_place(text, argument))
    if len(found) > 1:
        raise UnclearSearch(_several_places(text, found))
    if found[0].guessed:
        notes.append(f"{text!r} was read as {found[0].label}.")
    return found[0]


_KIND_WORDS: dict[Kind, str] = {
    "city": "city",
    "county": "county",
    "state": "state",
    "postal_code": "zip code",
    "neighborhood": "neighborhood",
}


def _unknown_place(text: str, argument: str) -> str:
    similar = [place.label for place in places.suggestions(text)]
    advice = f"Did you mean {' or '.join(similar)}?" if similar else "Use findPlaces to look a place up."
    return f"No place called {text!r} is known ({argument}). {advice}"


def _several_places(text: str, found: list[Place]) -> str:
    shown = [f"{place.label} ({place.listings} listings)" if place.listings else place.label for place in found[:5]]
    return f"{text!r} can mean {', '.join(shown)}. Say which, e.g. {found[0].label!r}."


# --- Amounts ----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Range:
    """A lowest or highest value of one Listing field. words: `{}` stands for the value."""

    argument: str
    name: str
    column: str
    lookup: str
    words: str
    shown: Callable[[Any], str] = str


def _dollars(value: float) -> str:
    return f"${value:,.0f}"


def _area(value: float) -> str:
    return f"{value:,} sq ft"


RANGES = (
    Range("minPrice", "min_price", "price", "gte", "at least {}", _dollars),
    Range("maxPrice", "max_price", "price", "lte", "at most {}", _dollars),
    Range("minBedrooms", "min_bedrooms", "bedrooms_total", "gte", "{} or more bedrooms"),
    Range("maxBedrooms", "max_bedrooms", "bedrooms_total", "lte", "at most {} bedrooms"),
    Range("minBathrooms", "min_bathrooms", "bathrooms_total", "gte", "{} or more baths"),
    Range("maxBathrooms", "max_bathrooms", "bathrooms_total", "lte", "at most {} baths"),
    Range("minLivingArea", "min_living_area", "living_area", "gte", "at least {}", _area),
    Range("maxLivingArea", "max_living_area", "living_area", "lte", "at most {}", _area),
    Range("minLotSize", "min_lot_size", "lot_size_square_feet", "gte", "a lot of at least {}", _area),
    Range("minYearBuilt", "min_year_built", "year_built", "gte", "built {} or later"),
    Range("maxYearBuilt", "max_year_built", "year_built", "lte", "built {} or earlier"),
    Range("closedAfter", "closed_after", "close_date", "gte", "sold on or after {}"),
    Range("closedBefore", "closed_before", "close_date", "lte", "sold on or before {}"),
)


def _add_ranges(query: SearchQuery, understood: Understood) -> None:
    for low, high in (
        ("min_price", "max_price"),
        ("min_bedrooms", "max_bedrooms"),
        ("min_bathrooms", "max_bathrooms"),
        ("min_living_area", "max_living_area"),
        ("min_year_built", "max_year_built"),
        ("closed_after", "closed_before"),
    ):
        least, most = getattr(query, low), getattr(query, high)
        if least is not None and most is not None and least > most:
            names = {each.name: each.argument for each in RANGES}
            raise UnclearSearch(f"{names[low]} {least} is above {names[high]} {most}: nothing can match. Swap them?")
    for each in RANGES:
        value = getattr(query, each.name)
        if value is None:
            continue
        if isinstance(value, float):
            value = plain_number(value) if math.isfinite(value) else value
        q = Q(**{f"{each.column}__{each.lookup}": value})
        shown = value.isoformat() if hasattr(value, "isoformat") else value
        understood.conditions.append(
            Condition(each.argument, shown, each.words.format(each.shown(value)), q, (each.column,))
        )


# How the two ends of a range are said as one condition: when they differ, and when they are the same.
_BOTH_ENDS = {
    ("minPrice", "maxPrice"): ("{} to {}", "exactly {}"),
    ("minBedrooms", "maxBedrooms"): ("{} to {} bedrooms", "{} bedrooms"),
    ("minLivingArea", "maxLivingArea"): ("{} to {}", "exactly {}"),
    ("minYearBuilt", "maxYearBuilt"): ("built {} to {}", "built in {}"),
}


def in_words(conditions: list[Condition]) -> list[str]:
    """The conditions as a person says them; the ends of a range are one: "3 bedrooms", "$500,000 to $750,000"."""
    value = {condition.argument: condition.value for condition in conditions}
    shown = {each.argument: each.shown for each in RANGES}
    together = {}
    for (low, high), (different, same) in _BOTH_ENDS.items():
        if low in value and high in value:
            ends = shown[low](value[low]), shown[high](value[high])
            together[low] = same.format(ends[0]) if ends[0] == ends[1] else different.format(*ends)
            together[high] = ""
    said = [together.get(condition.argument, condition.words) for condition in conditions]
    return [words for words in said if words]


# --- Kinds, features, status ------------------------------------------------------------------------------------------
def _add_kinds(query: SearchQuery, understood: Understood) -> None:
    names, kinds = [], []
    for text in query.property_type:
        kind = features.kind_of_home(text)
        if kind is None:
            known = ", ".join(features.KINDS)
            raise UnclearSearch(f"{text!r} is no known kind of home. Use one of {known}, or a RESO PropertySubType.")
        names.append(kind[0])
        kinds.append(kind[1])
    if not names or "home" in names:
        return
    types = [each for kind in kinds for each in kind.property_types]
    sub_types = [each for kind in kinds for each in kind.property_sub_types]
    q = _any_of(
        Q(**{f"{column}__in": values})
        for column, values in (("property_type", types), ("property_sub_type", sub_types))
        if values
    )
    columns = ("property_type",) * bool(types) + ("property_sub_type",) * bool(sub_types)
    understood.conditions.append(Condition("propertyType", _one_or_all(names), "a " + " or ".join(names), q, columns))


def _add_keywords(text: str, understood: Understood) -> None:
    found = keywords.terms(text)
    if not found:
        understood.notes.append(f"“{text.strip()}” holds no word to look for, so it was left out.")
        return
    value = " ".join(str(term) for term in found)
    q = keywords.condition(found)
    understood.conditions.append(Condition("keywords", value, keywords.in_words(found), q, ("public_remarks",)))


def _add_features(query: SearchQuery, understood: Understood) -> None:
    for text in query.features:
        name = _feature(text, understood.notes)
        understood.conditions.append(Condition("features", name, f"with {name}", _has(name), ("features",)))
    for text in query.exclude_features:
        name = _feature(text, understood.notes)
        understood.conditions.append(Condition("excludeFeatures", name, f"without {name}", ~_has(name), ("features",)))


def _feature(text: str, notes: list[str]) -> str:
    name = features.feature_named(text)
    if name is None:
        name = " ".join(text.casefold().split())[:60]
        if not ListingFeature.objects.filter(name=name).exists():
            notes.append(f"No listing records {name!r} as a feature; that says nothing about whether homes have it.")
    return name


def _has(name: str) -> Q:
    # IN, not EXISTS: SQLite then starts from the few homes that have the feature instead of asking each home.
    having = ListingFeature.objects.filter(name__in=features.stored_names(name)).values("listing")
    return Q(pk__in=having)


def _add_status(query: SearchQuery, understood: Understood) -> None:
    text = " ".join(query.status.casefold().split())
    if not text:
        closing = query.closed_after or query.closed_before
        text = "closed" if closing else "active"
    if text in _ANY_STATUS:
        understood.status = "Any"
        return
    status = _STATUS_WORDS.get(text) or _STATUS_WORDS.get(_spaced(query.status))
    if status is None or status in (StandardStatus.DELETE, StandardStatus.INCOMPLETE):
        raise UnclearSearch(
            f"{query.status!r} is no status to search by. Use Active, Pending, Sold, Any, Active Under Contract, "
            "Coming Soon, Hold, Withdrawn, Canceled or Expired."
        )
    understood.status = status
    words = _SHOWN_STATUS.get(status, status.value.lower())
    understood.conditions.append(
        Condition("status", status.value, words, Q(standard_status=status), ("standard_status",))
    )


def _spaced(text: str) -> str:
    """ "active under contract" for RESO's key ActiveUnderContract."""
    return "".join(f" {letter}" if letter.isupper() else letter for letter in text).strip().casefold()


def _any_of(conditions: Iterable[Q]) -> Q:
    either = Q()
    for condition in conditions:
        either |= condition
    return either


def _one_or_all(values: Iterable[str]) -> str | list[str]:
    listed = list(values)
    return listed[0] if len(listed) == 1 else listed
