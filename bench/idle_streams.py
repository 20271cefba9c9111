"""A thousand idle streams on one process: half follow open runs, half wait for notifications.

    .venv/bin/python -m bench.idle_streams [--streams 1000] [--seconds 60] [--servers daphne uvicorn]

Each run says a word every ten seconds, so that its streams live on pings. Meanwhile new chats are asked.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import tempfile
import time
from pathlib import Path

from bench import process
from bench.report import report
from tests.llm_server import END, Answer, LLMServer, delta, event, text
from tests.servers import Server, running

USERS = 5
PING = b"event: ping"


class Stream:
    """One open stream of a client's: how many pings came."""

    def __init__(self) -> None:
        self.pings = 0
        self.closed = False
        self.pinged = asyncio.Event()

    async def read(self, port: int, path: str, token: str, opening: asyncio.Semaphore) -> None:
        """Open it and count until it is closed."""
        async with opening:
            reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=4096)
            writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n".encode())
            await reader.readuntil(b"retry: ")
        try:
            while line := await reader.readline():
                if line.startswith(PING):
                    self.pings += 1
                    self.pinged.set()
            self.closed = True
        finally:
            writer.close()


async def opened(port: int, paths: list[tuple[str, str]]) -> tuple[list[Stream], list[asyncio.Task[None]]]:
    """One stream for each (path, token), all pinged once, and the tasks that read them."""
    opening, streams = asyncio.Semaphore(50), [Stream() for _ in paths]
    pairs = zip(streams, paths, strict=True)
    reading = [asyncio.create_task(each.read(port, path, token, opening)) for each, (path, token) in pairs]
    for each in streams:
        await each.pinged.wait()
        each.pings = 0
    return streams, reading


async def closed(reading: list[asyncio.Task[None]]) -> None:
    """The clients leave."""
    for task in reading:
        task.cancel()
    await asyncio.gather(*reading, return_exceptions=True)


async def first_event_seconds(port: int, token: str) -> float:
    """From a new question to the first numbered event of its answer."""
    body = b'{"userMessage": "Hello"}'
    head = f"POST /agents/chat-stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
    started = time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
    await reader.readuntil(b"id: 1\n")
    seconds = time.perf_counter() - started
    writer.close()
    return seconds


async def hold(server: Server, paths: list[tuple[str, str]], newcomer: str, seconds: float) -> dict[str, float]:
    """Hold one stream for each (path, token) so long, asking ten new chats meanwhile."""
    # The first streams of a process load code and fill pools: they are not counted.
    _, reading = await opened(server.port, paths[:20])
    await closed(reading)
    await first_event_seconds(server.port, newcomer)
    before = process.resident_mib(server.pid), process.threads(server.pid), process.database_files(server.pid)
    streams, reading = await opened(server.port, paths)
    first_events = []
    for _ in range(10):
        await asyncio.sleep(seconds / 10)
        first_events.append(await first_event_seconds(server.port, newcomer))
    after = process.resident_mib(server.pid), process.threads(server.pid), process.database_files(server.pid)
    found = {
        "streams open at the end": sum(not each.closed for each in streams),
        "fewest pings on a stream": min(each.pings for each in streams),
        "MiB per stream": (after[0] - before[0]) / len(streams),
        "threads added": after[1] - before[1],
        "database connections added": after[2] - before[2],
        "a new chat's first event, slowest of 10 (s)": max(first_events),
    }
    await closed(reading)
    return found


def measure(kind: str, count: int, seconds: float) -> dict[str, float]:
    """Start a server and a model, open the runs, hold the streams."""
    word = event(delta("word "))
    model, folder = LLMServer(), Path(tempfile.mkdtemp())
    drip = Answer(word * 60 + event(delta(finish="stop")) + END, write_size=len(word), pause=10)
    model.script(*[drip] * USERS, text("Hello."))
    settings = {"LLM_BASE_URL": model.url, "LLM_MODEL": "scripted", "LLM_API_KEY": "k"}
    settings |= {"SSE_TIMEOUT": "600000", "AGENT_RUN_SECONDS": "600"}
    with running(kind, folder, **settings) as server:
        tokens = [server.sign_up(f"user{n}@example.com") for n in range(USERS)]
        follows = [(f"/agents/runs/{server.start_run('Slowly, please', token)}/events", token) for token in tokens]
        paths = [(follows[n % USERS] if n % 2 else ("/events/", tokens[n % USERS])) for n in range(count)]
        found = asyncio.run(hold(server, paths, server.sign_up("new@example.com"), seconds))
    model.close()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--streams", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--servers", nargs="+", default=["daphne", "uvicorn"])
    given = parser.parse_args()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))  # the servers inherit it
    found = {kind: measure(kind, given.streams, given.seconds) for kind in given.servers}
    report(f"{given.streams} idle streams for {given.seconds:g} s on one process", found)


if __name__ == "__main__":
    main()
