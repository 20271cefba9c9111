"""Many answers whose readers lose the link again and again: every one must arrive whole, once and in order.

    .venv/bin/python -m bench.streams.cuts [--streams 10000] [--at-once 200] [--tokens 40] [--rate 60] [--seed 1]

Each reader is cut up to three times at a random byte, before the headers too, and resumes as a client should: by the id
of the last event it has, or, where it never heard of its run, by asking again under the same Idempotency-Key.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import tempfile
import uuid
from dataclasses import dataclass, field
from pathlib import Path

import orjson
import uvloop

from bench.report import report
from bench.streams.__main__ import THEIRS, asking, beside
from bench.streams.model import text_of
from tests.servers import Server, free_port, migrated

PATIENCE = 60.0
MOST_CUTS, MOST_BYTES = 3, 16_000
RUN_ID = re.compile(rb"x-run-id: (\S+)", re.IGNORECASE)
BODY = b'{"userMessage": "Find me a home in Portland, 2+ bedrooms"}'


@dataclass
class Reading:
    """One question, and what has been heard of its answer over all connections."""

    access: str
    key: str = field(default_factory=lambda: str(uuid.uuid4()))
    run_id: str = ""
    last: int = 0
    said: dict[int, str] = field(default_factory=dict)
    done: bool = False
    in_order: bool = True

    def request(self, port: int) -> bytes:
        """What to send now."""
        head = f"Host: 127.0.0.1:{port}\r\nAuthorization: Bearer {self.access}\r\n"
        if self.run_id:
            return (
                f"GET /agents/runs/{self.run_id}/events HTTP/1.1\r\n{head}Last-Event-ID: {self.last}\r\n\r\n".encode()
            )
        head += f"Content-Type: application/json\r\nContent-Length: {len(BODY)}\r\nIdempotency-Key: {self.key}\r\n\r\n"
        return f"POST /agents/chat-stream HTTP/1.1\r\n{head}".encode() + BODY

    def hear(self, response: bytes) -> None:
        """Take the whole events of a response that may have been cut anywhere."""
        head, begun, body = response.partition(b"\r\n\r\n")
        if not begun:
            return
        if found := RUN_ID.search(head):
            self.run_id = found[1].decode()
        *events, _ = _unchunked(body).split(b"\n\n")
        for event in events:
            lines = event.split(b"\n")
            if lines[0].startswith(b"id: "):
                self._take(int(lines[0][4:]), lines[1][7:], lines[2][6:])

    def _take(self, number: int, kind: bytes, data: bytes) -> None:
        self.in_order &= number == self.last + 1
        self.last = number
        self.done |= kind == b"done"
        if kind == b"content":
            said = orjson.loads(data)
            before = "" if said.get("restart") else self.said.get(said["step"], "")
            self.said[said["step"]] = before + said["chunk"]

    @property
    def text(self) -> str:
        return "".join(self.said[step] for step in sorted(self.said))


def _unchunked(body: bytes) -> bytes:
    """The content of a chunked body, as far as it came."""
    content, at = [], 0
    while (end := body.find(b"\r\n", at)) > 0:
        size = int(body[at:end], 16)
        content.append(body[end + 2 : end + 2 + size])
        at = end + 4 + size
    return b"".join(content)


async def heard(port: int, request: bytes, most: int | None) -> bytes:
    """The response to a request, cut after so many bytes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    response = b""
    try:
        writer.write(request)
        while most is None or len(response) < most:
            data = await reader.read(65536)
            response += data
            if not data or (b"event: done" in response and response.endswith(b"0\r\n\r\n")):
                break
    finally:
        writer.transport.abort()
    return response[:most]


async def read(port: int, access: str, drawn: random.Random) -> tuple[Reading, int]:
    """One answer to its end, and how often its reader was cut."""
    reading, cuts = Reading(access), drawn.randrange(MOST_CUTS + 1)
    async with asyncio.timeout(PATIENCE):
        for left in range(cuts, -1, -1):
            most = drawn.randrange(MOST_BYTES) if left else None
            reading.hear(await heard(port, reading.request(port), most))
            if reading.done:
                return reading, cuts - left
    return reading, cuts


async def load(port: int, streams: int, at_once: int, access: list[str], seed: int, wanted: str) -> dict[str, int]:
    """How many answers were cut, and how many did not come whole, once and in order."""
    drawn, places = random.Random(seed), asyncio.Semaphore(at_once)
    seeds = [drawn.random() for _ in range(streams)]

    async def one(number: int) -> tuple[int, bool, bool]:
        async with places:
            try:
                reading, cuts = await read(port, access[number % len(access)], random.Random(seeds[number]))
            except TimeoutError:
                return 0, True, False
        return cuts, not reading.done or reading.text != wanted, not reading.in_order

    found = await asyncio.gather(*(one(number) for number in range(streams)))
    return {
        "answers": len(found),
        "cuts": sum(each[0] for each in found),
        "answers wrong or cut off": sum(each[1] for each in found),
        "answers with a gap or a repetition": sum(each[2] for each in found),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--streams", type=int, default=10_000)
    parser.add_argument("--at-once", type=int, default=200)
    parser.add_argument("--tokens", type=int, default=40)
    parser.add_argument("--rate", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--server", default="uvicorn")
    options = parser.parse_args()
    model = free_port()
    words = ["--port", str(model), "--tokens", str(options.tokens), "--rate", str(options.rate)]
    with tempfile.TemporaryDirectory() as folder, beside("bench.streams.model", THEIRS, *words):
        server = Server(options.server, Path(folder), **asking(model))
        migrated(server)
        server.manage("seed", "--listings", "300")
        server.start()
        try:
            access = [server.sign_up(f"bench-{number}@example.com") for number in range(10)]
            wanted = text_of(options.tokens)
            found = uvloop.run(load(server.port, options.streams, options.at_once, access, options.seed, wanted))
        finally:
            server.stop()
    title = f"{options.streams:,} answers, {options.at_once} at once, cut at random and resumed"
    report(title, {f"{options.server}, seed {options.seed}": found})


if __name__ == "__main__":
    main()
