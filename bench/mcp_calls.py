"""What a tool call costs: in this process over the plain function, over /mcp on loopback, and ten slow ones at once.

    .venv/bin/python -m bench.mcp_calls [--calls 1000] [--servers daphne uvicorn]

Wanted: at most 0.5 ms over the plain function, at most 10 ms over loopback, ten calls of 200 ms within 0.6 s.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from bench import process
from tests.servers import Server, migrated

CALL = ("findPlaces", {"text": "Portland"})
SLOW = ("findPlaces", {"text": "Portland, OR"})  # 200 ms: see bench.mcp_slow
WANTED = {"in this process, over the function": 0.5, "over /mcp": 10.0, "ten of 200 ms at once": 600.0}


class SlowServer(Server):
    """Our application, in which one place takes 200 ms to look up."""

    application = "bench.mcp_slow:application"


async def medians(call: Callable[[], Awaitable[Any]], count: int) -> float:
    """The median of so many calls, in milliseconds, after a tenth as many to warm up."""
    taken = []
    for number in range(count + count // 10):
        started = time.perf_counter()
        await call()
        if number >= count // 10:
            taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)


async def in_process(calls: int) -> dict[str, float]:
    """The plain function on a database thread, and the same through the agent's toolbox."""
    from agent.toolbox import call_tool
    from realestate.database import in_database
    from realestate.tooling import all_tools

    function = all_tools()["findPlaces"].fn

    def plain() -> float:
        started = time.perf_counter()
        function(text="Portland")
        return (time.perf_counter() - started) * 1000

    alone = statistics.median([await in_database(plain) for _ in range(calls)])
    through = await medians(lambda: call_tool(*CALL), calls)
    return {"the plain function": alone, "in this process, over the function": through - alone}


async def over_http(server: Server, token: str, calls: int, mode: str) -> dict[str, float]:
    """The median of a call on an open connection, and how long ten slow ones take at once."""
    import httpx2
    from mcp import Client
    from mcp.client.streamable_http import streamable_http_client

    async with httpx2.AsyncClient(headers={"Authorization": f"Bearer {token}"}, timeout=30) as http:
        transport = streamable_http_client(f"{server.url}/mcp", http_client=http)
        async with Client(transport, mode=mode, cache=None) as client:
            one = await medians(lambda: client.call_tool(*CALL), calls)
            started = time.perf_counter()
            await asyncio.gather(*(client.call_tool(*SLOW) for _ in range(10)))
            ten = (time.perf_counter() - started) * 1000
    return {"over /mcp": one, "ten of 200 ms at once": ten}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=1000)
    parser.add_argument("--servers", nargs="+", default=["daphne", "uvicorn"])
    options = parser.parse_args()
    found: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for kind in options.servers:
            server = SlowServer(kind, Path(folder) / kind, DEBUG="off")
            server.folder.mkdir()
            migrated(server)
            server.manage("seed", "--listings", "300")
            server.start()
            try:
                server.sign_up("bench@example.com")
                token = server.api_token("bench@example.com", ["read"])
                for mode in ("2026-07-28", "legacy"):
                    found[f"{kind}, {mode}"] = asyncio.run(over_http(server, token, options.calls, mode))
            finally:
                server.stop()
        os.environ |= server.environment | {"DJANGO_SETTINGS_MODULE": "realestate.settings"}
        import django

        django.setup()
        alone = asyncio.run(in_process(options.calls))
    print(process.heading("MCP: what a call costs (median, milliseconds)"))
    print(process.table({name: figures | alone for name, figures in found.items()}))
    print("\nWanted: " + ", ".join(f"{name} at most {most:g}" for name, most in WANTED.items()))


if __name__ == "__main__":
    main()
