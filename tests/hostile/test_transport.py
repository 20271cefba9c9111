"""Answers that are broken on the way, or were never answers."""

from __future__ import annotations

import gzip
import json

import pytest

from tests.agent.test_server import joined
from tests.hostile.conftest import peak
from tests.llm_server import END, Answer, LLMServer, delta, event, text

pytestmark = pytest.mark.server
HALF = event(delta("Half an answer"))
REFUSED = {"401": 401, "403": 403, "404": 404, "429": 429, "500": 500, "503": 503}
ODD = {
    "choices is a number": {"choices": 7},
    "choices is an object": {"choices": {"0": 1}},
    "a choice is a string": {"choices": ["x"]},
    "a choice is null": {"choices": [None]},
    "delta is a list": {"choices": [{"delta": [1]}]},
    "content is an object": {"choices": [{"delta": {"content": {"a": 1}}}]},
    "tool_calls is a number": {"choices": [{"delta": {"tool_calls": 3}}]},
    "finish_reason is an object": {"choices": [{"delta": {}, "finish_reason": {"a": 1}}]},
    "usage is a list": {"choices": [], "usage": [1]},
    "usage is negative and huge": {"choices": [], "usage": {"prompt_tokens": -5, "completion_tokens": 10**30}},
}


def status_of(told) -> str:
    return told[-1][2]["status"]


def errors_of(told) -> list[dict]:
    return [data for _, name, data in told if name == "error"]


@pytest.mark.parametrize("status", REFUSED.values(), ids=REFUSED)
def test_a_refusal_is_a_sentence(site, status):
    told = site.ask(Answer(b'{"error": {"message": "Traceback in /srv/x.py"}}', status=status))

    assert status_of(told) == "failed"
    (error,) = errors_of(told)
    assert error["message"].endswith(".")


def test_a_wait_of_a_year_is_not_waited_for(site):
    told = site.ask(Answer(b"", status=429, headers={"Retry-After": "31536000"}))

    assert errors_of(told)[0]["code"] == "provider_busy"


def test_a_redirect_takes_the_conversation_nowhere(site):
    elsewhere = LLMServer()
    elsewhere.script(text("Got you."))
    try:
        told = site.ask(Answer(b"", status=307, headers={"Location": f"{elsewhere.url}/chat/completions"}))
        assert elsewhere.requests == []
        assert status_of(told) == "failed"
    finally:
        elsewhere.close()


@pytest.mark.parametrize(
    ("body", "then"),
    [
        (b"<html><body>Log in to the hotel wifi</body></html>", "end"),
        (HALF, "end"),
        (HALF, "reset"),
        (HALF, "hang"),
        (b"", "hang"),
        (b"\xff\xfe\x00\x80" * 200, "end"),
        (b"data: {broken\n\n", "end"),
        (b"data: " + b"x" * 3_000_000, "end"),
        (b"data: 7\n\ndata: [1]\n\n" + END, "end"),
        (event({"choices": [], "usage": {"prompt_tokens": 3, "completion_tokens": 1}}) + END, "end"),
        (event({"error": {"message": "no"}}), "end"),
    ],
    ids=[
        "html",
        "eof",
        "reset",
        "hang",
        "silence",
        "bytes",
        "broken",
        "long line",
        "no objects",
        "usage only",
        "error",
    ],
)
def test_what_is_no_answer_ends_with_an_error_and_keeps_what_was_shown(site, body, then):
    told = site.ask(Answer(body, then=then))

    assert status_of(told) == "failed"
    assert len(errors_of(told)) == 1
    assert joined(told) in ("", "Half an answer")


@pytest.mark.parametrize("chunk", ODD.values(), ids=ODD)
def test_odd_chunks_do_no_harm(site, chunk):
    told = site.ask(event(chunk) + text("All the same."))

    assert joined(told) == "All the same."
    assert status_of(told) == "completed"


ODD_CALLS = {
    "a tool call is a string": ["getListing"],
    "function is a list": [{"index": 0, "function": ["x"]}],
    "no name": [{"index": 0, "function": {"arguments": "{}"}}],
    "index is a list": [{"index": [0], "function": {"name": "getListing"}}],
}


@pytest.mark.parametrize("parts", ODD_CALLS.values(), ids=ODD_CALLS)
def test_odd_calls_are_refused_and_the_answer_goes_on(site, parts):
    asked = event(delta(None, tool_calls=parts)) + event(delta(finish="tool_calls")) + END

    told = site.ask(asked, text("All the same."))

    assert joined(told) == "All the same."
    assert [data["status"] for _, name, data in told if name == "tool"] == ["started", "failed"]


def test_comments_and_old_line_ends_are_no_text(site):
    said = (b": keep-alive\n\n" * 5000 + text("Hello.")).replace(b"\n", b"\r")

    assert joined(site.ask(said)) == "Hello."


def test_of_several_choices_the_first_is_the_answer(site):
    both = {"choices": [delta("One.")["choices"][0], {"index": 1, "delta": {"content": "Two."}}]}

    assert joined(site.ask(event(both) + event(delta(finish="stop")) + END)) == "One."


def test_a_wait_of_a_year_with_a_server_error_is_not_waited_for(site):
    told = site.ask(Answer(b"", status=503, headers={"Retry-After": "31536000"}))

    assert errors_of(told)[0]["code"] == "provider"


@pytest.mark.parametrize("status", [400, 500])
def test_a_refusal_without_end_is_not_read(site, status):
    before = peak(site.server.pid)

    told = site.ask(Answer(b"x" * 2**20 * 64, status=status, write_size=2**20))

    assert len(errors_of(told)) == 1
    assert peak(site.server.pid) - before < 20 * 2**20


def test_single_bytes_make_the_same_answer(site):
    assert joined(site.ask(Answer(text("One by one: é\u2028ß."), write_size=1))) == "One by one: é\u2028ß."


def test_an_answer_without_end_is_cut(site):
    told = site.ask(Answer(event(delta("all work and no play " * 50)) * 4000, write_size=65536))

    assert status_of(told) == "failed"
    assert errors_of(told)[0]["code"] == "too_long"
    assert len(joined(told)) <= 200_000


def test_a_decompression_bomb_is_no_answer(site):
    bomb = gzip.compress(b"data: " + b"0" * 100_000_000)

    told = site.ask(Answer(bomb, headers={"Content-Encoding": "gzip"}))

    assert status_of(told) == "failed"


def test_line_ends_and_look_alikes_in_the_text_stay_text(site):
    said = "A\r\nB\rC\n\nevent: done\ndata: {}\n\nid: 99\n: x\u2028\u2029\u202e\u200b\x1b[31m" + json.dumps({"a": 1})

    told = site.ask(text(said))

    assert joined(told) == said
    assert status_of(told) == "completed"
