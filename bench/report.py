"""What a benchmark found, as a table beside what was committed last for the same command.

`bench/results` keeps one JSON file for each benchmark: command -> title -> the day, the machine and the raw figures.
With KEEP=1 in the environment (`make bench KEEP=1`) a run replaces what is there, for a person to look at and commit.
"""

from __future__ import annotations

import os
import platform
import re
import sys
import time
from pathlib import Path
from typing import Any

import orjson

KEPT = Path(__file__).parent / "results"
Figures = dict[str, dict[str, float]]  # column -> row -> figure


def report(title: str, found: Figures) -> None:
    """Print these figures, and those committed last; keep them where the environment says KEEP."""
    module = _module()
    file = KEPT / f"{module.removeprefix('bench.')}.json"
    command = " ".join(["python -m", module, *map(_without_folder, sys.argv[1:])])
    results = orjson.loads(file.read_bytes()) if file.exists() else {}
    now = {"date": time.strftime("%Y-%m-%d"), "machine": _machine(), "figures": found}
    print(f"{title}\n{_dated(now)}\n\n{_table(found)}")
    if before := results.get(command, {}).get(title):
        print(f"\nCommitted last: {_dated(before)}\n\n{_table(before['figures'])}")
    if os.environ.get("KEEP"):
        file.parent.mkdir(exist_ok=True)
        results.setdefault(command, {})[title] = now
        file.write_bytes(orjson.dumps(results, option=orjson.OPT_INDENT_2) + b"\n")


def _module() -> str:
    """The program that runs, as it was named to Python."""
    spec = sys.modules["__main__"].__spec__
    return spec.name.removesuffix(".__main__") if spec else Path(sys.argv[0]).stem


def _without_folder(argument: str) -> str:
    """A file by its name alone: where it lies on this machine is nobody's concern."""
    return Path(argument).name if "/" in argument else argument


def _machine() -> str:
    cpu = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text())
    return (
        f"{os.cpu_count()} cores of {cpu[1] if cpu else platform.machine()}, Python {platform.python_version()}, "
        f"{_additions():.2f} s for 10 million additions"
    )


def _additions() -> float:
    """How quick the machine is today: seconds of CPU for ten million additions in Python."""
    started, total = time.process_time(), 0
    for number in range(10_000_000):
        total += number
    return time.process_time() - started


def _dated(result: dict[str, Any]) -> str:
    return f"{result['date']}, {result['machine']}"


def _table(found: Figures) -> str:
    """A Markdown table: one column for each server, one row for each figure."""
    lines = ["| | " + " | ".join(found) + " |", "| --- |" + " ---: |" * len(found)]
    for name in next(iter(found.values())):
        figures = [each[name] for each in found.values()]
        shown = [f"{figure:,}" if isinstance(figure, int) else f"{figure:.3f}" for figure in figures]
        lines.append(f"| {name} | " + " | ".join(shown) + " |")
    return "\n".join(lines)
