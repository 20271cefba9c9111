"""The places there are: those of the loaded listings, and every US city, county and zip code by name."""

from __future__ import annotations

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

import zipcodes
from django.db import connection
from django.db.models import Count, Q

from listings.models import Listing
from listings.states import STATES

Kind = Literal["city", "county", "state", "postal_code", "neighborhood"]
COLUMNS: dict[Kind, str] = {
    "city": "city",
    "county": "county_or_parish",
    "state": "state_or_province",
    "postal_code": "postal_code",
    "neighborhood": "subdivision_name",
}
_COUNTY_WORDS = re.compile(r" (county|parish|borough|census area|municipality)$")
_LONG_FORMS = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}


@dataclass(frozen=True)
class Place:
    """A named area that a search can be limited to.

    listings: how many loaded listings lie in it, whatever their status; 0 for a place known by name only.
    spellings: how the listings write it. guessed: found by correcting a misspelling.
    """

    kind: Kind
    name: str
    city: str = ""
    county: str = ""
    state: str = ""
    listings: int = 0
    spellings: tuple[str, ...] = field(default=(), compare=False, repr=False)
    guessed: bool = False

    @property
    def label(self) -> str:
        """As people say it: "Seattle, WA", "98115 (Seattle, WA)", "King County, WA", "Washington"."""
        if self.kind == "state":
            return STATES.get(self.name, self.name)
        if self.kind == "postal_code":
            where = ", ".join(part for part in (self.city, self.state) if part)
            return f"{self.name} ({where})" if where else self.name
        if self.kind == "neighborhood":
            return ", ".join(part for part in (self.name, self.city, self.state) if part)
        name = self.name
        if self.kind == "county" and key(name) == key(name, "county"):
            name += " County"  # sources write "Multnomah"
        return ", ".join(part for part in (name, self.state) if part)

    def filters(self) -> Q:
        """The condition on Listing that says "in this place"; equality only, so that an index serves it."""
        spellings = self.spellings or (self.name,)
        column = COLUMNS[self.kind]
        inside = Q(**{column: spellings[0]}) if len(spellings) == 1 else Q(**{f"{column}__in": spellings})
        if self.kind == "neighborhood" and self.city:
            inside &= Q(city=self.city)
        if self.kind in ("city", "county", "neighborhood") and self.state:
            inside &= Q(state_or_province=self.state)
        return inside


def key(name: str, kind: Kind | None = None) -> str:
    """A name in the form names are compared in: "St. Louis" -> "saint louis", "King County" -> "king"."""
    words = re.sub(r"[^\w\s]", " ", name.casefold().replace("'", "")).split()
    plain = " ".join(_LONG_FORMS.get(word, word) for word in words)
    if kind == "county":
        return _COUNTY_WORDS.sub("", plain)
    return plain[:5] if kind == "postal_code" else plain


class Gazetteer:
    """Places by kind and comparison key, in the order given among namesakes."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.places = list(places)
        self._by_key: dict[tuple[Kind, str], list[Place]] = defaultdict(list)
        for place in self.places:
            self._by_key[place.kind, key(place.name, place.kind)].append(place)

    def named(self, name: str, kind: Kind) -> list[Place]:
        """Every place of that kind and name."""
        return self._by_key.get((kind, key(name, kind)), [])

    @functools.cached_property
    def names(self) -> dict[str, list[Place]]:
        """Cities, counties and neighbourhoods by comparison key, for correcting misspellings."""
        found: dict[str, list[Place]] = defaultdict(list)
        for (kind, name), places in self._by_key.items():
            if kind in ("city", "county", "neighborhood"):
                found[name].extend(places)
        return found


# --- The loaded listings ----------------------------------------------------------------------------------------------
_loaded: tuple[object, Gazetteer] | None = None


def loaded() -> Gazetteer:
    """The places of the listings that may be shown.

    Kept per process and read again when a listing was added or an import ended, in whichever process, which one
    small query tells.
    """
    global _loaded
    stamp = _stamp()
    if _loaded is None or _loaded[0] != stamp:
        _loaded = (stamp, Gazetteer(_places_of_listings()))
    return _loaded[1]


def forget() -> None:
    """Read the places anew at the next question: after listings were changed by hand or removed."""
    global _loaded
    _loaded = None


def _stamp() -> object:
    # Plain SQL, because every search asks: what the ORM takes to write it is more than the database takes to answer.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT max(id) FROM listings_listing), (SELECT max(last_imported_at) FROM listings_source)"
        )
        return connection.settings_dict["NAME"], cursor.fetchone()


def _places_of_listings() -> list[Place]:
    rows = (
        Listing.objects.displayable()
        .order_by()
        .values_list("city", "county_or_parish", "state_or_province", "postal_code", "subdivision_name")
        .annotate(count=Count("pk"))
    )
    found: dict[tuple, _Tally] = defaultdict(_Tally)
    for city, county, state, postal_code, neighborhood, count in rows:
        values = {"city": city, "county": county, "state": state}
        if city:
            found["city", key(city), state].add(city, values, count)
        if county:
            found["county", key(county, "county"), state].add(county, values, count)
        if state:
            found["state", state.upper()].add(state, values, count)
        if postal_code:
            found["postal_code", postal_code[:5]].add(postal_code, values, count)
        if neighborhood:
            found["neighborhood", key(neighborhood), key(city), state].add(neighborhood, values, count)
    places = [tally.place(kind) for (kind, *_), tally in found.items()]
    return sorted(places, key=lambda place: (-place.listings, place.label))


class _Tally:
    """Counts of the spellings of one place, and of the city, county and state its listings name."""

    def __init__(self) -> None:
        self.spellings: Counter[str] = Counter()
        self.around: dict[str, Counter[str]] = defaultdict(Counter)

    def add(self, spelling: str, around: dict[str, str], count: int) -> None:
        self.spellings[spelling] += count
        for name, value in around.items():
            self.around[name][value] += count

    def place(self, kind: Kind) -> Place:
        name = self.spellings.most_common(1)[0][0]
        city, county, state = (self.around[each].most_common(1)[0][0] for each in ("city", "county", "state"))
        if kind == "postal_code":
            name = name[:5]
        return Place(
            kind,
            name.upper() if kind == "state" else name,
            city=name if kind == "city" else city if kind in ("postal_code", "neighborhood") else "",
            county=name if kind == "county" else county if kind != "state" else "",
            state=name.upper() if kind == "state" else state,
            listings=sum(self.spellings.values()),
            spellings=tuple(sorted(self.spellings)),
        )


# --- The whole country ------------------------------------------------------------------------------------------------
@functools.cache
def zip_codes() -> dict[str, Place]:
    """Every US zip code with its city, county and state; about 41,000, read once (0.1 s)."""
    return {
        row["zip_code"]: Place(
            "postal_code", row["zip_code"], city=row["city"], county=row["county"] or "", state=row["state"]
        )
        for row in zipcodes.list_all()
        if row["country"] == "US" and row["state"] in STATES
    }


@functools.cache
def country() -> Gazetteer:
    """Every US state, county and city by name, the city with most zip codes first among its namesakes."""
    cities: Counter[tuple[str, str]] = Counter()
    county_of: dict[tuple[str, str], str] = {}
    for place in zip_codes().values():
        cities[place.city, place.state] += 1
        if place.county:
            county_of.setdefault((place.city, place.state), place.county)
    counties = {(place.county, place.state) for place in zip_codes().values() if place.county}
    return Gazetteer(
        [
            *(
                Place("city", city, city=city, county=county_of.get((city, state), ""), state=state)
                for (city, state), _ in cities.most_common()
            ),
            *(Place("county", county, county=county, state=state) for county, state in sorted(counties)),
            *(Place("state", code, state=code) for code in STATES),
        ]
    )
