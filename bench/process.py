"""What the system says of a server process, and which machine this is."""

from __future__ import annotations

import os
import re
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
