"""The limit: what the model says, passed on as events of ours by a bare socket loop, with nothing stored or checked.

    python -m bench.streams.relay --port 8100 --model 9100

It asks the model twice, as an answer with one tool call does, and parses each chunk, since a client wants the words.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib

import orjson
import uvloop

from bench.streams.model import HEAD

TOOLS = [{"type": "function", "function": {"name": "findListings", "parameters": {"type": "object"}}}]
IDLE: list[Upstream] = []
MODEL_PORT = 0


class Upstream(asyncio.Protocol):
    """A kept connection to the model, lent to one client at a time."""

    client: Client | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        if self.client:
            self.client.said(data)

    def ask(self, messages: list[dict], tools: list[dict]) -> None:
        body = orjson.dumps({"model": "bench", "stream": True, "messages": messages, "tools": tools})
        head = b"POST /v1/chat/completions HTTP/1.1\r\nhost: model\r\ncontent-length: %d\r\n\r\n" % len(body)
        self.transport.write(head + body)


class Client(asyncio.Protocol):
    """One stream: the tool call, then the words."""

    def connection_made(self, transport: asyncio.Transport) -> None:
        self.transport, self.received, self.begun, self.rest, self.upstream = transport, b"", False, b"", None

    def connection_lost(self, error: Exception | None) -> None:
        if self.upstream:
            self.upstream.client = None
            self.upstream.transport.abort()

    def data_received(self, data: bytes) -> None:
        self.received += data
        if not self.begun and b"\r\n\r\n" in self.received:
            self.begun = True
            self.asking = asyncio.ensure_future(self._ask())

    async def _ask(self) -> None:
        loop = asyncio.get_running_loop()
        self.upstream = IDLE.pop() if IDLE else (await loop.create_connection(Upstream, "127.0.0.1", MODEL_PORT))[1]
        self.upstream.client = self
        self.transport.write(HEAD)
        self.upstream.ask([{"role": "user", "content": "A home?"}], TOOLS)

    def said(self, data: bytes) -> None:
        """A piece of the model's response: each event's text goes on as an event of its own."""
        *events, self.rest = (self.rest + data).split(b"\n\n")
        frames = []
        for event in events:
            payload = event[event.find(b"data: ") + 6 :]
            if payload == b"[DONE]":
                break
            delta = orjson.loads(payload)["choices"][0]["delta"]
            if "tool_calls" in delta:
                self.calling = True
            elif "content" in delta:
                self.calling = False
                frames.append(b"event: content\ndata: " + orjson.dumps({"chunk": delta["content"]}) + b"\n\n")
        else:
            payload = b""
        if frames:
            body = b"".join(frames)
            self.transport.write(b"%x\r\n%b\r\n" % (len(body), body))
        if payload == b"[DONE]":
            self._ended()

    def _ended(self) -> None:
        self.rest = b""
        if self.calling:
            self.upstream.ask([{"role": "tool", "content": "{}"}], [])
            return
        upstream, self.upstream = self.upstream, None
        upstream.client = None
        IDLE.append(upstream)
        body = b"event: done\ndata: {}\n\n"
        self.transport.write(b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body))


async def serve(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(Client, "127.0.0.1", port, backlog=4096)
    await server.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--model", type=int, required=True)
    options = parser.parse_args()
    MODEL_PORT = options.model
    with contextlib.suppress(KeyboardInterrupt):
        uvloop.run(serve(options.port))
