"""Importing many homes from a file: rows a second, and the memory of the importing process.

    .venv/bin/python -m bench.importing [--file sales.csv] [--mapping king_county] [--database postgres]

Without a file, sales are made up. Wanted: 10,000 rows a second, and no more memory for 1,000,000 rows than for a tenth
of them.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import tempfile
import threading
import time
from datetime import date, timedelta
from pathlib import Path

from bench import databases, process
from bench.report import report

COLUMNS = [
    "id",
    "date",
    "price",
    "bedrooms",
    "bathrooms",
    "sqft_living",
    "sqft_lot",
    "floors",
    "waterfront",
    "view",
    "condition",
    "grade",
    "sqft_above",
    "sqft_basement",
    "yr_built",
    "yr_renovated",
    "zipcode",
    "lat",
    "long",
    "sqft_living15",
    "sqft_lot15",
]
ZIPS = ["98103", "98115", "98052", "98034", "98004", "98118", "98042", "98033"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    databases.add_arguments(parser)
    parser.add_argument("--rows", type=int, default=50_000, help="how many sales are made up")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        options.file = options.file or made_up(Path(folder) / "sales.csv", options.rows)
        with databases.migrated(options):
            found = measure(options)
    report(f"Importing {options.file.name}", {options.database: found})


def made_up(path: Path, rows: int) -> Path:
    """A file of so many sales in the columns of the mapping `king_county`; the same every time."""
    drawn = random.Random(20_140_502)
    with path.open("w", newline="") as file:
        write = csv.writer(file).writerow
        write(COLUMNS)
        for number in range(rows):
            day, area = drawn.randrange(365), drawn.randrange(500, 5_000, 10)
            closed = f"{date(2014, 5, 2) + timedelta(days=day):%Y%m%d}T000000"
            rooms = [drawn.randrange(1, 7), drawn.choice(["1", "1.75", "2.5"]), area, drawn.randrange(1_000, 20_000)]
            extras = [drawn.choice(["1", "1.5", "2"]), int(drawn.random() < 0.01), drawn.choice([0, 0, 0, 2])]
            basement = drawn.choice([0, area // 3])
            years = [drawn.randrange(1900, 2015), drawn.choice([0, 0, 0, 2005])]
            point = [f"{drawn.uniform(47.2, 47.7):.4f}", f"{drawn.uniform(-122.4, -121.8):.3f}"]
            write([10**9 + number, closed, drawn.randrange(80, 3_000) * 1_000, *rooms, *extras, 3, 7, area - basement,
                   basement, *years, drawn.choice(ZIPS), *point, area, 5_000])  # fmt: skip
    return path


def measure(options: argparse.Namespace) -> dict[str, float]:
    """Import the file in this process and watch its memory."""
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
