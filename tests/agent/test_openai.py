"""The OpenAI-compatible client against a real local server with the oddities and faults real ones have."""

from __future__ import annotations

import asyncio
import json

import pytest

from agent.llm.chunks import ModelError, StepResult, read_step
from agent.llm.openai import OpenAIModel, parse_chunks
from tests.llm_server import END, Answer, calls, delta, event, text

QUESTION = [{"role": "user", "content": "A home?"}]
TOOLS = [{"type": "function", "function": {"name": "findListings", "description": "", "parameters": {}}}]


def step(server, messages=QUESTION, tools=TOOLS, choice="auto") -> tuple[str, StepResult]:
    """The text pieces joined, and the result, of one step asked of the server."""

    async def through() -> tuple[str, StepResult]:
        model = OpenAIModel(base_url=server.url, api_key="sk-test", name="writer", tool_model="chooser")
        try:
            said = [part async for part in read_step(model.stream(messages, tools, choice))]
        finally:
            await model.close()
        return "".join(said[:-1]), said[-1]

    return asyncio.run(through())


def test_text_and_usage_arrive(llm_server):
    llm_server.script(text("One ", "home."))

    said, result = step(llm_server)

    assert said == result.text == "One home."
    assert (result.prompt_tokens, result.completion_tokens) == (100, 2)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64])
def test_an_answer_cut_into_writes_of_any_size_is_the_same(llm_server, size):
    llm_server.script(Answer(text("Ein ", "schönes 🏠 ", "– 120 m²."), write_size=size))

    said, _ = step(llm_server)

    assert said == "Ein schönes 🏠 – 120 m²."


@pytest.mark.parametrize("cut", range(1, 40, 3))
def test_bytes_cut_anywhere_parse_to_the_same_chunks(cut):
    whole = text("façade ", "🏠")

    async def pieces():
        for at in range(0, len(whole), cut):
            yield whole[at : at + cut]

    async def through():
        return [chunk async for chunk in parse_chunks(pieces())]

    contents = [c["choices"][0]["delta"]["content"] for c in asyncio.run(through()) if c["choices"]]
    assert contents == ["façade ", "🏠", None]


def test_tool_arguments_in_pieces_are_joined(llm_server):
    llm_server.script(calls(("findListings", {"city": "Portland", "maxPrice": 900000}), piece=1))

    _, result = step(llm_server)

    assert [(r.name, json.loads(r.arguments)) for r in result.requests] == [
        ("findListings", {"city": "Portland", "maxPrice": 900000})
    ]


def test_two_calls_with_null_ids_stay_two(llm_server):
    llm_server.script(calls(("getListing", {"listingId": "L001"}), ("getListing", {"listingId": "L002"})))

    _, result = step(llm_server)

    assert [json.loads(r.arguments)["listingId"] for r in result.requests] == ["L001", "L002"]


def test_calls_without_an_index_are_told_apart_by_their_names(llm_server):
    parts = [
        {"function": {"name": "getListing", "arguments": '{"listingId": '}},
        {"function": {"arguments": '"L001"}'}},
        {"function": {"name": "getListing", "arguments": "{}"}},
    ]
    pieces = b"".join(event(delta(tool_calls=[part])) for part in parts)
    llm_server.script(pieces + event(delta(finish="tool_calls")) + END)

    _, result = step(llm_server)

    assert [r.arguments for r in result.requests] == ['{"listingId": "L001"}', "{}"]


def named(name: str, arguments: str = "", **more) -> dict:
    """A piece of a tool call."""
    return {"function": {"name": name, "arguments": arguments} if name else {"arguments": arguments}} | more


CALLS = {
    "index 0 for each, with an id of its own": [
        named("getListing", '{"n": 1}', index=0, id="a"),
        named("getListing", '{"n": 2}', index=0, id="b"),
    ],
    "the same index again, pieces without an id": [
        named("getListing", '{"n": ', index=0, id="a"),
        named("", "1}", index=0),
        named("getListing", '{"n": ', index=0, id="b"),
        named("", "2}", index=0),
    ],
    "ids alone, mixed": [
        named("getListing", '{"n": ', id="a"),
        named("getListing", '{"n": ', id="b"),
        named("", "1}", id="a"),
        named("", "2}", id="b"),
    ],
    "the same id twice": [
        named("getListing", '{"n": 1}', index=0, id="x"),
        named("getListing", '{"n": 2}', index=1, id="x"),
    ],
    "mixed by index": [
        named("getListing", '{"n": ', index=0),
        named("getListing", '{"n": ', index=1),
        named("", "1}", index=0),
        named("", "2}", index=1),
    ],
    "an index that comes late": [
        named("getListing", '{"n": ', id="a"),
        named("", "1}", index=0),
        named("getListing", '{"n": 2}', index=1),
    ],
    "the name in every piece": [
        named("getListing", '{"n": ', id="a"),
        named("getListing", "1}", id="a"),
        named("getListing", '{"n": 2}', id="b"),
    ],
}


@pytest.mark.parametrize("parts", CALLS.values(), ids=CALLS)
def test_two_calls_stay_two_however_a_provider_tells_them_apart(llm_server, parts):
    pieces = b"".join(event(delta(tool_calls=[part])) for part in parts)
    llm_server.script(pieces + event(delta(finish="tool_calls")) + END)

    _, result = step(llm_server)

    assert [(r.name, r.arguments) for r in result.requests] == [("getListing", '{"n": 1}'), ("getListing", '{"n": 2}')]


def test_a_tool_call_written_as_text_is_text(llm_server):
    llm_server.script(text('{"name": "findListings", "arguments": {}}'))

    said, result = step(llm_server)

    assert said == '{"name": "findListings", "arguments": {}}'
    assert result.requests == []


def test_comments_unknown_fields_and_null_choices_are_ignored(llm_server):
    odd = b": OPENROUTER PROCESSING\n\n" + event({"choices": None, "x": 1}) + b"event: message\n" + text("Hello.")
    llm_server.script(odd)

    assert step(llm_server)[0] == "Hello."


@pytest.mark.parametrize("end", [b"\r\n", b"\r"])
@pytest.mark.parametrize("write_size", [0, 1])
def test_every_line_end_of_the_standard_is_understood(llm_server, end, write_size):
    llm_server.script(Answer(text("Hello.").replace(b"\n", end), write_size=write_size))

    assert step(llm_server)[0] == "Hello."


def test_an_end_without_the_marker_counts_when_a_finish_reason_came(llm_server):
    llm_server.script(event(delta("Hello.")) + event(delta(finish="stop")))

    assert step(llm_server)[0] == "Hello."


def test_a_stream_that_just_ends_is_cut_off_not_finished(llm_server):
    llm_server.script(event(delta("Half an ")))

    with pytest.raises(ModelError) as error:
        step(llm_server)

    assert error.value.code == "cut_off"


def test_a_reset_in_the_middle_is_cut_off_and_not_asked_again(llm_server):
    llm_server.script(Answer(event(delta("Half an ")), then="reset"), text("never"))

    with pytest.raises(ModelError):
        step(llm_server)

    assert len(llm_server.requests) == 1


def test_a_reset_before_the_first_text_is_tried_again(llm_server):
    llm_server.script(Answer(b"", then="reset"), text("Hello."))

    assert step(llm_server)[0] == "Hello."
    assert len(llm_server.requests) == 2


def test_an_empty_stream_is_tried_again_then_an_error(llm_server):
    llm_server.script(b"")

    with pytest.raises(ModelError):
        step(llm_server)

    assert len(llm_server.requests) == 3


def test_busy_is_tried_again_after_the_time_the_server_asks_for(llm_server):
    llm_server.script(Answer(b"{}", status=429, headers={"Retry-After": "0"}), text("Hello."))

    assert step(llm_server)[0] == "Hello."


def test_a_server_error_is_tried_three_times_in_all(llm_server):
    llm_server.script(Answer(b"{}", status=503, headers={"Retry-After": "0"}))

    with pytest.raises(ModelError) as error:
        step(llm_server)

    assert error.value.message == "The language model had an error. Try again."
    assert len(llm_server.requests) == 3


def test_a_wait_of_an_hour_is_not_waited_for(llm_server):
    llm_server.script(Answer(b"{}", status=429, headers={"Retry-After": "3600"}))

    with pytest.raises(ModelError) as error:
        step(llm_server)

    assert error.value.code == "provider_busy"
    assert len(llm_server.requests) == 1


def test_a_refused_key_is_said_plainly_and_not_tried_again(llm_server):
    llm_server.script(Answer(b'{"error": {"message": "Incorrect API key sk-test"}}', status=401))

    with pytest.raises(ModelError) as error:
        step(llm_server)

    assert error.value.message == "The language model refused the key. An administrator must check LLM_API_KEY."
    assert len(llm_server.requests) == 1


def test_a_redirect_is_not_followed(llm_server):
    llm_server.script(Answer(b"", status=307, headers={"Location": llm_server.url + "/elsewhere"}))

    with pytest.raises(ModelError):
        step(llm_server)

    assert len(llm_server.requests) == 1


def test_an_html_page_with_status_200_is_no_answer(llm_server):
    llm_server.script(Answer(b"<html>Sign in</html>", headers={"Content-Type": "text/html"}))

    with pytest.raises(ModelError):
        step(llm_server)


def test_garbage_in_the_stream_is_an_error_in_our_words(llm_server):
    llm_server.script(event(delta("Half ")) + b"data: {broken\n\n")

    with pytest.raises(ModelError) as error:
        step(llm_server)

    assert error.value.message == "The language model's answer could not be read. Try again."


def test_an_error_object_in_the_stream_ends_the_step(llm_server):
    llm_server.script(event({"error": {"message": "internal secret"}}))

    with pytest.raises(ModelError) as error:
        step(llm_server)

    assert "secret" not in error.value.message


def test_a_call_cut_by_the_length_limit_is_not_executed(llm_server):
    function = {"name": "findListings", "arguments": '{"city": "Por'}
    llm_server.script(
        event(delta(tool_calls=[{"index": 0, "function": function}])) + event(delta(finish="length")) + END
    )

    with pytest.raises(ModelError) as error:
        step(llm_server)

    assert error.value.code == "too_long"


def test_a_flood_of_tool_calls_is_refused(llm_server):
    flood = [{"index": n, "function": {"name": "getListing", "arguments": "{}"}} for n in range(100)]
    llm_server.script(event(delta(tool_calls=flood)) + event(delta(finish="tool_calls")) + END)

    with pytest.raises(ModelError) as error:
        step(llm_server)

    assert error.value.code == "too_many_calls"


def test_huge_arguments_are_broken_on_purpose(llm_server):
    llm_server.script(calls(("findListings", {"city": "x" * 50_000}), piece=4000))

    _, result = step(llm_server)

    assert result.requests[0].arguments == '{"tooLong": true'


def test_an_answer_without_end_is_cut(llm_server):
    llm_server.script(event(delta("x" * 150_000)) + event(delta("y" * 150_000)) + END)

    with pytest.raises(ModelError) as error:
        step(llm_server)

    assert error.value.code == "too_long"


def test_nothing_listening_is_unreachable(llm_server):
    async def through() -> None:
        model = OpenAIModel(base_url="http://127.0.0.1:9/v1", api_key="", name="writer")
        try:
            async for _ in model.stream(QUESTION, [], "auto"):
                pass
        finally:
            await model.close()

    with pytest.raises(ModelError) as error:
        asyncio.run(through())

    assert error.value.code == "provider_unreachable"


def test_the_request_is_the_chat_completions_api(llm_server):
    llm_server.script(text("Hello."))

    step(llm_server)

    sent = llm_server.requests[0]
    assert sent["_headers"]["Authorization"] == "Bearer sk-test"
    assert {key: sent[key] for key in ("model", "stream", "tool_choice", "stream_options")} == {
        "model": "chooser",
        "stream": True,
        "tool_choice": "auto",
        "stream_options": {"include_usage": True},
    }


def test_stopping_closes_the_upstream(llm_server):
    llm_server.script(Answer(event(delta("Half an ")), then="hang"))

    async def through() -> None:
        model = OpenAIModel(base_url=llm_server.url, api_key="k", name="writer")
        first = asyncio.Event()

        async def read() -> None:
            async for _ in read_step(model.stream(QUESTION, [], "auto")):
                first.set()

        task = asyncio.create_task(read())
        await first.wait()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await model.close()

    asyncio.run(through())

    assert llm_server.aborted.wait(2)
