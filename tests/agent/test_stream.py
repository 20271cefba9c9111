"""The streams: the bytes, resuming after every event, pings, the end."""

from __future__ import annotations

import asyncio
import json

import pytest

from agent import runs
from agent.eventlog import eventlog
from agent.frames import Reader, heartbeat
from agent.models import Conversation, Run
from tests.agent.asgi_client import Exchange, events_path, fetch, in_loop, open_exchange
from tests.agent.conftest import ScriptedModel, play
from tests.llm_server import calls, text


def test_a_posted_question_streams_its_run(model, token, condo):
    model.script(calls(("getListing", {"listingId": "C1"})), text("A ", "condo."))

    answer = in_loop(fetch("POST", "/agents/chat-stream", token=token, body={"userMessage": "C1?"}))

    run = Run.objects.get()
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache, no-transform"
    assert answer.headers["x-accel-buffering"] == "no"
    assert answer.headers["x-run-id"] == str(run.pk)
    assert answer.headers["x-conversation-id"] == str(run.conversation_id)
    assert answer.body.startswith(b"retry: 3000\n: ")
    assert [frame.split(b"\n")[1] for frame in answer.frames][-1] == b"event: done"


def test_frames_have_an_id_a_name_and_one_line_of_json(ana, token):
    run = play(ScriptedModel(['Zwei\r\nLinien \u2028 "so"']), user=ana).run

    answer = in_loop(fetch("GET", events_path(run), token=token))

    lines = answer.frames[1].decode().split("\n")
    assert lines[0] == "id: 2"
    assert lines[1] == "event: content"
    assert json.loads(lines[2].removeprefix("data: ")) == {"chunk": 'Zwei\r\nLinien \u2028 "so"', "step": 1}
    assert b"\r" not in answer.body


def test_the_other_spelling_of_the_route_streams_too(model, token):
    model.script(text("Hello."))

    answer = in_loop(fetch("POST", "/agents/chat/stream", token=token, body={"userMessage": "Hello"}))

    assert answer.frames[-1].split(b"\n")[1] == b"event: done"


def test_a_client_that_prefers_json_gets_the_run_to_follow(model, token):
    model.script(text("Hello."))

    answer = in_loop(
        fetch(
            "POST",
            "/agents/chat-stream",
            token=token,
            body={"userMessage": "Hello"},
            headers={"accept": "application/json"},
        )
    )

    run = Run.objects.get()
    assert answer.status == 202
    assert answer.json() == {"success": True, "runId": str(run.pk), "conversationId": str(run.conversation_id)}


def test_plain_chat_answers_when_the_run_has_ended(model, token, condo):
    model.script(calls(("getListing", {"listingId": "C1"})), text("A ", "condo."))

    answer = in_loop(fetch("POST", "/agents/chat", token=token, body={"userMessage": "C1?"})).json()

    assert answer["success"] is True
    assert answer["message"] == "A condo."
    assert answer["status"] == "completed"
    assert [call["name"] for call in answer["toolCalls"]] == ["getListing"]


def test_the_tool_model_chooses_and_the_other_model_writes(model, token, condo):
    model.script(calls(("getListing", {"listingId": "C1"})), text("A condo."))

    in_loop(fetch("POST", "/agents/chat", token=token, body={"userMessage": "C1?"}))

    assert [sent["model"] for sent in model.requests] == ["chooser", "writer"]


@pytest.mark.parametrize("run_id", ["nope", "6d3f7d0e-2f58-4f0c-9f7b-2b8a51b0f9a1", "%00"])
def test_an_unknown_run_is_404(token, run_id):
    assert in_loop(fetch("GET", f"/agents/runs/{run_id}/events", token=token)).status == 404


@pytest.mark.parametrize("after", ["-1", "x", "1.5", "", "9" * 40])
def test_after_must_be_a_whole_number(ended_run, token, after):
    answer = in_loop(fetch("GET", events_path(ended_run, f"?after={after}"), token=token))

    assert answer.status == 400
    assert answer.json()["error"]["field"] == "after"


def test_the_end_of_an_ended_run_is_204(ended_run, token):
    assert in_loop(fetch("GET", events_path(ended_run, "?after=7"), token=token)).status == 204
    assert in_loop(fetch("GET", events_path(ended_run, "?after=900"), token=token)).status == 204


def test_the_header_wins_over_the_query(ended_run, token):
    answer = in_loop(fetch("GET", events_path(ended_run, "?after=1"), token=token, headers={"last-event-id": "5"}))

    assert [frame.split(b"\n")[0] for frame in answer.frames] == [b"id: 6", b"id: 7"]


def test_another_method_is_405(token):
    assert in_loop(fetch("GET", "/agents/chat-stream", token=token)).status == 405
    assert in_loop(fetch("DELETE", "/agents/chat", token=token)).status == 405


class Piecewise(ScriptedModel):
    """Says many pieces, each committed before the next, so that every piece is an event of its own."""

    def __init__(self, run: Run, pieces: int) -> None:
        super().__init__([f"word{n} " for n in range(pieces)])
        self._run = run

    async def stream(self, messages, tools, tool_choice="auto"):
        async for chunk in super().stream(messages, tools, tool_choice):
            yield chunk
            await asyncio.sleep(0)
            await eventlog.flushed(eventlog.live[self._run.pk])


async def cut_after(run: Run, token: str, k: int) -> bytes:
    """Read k events, lose the connection, resume by Last-Event-ID; all frames as they came."""
    first = open_exchange("GET", events_path(run), token=token)
    await first.until(lambda e: len(e.frames) >= k)
    await first.cut()
    seen = first.frames[:k]
    rest = await fetch("GET", events_path(run), token=token, headers={"last-event-id": str(k)})
    return b"".join(seen + rest.frames)


def test_a_300_event_run_cut_after_every_event_gives_the_same_bytes(ana, token, settings):
    settings.THROTTLE = False
    run = runs.start_run(Conversation.objects.create(user=ana), "A long answer?")

    async def through() -> tuple[bytes, list[bytes]]:
        task = runs.drive(run, Piecewise(run, 298))
        whole = open_exchange("GET", events_path(run), token=token)
        cut = [asyncio.create_task(cut_after(run, token, k)) for k in range(1, 300)]
        await task
        await whole.task
        return b"".join(whole.frames), [await each for each in cut]

    whole, resumed = in_loop(through())

    run.refresh_from_db()
    assert run.last_seq == 300
    assert set(resumed) == {whole}


def test_a_reader_after_the_end_gets_the_same_bytes_from_the_database(ana, token):
    run = runs.start_run(Conversation.objects.create(user=ana), "A long answer?")

    async def through() -> tuple[Exchange, Exchange]:
        task = runs.drive(run, Piecewise(run, 20))
        live = await fetch("GET", events_path(run), token=token)
        await task
        return live, await fetch("GET", events_path(run), token=token)

    live, stored = in_loop(through())

    assert live.frames == stored.frames
    assert len(live.frames) == 22


def test_closing_the_tab_does_not_stop_the_run(model, token, ana):
    model.script(text("A ", "whole ", "answer."))

    async def through() -> None:
        exchange = open_exchange("POST", "/agents/chat-stream", token=token, body={"userMessage": "Hello"})
        await exchange.until(lambda e: len(e.frames) >= 1)
        await exchange.cut()

    in_loop(through())

    run = Run.objects.get()
    assert run.status == "completed"
    assert run.answer.text == "A whole answer."


def test_a_silent_stream_is_pinged_without_an_id(ana, token, settings):
    settings.SSE_KEEPALIVE = 100
    run = runs.start_run(Conversation.objects.create(user=ana), "Slow?")

    async def through() -> Exchange:
        go_on = asyncio.Event()
        task = runs.drive(run, ScriptedModel([go_on, "Done."]))
        beat = asyncio.create_task(heartbeat(0.1))
        exchange = open_exchange("GET", events_path(run), token=token)
        await exchange.until(lambda e: b"event: ping\ndata: {}\n\n" in e.body)
        go_on.set()
        await task
        beat.cancel()
        await exchange.task
        return exchange

    answer = in_loop(through())

    assert len(answer.frames) == 3
    assert not Reader.open


def test_a_stream_ends_after_its_time_between_two_events(ana, token, settings):
    settings.SSE_TIMEOUT, settings.SSE_KEEPALIVE = 100, 100
    run = runs.start_run(Conversation.objects.create(user=ana), "Slow?")

    async def through() -> Exchange:
        go_on = asyncio.Event()
        task = runs.drive(run, ScriptedModel([go_on, "Done."]))
        beat = asyncio.create_task(heartbeat(0.1))
        exchange = await fetch("GET", events_path(run), token=token)
        go_on.set()
        await task
        beat.cancel()
        return exchange

    answer = in_loop(through())

    assert answer.ended
    assert [frame.split(b"\n")[1] for frame in answer.frames] == [b"event: thinking"]


def test_the_health_stream_says_ready_then_beats(settings):
    settings.SSE_KEEPALIVE = 100

    async def through() -> Exchange:
        beat = asyncio.create_task(heartbeat(0.1))
        exchange = open_exchange("GET", "/sse/health")
        await exchange.until(lambda e: b"event: ping" in e.body)
        beat.cancel()
        return await exchange.cut()

    assert b"event: ready\ndata: {}\n\n" in in_loop(through()).body
