"""What the system says of a server process, and which machine this is."""

from __future__ import annotations

import os
import platform
import re
import time
from pathlib import Path


def resident_mib(pid: int) -> float:
    """Memory the process holds now."""
    return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1]) / 1024


def cpu_seconds(pid: int) -> float:
    """What the process has used of the processor so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def threads(pid: int) -> int:
    return int(re.search(r"Threads:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1])


def database_files(pid: int) -> int:
    """Open files of the process that are the database: one for each connection."""
    found = 0
    for each in os.listdir(f"/proc/{pid}/fd"):
        try:
            found += os.readlink(f"/proc/{pid}/fd/{each}").endswith("server.sqlite3")
        except FileNotFoundError:
            continue
    return found


def heading(title: str) -> str:
    """The title with the day and the machine: figures without them say nothing."""
    cpu = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text())
    machine = f"{os.cpu_count()} cores of {cpu[1] if cpu else platform.machine()}"
    return f"{title}\n{time.strftime('%Y-%m-%d')}, {machine}, Python {platform.python_version()}\n"


def table(found: dict[str, dict[str, float]]) -> str:
    """A Markdown table: one column for each server, one row for each figure."""
    lines = ["| | " + " | ".join(found) + " |", "| --- |" + " ---: |" * len(found)]
    for name in next(iter(found.values())):
        figures = [each[name] for each in found.values()]
        shown = [f"{figure:,}" if isinstance(figure, int) else f"{figure:.3f}" for figure in figures]
        lines.append(f"| {name} | " + " | ".join(shown) + " |")
    return "\n".join(lines)
