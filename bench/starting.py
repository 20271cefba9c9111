"""How soon a server answers after its start, and what it holds when nobody asks anything.

.venv/bin/python -m bench.starting [--rounds 3] [--servers uvicorn daphne]
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from statistics import median

from bench import process
from bench.report import report
from tests.servers import Server, migrated

REST_SECONDS = 5.0  # what is warmed up beside the first answers is done by then


def started(server: Server) -> dict[str, float]:
    """One start and one rest."""
    before = time.perf_counter()
    server.start()
    answered = time.perf_counter() - before
    time.sleep(REST_SECONDS)
    found = {"first answer of /health (s)": answered, "CPU by then and at rest (s)": process.cpu_seconds(server.pid)}
    found |= {"memory at rest (MiB)": process.resident_mib(server.pid), "threads": process.threads(server.pid)}
    server.stop()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--servers", nargs="+", default=["uvicorn", "daphne"])
    options = parser.parse_args()
    found: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for kind in options.servers:
            server = Server(kind, Path(folder) / kind, DEBUG="off")
            server.folder.mkdir()
            migrated(server)
            server.manage("seed", "--listings", "300")
            rounds = [started(server) for _ in range(options.rounds)]
            found[kind] = {name: median(each[name] for each in rounds) for name in rounds[0]}
    report(f"Starting, median of {options.rounds}", found)


if __name__ == "__main__":
    main()
