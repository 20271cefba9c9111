"""The README's pictures: `python -m tests.browser.screenshots DIR`. Demo data, the offline assistant, real Chromium."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import CHROMIUM, FLAGS, Visitor
from tests.servers import running

MOST_BYTES = 250_000
# Those in sight: the others load when one scrolls to them. (The open stream keeps the network from ever being idle.)
PICTURES_ARE_THERE = """() => Promise.all([...document.images]
  .filter((each) => each.getBoundingClientRect().top < innerHeight && each.getBoundingClientRect().left < innerWidth)
  .map((each) => each.complete || new Promise((loaded) => { each.onload = loaded })))
  .then(() => null)"""


def main(folder: Path) -> None:
    """Ask as a new visitor would and keep what they see."""
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as place,
        running("daphne", Path(place), homes=1800) as server,
        sync_playwright() as playwright,
    ):
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        desk = Visitor(chromium, server, color_scheme="light", reduced_motion="reduce")
        desk.sign_up("desk@example.com")
        _ask(desk, "Find me 3-bedroom homes in Portland under $900,000", "#table .home-point span")
        _keep(desk.page, folder / "homes.png")
        _ask(desk, "What's the market like in Seattle, WA?", "#table .market-chart")
        _keep(desk.page, folder / "market.png")
        phone = Visitor(chromium, server, width=390, color_scheme="dark", reduced_motion="reduce")
        phone.sign_up("phone@example.com")
        _ask(phone, "Compare L001 and L002", ".turn:last-of-type .comparison")
        phone.page.locator(".comparison").evaluate("(card) => card.scrollIntoView()")
        phone.page.wait_for_function("[...document.querySelectorAll('.comparison img')].every((each) => each.complete)")
        _keep(phone.page, folder / "comparison-phone.png")
        chromium.close()


def _ask(visitor: Visitor, question: str, card: str) -> None:
    before = visitor.page.locator(".turn").count()
    visitor.ask(question)
    visitor.page.locator(".turn").nth(before).wait_for()
    visitor.answer()
    visitor.page.locator(card).first.wait_for()
    visitor.page.locator(".turn:last-of-type .actions").wait_for()
    visitor.page.evaluate(PICTURES_ARE_THERE)


def _keep(page: Page, file: Path) -> None:
    page.screenshot(path=file)
    size = file.stat().st_size
    assert size < MOST_BYTES, f"{file} has {size:,} bytes; the README wants at most {MOST_BYTES:,}"
    print(f"{file}  {size / 1000:.0f} kB")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m tests.browser.screenshots DIR")
    main(Path(sys.argv[1]))
