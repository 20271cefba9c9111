"""What is known: every figure of the tool results, the arguments and the person's words, with what it is of."""

from __future__ import annotations

import functools
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from agent.guardrails import concepts, dates, figures, indexing, number_words, relaxing, results
from agent.guardrails.fact import Fact
from agent.guardrails.figures import Figure
from agent.guardrails.indexing import Index

MAX_LIST = 200  # rows of one list that are looked at
_KINDS = [
    ("", r"latitude|longitude"),
    ("percent", r"percent|rate$|share$|weight$|saletolist"),
    ("money", r"persquarefoot"),
    ("beds", r"bedrooms"),
    ("baths", r"bathrooms"),
    ("area", r"livingarea|lotsize|squarefeet"),
    ("year", r"year(?:built)?$"),
    ("days", r"days|timeonmarket"),
    ("months", r"months"),
    ("years", r"years"),
    ("miles", r"miles"),
    ("garage", r"garage"),
    ("floors", r"stories"),
    ("count", r"payments$"),
    (
        "money",
        r"price|amount|payment|income|tax|fee|debt|estimate|(?:^|\.)low$|(?:^|\.)high$|interest|paid|limit$|cost|value",
    ),
    ("count", r""),
]
_KIND_OF_KEY = [(kind, re.compile(pattern)) for kind, pattern in _KINDS]
_KIND_OF_UNIT = {"dollars": "money", "dollarChange": "money", "dollarsPerYear": "money", "dollarsPerMonth": "money"}
_KIND_OF_UNIT |= {"percent": "percent", "percentPerYear": "percent", "squareFeet": "area", "count": "count"}
_KIND_OF_UNIT |= {each: each for each in ("days", "months", "years", "miles", "year")}
_TITLES = ("name", "figure", "fact", "label")
_ROOMS = {"bedroomsTotal": "beds", "bathroomsTotal": "baths", "garageSpaces": "garage", "storiesTotal": "floors"}
_ROOMS_BY_LABEL = {key.lower(): kind for key, kind in _ROOMS.items()} | {
    "bedrooms": "beds",
    "baths": "baths",
    "garagespaces": "garage",
}
_MONTH = re.compile(rf"\b(?:{'|'.join(dates.MONTHS)})\b", re.IGNORECASE)
_NO_COUNT = {"adjustments", "assumptions", "weekly", "definitions", "facts", "values", "has", "best"}
_MAYBE_FIGURES = re.compile(rf"\d|\b{number_words.PATTERN}", re.IGNORECASE)
_BY_COLUMN = ("values", "has")  # lists of what each of the homes beside them has
_NOT_SAID = {"url", "picture", "pictures", "attribution", "nextCursor"}


@dataclass
class Facts:
    """All that is known in a conversation. names: the street of each home, and each place, by its subject."""

    facts: list[Fact] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    names: dict[str, set[str]] = field(default_factory=dict)  # lower-case name -> subjects
    addresses: dict[str, set[str]] = field(default_factory=dict)  # normal form -> subjects
    towns: dict[str, set[str]] = field(default_factory=dict)  # city or neighborhood -> the homes in it
    wanted: dict[str, set[str]] = field(default_factory=dict)  # what the calls asked for, by parameter: "ballard"
    pieces: list[Facts] = field(default_factory=list)  # of each message, where they are of several

    @property
    def by_name(self) -> tuple[dict[str, set[str]], ...]:
        """All that is found by a name."""
        return self.names, self.addresses, self.towns, self.wanted

    @functools.cached_property
    def index(self) -> Index:
        """The facts by kind and by whose they are."""
        return indexing.together(each.index for each in self.pieces) if self.pieces else indexing.index_of(self.facts)

    @functools.cached_property
    def said(self) -> str:
        """All strings, for ids and the like that must stand in them as they are."""
        return "\n".join(self.texts).lower()

    @functools.cached_property
    def owners(self) -> frozenset[str]:
        """The homes or, where there are none, the places that have names."""
        named = frozenset(each for mine in self.names.values() for each in mine)
        return frozenset(each for each in named if each.startswith("id:")) or named

    @functools.cached_property
    def digits(self) -> set[str]:
        """Every telephone number, its digits only."""
        return {re.sub(r"\D", "", each) for each in re.findall(r"\(?\d{3}\)?[ .-]\d{3}-\d{4}", self.said)}


def gather(messages: list[dict[str, Any]]) -> Facts:
    """What the messages of a conversation make known; the assistant's own text is no source."""
    pieces = []
    for message in messages:
        if message["role"] in ("user", "system", "tool"):
            pieces.append(_of_message(message["role"], message.get("content") or ""))
        pieces += [_of_message("call", call["function"]["arguments"]) for call in message.get("tool_calls") or []]
    facts = Facts(pieces=pieces)
    for piece in pieces:
        facts.texts += piece.texts
        for mine, theirs in zip(facts.by_name, piece.by_name, strict=True):
            for name, subjects in theirs.items():
                mine.setdefault(name, set()).update(subjects)
    return facts


@functools.lru_cache(maxsize=128)
def _of_message(role: str, content: str) -> Facts:
    """What one message makes known. The results of a conversation are read again at each of its answers."""
    facts, source = Facts(), next(_sources)
    if role == "user":
        _add_text(facts, content, _Place(source, asked=True))
    elif role == "system":
        facts.texts += re.findall(r"\d{4}-\d{2}-\d{2}", content)
        facts.facts += [Fact("date", source, date=dates.date_of(each), asked=True) for each in facts.texts]
    else:
        _walk(facts, results.read_json(content), _Place(source, asked=role == "call"))
    return facts


_sources = itertools.count()


def normal_address(text: str) -> str:
    """An address as it is compared: lower case, long words for short ones, no punctuation."""
    words = re.sub(r"[.,]", " ", text.lower().replace("#", " # ").replace("unit ", "# ").replace("apt ", "# ")).split()
    return " ".join(_LONG.get(word, word) for word in words)


_LONG = {"st": "street", "ave": "avenue", "dr": "drive", "ct": "court", "pl": "place", "rd": "road", "ln": "lane"}
_LONG |= {"blvd": "boulevard", "ter": "terrace", "cir": "circle", "pkwy": "parkway", "hwy": "highway"}
_LONG |= {"north": "n", "south": "s", "east": "e", "west": "w", "northeast": "ne", "northwest": "nw"}
_LONG |= {"southeast": "se", "southwest": "sw"}


class _Place(NamedTuple):
    """Where the walk stands. source: the message."""

    source: int
    path: str = ""
    subjects: frozenset[str] = frozenset()
    unit: str = ""
    asked: bool = False
    columns: tuple[str, ...] = ()  # the homes that lists of values beside them belong to

    def at(self, key: str) -> _Place:
        path = f"{self.path}.{key}" if self.path else key
        return _Place(
            self.source, path, self.subjects, self.unit, self.asked, self.columns
        )  # _replace takes thrice as long

    def of(self, subjects: Iterable[str]) -> _Place:
        return self._replace(subjects=frozenset(subjects))


def _fact(kind: str, place: _Place, value: float = 0.0, **more: Any) -> Fact:
    return Fact(kind, place.source, value, subjects=place.subjects, **more)


def _walk(facts: Facts, value: Any, place: _Place) -> None:
    if isinstance(value, dict):
        _walk_object(facts, value, place)
    elif isinstance(value, list):
        _walk_list(facts, value[:MAX_LIST], place)
    elif isinstance(value, str):
        _add_string(facts, value, place)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        facts.facts += _number_facts(value, place)


def _walk_object(facts: Facts, value: dict[str, Any], place: _Place) -> None:
    place = _inside(facts, value, place)
    if isinstance(value.get("without"), list) and isinstance(value.get("total"), int):
        words = relaxing.key_of(value["without"])
        facts.facts.append(_fact("count", place, value["total"], derived=True, words=words))
        value = {key: each for key, each in value.items() if key not in ("total", "words", "without")}
    title = next((value[key] for key in _TITLES if isinstance(value.get(key), str)), "")
    if isinstance(value.get("highest"), str) and isinstance(value.get("difference"), int | float):
        facts.facts += _gaps(value, place.at(re.sub(r"\W+", "", title.title())))
        value = {key: each for key, each in value.items() if key not in ("difference", "percent")}
    for key, each in value.items():
        if key in _NOT_SAID:
            if isinstance(each, list):  # "6 pictures" is said, what a picture's address holds is not
                facts.facts.append(_fact("count", place.at(key), len(each), derived=True))
            continue
        if key == "best" and isinstance(each, list):
            continue  # which of the columns are best: indexes, no figures
        if place.asked and isinstance(each, str | list):
            words = [each] if isinstance(each, str) else [word for word in each if isinstance(word, str)]
            facts.wanted.setdefault(key, set()).update(word.split(",")[0].lower() for word in words)
        inner = place.at(key)
        if title and isinstance(each, int | float | list | str) and key not in ("best", "from", "to", *_TITLES):
            inner = place.at(re.sub(r"\W+", "", title.title()) if len(title) > 1 else key).at(key)
        _walk(facts, each, inner)
    if value.get("from") and value.get("to"):
        facts.facts += _lengths(value["from"], value["to"], place)


def _gaps(value: dict[str, Any], place: _Place) -> Iterator[Fact]:
    """By how much one place is above and the other below: each of them knows its side."""
    for key in ("difference", "percent"):
        for owner, sign in (("highest", 1), ("lowest", -1)):
            if isinstance(value.get(key), int | float) and isinstance(value.get(owner), str):
                mine = place.of({*place.subjects, f"place:{value[owner].lower()}"})
                for fact in _number_facts(value[key], mine.at(key)._replace(unit=value.get("unit") or "")):
                    yield fact._replace(sign=sign, derived=True)


def _inside(facts: Facts, value: dict[str, Any], place: _Place) -> _Place:
    """The place inside an object: an id, an area or a month makes it the subject of what it holds."""
    subjects = set(place.subjects)
    if isinstance(value.get("listingId"), str):
        mine = f"id:{value['listingId'].lower()}"
        subjects = {each for each in subjects if not each.startswith("id:")} | {mine}
        facts.names.setdefault(value["listingId"].lower(), set()).add(mine)
        for town in (value.get("city"), value.get("subdivisionName")):
            if isinstance(town, str) and town:
                facts.towns.setdefault(town.lower(), set()).add(mine)
        _add_address(facts, value.get("unparsedAddress") or value.get("address"), mine)
    if isinstance(value.get("area"), str):
        mine = f"place:{value['area'].lower()}"
        subjects = {each for each in subjects if not each.startswith("place:")} | {mine}
        facts.names.setdefault(value["area"].split(",")[0].lower(), set()).add(mine)
    if isinstance(value.get("month"), str):
        subjects.add(f"month:{value['month'][:7]}")
    if isinstance(value.get("week"), str):
        subjects.add(f"week:{value['week'][:10]}")
    listed = value["listings"] if isinstance(value.get("listings"), list) else []
    columns = tuple(f"id:{each['listingId'].lower()}" for each in listed if _has_id(each))
    unit = value["unit"] if isinstance(value.get("unit"), str) else ""
    return place._replace(subjects=frozenset(subjects), unit=unit, columns=columns or place.columns)


def _has_id(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("listingId"), str)


def _add_address(facts: Facts, address: Any, subject: str) -> None:
    if not isinstance(address, str) or not address:
        return
    facts.addresses.setdefault(normal_address(address), set()).add(subject)
    street = re.sub(r"^\d+\w*\s+|\s*#.*$", "", address)
    bare = re.sub(r"^(?:NE|NW|SE|SW|N|S|E|W)\s+", "", street)
    short = address.rpartition(" ")[0] if "#" not in address else address  # "123 Oak"
    for name in {address, short, street, bare, bare.rpartition(" ")[0] if bare.count(" ") else bare}:
        if len(name) > 3:
            facts.names.setdefault(name.lower(), set()).add(subject)


def _walk_list(facts: Facts, values: list[Any], place: _Place) -> None:
    in_columns = place.path.endswith(_BY_COLUMN) and len(values) == len(place.columns)
    by_column = place.columns if in_columns and values and not _has_id(values[0]) else ()
    for at, each in enumerate(values):
        _walk(facts, each, place.of({by_column[at]}) if by_column and not isinstance(each, dict) else place)
    facts.facts += _counts(values, place)


def _counts(values: list[Any], place: _Place) -> Iterator[Fact]:
    """How long a list is, and how many of its rows share a value."""
    key = place.path.rpartition(".")[2]
    if place.asked or not values or key in _NO_COUNT:
        return
    yield _fact("count", place, len(values), concepts=concepts.of_key(place.path), derived=True)
    seen: Counter[str] = Counter()
    for each in values:
        if isinstance(each, dict):
            seen.update(word for key, value in each.items() if key not in _NOT_SAID for word in _words_of(key, value))
    for word, count in seen.items():
        yield _fact("count", place, count, derived=True, words=word)
    if key == "recommendations":
        of_homes = Counter(each["listingId"].lower() for each in values if _has_id(each))
        for home, count in of_homes.items():
            yield _fact("count", place.of({f"id:{home}"}), count, concepts=concepts.of_key(place.path))


_NOTHING: frozenset[str] = frozenset()
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DATE = re.compile(r"\d{4}-\d{2}(?:-\d{2})?(?:T.*)?")


def _words_of(key: str, value: Any) -> set[str] | frozenset[str]:
    if isinstance(value, list):
        return {each.lower() for each in value if isinstance(each, str) and len(each) < 40}
    if isinstance(value, str):
        if not value or len(value) >= 40:
            return _NOTHING
        return {value[:7]} if value[4:5] == "-" and _DAY.fullmatch(value) else {value.lower()}
    return {f"{_ROOMS[key]}={value:g}"} if key in _ROOMS and isinstance(value, int | float) else _NOTHING


def _number_facts(value: float, place: _Place) -> Iterator[Fact]:
    kind, known, derived, signed = _meaning(place.path, place.unit)
    if kind == "change":
        kind = "money" if abs(value) >= 1000 else "percent"
    if kind:
        sign = (value > 0) - (value < 0) if signed else 0
        yield Fact(kind, place.source, abs(value), (0, 0, 0), place.subjects, known, place.asked, derived, sign=sign)


_SIGNED = re.compile(r"priceChange(?:\.values?)?$|pricePosition\.difference|adjustments\.", re.IGNORECASE)


@functools.lru_cache(maxsize=4096)
def _meaning(path: str, unit: str) -> tuple[str, frozenset[str], bool, bool]:
    """Of a number at this path: what kind it is, what it is of, and whether it is a difference and has a sign."""
    signed = _SIGNED.search(path) is not None
    return _kind_of(path, unit), concepts.of_key(path), "difference" in path.lower(), signed


def _kind_of(path: str, unit: str) -> str:
    """What a number at this path is of; "" for what nobody says (latitude)."""
    key = re.sub(r"\.(?:values?|difference)$", "", path).rpartition(".")[2].lower()
    if unit == "count" and key in _ROOMS_BY_LABEL:
        return _ROOMS_BY_LABEL[key]
    kind = "percent" if key == "percent" else _KIND_OF_UNIT.get(unit, "")
    kind = kind or ("change" if key == "pricechange" else "")
    return kind or next(kind for kind, keys in _KIND_OF_KEY if keys.search(key))


def _add_string(facts: Facts, value: str, place: _Place) -> None:
    facts.texts.append(value)
    if value[4:5] == "-" and _DATE.fullmatch(value):
        day = dates.date_of(value)
        facts.facts.append(_fact("date", place, date=day, asked=place.asked, concepts=concepts.of_key(place.path)))
    elif _figures_of(value):
        _add_text(facts, value, place)


def _add_text(facts: Facts, text: str, place: _Place) -> None:
    facts.texts.append(text)
    if place.asked:  # "in June", of which the answer may say the year
        facts.wanted.setdefault("month", set()).update(each.lower() for each in _MONTH.findall(text))
    for figure in _figures_of(text):
        facts.facts.append(_fact_of(figure, place, text))
        if figure.unit == "address" and place.asked:
            facts.addresses.setdefault(normal_address(figure.text), set())


@functools.lru_cache(maxsize=2048)
def _figures_of(text: str) -> tuple[Figure, ...]:
    """The figures of a string. Addresses, names and statuses come again in result after result."""
    return tuple(figures.read(text)) if _MAYBE_FIGURES.search(text) else ()


@functools.lru_cache(maxsize=2048)
def _concepts_of(text: str) -> frozenset[str]:
    return frozenset(mention.concept for mention in concepts.mentions(text))


def _fact_of(figure: Figure, place: _Place, text: str) -> Fact:
    """A figure of a string: it is of what its part of the sentence says."""
    known = concepts.of_key(place.path)
    if not place.asked and figure.unit not in ("address", "id", "phone", "date"):
        begin = max(text.rfind(mark, 0, figure.start) for mark in ",;:(.") + 1
        end = min([len(text), *(at for mark in (", ", ";", ")", ". ") if (at := text.find(mark, figure.end)) >= 0)])
        known |= _concepts_of(text[begin:end])
        if place.path.endswith("priceChangeBasis") and " against " in text[: figure.start]:
            known |= {"year_before"}
    asked = place.asked
    explains = place.path.startswith(("definitions", "method", "rounding"))
    return _fact(
        figure.unit, place, figure.value, date=figure.date, concepts=known, asked=asked, in_text=True, explains=explains
    )


def _lengths(first: Any, last: Any, place: _Place) -> Iterator[Fact]:
    """How many days, and whole months, a period has."""
    try:
        begin, end = date.fromisoformat(first), date.fromisoformat(last)
    except (TypeError, ValueError):
        return
    days = (end - begin).days + 1
    yield _fact("days", place, days, derived=True)
    months = (end.year - begin.year) * 12 + end.month - begin.month + (begin.day == 1)
    yield _fact("months", place, months, derived=True)
