"""Triggers of the database that note the month and place of every sale that is added, changed or taken away.

Whoever writes listings, by whatever way: what was counted of that month is not used until it has been counted again.
"""

from __future__ import annotations

from typing import Any

_TABLE = "analytics_changedmonth"
_PLACE = ("source_id", "city", "county_or_parish", "state_or_province", "postal_code", "subdivision_name")
_READ = (
    *_PLACE, "standard_status", "close_date", "close_price", "list_price", "living_area", "on_market_date",
    "purchase_contract_date", "off_market_date", "property_type", "property_sub_type",
    "internet_entire_listing_display_yn",
)  # fmt: skip
_EVENTS = {"insert": ("new",), "delete": ("old",), "update": ("old", "new")}
_FUNCTION = "analytics_note_changed_month"


_IGNORE = "ON CONFLICT DO NOTHING"
# The row is locked, so that a count that takes it away waits for this change, or this change for the count.
_LOCK = f"ON CONFLICT ({', '.join(_PLACE)}, month) DO UPDATE SET month = excluded.month"


def _note(row: str, month: str, on_conflict: str) -> str:
    places = ", ".join(f"{row}.{column}" for column in _PLACE)
    return (
        f"INSERT INTO {_TABLE} ({', '.join(_PLACE)}, month) SELECT {places}, {month.format(row=row)} "
        f"WHERE {row}.standard_status = 'Closed' AND {row}.close_date IS NOT NULL {on_conflict};"
    )


def keep_triggers(on: Any) -> None:
    """Make the triggers that are missing: a migration that rebuilds the table on SQLite drops them with it."""
    with on.cursor() as cursor:
        if _TABLE not in on.introspection.table_names(cursor):
            return
        for event, rows in _EVENTS.items():
            when = f"UPDATE OF {', '.join(_READ)}" if event == "update" else event.upper()
            if on.vendor == "sqlite":
                notes = " ".join(_note(row, "date({row}.close_date, 'start of month')", _IGNORE) for row in rows)
                cursor.execute(
                    f"CREATE TRIGGER IF NOT EXISTS analytics_sale_{event} AFTER {when} ON listings_listing "
                    f"BEGIN {notes} END"
                )
            elif on.vendor == "postgresql":
                notes = " ".join(_note(row, "date_trunc('month', {row}.close_date)::date", _LOCK) for row in rows)
                cursor.execute(
                    f"CREATE OR REPLACE FUNCTION {_FUNCTION}_{event}() RETURNS trigger LANGUAGE plpgsql AS "
                    f"$$ BEGIN {notes} RETURN NULL; END $$"
                )
                cursor.execute(
                    f"CREATE OR REPLACE TRIGGER analytics_sale_{event} AFTER {when} ON listings_listing "
                    f"FOR EACH ROW EXECUTE FUNCTION {_FUNCTION}_{event}()"
                )


def note_all(on: Any) -> None:
    """Note every month there is a sale in."""
    month = "date(close_date, 'start of month')" if on.vendor == "sqlite" else "date_trunc('month', close_date)::date"
    with on.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {_TABLE} ({', '.join(_PLACE)}, month) SELECT DISTINCT {', '.join(_PLACE)}, {month} "
            f"FROM listings_listing WHERE standard_status = 'Closed' AND close_date IS NOT NULL {_IGNORE}"
        )


def drop(on: Any) -> None:
    """Remove the triggers."""
    with on.cursor() as cursor:
        for event in _EVENTS:
            where = " ON listings_listing" if on.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS analytics_sale_{event}{where}")
            if on.vendor == "postgresql":
                cursor.execute(f"DROP FUNCTION IF EXISTS {_FUNCTION}_{event}()")
