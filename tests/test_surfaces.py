"""Every tool over REST, in the chat and for an MCP client: the same answers, and the same refusals."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from django.test import Client
from mcp import Client as MCPClient

from agent.llm.chunks import ToolRequest
from agent.models import ToolCall
from listings.models import Listing
from realestate.models import Approval
from realestate.tooling import acting_as, all_tools, calling, servers
from tests.agent.conftest import ScriptedModel, play
from tests.realestate.test_tooling import CALLS, homes  # noqa: F401  (a fixture)

REFUSED = 400
NUMBERS = [-1, 0, 10**15, -(10**15), 10**17, 1.5, 1e308]
WORDS = ["", "\x00", "'; DROP TABLE listings_listing;--", '"quote" OR NOT -x*', "100%_\\", "\u202e💥", "a" * 5000]
OTHERS = [True, None, [], {}, [[]], {"latitude": "x"}, ["a"] * 50, [None], "2026-13-45"]
HOSTILE = [*NUMBERS, *WORDS, *OTHERS]
FIRST = dict(reversed(CALLS))


@pytest.fixture
def over_rest(ana):
    """Calls a tool over REST as ana: (status, answer)."""
    client = Client(raise_request_exception=False)
    client.force_login(ana)

    def call(name: str, arguments: Any, key: str = "rest") -> tuple[int, Any]:
        answer = client.post(
            f"/api/tools/{name}", json.dumps(arguments), "application/json", headers={"Idempotency-Key": key}
        )
        return answer.status_code, answer.json()

    return call


@pytest.fixture
def over_mcp(ana):
    """Calls a tool as an MCP client in this process does: (is it an error, answer or sentence)."""

    def call(name: str, arguments: Any) -> tuple[bool, Any]:
        server = next(each for each in servers().values() if each._tool_manager.get_tool(name))

        async def through():
            async with MCPClient(server, cache=None) as client:
                with acting_as(ana), calling("mcp"):
                    return await client.call_tool(name, arguments)

        answer = asyncio.run(through())
        return answer.is_error, answer.content[0].text if answer.is_error else answer.structured_content

    return call


@pytest.fixture
def in_chat(ana):
    """Lets the model call a tool in a conversation of ana's: the stored call."""

    def call(name: str, arguments: Any) -> ToolCall:
        play(ScriptedModel([ToolRequest(name, json.dumps(arguments))], ["Done."]), user=ana)
        return ToolCall.objects.get(name=name)

    return call


def comparable(answer: Any) -> Any:
    """The answer without what differs by design: an approval is filed per call."""
    if isinstance(answer, dict) and answer.get("status") == "approval_required":
        return {"status": "approval_required", "fields": sorted(answer)}
    text = json.dumps(answer)
    return json.loads(text)


@pytest.mark.parametrize(("name", "arguments"), FIRST.items())
def test_a_tool_answers_alike_everywhere(homes, over_rest, over_mcp, in_chat, name, arguments):  # noqa: F811
    over_rest(name, arguments)  # what is saved twice says so from the second time on

    status, by_rest = over_rest(name, arguments)
    is_error, by_mcp = over_mcp(name, arguments)
    by_chat = in_chat(name, arguments)

    if status == REFUSED:  # e.g. there is nothing to delete
        assert is_error
        assert by_rest["error"]["message"] == by_mcp == by_chat.error
    else:
        assert (status, is_error, by_chat.status) == (200, False, "completed")
        assert comparable(by_rest) == comparable(by_mcp) == comparable(by_chat.result)


@pytest.mark.parametrize("name", sorted(all_tools()))
def test_an_unknown_argument_is_named_everywhere(homes, over_rest, over_mcp, in_chat, name):  # noqa: F811
    arguments = FIRST[name] | {"userId": 1}
    known = ", ".join(all_tools()[name].parameters["properties"]) or "nothing"

    status, by_rest = over_rest(name, arguments)
    is_error, by_mcp = over_mcp(name, arguments)

    assert (status, is_error) == (REFUSED, True)
    assert by_rest["error"]["message"].startswith(f"There is no argument 'userId'. This tool takes: {known}.")
    assert by_rest["error"]["message"] == by_mcp == in_chat(name, arguments).error


@pytest.mark.parametrize(
    ("name", "argument"),
    [(name, argument) for name, tool in sorted(all_tools().items()) for argument in tool.parameters["properties"]],
)
def test_a_hostile_argument_is_answered_or_refused_by_name(homes, over_rest, name, argument):  # noqa: F811
    answers = [over_rest(name, FIRST[name] | {argument: value}, key=str(n)) for n, value in enumerate(HOSTILE)]

    assert {status for status, _ in answers} <= {200, REFUSED}
    assert any(status == REFUSED for status, _ in answers)
    for status, answer in answers:
        if status == REFUSED:
            sentence = answer["error"]["message"]
            assert 10 < len(sentence) < 1500
            assert "Traceback" not in sentence
            assert "pydantic" not in sentence
    assert Listing.objects.count() == 2


@pytest.mark.parametrize("name", sorted(all_tools()))
def test_whatever_is_refused_leaves_nothing_behind(homes, over_rest, name):  # noqa: F811
    for value in (True, {"x": 1}, "a" * 5000):
        for argument in all_tools()[name].parameters["properties"]:
            if over_rest(name, FIRST[name] | {argument: value})[0] == REFUSED:
                assert not Approval.objects.exists()
