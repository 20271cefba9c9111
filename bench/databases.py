"""A database of its own for a benchmark: made, migrated, filled, and gone at the end."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def add_arguments(parser: ArgumentParser) -> None:
    """Which database, and what it holds."""
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--url", help="a migrated database that is there already, as DATABASE_URL; it is left as it is")
    parser.add_argument("--file", type=Path, help="homes to import; without it the demo market is seeded")
    parser.add_argument("--mapping", default="king_county", help="mapping of that file")
    parser.add_argument("--homes", type=int, default=1_800, help="size of the demo market")


@contextmanager
def migrated(options: Namespace) -> Iterator[None]:
    """An empty database, or the one of --url, for this process and those it starts."""
    if options.url:
        os.environ["DATABASE_URL"] = options.url
        _set_up()
        yield
        return
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{folder}/bench.sqlite3"
        if options.database == "postgres":
            address = postgres("start")
        os.environ["DATABASE_URL"] = address
        try:
            manage("migrate", "-v0")
            _set_up()
            yield
        finally:
            if options.database == "postgres":
                postgres("stop", address)


@contextmanager
def filled(options: Namespace) -> Iterator[None]:
    """The same with its homes."""
    with migrated(options):
        if not options.url:
            fill(options)
        yield


def fill(options: Namespace) -> str:
    """Import the file or seed the demo market; what the command says."""
    if options.file:
        return manage("import_listings", str(options.file), "--mapping", options.mapping)
    return manage("seed", "--listings", str(options.homes))


def manage(*arguments: str) -> str:
    """Run a management command on this database; its output."""
    done = subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return done.stdout.strip()


def postgres(*arguments: str) -> str:
    """Start or stop a PostgreSQL of its own; what `.ci/postgres` says."""
    return subprocess.run(
        [ROOT / ".ci" / "postgres", *arguments], check=True, capture_output=True, text=True
    ).stdout.strip()


def _set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "realestate.settings")
    os.environ["DEBUG"] = "on"  # of a development machine's settings; queries are not collected, see below
    import django
    from django.conf import settings

    django.setup()
    settings.DEBUG = False
