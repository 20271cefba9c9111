"""Clients of our MCP server: in this process, and as raw requests to /mcp."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from django.core.cache import cache
from mcp import Client, MCPError

from accounts.api_tokens import create_token
from listings.models import Listing, Source
from realestate.mcp_server.server import OutsideServer
from realestate.scopes import ALL, as_program
from tests.agent.asgi_client import fetch, in_loop

VERSION = "2026-07-28"


@pytest.fixture(autouse=True)
def _uncounted():
    """No test meets the limits that another one has used up."""
    cache.clear()


@pytest.fixture
def home(db):
    """A home for sale in Portland, whose source lets everything out."""
    source = Source.objects.create(name="demo", title="Demo", attribution="Demo MLS", is_demo=True, outside_use="full")
    return Listing.objects.create(
        source=source,
        listing_key="1",
        listing_id="L1",
        standard_status="Active",
        list_price=500_000,
        unparsed_address="1 Elm Street",
        city="Portland",
        state_or_province="OR",
        public_remarks="A quiet house.",
    )


@pytest.fixture
def token(ana):
    """Ana's API token with every scope."""
    return create_token(ana, "Claude", ALL)[0]


@pytest.fixture
def as_client():
    """Speaks to the server as this user, by the SDK's own client: `as_client(ana, lambda client: ...)`."""

    def speak(user: Any, talk: Any, *, scopes: frozenset[str] = ALL, **options: Any) -> Any:
        async def through() -> Any:
            async def caller() -> Any:
                return as_program(user, scopes)

            async with Client(OutsideServer(caller), cache=None, **options) as client:
                try:
                    return await talk(client), None
                except MCPError as error:  # raised outside: the client's task group would wrap it
                    return None, error

        answer, refused = asyncio.run(through())
        if refused:
            raise refused
        return answer

    return speak


def rpc(
    method: str, params: dict[str, Any] | None = None, *, token: str = "", headers: Any = None, **capabilities: Any
):
    """One request to /mcp in the protocol's present form; the whole exchange."""
    params = dict(params or {})
    params["_meta"] = {
        "io.modelcontextprotocol/protocolVersion": VERSION,
        "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
        "io.modelcontextprotocol/clientCapabilities": capabilities,
    }
    sent = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    sent |= {"MCP-Protocol-Version": VERSION, "Mcp-Method": method}
    if named := params.get("name") or params.get("uri"):
        sent["Mcp-Name"] = named
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode()
    return in_loop(fetch("POST", "/mcp", token=token, body=body, headers=sent | (headers or {})))
