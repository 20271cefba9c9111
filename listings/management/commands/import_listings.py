"""Brings listings in from a file, and says what became of every row."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from listings.importers.importing import import_file
from listings.importers.reading import ImportRefused


class Command(BaseCommand):
    help = (
        "Import listings from a CSV file, RESO Common Format JSON or plain JSON. "
        "Importing the same file again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the file to import")
        parser.add_argument("--mapping", type=Path, help="mapping file (TOML or JSON), or the name of a shipped one")
        parser.add_argument("--source", default="", help="the source to import into, instead of the mapping's")
        parser.add_argument("--dry-run", action="store_true", help="count, but write nothing")
        parser.add_argument("--strict", action="store_true", help="exit with 1 if any row was quarantined")

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        try:
            counts = import_file(
                options["file"],
                mapping=options["mapping"],
                source_name=options["source"],
                dry_run=options["dry_run"],
                quarantine=lambda line, reason: self.stdout.write(f"line {line}: {reason}"),
            )
        except ImportRefused as refusal:
            raise CommandError(str(refusal)) from None
        trial = "Dry run, nothing written: " if options["dry_run"] else ""
        self.stdout.write(f"{trial}{counts} ({time.monotonic() - started:.1f} s)")
        if options["strict"] and counts.quarantined:
            raise CommandError(f"{counts.quarantined:,} rows were quarantined.")
