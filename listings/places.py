"""City, county, state, zip code and neighbourhood names -> what to search.

`resolve("Seattle, WA")` gives the places a text can mean, best first; one alone is certain. The loaded listings
decide first, then every US city, county and state by name, then spelling. `from_zip("98115")` says what a zip code
belongs to, without the database.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from listings import gazetteer
from listings.gazetteer import Gazetteer, Kind, Place, forget, key
from listings.states import STATES

__all__ = ["KINDS", "Kind", "Place", "forget", "from_zip", "loaded_places", "resolve", "state_code", "suggestions"]

KINDS: tuple[Kind, ...] = ("city", "county", "state", "postal_code", "neighborhood")
MOST_CANDIDATES = 12
_ZIP = re.compile(r"(?:^|[\s,])(\d{5})(?:-\d{4})?(?: \([^()]*\))?$")  # also as a label: 98115 (Seattle, WA)
_AROUND = re.compile(r"^(?:the )?(?:city of|town of|state of|greater|in|near|around) | (?:area|metro|state)$")
_NICKNAMES = {
    "nyc": "new york city", "new york city": "new york, ny", "sf": "san francisco, ca", "la": "los angeles, ca",
    "philly": "philadelphia, pa", "vegas": "las vegas, nv", "dc": "washington, dc", "washington dc": "washington, dc",
}  # fmt: skip
_CODES = {key(name): code for code, name in STATES.items()} | {code.casefold(): code for code in STATES}


def resolve(text: str, *, kinds: Collection[Kind] = KINDS, states: Collection[str] = ()) -> list[Place]:
    """The places this text can mean, best first: one alone is certain, none is unknown.

    text: "Seattle, WA", "98115", "King County", "Capitol Hill", "portland or".
    kinds: only these. states: two-letter codes to choose among namesakes by.
    A place the listings name wins over one that is only on the map; a known place is never read as another, only an
    unknown name is corrected, and then `guessed` is set.
    """
    here = gazetteer.loaded()
    name, city, state = _parts(text, here)
    if not name:
        return []
    wanted = {state} if state else {code.upper() for code in states}

    def fitting(places: Iterable[Place]) -> list[Place]:
        return [
            place
            for place in places
            if place.kind in kinds
            and not (state and place.kind == "state")  # "New York, NY" is the city
            and (not wanted or place.state in wanted)
            and (not city or key(place.city) == key(city))
        ]

    found = fitting(_exact(name, here, kinds))
    if not found:
        elsewhere = fitting(_exact(name, gazetteer.country(), kinds))
        # Villages called Oregon or Washington: nobody means them without saying their state.
        found = [place for place in elsewhere if place.kind == "state"] or elsewhere
    if not found and not _is_known(name, here):
        found = fitting(_corrected(name, here, furthest=2)) or fitting(
            _corrected(name, gazetteer.country(), furthest=1)
        )
    return found[:MOST_CANDIDATES]


def from_zip(code: str) -> Place | None:
    """What a US zip code (also ZIP+4) belongs to: its city, county and state; None for a code that does not exist."""
    match = re.fullmatch(r"\s*(\d{5})(?:-?\d{4})?\s*", code)
    return gazetteer.zip_codes().get(match[1]) if match else None


def state_code(text: str) -> str | None:
    """The two-letter code for a state's name or code, whatever its case; None when there is no such state."""
    return _CODES.get(key(text))


def loaded_places() -> list[Place]:
    """Every place of the loaded listings, those with most listings first."""
    return gazetteer.loaded().places


def suggestions(text: str, count: int = 3) -> list[Place]:
    """Loaded places whose names look most like this unknown one, for a "did you mean"."""
    here = gazetteer.loaded()
    name, names = _parts(text, here)[0], here.names
    nearest = process.extract(key(name), names.keys(), scorer=fuzz.WRatio, score_cutoff=75, limit=count)
    return [names[each][0] for each, *_ in nearest]


def _parts(text: str, here: Gazetteer) -> tuple[str, str, str]:
    """The text as (name, city it must lie in, state code): "Capitol Hill, Seattle, WA" -> all three."""
    text = " ".join(text.split())[:120].strip(" .,")
    text = re.sub(r",? (?:usa|us|united states)$", "", text, flags=re.IGNORECASE)
    for _ in range(2):
        text = _NICKNAMES.get(text.casefold(), text)
    if zip_code := _ZIP.search(text):
        return zip_code[1], "", ""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    state = ""
    if len(parts) > 1 and (code := state_code(parts[-1])):
        state = code
        parts.pop()
    city = parts[1] if len(parts) > 1 else ""
    name = parts[0] if parts else ""
    if not state and not city and not _is_known(name, here):
        name, state = _without_state(name)
    if not _is_known(name, here):
        name = _AROUND.sub("", name.casefold()) or name
        if not state and not city and not _is_known(name, here):
            name, state = _without_state(name)
    return name, city, state


def _without_state(name: str) -> tuple[str, str]:
    """("portland", "OR") for "portland or", ("charleston", "WV") for "charleston west virginia"."""
    words = name.split()
    for count in (3, 2, 1):
        if len(words) > count and (code := state_code(" ".join(words[-count:]))):
            return " ".join(words[:-count]), code
    return name, ""


def _is_known(name: str, here: Gazetteer) -> bool:
    return bool(_exact(name, here) or _exact(name, gazetteer.country()))


def _exact(name: str, among: Gazetteer, kinds: Collection[Kind] = KINDS) -> list[Place]:
    """Places of exactly this name. A county needs the word, or that nothing else is called so."""
    if re.fullmatch(r"\d{5}", name):
        found = among.named(name, "postal_code")
        return found or ([place] if (place := from_zip(name)) else [])
    counties = among.named(name, "county")
    if key(name) != key(name, "county"):  # it says "county", or "parish"
        return [place for place in counties if key(place.name) == key(name)] or counties
    cities = among.named(name, "city")
    states = among.named(_CODES.get(key(name), ""), "state")
    city_names = {key(city.name) for city in cities}
    # A neighbourhood called like its city is the city.
    neighborhoods = [place for place in among.named(name, "neighborhood") if key(place.city) not in city_names]
    found = [place for place in (*cities, *states, *neighborhoods) if place.kind in kinds]
    return found or counties


def _corrected(name: str, among: Gazetteer, *, furthest: int) -> list[Place]:
    """Places whose name is at most `furthest` typing errors from this one; several only when equally near.

    One error in five to seven letters, two from eight on: "Portlnd", "Seattel", never "Kent" for "Kens".
    """
    wanted = key(name)
    letters = len(wanted.replace(" ", ""))
    errors = 0 if letters < 5 else 1 if letters < 8 else furthest
    if not errors:
        return []
    near = process.extract(wanted, among.names.keys(), scorer=OSA.distance, score_cutoff=errors, limit=MOST_CANDIDATES)
    near = [(found, distance) for found, distance, _ in near if found[0] == wanted[0]]
    least = min((distance for _, distance in near), default=0)
    return [
        replace(place, guessed=True) for found, distance in near if distance == least for place in among.names[found]
    ]
