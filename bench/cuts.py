"""Answers whose link is cut, in real Chromium: the text that stands at the end must be that of an uncut run.

    .venv/bin/python -m bench.cuts [--rounds 3]

A run of about 25 events is cut after every event, one of 400 after every 20th; links are reset and silenced three
times, and pages reloaded midway and after the end. Each case runs `rounds` times, the resets and silences once more.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import CHROMIUM, FLAGS, Visitor
from tests.llm_server import Answer, LLMServer, calls, text
from tests.relay import Relay, reset
from tests.servers import running

SHORT = [f"word{n} " for n in range(19)]
LONG = [f"word{n} " for n in range(395)]
EVENT = re.compile(rb"id: (\d+)\n.*?\n\n", re.DOTALL)


class CuttingRelay(Relay):
    """Resets the connection right behind the events whose number is a multiple of `every`, each once."""

    every, last = 0, 0

    async def _to_client(self, reader: asyncio.StreamReader, client: asyncio.StreamWriter) -> None:
        waiting = b""
        try:
            while data := await reader.read(65536):
                waiting += data
                for event in EVENT.finditer(waiting):
                    if self.every and (number := int(event[1])) > self.last and number % self.every == 0:
                        self.last = number
                        client.write(waiting[: event.end()])
                        await client.drain()
                        reset(client)
                        return
                if client not in self._silent:
                    client.write(waiting)
                    await client.drain()
                waiting = b""
        finally:
            if client not in self._silent:
                client.close()


def main() -> None:
    """Run every case and print one line each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    model, failed, total = LLMServer(), 0, 0
    environment = {"LLM_BASE_URL": model.url, "LLM_MODEL": "scripted", "LLM_API_KEY": "k"}
    with (
        tempfile.TemporaryDirectory() as place,
        running("daphne", Path(place), SSE_FRAME_MS="1", SSE_RETRY="100", **environment) as server,
        sync_playwright() as playwright,
    ):
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name, (words, disturb, every, times) in cases(rounds).items():
            for _ in range(times):
                relay = CuttingRelay(server.port)
                ana = Visitor(chromium, server, base=relay.url, width=390)
                ana.sign_up(f"ana{total}@example.com")
                total += 1
                began = time.monotonic()
                problem = outcome(ana, model, relay, words, disturb, every)
                failed += bool(problem)
                print(f"{name:34} {time.monotonic() - began:5.1f} s  {problem or 'same text'}", flush=True)
                ana.context.close()
                relay.close()
        chromium.close()
    model.close()
    print(f"{total - failed} of {total} the same")
    sys.exit(bool(failed))


def cases(rounds: int) -> dict[str, tuple[list[str], Callable | None, int, int]]:
    """Each case: the words said, what disturbs them, after how many events the link is cut, how often it is run."""
    return {
        "25 events, cut after every one": (SHORT, None, 1, rounds),
        "400 events, cut after every 20th": (LONG, None, 20, rounds),
        "three resets": (LONG, lambda ana, relay: three_times(ana, relay.reset), 0, rounds + 1),
        "three silences": (LONG, lambda ana, relay: three_times(ana, relay.silence), 0, rounds + 1),
        "a reload midway": (LONG, lambda ana, relay: ana.page.reload(), 0, rounds),
        "a reload after the end": (SHORT, lambda ana, relay: (ana.answer(), ana.page.reload()), 0, rounds),
    }


def three_times(ana: Visitor, cut: Callable[[], None]) -> None:
    """Cut when the 20th, 60th and 100th word have come: each time more than before."""
    for word in (20, 60, 100):
        ana.page.get_by_text(f"word{word} ").wait_for()
        cut()


def outcome(
    ana: Visitor, model: LLMServer, relay: CuttingRelay, words: list[str], disturb: Callable | None, every: int
) -> str:
    """What was wrong at the end, "" when nothing was."""
    spoken = text(*words)
    model.script(calls(("getMyProfile", {})), Answer(spoken, write_size=len(spoken) // len(words), pause=0.02))
    relay.every = every
    ana.ask("Tell me a lot")
    if disturb:
        ana.page.get_by_text("word5 ").wait_for()
        disturb(ana, relay)
    ana.page.set_default_timeout(120_000)
    said, whole = ana.answer(), "".join(words).strip()
    relay.every = 0
    if said != whole:
        return f"{len(said)} characters instead of {len(whole)}"
    if bubbles := ana.page.locator(".notice[data-level=error]").count():
        return f"{bubbles} error bubbles"
    if every and relay.last < len(words) // every * every // 2:
        return f"the last cut was after event {relay.last}"
    return ""


if __name__ == "__main__":
    main()
