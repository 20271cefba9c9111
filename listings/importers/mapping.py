"""A mapping file says which column of a file is which field of a listing; the mapping turns rows into listings."""

from __future__ import annotations

import functools
import json
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from listings import places
from listings.importers.doubts import doubts
from listings.importers.private import is_private
from listings.importers.reading import ImportRefused, Row
from listings.importers.values import BadValue, converter, importable_fields, number
from listings.models import Source

SHIPPED = Path(__file__).resolve().parent.parent / "mappings"
_SECTIONS = {"key", "required", "place_from_zip", "source", "constants", "fields", "features"}
_SOURCE_KEYS = {"name", "title", "attribution", "disclaimer", "lacks", "outside_use"}
_COLUMN_KEYS = {"column", "format", "values", "optional"}


class Unmappable(ValueError):
    """A row that cannot become a listing; the message says why."""


class Picture(NamedTuple):
    """A picture of a listing."""

    media_url: str
    short_description: str


class Person(NamedTuple):
    """Who lists a home: a listing agent or their office."""

    key: str
    name: str
    email: str = ""
    phone: str = ""
    state_license: str = ""


@dataclass(frozen=True)
class MappedRow:
    """What one row says about one listing. fields: values by name of a Listing field."""

    line: int
    fields: dict[str, Any]
    features: tuple[str, ...] = ()
    media: tuple[Picture, ...] = ()
    agent: Person | None = None
    office: Person | None = None


@dataclass(frozen=True)
class ColumnRule:
    """Which column fills a field, and how its text becomes a value. values: replacements, e.g. Sold -> Closed."""

    field: str
    column: str
    convert: Callable[[str], Any]
    blank: Any
    values: dict[str, str] = field(default_factory=dict)
    optional: bool = False

    def value(self, cell: str) -> Any:
        """The field's value for a cell; Unmappable names the column and what it should hold."""
        text = cell.strip()
        if not text:
            return self.blank
        try:
            return self.convert(self.values.get(text, text))
        except BadValue as error:
            raise Unmappable(f"{self.column} is {_shown(cell)}; it must be {error}") from None


class _KeptColumns(dict[str, bool]):
    """Whether a column is kept as it came: it becomes no field and is not private."""

    def __init__(self, mapped: set[str]) -> None:
        super().__init__()
        self._mapped = mapped

    def __missing__(self, name: str) -> bool:
        self[name] = bool(name) and name not in self._mapped and not is_private(name)
        return self[name]


class Mapping:
    """A mapping file, checked. Raises ImportRefused for one that names what does not exist."""

    sets_media = False

    def __init__(self, content: dict[str, Any], name: str) -> None:
        self.name = name
        _refuse_unknown(content, _SECTIONS, f"{name}")
        self.source: dict[str, Any] = content.get("source", {})
        _refuse_unknown(self.source, _SOURCE_KEYS, f"[source] in {name}")
        self.rules = [self._rule(field, rule) for field, rule in content.get("fields", {}).items()]
        self.constants = {field: self._constant(field, value) for field, value in content.get("constants", {}).items()}
        self.features: dict[str, str] = content.get("features", {})
        self.key: list[str] = content.get("key", ["listing_key"])
        self.required = {*content.get("required", []), *self.key, "standard_status"}
        self.place_from_zip: bool = content.get("place_from_zip", False)
        self._check()

    @property
    def sets_features(self) -> bool:
        """Whether this mapping says which features a home has."""
        return bool(self.features)

    @property
    def columns(self) -> list[str]:
        """The columns a file must have."""
        return [*(rule.column for rule in self.rules if not rule.optional), *self.features.values()]

    @functools.cached_property
    def mapped_columns(self) -> set[str]:
        """The columns that become fields; the others are kept as they came."""
        return {rule.column for rule in self.rules}

    @functools.cached_property
    def _required_in_order(self) -> list[str]:
        return sorted(self.required)

    @functools.cached_property
    def _kept_columns(self) -> _KeptColumns:
        return _KeptColumns(self.mapped_columns)

    @property
    def field_names(self) -> list[str]:
        """The fields of Listing this mapping sets."""
        names = [*(rule.field for rule in self.rules), *self.constants, "listing_key", "listing_id", "raw", "flags"]
        return list(dict.fromkeys(names + (_PLACE_FIELDS if self.place_from_zip else [])))

    def check_columns(self, columns: Sequence[str], file_name: str) -> None:
        """Refuse a file that lacks a column this mapping needs."""
        missing = [name for name in dict.fromkeys(self.columns) if name not in columns]
        if missing:
            raise ImportRefused(
                f"{file_name} lacks {_count(missing, 'column')} that {self.name} needs: {', '.join(missing)}. "
                f"It has {', '.join(columns[:30])}."
            )

    def map_row(self, row: Row) -> MappedRow:
        """The listing this row describes; Unmappable says what is wrong with it."""
        if row.problem:
            raise Unmappable(row.problem)
        values = dict(self.constants)
        for rule in self.rules:
            if rule.column in row.cells:
                values[rule.field] = rule.value(row.cells[rule.column])
        missing = [name for name in self._required_in_order if values.get(name) in (None, "")]
        if missing:
            raise Unmappable(f"{' and '.join(self._column_of(name) for name in missing)} must not be empty")
        if self.place_from_zip:
            values |= _place_of(values["postal_code"])
        values["listing_key"] = "-".join(_key_part(values[name]) for name in self.key)
        values.setdefault("listing_id", values["listing_key"])
        values["raw"] = {name: cell for name, cell in row.cells.items() if cell and self._kept_columns[name]}
        values["flags"] = doubts(values)
        return MappedRow(row.line, values, self._features(row))

    def key_of(self, row: Row) -> str:
        """The listing key a row has, even if the rest of it is unusable; "" when that cannot be said."""
        rules = {rule.field: rule for rule in self.rules}
        try:
            parts = [rules[name].value(row.cells[rules[name].column]) for name in self.key]
        except (KeyError, Unmappable):
            return ""
        return (
            "-".join(_key_part(part) for part in parts)[:255] if all(part not in (None, "") for part in parts) else ""
        )

    def _features(self, row: Row) -> tuple[str, ...]:
        return tuple(
            sorted(name for name, column in self.features.items() if _is_set(column, row.cells.get(column, "")))
        )

    def _rule(self, field_name: str, rule: str | dict[str, Any]) -> ColumnRule:
        rule = {"column": rule} if isinstance(rule, str) else rule
        if not isinstance(rule, dict) or not isinstance(rule.get("column"), str):
            raise ImportRefused(f"{self.name}: {field_name} must name a column.")
        _refuse_unknown(rule, _COLUMN_KEYS, f"{field_name} in {self.name}")
        model_field = _known_field(field_name, self.name)
        return ColumnRule(
            field=field_name,
            column=rule["column"],
            # Most cells say what others said before: towns, zip codes, days, numbers of rooms.
            convert=functools.lru_cache(4096)(converter(model_field, date_format=rule.get("format"))),
            blank=None if model_field.null else "",
            values=rule.get("values", {}),
            optional=rule.get("optional", False),
        )

    def _constant(self, field_name: str, value: Any) -> Any:
        try:
            return converter(_known_field(field_name, self.name))(str(value))
        except BadValue as error:
            raise ImportRefused(f"{self.name}: {field_name} is {value!r}; it must be {error}.") from None

    def _column_of(self, field_name: str) -> str:
        return next((rule.column for rule in self.rules if rule.field == field_name), field_name)

    def _check(self) -> None:
        filled = {*(rule.field for rule in self.rules), *self.constants}
        needed = self.required | ({"postal_code"} if self.place_from_zip else set())
        if lacking := sorted(needed - filled):
            raise ImportRefused(f"{self.name} fills no {', no '.join(lacking)}, which every listing needs.")
        if not isinstance(self.source.get("lacks", {}), dict):
            raise ImportRefused(f"{self.name}: lacks must give a reason for each field.")
        allowed = Source.OutsideUse.values
        if self.source.get("outside_use", allowed[0]) not in allowed:
            raise ImportRefused(f"{self.name}: outside_use must be one of {', '.join(allowed)}.")


def load_mapping(path: Path) -> Mapping:
    """Read a mapping file, TOML or JSON. Raises ImportRefused when it is neither."""
    if not path.exists() and (SHIPPED / f"{path}.toml").exists():
        path = SHIPPED / f"{path}.toml"
    try:
        text = path.read_text(encoding="utf-8-sig")
        content = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no UTF-8 text"
        raise ImportRefused(f"The mapping {path} cannot be read: {reason}.") from None
    except (json.JSONDecodeError, tomllib.TOMLDecodeError) as error:
        raise ImportRefused(f"The mapping {path.name} is not valid: {error}.") from None
    if not isinstance(content, dict) or not all(
        isinstance(content.get(section, {}), dict) for section in ("source", "constants", "fields", "features")
    ):
        raise ImportRefused(f"The mapping {path.name} must have the sections source, constants, fields and features.")
    return Mapping(content, path.name)


def shipped_mappings() -> list[tuple[str, str]]:
    """The mappings that come with Doorstep: file name without its ending, and the title of their source."""
    paths = sorted(SHIPPED.glob("*.toml"))
    return [(path.stem, load_mapping(path).source.get("title", path.stem)) for path in paths]


def mapping_for(columns: Sequence[str]) -> Mapping:
    """The shipped mapping whose columns are all there. Raises ImportRefused when none fits."""
    for path in sorted(SHIPPED.glob("*.toml")):
        mapping = load_mapping(path)
        if set(mapping.columns) <= set(columns):
            return mapping
    raise ImportRefused(
        f"No mapping that comes with Doorstep fits the columns {', '.join(columns[:30])}. Write a mapping for it."
    )


_PLACE_FIELDS = ["city", "county_or_parish", "state_or_province"]


@functools.lru_cache(4096)
def _place_of(postal_code: str) -> dict[str, str]:
    place = places.from_zip(postal_code)
    if place is None:
        raise Unmappable(f"{_shown(postal_code)} is no US zip code")
    return {"city": place.city, "county_or_parish": place.county, "state_or_province": place.state}


@functools.lru_cache(4096)
def _is_set(column: str, cell: str) -> bool:
    try:
        return bool(cell.strip()) and number(cell) > 0
    except BadValue as error:
        raise Unmappable(f"{column} is {_shown(cell)}; it must be {error}") from None


def _key_part(value: Any) -> str:
    return value.isoformat().replace("-", "") if isinstance(value, date) else str(value)


def _known_field(name: str, mapping_name: str) -> Any:
    fields = importable_fields()
    if name not in fields:
        raise ImportRefused(
            f"{mapping_name} names the field {name!r}, which a listing does not have. It has {', '.join(fields)}."
        )
    return fields[name]


def _refuse_unknown(found: dict[str, Any], known: set[str], where: str) -> None:
    if unknown := sorted(set(found) - known):
        raise ImportRefused(
            f"{where} has the unknown entry {', '.join(unknown)}; known are {', '.join(sorted(known))}."
        )


def _count(things: list[str], noun: str) -> str:
    return f"the {noun}" if len(things) == 1 else f"{len(things)} {noun}s"


def _shown(value: str) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
