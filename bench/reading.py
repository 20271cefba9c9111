"""What reading an answer is like, in real Chromium: how soon its first words stand there, and whether the page freezes.

    .venv/bin/python -m bench.reading [--runs 5]

Two answers of a scripted model, each after tool calls: a short one at 30 tokens a second after one call, and one of
4,000 tokens with twenty cards. Fails when first words take more than 40 ms longer than the model, or when a task of the
page takes more than 50 ms, each the median of the runs.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

from bench.process import heading
from tests.browser.conftest import CHROMIUM, FLAGS, Visitor
from tests.llm_server import Answer, LLMServer, calls, text
from tests.servers import Server, running

MOST_WAIT_MS, MOST_TASK_MS = 40, 50
SHORT = [f"word{n} " for n in range(120)]
# Headings, lists, a table and paragraphs, as models write them; two tokens a word or so.
LONG = "".join(
    f"## Part {n}\n\nThe **{n}th** home has [a page](/listings/L{n:03}/), a garden and a *quiet* name. "
    + "It is said here at some length what there is to be said of it, and then a little more. " * 8
    + "\n\n- one fact\n- another **fact**\n\n| Fact | Value |\n| --- | ---: |\n| Rooms | many |\n\n"
    for n in range(1, 21)
)
WATCH = """() => {
  const seen = window.seen = { entered: 0, painted: 0, tasks: [] }
  addEventListener('keydown', ({ timeStamp }) => { seen.entered ||= performance.timeOrigin + timeStamp }, true)
  const noted = (list) => list.getEntries().forEach(({ duration }) => seen.tasks.push(duration))
  new PerformanceObserver(noted).observe({ type: 'longtask' })
  new MutationObserver((_, self) => {
    if (!document.querySelector('.turn:last-of-type [data-role=answer]')?.innerText.trim()) return
    self.disconnect()
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => { seen.painted = performance.timeOrigin + performance.now() }
      port2.postMessage(0)
    })
  }).observe(document.getElementById('turns'), { subtree: true, childList: true, characterData: true })
}"""


class Timed(Answer):
    """An answer that knows when its first words were sent, in ms since the epoch."""

    sent_ms = 0.0

    def writes(self) -> Iterator[bytes]:
        for part in super().writes():
            self.sent_ms = self.sent_ms or time.time() * 1000
            yield part


def main() -> None:
    """Measure both answers and print a line for each figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    model = LLMServer()
    environment = {"LLM_BASE_URL": model.url, "LLM_MODEL": "scripted", "LLM_API_KEY": "k"}
    with (
        tempfile.TemporaryDirectory() as place,
        running("uvicorn", Path(place), homes=60, production=True, **environment) as server,
        sync_playwright() as playwright,
    ):
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        short = [read(chromium, server, model, *short_answer()) for _ in range(runs + 1)][1:]  # the first one warms up
        long = [read(chromium, server, model, *long_answer()) for _ in range(runs)]
        slow = [read(chromium, server, model, *long_answer(), slowed=4) for _ in range(runs)]
        chromium.close()
    model.close()
    found = {
        "first words after the model's, ms": ([each["after_model"] for each in short], MOST_WAIT_MS),
        "first words after Enter, ms": ([each["after_enter"] for each in short], None),
        "longest task, 120 tokens, ms": ([each["longest"] for each in short], MOST_TASK_MS),
        "longest task, 4,000 tokens and 20 cards, ms": ([each["longest"] for each in long], MOST_TASK_MS),
        "the same with a processor four times as slow": ([each["longest"] for each in slow], None),
    }
    print(heading("Reading an answer"))
    for name, (values, most) in found.items():
        bound = f"at most {most}" if most else ""
        print(f"{name:46}{median(values):6.0f}  ({', '.join(f'{each:.0f}' for each in values)})  {bound}")
    sys.exit(any(most and median(values) > most for values, most in found.values()))


def short_answer() -> tuple[list[Answer], int]:
    """One tool call, then words at 30 tokens a second; how many cards come with it."""
    spoken = text(*SHORT)
    return [Answer(calls(("getMyProfile", {}))), Timed(spoken, write_size=len(spoken) // 120, pause=1 / 30)], 0


def long_answer() -> tuple[list[Answer], int]:
    """Twenty homes looked at, then 4,000 tokens in four seconds."""
    pieces = [LONG[at : at + 4] for at in range(0, len(LONG), 4)]
    spoken = text(*pieces)
    asked = [("getListing", {"listingId": f"L{n:03}"}) for n in range(1, 21)]
    answers = [Answer(calls(*asked[:10], piece=40)), Answer(calls(*asked[10:], piece=40))]
    return [*answers, Timed(spoken, write_size=len(spoken) // 200, pause=0.02)], 20


def read(
    chromium, server: Server, model: LLMServer, answers: list[Answer], cards: int, slowed: int = 1
) -> dict[str, float]:
    """Ask on a phone as a new visitor; what it was like. slowed: how many times as slow the phone's processor is."""
    model.script(*answers)
    ana = Visitor(chromium, server, width=390)
    ana.sign_up(f"reader{time.monotonic_ns()}@example.com")
    ana.page.evaluate(WATCH)
    ana.context.new_cdp_session(ana.page).send("Emulation.setCPUThrottlingRate", {"rate": slowed})
    ana.ask("Tell me all")
    ana.page.set_default_timeout(60_000)
    ana.answer()
    ana.page.locator(".turn .actions").wait_for()
    assert ana.page.locator(".turn .home-card").count() == cards
    seen = ana.page.evaluate("window.seen")
    ana.context.close()
    return {
        "after_model": seen["painted"] - answers[-1].sent_ms,
        "after_enter": seen["painted"] - seen["entered"],
        "longest": max(seen["tasks"], default=0),
    }


if __name__ == "__main__":
    main()
