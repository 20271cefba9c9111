"""The offline assistant as a model: the chunks an endpoint would send, read by the code that reads endpoints."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any

import pytest

from agent.llm.chunks import StepResult, read_step
from agent.llm.offline import OfflineModel
from agent.llm.offline.steps import Requests, Say
from realestate import tooling
from tests.agent.offline_talk import ENTRIES, TOOLS, Talk
from tests.agent.test_offline_acts import ALL

TOOL_LIST = [{"type": "function", "function": {"name": name, "parameters": {}}} for name in sorted(TOOLS)]


def messages(question: str) -> list[dict[str, Any]]:
    return [{"role": "system", "content": "Today is 2026-11-23."}, {"role": "user", "content": question}]


def chunks(question: str, tool_choice: str = "auto") -> list[dict[str, Any]]:
    async def collect() -> list[dict[str, Any]]:
        model = OfflineModel(vocabulary=ENTRIES)
        return [chunk async for chunk in model.stream(messages(question), TOOL_LIST, tool_choice)]

    return asyncio.run(collect())


def step(question: str) -> list[str | StepResult]:
    async def collect() -> list[str | StepResult]:
        model = OfflineModel(vocabulary=ENTRIES)
        return [part async for part in read_step(model.stream(messages(question), TOOL_LIST))]

    return asyncio.run(collect())


def test_words_come_one_by_one_and_join_to_the_answer():
    *pieces, result = step("thanks")

    assert pieces == ["You", " are", " welcome."]
    assert result.text == "You are welcome."
    assert result.finish_reason == "stop"


def test_a_tool_request_comes_in_pieces_and_joins_to_json():
    sent = chunks("Find me 3-bedroom homes in Portland under $900,000")
    (result,) = step("Find me 3-bedroom homes in Portland under $900,000")

    assert len([chunk for chunk in sent if chunk["choices"] and "tool_calls" in chunk["choices"][0]["delta"]]) > 5
    assert result.requests[0].name == "findListings"
    assert json.loads(result.requests[0].arguments) == {
        "city": "Portland, OR",
        "minBedrooms": 3,
        "maxPrice": 900_000,
    }
    assert result.finish_reason == "tool_calls"


def test_parallel_requests_keep_their_order():
    (result,) = step("Compare Seattle and Bellevue")

    assert [json.loads(request.arguments)["area"] for request in result.requests] == ["Seattle, WA", "Bellevue, WA"]


def test_the_last_chunk_is_the_usage():
    last = chunks("hello")[-1]

    assert last["choices"] == []
    assert last["usage"]["total_tokens"] == last["usage"]["prompt_tokens"] + last["usage"]["completion_tokens"]
    assert last["usage"]["completion_tokens"] > 0


def test_without_tools_it_answers_in_words():
    sent = chunks("homes in Seattle", tool_choice="none")

    assert sent[-2]["choices"][0]["finish_reason"] == "stop"


@pytest.mark.django_db
def test_it_reads_the_words_of_the_apps_itself():
    async def ask() -> StepResult:
        parts = read_step(OfflineModel().stream(messages("condos with a garage under 500k"), TOOL_LIST))
        return [part async for part in parts][-1]

    result = asyncio.run(ask())

    assert json.loads(result.requests[0].arguments) == {
        "propertyType": ["condo"],
        "features": ["garage"],
        "maxPrice": 500_000,
    }


def test_warming_up_learns_the_words_of_the_apps_once(monkeypatch):
    asked: list[int] = []
    monkeypatch.setattr(tooling, "vocabulary", lambda: asked.append(1) or ENTRIES)
    model = OfflineModel()

    async def twice() -> None:
        await model.warm_up()
        await model.warm_up()

    asyncio.run(twice())

    assert asked == [1]


@pytest.mark.parametrize(
    "question",
    [
        "what would L001 cost me a month with 20 % down at 6.5 %?",
        "what can I afford with 140k income, 60k down at 6.5%",
        "Send L001 and L002 to ann@example.com with the note: Look",
        "save a search for condos in Seattle but not in Capitol Hill",
        "remember my budget is 800k",
        "performance report for L001",
        "what is L005 worth",
        "homes like L001",
    ],
)
def test_nothing_is_compiled_on_a_question_after_warming_up(monkeypatch, question):
    asyncio.run(OfflineModel(ENTRIES).warm_up())
    compiled: list[str] = []
    compile_pattern = re._compiler.compile
    monkeypatch.setattr(re._compiler, "compile", lambda *said: compiled.append(said[0]) or compile_pattern(*said))

    Talk(ALL).ask(question)

    assert compiled == []


@pytest.mark.parametrize(
    "question",
    [
        "between 1 and 2 or at least 3 bedrooms in the not the no condos under about around from to " * 45,
        "1" * 4_000,
        "$1,1,1,1" * 500,
        "in a " * 800,
        "no no no no " * 400,
        "Springfield " * 400,
        "the 1st, 2nd, 3rd, " * 300,
    ],
)
def test_the_longest_question_is_answered(question):
    step = Talk().ask(question)

    assert isinstance(step, Requests | Say)


def test_others_are_served_while_it_warms_up():
    async def turns_meanwhile() -> int:
        warming, turns = asyncio.create_task(OfflineModel(ENTRIES).warm_up()), 0
        while not warming.done():
            await asyncio.sleep(0)
            turns += 1
        return turns

    assert asyncio.run(turns_meanwhile()) > 100
