"""Importing many homes from a file: rows a second, and the memory of the importing process.

    .venv/bin/python -m bench.importing --file sales.csv [--mapping king_county] [--database postgres]

Wanted: 10,000 rows a second, and no more memory for 1,000,000 rows than for a tenth of them.
"""

from __future__ import annotations

import argparse
import os
import threading
import time

from bench import databases, process


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    databases.add_arguments(parser)
    options = parser.parse_args()
    if options.file is None:
        parser.error("name a --file to import")
    with databases.migrated(options):
        found = measure(options)
    print(process.heading(f"Importing {options.file.name}"))
    print(process.table({options.database: found}))


def measure(options: argparse.Namespace) -> dict[str, float]:
    """Import the file in this process and watch its memory."""
    from pathlib import Path

    from listings.importers.importing import import_file

    memory, done = [], threading.Event()

    def watch() -> None:
        while not done.wait(0.5):
            memory.append(process.resident_mib(os.getpid()))

    watching = threading.Thread(target=watch)
    watching.start()
    started = time.perf_counter()
    try:
        counts = import_file(options.file, mapping=Path(options.mapping), quarantine=lambda line, reason: None)
    finally:
        done.set()
        watching.join()
    seconds = time.perf_counter() - started
    tenth = memory[: max(1, len(memory) // 10)]
    return {
        "rows": counts.created,
        "seconds": seconds,
        "rows a second": counts.created / seconds,
        "most memory in the first tenth (MiB)": max(tenth),
        "most memory (MiB)": max(memory),
    }


if __name__ == "__main__":
    main()
