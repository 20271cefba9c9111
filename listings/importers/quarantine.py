"""Keeps the rows that could not be used, for an administrator to look at, until their key comes in well."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone

from listings.importers.private import public
from listings.importers.reading import Row
from listings.models import QuarantinedRow, Source

MOST_KEPT = 5_000  # of one import; a wrong mapping puts every row aside
_BATCH = 500
_LONGEST_CELL = 2_000


class Quarantine:
    """The rows of one source that were put aside. source: None on a dry run, which keeps nothing."""

    def __init__(self, source: Source | None, file_name: str) -> None:
        self._source, self._file_name, self._started = source, file_name[:120], timezone.now()
        self._waiting: dict[str, QuarantinedRow] = {}
        self._kept = 0
        self._before: set[str] = set()
        if source:
            self._before = set(QuarantinedRow.objects.filter(source=source).values_list("row_key", flat=True))

    def put_aside(self, row: Row, key: str, reason: str) -> None:
        """Keep this row, in place of what was kept under its key. key: "" for a row that has none."""
        if self._source is None or self._kept >= MOST_KEPT:
            return
        name = public(key) or f"{self._file_name} line {row.line}"
        content: dict[str, Any] = public(row.record or row.cells)
        self._kept += 1
        self._waiting[name] = QuarantinedRow(
            source=self._source,
            row_key=name,
            file_name=self._file_name,
            line=row.line,
            raw={each: value[:_LONGEST_CELL] if isinstance(value, str) else value for each, value in content.items()},
            reason=public(reason)[:500],
        )
        if len(self._waiting) >= _BATCH:
            self._store()

    def let_go(self, keys: Iterable[str]) -> None:
        """These keys came in well."""
        if good := self._before & set(keys):
            QuarantinedRow.objects.filter(source=self._source, row_key__in=good).delete()
            self._before -= good

    def end(self) -> None:
        """Store what waits; let go of the rows without a key that an earlier version of this file had."""
        self._store()
        if self._source and self._before:
            gone = QuarantinedRow.objects.filter(source=self._source, file_name=self._file_name)
            gone.filter(last_seen__lt=self._started, row_key__startswith=f"{self._file_name} line ").delete()

    def _store(self) -> None:
        seen = timezone.now()
        for row in self._waiting.values():
            row.last_seen = seen
        QuarantinedRow.objects.bulk_create(
            self._waiting.values(),
            update_conflicts=True,
            unique_fields=["source", "row_key"],
            update_fields=["file_name", "line", "raw", "reason", "last_seen"],
        )
        self._waiting.clear()

    @property
    def started(self) -> datetime:
        """When this import began."""
        return self._started
