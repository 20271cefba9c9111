"""Inserts many rows at once.

bulk_create() prepares all 45 columns of every row again and, on SQLite, sends 22 rows a statement; for a county's sales
that is most of the import's time. Here a row is prepared where it differs from an empty listing, and a statement holds
hundreds of rows: each one costs SQLite a journal of its own when the table has triggers, three times what a row costs.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import Any

import orjson
from django.db import connection
from django.db.models import Field, JSONField
from django.utils import timezone

from listings.models import Listing, ListingFeature, Source

_MOST_PARAMETERS = 25_000  # in a statement of SQLite, which takes 32,766
_PLAIN = frozenset({str, int, float, type(None)})


class ListingInserter:
    """Inserts listings of one source from dictionaries of field values."""

    def __init__(self, source: Source) -> None:
        fields = [field for field in Listing._meta.local_concrete_fields if not (field.primary_key or field.generated)]
        self._fields = {field.attname: (place, field) for place, field in enumerate(fields)}
        empty = Listing(source=source)
        self._empty = [field.get_db_prep_save(getattr(empty, field.attname), connection) for field in fields]
        self._prepare = [_preparing(field) for field in fields]
        self._columns = [field.column for field in fields]

    def insert(self, rows: Iterable[dict[str, Any]]) -> None:
        """Many rows a statement. rows: values by field name; fields not named are as in an empty listing."""
        place, field = self._fields["modification_timestamp"]
        self._empty[place] = field.get_db_prep_save(timezone.now(), connection)
        _insert(Listing._meta.db_table, self._columns, [self._prepared(row) for row in rows])

    def _prepared(self, row: dict[str, Any]) -> list[Any]:
        values = self._empty.copy()
        for name, value in row.items():
            place, _ = self._fields[name]
            # Drivers take these as they are.
            values[place] = value if type(value) in _PLAIN else self._prepare[place](value)
        return values


def insert_features(pairs: Iterable[tuple[int, str]]) -> None:
    """Give homes their features: pairs of a listing's pk and the name of a feature."""
    _insert(ListingFeature._meta.db_table, ("listing_id", "name"), list(pairs))


def _insert(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    if not rows:
        return
    quoted = connection.ops.quote_name
    into = f"{quoted(table)} ({', '.join(quoted(column) for column in columns)})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Writing so many values into a statement takes the driver longer than storing them takes the server.
            with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        row_marks = f"({', '.join(['%s'] * len(columns))})"
        most = _MOST_PARAMETERS // len(columns)
        for start in range(0, len(rows), most):
            some = rows[start : start + most]
            marks = ", ".join([row_marks] * len(some))
            cursor.execute(f"INSERT INTO {into} VALUES {marks}", list(chain.from_iterable(some)))


def _preparing(field: Field) -> Callable[[Any], Any]:
    """From a value to what the driver takes; prices and days, which come again and again, are remembered."""
    if isinstance(field, JSONField):
        return _as_json
    return functools.lru_cache(4096)(functools.partial(field.get_db_prep_save, connection=connection))


def _as_json(value: Any) -> str:
    return orjson.dumps(value).decode()
