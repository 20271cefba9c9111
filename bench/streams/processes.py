"""How much more two processes do than one, on PostgreSQL and Redis, and what one costs whose streams are elsewhere.

    .venv/bin/python -m bench.streams.processes [--answers 400] [--tokens 120] [--rate 60] [--rounds 3]

Each process has a core of its own where there are two; the model, the load, PostgreSQL and Redis take what is left, so
that on two cores the second process has to share. All questions come at once: what counts is when the last is answered.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import orjson

from bench import process
from bench.databases import postgres
from bench.report import report
from bench.streams.__main__ import OURS, THEIRS, USERS, asking, beside
from tests.servers import ROOT, Server, free_port

ELSEWHERE = (50, 200)  # streams of the one process, of which the other hears nothing but the doorbell


@contextmanager
def site(folder: Path, model: int) -> Iterator[list[Server]]:
    """Two uvicorns, not started, on a new PostgreSQL and Redis with the demo market."""
    address, port = postgres("start"), free_port()
    command = ["redis-server", "--port", str(port), "--save", "", "--dir", str(folder)]
    settings = {"DATABASE_URL": address, "REDIS_URL": f"redis://127.0.0.1:{port}/0"} | asking(model)
    servers = []
    try:
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as redis:
            try:
                for name in ("one", "other"):
                    (folder / name).mkdir()
                    servers.append(Server("uvicorn", folder / name, NODE_NAME=name, **settings))
                servers[0].manage("migrate", "-v0")
                servers[0].manage("seed", "--listings", "300")
                yield servers
            finally:
                for server in servers:
                    server.stop()
                redis.kill()
    finally:
        postgres("stop", address)


def started(server: Server, core: str) -> None:
    """The server, on this core."""
    server.start()
    subprocess.run(["taskset", "-acp", core, str(server.pid)], stdout=subprocess.DEVNULL, check=False)


def answered(servers: list[Server], answers: int, options: argparse.Namespace, access: list[str]) -> dict[str, float]:
    """So many questions at once, spread over the servers: how soon all are answered, and what the servers used."""
    before = sum(process.cpu_seconds(each.pid) for each in servers)
    loads = []
    for server in servers:
        command = [sys.executable, "-m", "bench.streams.load", "--port", str(server.port), "--seconds", "0"]
        command += ["--streams", str(answers // len(servers)), "--tokens", str(options.tokens), "--access", *access]
        loads.append(subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE))
    found = [orjson.loads(load.communicate()[0]) for load in loads]
    used = sum(process.cpu_seconds(each.pid) for each in servers) - before
    return {
        "answers a second": answers / max(each["seconds"] for each in found),
        "CPU-ms an answer": used * 1000 / answers,
        "answers wrong": sum(each["wrong"] for each in found),
    }


def bystander(servers: list[Server], streams: int, options: argparse.Namespace, access: list[str]) -> float:
    """CPU-ms that the second server used in each second while the first alone served so many streams."""
    before, begun = process.cpu_seconds(servers[1].pid), time.perf_counter()
    if streams:
        answered(servers[:1], streams, options, access)
    else:
        time.sleep(10)
    return (process.cpu_seconds(servers[1].pid) - before) * 1000 / (time.perf_counter() - begun)


def medians(rounds: list[dict[str, float]]) -> dict[str, float]:
    wrong = {"answers wrong": sum(each["answers wrong"] for each in rounds)}
    return {name: median(each[name] for each in rounds) for name in rounds[0]} | wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--answers", type=int, default=400)
    parser.add_argument("--tokens", type=int, default=120)
    parser.add_argument("--rate", type=float, default=60.0)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    model = free_port()
    words = ["--port", str(model), "--tokens", str(options.tokens), "--rate", str(options.rate)]
    with (
        tempfile.TemporaryDirectory() as folder,
        beside("bench.streams.model", THEIRS, *words),
        site(Path(folder), model) as servers,
    ):
        found: dict[str, dict[str, Any]] = {}
        started(servers[0], OURS)
        access = [servers[0].sign_up(f"bench-{number}@example.com") for number in range(USERS)]
        answered(servers[:1], 20, options, access)
        alone = [answered(servers[:1], options.answers, options, access) for _ in range(options.rounds)]
        started(servers[1], THEIRS)
        answered(servers, 20, options, access)
        both = [answered(servers, options.answers, options, access) for _ in range(options.rounds)]
        found = {"one process": medians(alone), "two processes": medians(both)}
        beside_streams = {
            f"{streams} streams": {"CPU-ms a second": bystander(servers, streams, options, access)}
            for streams in (0, *ELSEWHERE)
        }
    report(f"{options.answers} questions at once, {options.tokens} tokens an answer, one search each", found)
    print()
    report("A process beside one that serves", beside_streams)


if __name__ == "__main__":
    main()
