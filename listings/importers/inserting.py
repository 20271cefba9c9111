"""Inserts many listings at once.

bulk_create() prepares all 45 columns of every row again and, on SQLite, sends 22 rows a statement; for a county's sales
that is most of the import's time. Here a row is prepared where it differs from an empty listing and goes to the
driver's executemany().
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection
from django.db.models import Field, JSONField
from django.utils import timezone

from listings.models import Listing, ListingFeature, Source

_PLAIN = frozenset({str, int, float, type(None)})


class ListingInserter:
    """Inserts listings of one source from dictionaries of field values."""

    def __init__(self, source: Source) -> None:
        fields = [field for field in Listing._meta.local_concrete_fields if not (field.primary_key or field.generated)]
        self._fields = {field.attname: (place, field) for place, field in enumerate(fields)}
        empty = Listing(source=source)
        self._empty = [field.get_db_prep_save(getattr(empty, field.attname), connection) for field in fields]
        self._prepare = [_preparing(field) for field in fields]
        quoted = connection.ops.quote_name
        columns = ", ".join(quoted(field.column) for field in fields)
        marks = ", ".join(["%s"] * len(fields))
        self._statement = f"INSERT INTO {quoted(Listing._meta.db_table)} ({columns}) VALUES ({marks})"

    def insert(self, rows: Iterable[dict[str, Any]]) -> None:
        """One statement, many rows. rows: values by field name; fields not named are as in an empty listing."""
        place, field = self._fields["modification_timestamp"]
        self._empty[place] = field.get_db_prep_save(timezone.now(), connection)
        with connection.cursor() as cursor:
            cursor.executemany(self._statement, [self._prepared(row) for row in rows])

    def _prepared(self, row: dict[str, Any]) -> list[Any]:
        values = self._empty.copy()
        for name, value in row.items():
            place, _ = self._fields[name]
            # Drivers take these as they are.
            values[place] = value if type(value) in _PLAIN else self._prepare[place](value)
        return values


class FeatureInserter:
    """Inserts what homes have: pairs of a listing's pk and the name of a feature."""

    def __init__(self) -> None:
        quoted = connection.ops.quote_name
        self._statement = (
            f"INSERT INTO {quoted(ListingFeature._meta.db_table)} ({quoted('listing_id')}, {quoted('name')}) "
            "VALUES (%s, %s)"
        )

    def insert(self, pairs: Iterable[tuple[int, str]]) -> None:
        """One statement, many rows."""
        with connection.cursor() as cursor:
            cursor.executemany(self._statement, list(pairs))


def _preparing(field: Field) -> Callable[[Any], Any]:
    """From a value to what the driver takes; prices and days, which come again and again, are remembered."""
    prepare = functools.partial(field.get_db_prep_save, connection=connection)
    return prepare if isinstance(field, JSONField) else functools.lru_cache(4096)(prepare)
