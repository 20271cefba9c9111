"""Lighthouse on the pages that matter most, as a slow phone sees them: median of three, production settings.

    .venv/bin/python -m bench.lighthouse [--runs 3]

Fails below 97 for performance or 100 for accessibility and best practices. Needs Node; npx fetches Lighthouse.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

from tests.browser.conftest import CHROMIUM, FLAGS
from tests.servers import Server, free_port, running

LIGHTHOUSE = "lighthouse@12"
LEAST = {"performance": 97, "accessibility": 100, "best-practices": 100}
PATHS = {"chat": "/", "listings": "/listings/", "listing": "/listings/L001/"}


def main() -> None:
    """Measure each page and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    if not (shutil.which("npx") and CHROMIUM):
        sys.exit("Lighthouse needs Node (npx) and Chromium: apt-get install npm chromium")
    with (
        tempfile.TemporaryDirectory() as place,
        running("uvicorn", Path(place), homes=1800, production=True) as server,
        browser(Path(place) / "profile") as port,
    ):
        rows = {"log-in": scores(server.url + "/login/", port, runs)}
        sign_up(port, server)
        rows |= {name: scores(server.url + path, port, runs) for name, path in PATHS.items()}
    print(f"{'page':10}" + "".join(f"{name:>16}" for name in LEAST))
    for name, row in rows.items():
        print(f"{name:10}" + "".join(f"{row[each]:16.0f}" for each in LEAST))
    if low := [name for name, row in rows.items() if any(row[each] < least for each, least in LEAST.items())]:
        sys.exit(f"below {LEAST}: {', '.join(low)}")


@contextmanager
def browser(profile: Path) -> Iterator[int]:
    """A headless Chromium for Lighthouse to drive; the port it listens on."""
    port = free_port()
    command = [CHROMIUM, "--headless=new", *FLAGS, f"--remote-debugging-port={port}", f"--user-data-dir={profile}"]
    process = subprocess.Popen([*command, "about:blank"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield port
    finally:
        process.terminate()
        process.wait(10)


def sign_up(port: int, server: Server) -> None:
    """Make an account in the browser, and let go of it: Lighthouse wants it for itself."""
    with sync_playwright() as playwright:
        page = playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}").contexts[0].new_page()
        page.goto(f"{server.url}/signup/")
        page.get_by_label("E-mail").fill("lighthouse@example.com")
        page.locator("input[type=password]").first.fill("correct-horse-9")
        page.locator("main button").first.click()
        page.wait_for_url(f"{server.url}/")
        page.close()


def scores(address: str, port: int, runs: int) -> dict[str, float]:
    """The median of each score, 0 to 100."""
    found = [report(address, port) for _ in range(runs)]
    return {name: median(round(100 * each["categories"][name]["score"]) for each in found) for name in LEAST}


def report(address: str, port: int) -> dict:
    """One Lighthouse report. Its emulated phone has a slow network and a quarter of this machine's speed."""
    command = ["npx", "--yes", LIGHTHOUSE, address, f"--port={port}", "--output=json", "--quiet"]
    command += ["--disable-storage-reset", "--only-categories=" + ",".join(LEAST)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stdout[-2000:] + done.stderr[-2000:])
    return json.loads(done.stdout)


if __name__ == "__main__":
    main()
