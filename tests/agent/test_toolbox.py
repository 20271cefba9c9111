"""The toolbox: calls as the user, errors in words, no work done twice."""

from __future__ import annotations

import asyncio

from agent.toolbox import ToolResult, call_tool, read_arguments
from realestate.tooling import acting_as, all_tools


def call(name: str, arguments: dict, user) -> ToolResult:
    """One call as this user."""

    async def through() -> ToolResult:
        with acting_as(user):
            return await call_tool(name, arguments)

    return asyncio.run(through())


def test_a_call_answers_as_the_user(ana):
    assert call("getMyProfile", {}, ana).result["email"] == "ana@example.com"


def test_two_users_at_once_each_get_their_own(ana, eve):
    async def asks(user) -> str:
        with acting_as(user):
            return (await call_tool("getMyProfile", {})).result["email"]

    async def through() -> list[str]:
        return await asyncio.gather(*(asks(user) for user in [ana, eve] * 10))

    assert asyncio.run(through()) == ["ana@example.com", "eve@example.com"] * 10


def test_nobody_is_refused_in_words(db):
    assert call("getMyProfile", {}, None).error == (
        "Nobody is signed in, so this cannot be done. Sign in and ask again."
    )


def test_a_tool_that_fails_says_so_without_its_secrets(ana, monkeypatch, caplog):
    def breaks(**_) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(all_tools()["getMyProfile"], "fn", breaks)

    assert call("getMyProfile", {}, ana).error == "getMyProfile failed."
    assert "secret" in caplog.text


def test_a_tool_that_is_not_there_is_answered_with_those_that_are(ana):
    assert call("launchRocket", {}, ana).error.startswith(
        "There is no tool 'launchRocket'. The tools are: getMyProfile"
    )


def test_arguments_that_are_no_object_are_refused():
    assert read_arguments("[1]") == "The arguments must be one JSON object."


def test_no_arguments_at_all_are_an_empty_object():
    assert read_arguments("") == {}


def test_a_number_that_is_none_is_refused_by_name():
    assert read_arguments('{"maxPrice": 1e999}') in (
        "The arguments are not valid JSON. Send one JSON object.",
        "arguments.maxPrice is inf; it must be a finite number.",
    )
