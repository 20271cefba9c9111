"""Runs the suite under both servers and prints a line for each scenario that does not pass.

npm ci --prefix tests/conformance
python -m tests.conformance
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.conformance.inspecting import inspected
from tests.servers import Server, migrated

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
NEWEST, BEFORE = ["--spec-version", "2026-07-28"], ["--spec-version", "2025-11-25"]
# What is run under each server: releases of the suite with more options.
RUNS = {
    "daphne": [("conformance", []), ("conformance-next", NEWEST)],
    "uvicorn": [("conformance-next", BEFORE), ("conformance-next", NEWEST)],
}
# Scenarios whose checks cannot be made, with the reason.
UNREACHED = {
    ("conformance", "server-sse-polling"): "this release speaks 2025-03-26 there, which has no such events; the next "
    "one speaks 2025-11-25, and it passes",
}


class FixtureServer(Server):
    """Our application with the suite's fixtures behind /mcp."""

    application = "tests.conformance.asgi:application"


def main() -> int:
    """0 when every check of every scenario passes."""
    if not (MODULES / "node" / "bin" / "node").exists():
        print("The suite is not installed: npm ci --prefix tests/conformance")
        return 1
    return max(inspected(MODULES / "node" / "bin"), *(_run_under(kind) for kind in RUNS))


def _run_under(kind: str) -> int:
    with tempfile.TemporaryDirectory() as folder:
        server = FixtureServer(kind, Path(folder))
        migrated(server)
        server.start()
        try:
            return max(
                _report(kind, release, options, _checks(server.url, release, options, Path(folder) / str(number)))
                for number, (release, options) in enumerate(RUNS[kind])
            )
        finally:
            server.stop()


def _report(kind: str, release: str, options: list[str], checks: list[tuple[str, dict]]) -> int:
    """Print what did not pass; 1 when anything did not, or nothing was checked."""
    passed = sum(check["status"] == "SUCCESS" for _, check in checks)
    wrong = [(name, check) for name, check in checks if check["status"] in ("FAILURE", "WARNING")]
    excused = [name for name, _ in wrong if (release, name) in UNREACHED]
    print(f"{' '.join((release, *options))} under {kind}: {passed} checks passed, {len(wrong) - len(excused)} did not")
    for name, check in wrong:
        if name not in excused:
            print(f"  {check['status']} {name}: {check['description']} {check.get('errorMessage', '')}")
    for name in dict.fromkeys(excused):
        print(f"  {name} was not reached: {UNREACHED[release, name]}")
    return int(len(wrong) > len(excused) or not passed)


def _checks(url: str, release: str, options: list[str], out: Path) -> list[tuple[str, dict]]:
    """(scenario, check) of everything the suite looked at."""
    path = f"{MODULES / 'node' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    script = MODULES / release / "dist" / "index.js"
    command = ["node", str(script), "server", "--url", f"{url}/mcp", "--suite", "all", *options, "-o", str(out)]
    done = subprocess.run(command, env=os.environ | {"PATH": path}, capture_output=True, text=True, timeout=300)
    found = [
        (folder.name.removeprefix("server-").rpartition("-20")[0], check)
        for folder in sorted(out.glob("server-*"))
        for check in json.loads((folder / "checks.json").read_text())
    ]
    if not found:
        print(done.stdout[-3000:], done.stderr[-3000:])
    return found


if __name__ == "__main__":
    sys.exit(main())
