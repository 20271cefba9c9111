"""What streaming costs: many answers at once, each after a real log-in, a search and every check, beside the limit.

    .venv/bin/python -m bench.streams [--streams 50 200 500 1000] [--tokens 120] [--rate 30] [--rounds 3]

Two processes on a core of their own take turns in the same minutes: ours, and a bare relay (`bench.streams.relay`)
that passes the same model's words on. Model and load have the other core. The ratio of their CPU is what can be
compared between machines.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median
from typing import Any

import orjson

from bench import process
from bench.report import report
from tests.servers import ROOT, Server, free_port, migrated

OURS, THEIRS = "0", "1" if (os.cpu_count() or 1) > 1 else "0"  # cores: what is measured, and what measures it
USERS = 10
OPEN = {"AGENT_OPEN_RUNS": "2000", "AGENT_MAX_RUNS": "5000", "SSE_OPEN_STREAMS": "2000", "SSE_MAX_STREAMS": "5000"}


def asking(model: int) -> dict[str, str]:
    """A server's settings that make it ask the model of the benchmark on this port, with no ceiling in the way."""
    address = {"LLM_BASE_URL": f"http://127.0.0.1:{model}/v1", "LLM_MODEL": "bench", "LLM_API_KEY": "bench"}
    return {"DEBUG": "off", "AGENT_DAILY_TOKENS": "0"} | OPEN | address


@contextmanager
def beside(module: str, core: str, *options: str) -> Iterator[int]:
    """A program of ours on this core while the block runs; its process id."""
    command = ["taskset", "-c", core, sys.executable, "-m", module, *options]
    with subprocess.Popen(command, cwd=ROOT) as program:
        try:
            time.sleep(0.5)
            yield program.pid
        finally:
            program.terminate()


def measured(port: int, pid: int, streams: int, tokens: int, access: list[str]) -> dict[str, float]:
    """One load on a port, and what it cost the process behind it."""
    before, held = process.cpu_seconds(pid), process.resident_mib(pid)
    command = ["taskset", "-c", THEIRS, sys.executable, "-m", "bench.streams.load", "--port", str(port)]
    command += ["--streams", str(streams), "--tokens", str(tokens), "--seconds", str(streams / 100)]
    with subprocess.Popen([*command, "--access", *access], cwd=ROOT, stdout=subprocess.PIPE) as load:
        most, threads = held, 0
        while load.poll() is None:
            with suppress(subprocess.TimeoutExpired):
                load.wait(0.2)
            most, threads = max(most, process.resident_mib(pid)), max(threads, process.threads(pid))
        found = orjson.loads(load.stdout.read())
    said = streams * tokens
    return {
        "CPU-ms per 1,000 tokens": (process.cpu_seconds(pid) - before) * 1e6 / said,
        "first text, p50 (ms)": found["first_ms"][0],
        "first text, p95 (ms)": found["first_ms"][1],
        "bytes per token": found["content_bytes"] / said,
        "bytes per token, all events": found["bytes"] / said,
        "MiB per stream": (most - held) / streams,
        "threads": threads,
        "answers wrong": found["wrong"],
    }


def compared(rounds: list[tuple[dict, dict]]) -> dict[str, Any]:
    """The medians of (ours, the relay's), and how often ours costs the relay's CPU."""
    ours = {name: median(each[0][name] for each in rounds) for name in rounds[0][0]}
    name = "CPU-ms per 1,000 tokens"
    limit = median(each[1][name] for each in rounds)
    wrong = {"answers wrong": sum(each[0]["answers wrong"] for each in rounds)}
    ratio = ours[name] / limit if limit else float("inf")  # the clock ticks a hundred times a second
    return {name: ours[name], "the relay's": limit, "ratio": ratio} | ours | wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--streams", type=int, nargs="+", default=[50, 200, 500, 1000])
    parser.add_argument("--tokens", type=int, default=120)
    parser.add_argument("--rate", type=float, default=30.0, help="tokens a second of each answer")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--servers", nargs="+", default=["uvicorn"])
    options = parser.parse_args()
    found: dict[str, dict[str, Any]] = {}
    model, relay = free_port(), free_port()
    words = ["--port", str(model), "--tokens", str(options.tokens), "--rate", str(options.rate)]
    with (
        tempfile.TemporaryDirectory() as folder,
        beside("bench.streams.model", THEIRS, *words),
        beside("bench.streams.relay", OURS, "--port", str(relay), "--model", str(model)) as relay_pid,
    ):
        for kind in options.servers:
            server = Server(kind, Path(folder) / kind, **asking(model))
            server.folder.mkdir()
            migrated(server)
            server.manage("seed", "--listings", "300")
            server.start()
            try:
                subprocess.run(["taskset", "-acp", OURS, str(server.pid)], stdout=subprocess.DEVNULL, check=False)
                access = [server.sign_up(f"bench-{number}@example.com") for number in range(USERS)]
                measured(server.port, server.pid, 20, options.tokens, access)
                for streams in options.streams:
                    rounds = []
                    for _ in range(options.rounds):
                        limit = measured(relay, relay_pid, streams, options.tokens, ["none"])
                        rounds.append((measured(server.port, server.pid, streams, options.tokens, access), limit))
                    found[f"{streams} streams, {kind}"] = compared(rounds)
            finally:
                server.stop()
    report(f"{options.tokens} tokens an answer at {options.rate:g} a second, one search each", found)


if __name__ == "__main__":
    main()
