"""START HERE for imports: one file, read, mapped and written in batches, with everything counted."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import connection
from django.utils import timezone

from listings import places
from listings.importers.mapping import MappedRow, Mapping, Unmappable, load_mapping, mapping_for
from listings.importers.quarantine import Quarantine
from listings.importers.reading import CsvFile, ImportRefused, Row
from listings.importers.reading_json import JsonFile, is_json
from listings.importers.reso import ResoMapping
from listings.importers.writing import Writer
from listings.models import Listing, ListingFeature, Source
from listings.signals import import_finished

BATCH = 1000
MANY_ROWS = 1000  # changed by one import: what the database knew of its tables no longer holds


@dataclass
class ImportCounts:
    """What became of the rows of a file; the four add up to its rows."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    quarantined: int = 0

    def __str__(self) -> str:
        return (
            f"created {self.created:,}, updated {self.updated:,}, unchanged {self.unchanged:,}, "
            f"quarantined {self.quarantined:,}"
        )


def import_file(
    path: Path,
    *,
    mapping: Path | None = None,
    source_name: str = "",
    dry_run: bool = False,
    quarantine: Callable[[int, str], None],
) -> ImportCounts:
    """Bring the listings of a file in; importing it again changes nothing.

    mapping: a mapping file, or the name of a shipped one; None finds the shipped one that fits.
    source_name: the source to import into, instead of the mapping's. dry_run: count, write nothing.
    quarantine: called with line and reason for each row that cannot be used.
    Raises ImportRefused, before anything is written, for a file or mapping that cannot be used at all.
    Each batch of 1,000 is one transaction: an interrupted import leaves whole listings and goes on when run again.
    """
    loaded = load_mapping(mapping) if mapping else None
    file = JsonFile(path) if is_json(path) else CsvFile(path)
    if loaded is None:
        loaded = ResoMapping(file.first) if isinstance(file, JsonFile) else mapping_for(file.columns)
    if isinstance(loaded, Mapping):
        loaded.check_columns(file.columns, path.name)
    source = _source(loaded, source_name, dry_run=dry_run)
    aside = Quarantine(None if dry_run else source, path.name)
    run = _Run(loaded, Writer(source, loaded, dry_run=dry_run), quarantine, aside)
    counts = run.bring_in(file)
    if source and not dry_run:
        source.last_imported_at = timezone.now()
        source.save(update_fields=["last_imported_at"])
        places.forget()
        if counts.created + counts.updated > MANY_ROWS:
            measure_tables()
        changed = Listing.objects.filter(source=source, modification_timestamp__gte=aside.started)
        import_finished.send_robust(Source, source=source, counts=counts, changed=changed.values_list("pk", flat=True))
    return counts


def measure_tables() -> None:
    """Let the database count what its tables hold: without it, it searches around a point ten times slower."""
    with connection.cursor() as cursor:
        for model in (Listing, ListingFeature):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


class _Run:
    """The state of one import: the keys seen so far, and how many rows were put aside."""

    def __init__(
        self,
        mapping: Mapping | ResoMapping,
        writer: Writer,
        quarantine: Callable[[int, str], None],
        aside: Quarantine,
    ) -> None:
        self._mapping, self._writer, self._quarantine, self._aside = mapping, writer, quarantine, aside
        # Hashes, not keys: some 60 bytes a row is all that grows with the file.
        self._seen: set[int] = set()
        self._quarantined = 0

    def bring_in(self, file: CsvFile | JsonFile) -> ImportCounts:
        rows = self._mapped(file)
        while batch := list(itertools.islice(rows, BATCH)):
            refused = self._writer.write(batch)
            for row, reason in refused:
                shown = {name: str(value) for name, value in row.fields.items() if value not in (None, "")}
                self._put_aside(Row(row.line, shown), row.fields["listing_key"], reason)
            bad = {row.fields["listing_key"] for row, _ in refused}
            self._aside.let_go({row.fields["listing_key"] for row in batch} - bad)
        self._aside.end()
        writer = self._writer
        return ImportCounts(writer.created, writer.updated, writer.unchanged, self._quarantined)

    def _mapped(self, file: CsvFile | JsonFile) -> Iterator[MappedRow]:
        for row in file.rows():
            try:
                mapped = self._mapping.map_row(row)
            except Unmappable as error:
                self._put_aside(row, self._mapping.key_of(row), str(error))
                continue
            key, listing_id = mapped.fields["listing_key"], mapped.fields["listing_id"]
            names = {hash(key)} if key == listing_id else {hash(key), hash(("id", listing_id))}
            if self._seen & names:
                self._put_aside(row, "", f"{key} is in the file already, further up")
                continue
            self._seen |= names
            yield mapped

    def _put_aside(self, row: Row, key: str, reason: str) -> None:
        self._quarantined += 1
        self._quarantine(row.line, f"{reason}.")
        self._aside.put_aside(row, key, f"{reason}.")


def _source(mapping: Mapping | ResoMapping, name: str, *, dry_run: bool) -> Source | None:
    """The source to import into, with the mapping's title and reasons; not created, nor changed, on a dry run."""
    name = name or mapping.source.get("name", "")
    if not name:
        raise ImportRefused(f"{mapping.name} does not name a source; give one (--source NAME).")
    try:
        validate_slug(name)
    except ValidationError:
        raise ImportRefused(f"{name!r} is no source name; use letters, digits and hyphens.") from None
    if len(name) > Source._meta.get_field("name").max_length:
        raise ImportRefused(f"The source name {name!r} is too long.")
    source = Source.objects.filter(name=name).first()
    if source and source.is_demo:
        raise ImportRefused(f"{name} is the demo market, which is open to everyone; import into another source.")
    if dry_run:
        return source
    described = {key: mapping.source[key] for key in ("attribution", "disclaimer", "lacks") if key in mapping.source}
    described["title"] = mapping.source.get("title") or (source.title if source else name)
    # Only for a source that is new: afterwards an administrator decides, and no import undoes that.
    policy = {key: mapping.source[key] for key in ("outside_use",) if key in mapping.source}
    source, _ = Source.objects.update_or_create(name=name, defaults=described, create_defaults=described | policy)
    return source
