"""findListings over many homes: 500 searches of a fixed seed, a third of them matching more than a tenth of all.

    .venv/bin/python -m bench.search [--database postgres] [--file sales.csv] [--plain]

Each search is asked once for practice and once for the clock. Wanted over 1,000,000 homes, on SQLite and PostgreSQL:
p50 at most 5 ms, p95 at most 25 ms. --plain leaves everything to the database: how it was before the columns.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from typing import Any

from bench import databases, process, queries
from bench.report import report


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    databases.add_arguments(parser)
    parser.add_argument("--count", type=int, default=queries.COUNT)
    parser.add_argument("--plain", action="store_true")
    options = parser.parse_args()
    with databases.filled(options):
        found = measure(options.count, plain=options.plain)
    report(f"findListings: {options.count} searches", {options.database: found})


def measure(count: int, *, plain: bool) -> dict[str, float]:
    """Draw the searches, ask them all, and say how long they took."""
    from listings import columns
    from listings.models import Listing
    from listings.tools import find_listings

    before, started = process.resident_mib(os.getpid()), time.perf_counter()
    held = columns.load(at_least=1)
    seconds, grown = time.perf_counter() - started, process.resident_mib(os.getpid()) - before
    drawn = queries.mixed(_matches, count)
    if plain:
        columns.forget()
    taken, broad = [], 0
    for arguments in drawn:
        arguments = arguments.copy()
        practice = _asked(find_listings, arguments, second_page=arguments.pop("second_page"))
        started = time.perf_counter()
        page = find_listings(**practice, user=None)
        taken.append((time.perf_counter() - started) * 1000)
        broad += page.statistics.count > Listing.objects.count() // queries.BROAD
    return {
        "homes": Listing.objects.count(),
        "matching more than a tenth": broad,
        "p50 (ms)": statistics.median(taken),
        "p95 (ms)": statistics.quantiles(taken, n=100)[94],
        "slowest (ms)": max(taken),
        "columns read (s)": seconds if held else 0.0,
        "columns hold (MiB)": grown if held else 0.0,
    }


def _matches(arguments: dict[str, Any]) -> int:
    """How many homes a search matches."""
    from listings.query import SearchQuery
    from listings.search import search

    given = {name: value for name, value in arguments.items() if name != "second_page"}
    return search(SearchQuery(**given), visible_to=None).statistics.count


def _asked(find: Any, arguments: dict[str, Any], *, second_page: bool) -> dict[str, Any]:
    """The arguments once asked; of the second page, if it is wanted and there is one."""
    first = find(**arguments, user=None)
    if second_page and first.next_cursor:
        arguments = arguments | {"cursor": first.next_cursor}
        find(**arguments, user=None)
    return arguments


if __name__ == "__main__":
    main()
