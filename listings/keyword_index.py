"""The full-text index of the homes' words: FTS5 kept by triggers on SQLite, an expression index on PostgreSQL.

Both see remarks, address, city and neighbourhood cut into plain words, lower case, English endings taken off. A
withheld address is not in it. The features of a home are not either: there are few names, so `keywords` looks them up.
"""

from __future__ import annotations

from typing import Any

from django.db.models.expressions import RawSQL

_TABLE = "listings_keywords"
_POSTGRES_INDEX = "listing_keywords"


def _words(row: str, address_shown: str) -> str:
    return (
        f"{row}public_remarks || ' ' || {row}city || ' ' || {row}subdivision_name || ' ' || "
        f"CASE WHEN {row}internet_address_display_yn {address_shown} THEN {row}unparsed_address ELSE '' END"
    )


# The parser of PostgreSQL reads "move-in" and "1.5" as one thing; FTS5 does not, so neither do we.
_VECTOR = f"to_tsvector('english', regexp_replace({_words('', '')}, '[^[:alnum:]]+', ' ', 'g'))"
_OLD, _NEW = _words("old.", "= 1"), _words("new.", "= 1")
_ADD = f"INSERT INTO {_TABLE}(rowid, words) VALUES (new.id, {_NEW});"
_TAKE_OUT = f"INSERT INTO {_TABLE}({_TABLE}, rowid, words) VALUES ('delete', old.id, {_OLD});"
_TRIGGERS = (
    f"CREATE TRIGGER IF NOT EXISTS {_TABLE}_insert AFTER INSERT ON listings_listing BEGIN {_ADD} END",
    f"CREATE TRIGGER IF NOT EXISTS {_TABLE}_delete AFTER DELETE ON listings_listing BEGIN {_TAKE_OUT} END",
    f"CREATE TRIGGER IF NOT EXISTS {_TABLE}_update AFTER UPDATE OF public_remarks, city, subdivision_name, "
    f"unparsed_address, internet_address_display_yn ON listings_listing WHEN ({_OLD}) <> ({_NEW}) "
    f"BEGIN {_TAKE_OUT} {_ADD} END",
)


def create(connection: Any) -> None:
    """Make the index, with the words of the homes that are there."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"CREATE INDEX IF NOT EXISTS {_POSTGRES_INDEX} ON listings_listing USING gin ({_VECTOR})")
        elif connection.vendor == "sqlite":
            # Contentless: the words stand in the listings already. Accents stay, as PostgreSQL keeps them.
            cursor.execute(
                f"CREATE VIRTUAL TABLE {_TABLE} USING fts5(words, content='', detail='full', "
                "tokenize='porter unicode61 remove_diacritics 0')"
            )
            cursor.execute(f"INSERT INTO {_TABLE}(rowid, words) SELECT id, {_words('', '= 1')} FROM listings_listing")
            keep_triggers(connection)


def keep_triggers(connection: Any) -> None:
    """Make the triggers that are missing: a migration that rebuilds the table on SQLite drops them with it."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite" and _TABLE in connection.introspection.table_names(cursor):
            for trigger in _TRIGGERS:
                cursor.execute(trigger)


def drop(connection: Any) -> None:
    """Remove the index."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP INDEX IF EXISTS {_POSTGRES_INDEX}")
        elif connection.vendor == "sqlite":
            for name in ("insert", "delete", "update"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {_TABLE}_{name}")
            cursor.execute(f"DROP TABLE IF EXISTS {_TABLE}")


def pks_with(vendor: str, phrases: list[list[str]]) -> RawSQL:
    """A subquery: the pks of the listings whose words hold all these phrases. phrases: of letters and digits only."""
    if vendor == "postgresql":
        every = " && ".join(["phraseto_tsquery('english', %s)"] * len(phrases))
        return RawSQL(f"SELECT id FROM listings_listing WHERE {_VECTOR} @@ ({every})", [" ".join(p) for p in phrases])
    every = " AND ".join(f'"{" ".join(phrase)}"' for phrase in phrases)
    return RawSQL(f"SELECT rowid FROM {_TABLE} WHERE {_TABLE} MATCH %s", [every])
