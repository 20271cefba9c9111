"""A model that costs next to nothing: one tool call, then words at a steady rate; the same text for everybody.

python -m bench.streams.model --port 9100 --tokens 120 --rate 30
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import re

import orjson
import uvloop

SENTENCE = "The home on Maple Street has a garden and costs $450,000 ; it is close to the park , with a view "
WORDS = SENTENCE.split()
TOOL = {"city": "Portland", "state": "OR", "minBedrooms": 2}
HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
END = b"0\r\n\r\n"


def text_of(tokens: int) -> str:
    """The whole answer of so many tokens."""
    return "".join(_token(number) for number in range(tokens))


def _token(number: int) -> str:
    return WORDS[number % len(WORDS)] + " "


def _chunk(delta: dict, finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    body = orjson.dumps({"id": "c", "object": "chat.completion.chunk", "model": "bench", "choices": [choice]})
    data = b"data: " + body + b"\n\n"
    return b"%x\r\n%b\r\n" % (len(data), data)


DONE = b"e\r\ndata: [DONE]\n\n\r\n" + END
CALL = {"index": 0, "id": "call_1", "type": "function"}
TOOL_CALL = {"tool_calls": [CALL | {"function": {"name": "findListings", "arguments": orjson.dumps(TOOL).decode()}}]}
CALLS = HEAD + _chunk(TOOL_CALL) + _chunk({}, "tool_calls") + DONE
TOKENS = [_chunk({"content": _token(number)}) for number in range(len(WORDS))]


class Connection(asyncio.Protocol):
    """One keep-alive connection of a client's."""

    tokens, rate = 120, 30.0

    def connection_made(self, transport: asyncio.Transport) -> None:
        self.transport, self.received, self.open = transport, b"", True

    def connection_lost(self, error: Exception | None) -> None:
        self.open = False

    def data_received(self, data: bytes) -> None:
        self.received += data
        head, found, body = self.received.partition(b"\r\n\r\n")
        length = next(
            (int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0
        )
        if not found or len(body) < length:
            return
        self.received = body[length:]
        request = orjson.loads(body[:length] or b"{}")
        if request.get("tools") and request["messages"][-1]["role"] == "user":
            self.transport.write(CALLS)
        else:
            self.transport.write(HEAD)
            self._say(0, asyncio.get_running_loop().time())

    def _say(self, number: int, due: float) -> None:
        """The next word; after the last the end. Each is due a fixed time after the one before was."""
        if not self.open:
            return
        if number == self.tokens:
            self.transport.write(_chunk({}, "stop") + DONE)
            return
        self.transport.write(TOKENS[number % len(TOKENS)])
        due += 1 / self.rate
        asyncio.get_running_loop().call_at(due, self._say, number + 1, due)


async def serve(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(Connection, "127.0.0.1", port, backlog=4096)
    await server.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--tokens", type=int, default=120)
    parser.add_argument("--rate", type=float, default=30.0)
    options = parser.parse_args()
    Connection.tokens, Connection.rate = options.tokens, options.rate
    with contextlib.suppress(KeyboardInterrupt):
        uvloop.run(serve(options.port))
