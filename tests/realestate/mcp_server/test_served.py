"""Both servers and stdio, by the SDK's own client: what a person's AI client does on the first day."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

import httpx2
import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from mcp.client.streamable_http import streamable_http_client

from tests.servers import ROOT, Server, migrated, running

pytestmark = pytest.mark.server


def over_http(server: Any, token: str, talk: Any, mode: str) -> Any:
    async def through() -> Any:
        async with httpx2.AsyncClient(headers={"Authorization": f"Bearer {token}"}, timeout=30) as http:
            transport = streamable_http_client(f"{server.url}/mcp", http_client=http)
            async with Client(transport, mode=mode, cache=None) as client:
                return await talk(client)

    return asyncio.run(through())


@pytest.mark.parametrize("kind", ["daphne", "uvicorn"])
def test_a_client_lists_and_calls_over_http_and_the_server_ends_in_time(tmp_path, kind):
    async def talk(client: Any) -> Any:
        names = {each.name for each in (await client.list_tools()).tools}
        found = await client.call_tool("findListings", {"city": "Portland", "limit": 1})
        read = await client.read_resource("listing://L001")
        return names, found.structured_content, read.contents[0].text

    async def wait(client: Any) -> float:
        await client.call_tool("findPlaces", {"text": "Portland"})
        return await asyncio.to_thread(server.terminate)

    with running(kind, tmp_path, homes=60) as server:
        token = server.api_token("demo@example.com", ["read"])
        answers = [over_http(server, token, talk, mode) for mode in ("2026-07-28", "legacy")]
        for names, found, read in answers:
            assert "findListings" in names
            assert "saveListing" not in names
            assert found["listings"][0]["url"].startswith(f"{server.url}/listings/")
            assert "123 Oak Street" in read

        # An open session must not keep the server waiting.
        try:
            seconds = over_http(server, token, wait, "legacy")
        except BaseExceptionGroup:  # the client may not like that its session is gone
            seconds = 0 if server.process.poll() is not None else 99
        assert seconds < 10


@pytest.fixture
def still(tmp_path):
    """A server's database with a demo market and its users; the server itself does not run."""
    server = Server("uvicorn", tmp_path)
    migrated(server)
    server.manage("seed", "--listings", "60")
    return server


@pytest.mark.parametrize("mode", ["2026-07-28", "legacy"])
def test_a_client_lists_and_calls_over_stdio(still, mode):
    command = ["manage.py", "mcp", "--user", "Demo@example.com", "--scopes", "read", "send"]
    program = StdioServerParameters(command=sys.executable, args=command, env=still.environment, cwd=ROOT)

    async def through() -> Any:
        async with Client(program, mode=mode, cache=None) as client:
            names = {each.name for each in (await client.list_tools()).tools}
            mine = await client.call_tool("getMyProfile", {})
            mail = {"listingIds": ["L001"], "recipientEmail": "ann@example.com"}
            sent = await client.call_tool("sendListingReport", mail)
            return names, mine.structured_content["email"], sent.structured_content["status"]

    names, email, status = asyncio.run(through())

    assert "saveListing" not in names
    assert (email, status) == ("demo@example.com", "approval_required")


def test_stdio_names_a_user_there_is_not(still):
    with pytest.raises(AssertionError, match=r"There is no user 'nobody@example\.com'"):
        still.manage("mcp", "--user", "nobody@example.com")
