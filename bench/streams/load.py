"""Opens many streams at once and reads every answer to its end; prints what it saw as JSON.

python -m bench.streams.load --port 8000 --streams 200 --tokens 120 --seconds 2 --access TOKEN
"""

from __future__ import annotations

import argparse
import asyncio
import re
import time

import orjson
import uvloop

from bench.streams.model import text_of

CHUNK = re.compile(rb"\r\n[0-9a-f]+\r\n|^[0-9a-f]+\r\n")
PATIENCE = 120.0


class Stream(asyncio.Protocol):
    """One question and its answer."""

    def __init__(self, request: bytes) -> None:
        self.request, self.pieces, self.first, self.ended = request, [], 0.0, asyncio.Event()
        self.size = 0

    def connection_made(self, transport: asyncio.Transport) -> None:
        self.transport, self.started = transport, time.perf_counter()
        transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        self.pieces.append(data)
        self.size += len(data)
        if not self.first and b"event: content" in data:
            self.first = time.perf_counter()
        if b"event: done" in data:
            self.ended.set()
            self.transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        self.ended.set()

    def blocks(self) -> list[str]:
        """The events, as they came."""
        body = b"".join(self.pieces).partition(b"\r\n\r\n")[2]
        return CHUNK.sub(b"", body).decode(errors="replace").split("\n\n")

    def content_bytes(self) -> int:
        """What the events that carry the answer's text took, the blank lines behind them included."""
        return sum(len(block.encode()) + 2 for block in self.blocks() if "\nevent: content\n" in f"\n{block}")

    def text(self) -> str:
        """What was said, joined."""
        said, step = {}, 0
        for block in self.blocks():
            lines = block.split("\n")
            if "event: content" in lines:
                data = orjson.loads(lines[-1].removeprefix("data: "))
                step = data.get("step", 0)
                said[step] = ("" if data.get("restart") else said.get(step, "")) + data["chunk"]
        return "".join(said[step] for step in sorted(said))


async def load(port: int, streams: int, tokens: int, seconds: float, access: list[str]) -> dict:
    """Open the streams over so many seconds; how many were right, when first words came, and how long all took."""
    loop = asyncio.get_running_loop()

    async def one(number: int) -> Stream:
        await asyncio.sleep(seconds * number / streams)
        body = b'{"userMessage": "Find me a home in Portland, 2+ bedrooms"}'
        head = f"POST /agents/chat-stream HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: {len(body)}\r\n"
        head += f"Authorization: Bearer {access[number % len(access)]}\r\nContent-Type: application/json\r\n\r\n"
        _, stream = await loop.create_connection(lambda: Stream(head.encode() + body), "127.0.0.1", port)
        try:
            await asyncio.wait_for(stream.ended.wait(), PATIENCE)
        except TimeoutError:
            stream.transport.abort()
        return stream

    begun = time.perf_counter()
    done = await asyncio.gather(*(one(number) for number in range(streams)))
    wanted = text_of(tokens)
    waits = sorted((each.first - each.started) * 1000 for each in done if each.first)
    return {
        "seconds": time.perf_counter() - begun,
        "wrong": sum(each.text() != wanted for each in done),
        "first_ms": [waits[int(len(waits) * share)] for share in (0.5, 0.95)] if waits else [0, 0],
        "bytes": sum(each.size for each in done),
        "content_bytes": sum(each.content_bytes() for each in done),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--streams", type=int, default=200)
    parser.add_argument("--tokens", type=int, default=120)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--access", nargs="+", default=["none"])
    options = parser.parse_args()
    found = uvloop.run(load(options.port, options.streams, options.tokens, options.seconds, options.access))
    print(orjson.dumps(found).decode())
