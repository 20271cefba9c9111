"""A number that is another one after every change of what homes show, whoever made it: kept by database triggers.

It is random, not counted up: a change that is rolled back takes its number with it, and no later change gets it again.
"""

from __future__ import annotations

from typing import Any

from django.db import connection

_TABLE = "listings_stamp"
_WATCHED = (
    "listings_listing", "listings_listingfeature", "listings_media", "listings_member", "listings_office",
    "listings_source",
)  # fmt: skip
_EVENTS = ("insert", "update", "delete")
_POSTGRES_FUNCTION = (
    "CREATE OR REPLACE FUNCTION listings_new_stamp() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN UPDATE {_TABLE} SET value = (random() * 9e15)::bigint; RETURN NULL; END $$"
)


def current() -> int | None:
    """The number now, as this transaction sees it; None on a database without it. One short query."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT value FROM {_TABLE}")
        row = cursor.fetchone()
    return row[0] if row else None


def create(on: Any) -> None:
    """Make the table with its one row, and the triggers."""
    with on.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {_TABLE} (value bigint NOT NULL)")
        cursor.execute(f"INSERT INTO {_TABLE} (value) VALUES (1)")
    keep_triggers(on)


def keep_triggers(on: Any) -> None:
    """Make the triggers that are missing: a migration that rebuilds a table on SQLite drops them with it."""
    with on.cursor() as cursor:
        if _TABLE not in on.introspection.table_names(cursor):
            return
        if on.vendor == "postgresql":
            cursor.execute(_POSTGRES_FUNCTION)
        for table in _WATCHED:
            for event in _EVENTS:
                if on.vendor == "postgresql":
                    cursor.execute(
                        f"CREATE OR REPLACE TRIGGER {table}_stamp_{event} AFTER {event.upper()} ON {table} "
                        "FOR EACH STATEMENT EXECUTE FUNCTION listings_new_stamp()"
                    )
                elif on.vendor == "sqlite":
                    cursor.execute(
                        f"CREATE TRIGGER IF NOT EXISTS {table}_stamp_{event} AFTER {event.upper()} ON {table} "
                        f"BEGIN UPDATE {_TABLE} SET value = random(); END"
                    )


def drop(on: Any) -> None:
    """Remove the triggers and the table."""
    with on.cursor() as cursor:
        for table in _WATCHED:
            for event in _EVENTS:
                where = f" ON {table}" if on.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_stamp_{event}{where}")
        if on.vendor == "postgresql":
            cursor.execute("DROP FUNCTION IF EXISTS listings_new_stamp()")
        cursor.execute(f"DROP TABLE IF EXISTS {_TABLE}")
