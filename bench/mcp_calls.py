"""What a tool call costs: in this process over the plain function, over /mcp on loopback, and ten slow ones at once.

    .venv/bin/python -m bench.mcp_calls [--calls 1000] [--servers daphne uvicorn]

Wanted: at most 0.5 ms over the plain function, at most 10 ms over loopback, ten calls of 200 ms within 0.6 s. About
half of a call by the SDK's client is that client's own work.
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

from bench.report import report
from tests.servers import Server, migrated

CALL = ("findPlaces", {"text": "Portland"})
SLOW = ("findPlaces", {"text": "Portland, OR"})  # 200 ms: see bench.mcp_slow
WANTED = {"in this process, over the function": 0.5, "over /mcp": 10, "ten of 200 ms at once": 600}


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


async def plainly(server: Server, token: str, calls: int, mode: str) -> float:
    """The same call by a client that does no more than HTTP asks for: what of it is the server's."""
    import httpx2

    version = "2025-11-25" if mode == "legacy" else mode
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json, text/event-stream"}
    headers |= {"Content-Type": "application/json", "MCP-Protocol-Version": version}
    client = {"protocolVersion": version, "capabilities": {}, "clientInfo": {"name": "bench", "version": "1"}}
    name, arguments = CALL
    params: dict[str, Any] = {"name": name, "arguments": arguments}
    async with httpx2.AsyncClient(base_url=server.url, headers=headers, timeout=30) as http:

        async def ask(method: str, params: dict[str, Any], number: int | None = 1) -> httpx2.Response:
            message = {"jsonrpc": "2.0", "method": method, "params": params} | ({"id": number} if number else {})
            response = await http.post("/mcp", json=message)
            response.raise_for_status()
            return response

        if mode == "legacy":
            begun = await ask("initialize", client)
            http.headers["Mcp-Session-Id"] = begun.headers["Mcp-Session-Id"]
            await ask("notifications/initialized", {}, None)
        else:
            http.headers |= {"Mcp-Method": "tools/call", "Mcp-Name": name}
            said = {"protocolVersion": version, "clientInfo": client["clientInfo"], "clientCapabilities": {}}
            params["_meta"] = {f"io.modelcontextprotocol/{key}": value for key, value in said.items()}
        assert b'"structuredContent"' in (await ask("tools/call", params)).content
        return await medians(lambda: ask("tools/call", params), calls)


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
    return {"over /mcp, by the SDK's client": one, "ten of 200 ms at once": ten}


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
                    alone = asyncio.run(plainly(server, token, options.calls, mode))
                    found[f"{kind}, {mode}"] = {"over /mcp, by a plain client": alone}
                    found[f"{kind}, {mode}"] |= asyncio.run(over_http(server, token, options.calls, mode))
            finally:
                server.stop()
        os.environ |= server.environment | {"DJANGO_SETTINGS_MODULE": "realestate.settings"}
        import django

        django.setup()
        here = asyncio.run(in_process(options.calls))
    report("MCP: what a call costs (median, milliseconds)", {name: figures | here for name, figures in found.items()})
    print("\nWanted: " + ", ".join(f"{name} at most {most:g}" for name, most in WANTED.items()))


if __name__ == "__main__":
    main()
