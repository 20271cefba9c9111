"""Ceilings and backpressure: what is refused before anything is stored, and readers that take nothing."""

from __future__ import annotations

import asyncio
import socket
import time
from contextlib import contextmanager

import pytest

from agent import runs
from agent.following import STORED_AT_ONCE
from agent.frames import Reader
from agent.models import Conversation, Run
from tests.agent.asgi_client import events_path, fetch, in_loop, open_exchange
from tests.agent.conftest import ScriptedModel, play
from tests.agent.test_server import SERVERS, joined, model_settings
from tests.agent.test_stream import Piecewise
from tests.llm_server import Answer, delta, event, text
from tests.servers import running

STREAMS = ["/agents/chat-stream", "/agents/chat"]


@pytest.fixture
def open_run(ana) -> Run:
    """A run of Ana's that nobody drives: it stays open."""
    return runs.start_run(Conversation.objects.create(user=ana), "Slow?", owner="another process")


def refused(answer) -> tuple[int, str, str]:
    """Status, code and Retry-After of a refusal, which has one shape."""
    body = answer.json()
    assert body["success"] is False
    assert str(body["error"]["retryAfter"]) == answer.headers["retry-after"]
    return answer.status, body["error"]["code"], answer.headers["retry-after"]


async def beside_open_streams(paths: list[str], token: str, request) -> object:
    """The answer to a request that comes while these streams are open."""
    streams = [open_exchange("GET", path, token=token) for path in paths]
    for stream in streams:
        await stream.until(lambda each: each.body.startswith(b"retry: "))
    answer = await request()
    for stream in streams:
        await stream.cut()
    return answer


def test_a_user_may_have_so_many_streams_and_then_is_told_to_wait(open_run, token, settings):
    settings.SSE_OPEN_STREAMS = 2
    path = events_path(open_run)

    answer = in_loop(beside_open_streams([path, "/events/"], token, lambda: fetch("GET", path, token=token)))

    assert refused(answer) == (429, "too_many_streams", "10")


def test_streams_of_notifications_count_as_well(open_run, token, settings):
    settings.SSE_OPEN_STREAMS = 1

    answer = in_loop(beside_open_streams(["/events/"], token, lambda: fetch("GET", "/events/", token=token)))

    assert refused(answer)[:2] == (429, "too_many_streams")


def test_one_users_streams_are_not_held_against_another(open_run, token, eve, eves_token, settings):
    settings.SSE_OPEN_STREAMS = 1
    eves = events_path(play(ScriptedModel(["Hello."]), user=eve).run)

    answer = in_loop(beside_open_streams([events_path(open_run)], token, lambda: fetch("GET", eves, token=eves_token)))

    assert answer.status == 200


def test_throttle_off_lifts_the_ceiling_of_one_user(open_run, ended_run, token, settings):
    settings.SSE_OPEN_STREAMS, settings.THROTTLE = 1, False

    answer = in_loop(
        beside_open_streams([events_path(open_run)], token, lambda: fetch("GET", events_path(ended_run), token=token))
    )

    assert answer.status == 200


@pytest.mark.parametrize("path", STREAMS)
def test_a_question_beyond_the_ceiling_of_streams_is_refused_before_it_is_stored(open_run, token, settings, path):
    settings.SSE_MAX_STREAMS, settings.THROTTLE = 1, False
    body = {"userMessage": "Hello"}

    answer = in_loop(
        beside_open_streams([events_path(open_run)], token, lambda: fetch("POST", path, token=token, body=body))
    )

    assert refused(answer) == (503, "busy", "5")
    assert list(Run.objects.values_list("pk", flat=True)) == [open_run.pk]
    assert Conversation.objects.count() == 1


def test_a_question_that_needs_no_stream_is_taken_when_streams_are_full(open_run, token, settings, model):
    settings.SSE_MAX_STREAMS = 1
    model.script(text("Hello."))
    body, wants = {"userMessage": "Hello"}, {"accept": "application/json"}

    answer = in_loop(
        beside_open_streams(
            [events_path(open_run)],
            token,
            lambda: fetch("POST", "/agents/chat-stream", token=token, body=body, headers=wants),
        )
    )

    assert answer.status == 202


@pytest.mark.parametrize("path", ["/events/", "/sse/health"])
def test_every_kind_of_stream_is_refused_when_the_process_is_full(open_run, token, settings, path):
    settings.SSE_MAX_STREAMS = 1

    answer = in_loop(beside_open_streams([events_path(open_run)], token, lambda: fetch("GET", path, token=token)))

    assert refused(answer) == (503, "busy", "5")


def test_streams_without_a_log_in_count_for_one_user_together(db, settings):
    settings.SSE_OPEN_STREAMS = 1

    answer = in_loop(beside_open_streams(["/sse/health"], "", lambda: fetch("GET", "/sse/health")))

    assert refused(answer)[:2] == (429, "too_many_streams")


async def asked_while_one_run_is_driven(run: Run, *requests) -> list:
    """The answers to requests sent at once while this process drives a run; whatever is driven is then stopped."""
    runs.drive(run, ScriptedModel([asyncio.Event()]))
    answers = await asyncio.gather(*(request() for request in requests))
    for driven in runs.driven_here():
        runs.stop_here(driven)
    return answers


def ask(path: str, token: str, **more):
    """A request that asks something, to be sent later."""
    return lambda: fetch("POST", path, token=token, body={"userMessage": "Hello"}, **more)


@pytest.mark.parametrize("path", STREAMS)
def test_a_question_beyond_the_ceiling_of_runs_is_refused_before_it_is_stored(ana, token, settings, path):
    settings.AGENT_MAX_RUNS, settings.THROTTLE = 1, False
    run = runs.start_run(Conversation.objects.create(user=ana), "First?")

    (answer,) = in_loop(asked_while_one_run_is_driven(run, ask(path, token)))

    assert refused(answer) == (503, "busy", "5")
    assert list(Run.objects.values_list("pk", flat=True)) == [run.pk]
    assert not Reader.open


def test_questions_sent_at_once_do_not_slip_past_the_ceiling_of_runs(ana, token, settings, model):
    settings.AGENT_MAX_RUNS = 2
    model.script(Answer(event(delta("Half ")), then="hang"))
    run = runs.start_run(Conversation.objects.create(user=ana), "First?")
    wants = {"accept": "application/json"}
    request = ask("/agents/chat-stream", token, headers=wants)

    answers = in_loop(asked_while_one_run_is_driven(run, request, request, request, request))

    assert sorted(answer.status for answer in answers) == [202, 503, 503, 503]
    assert Run.objects.count() == 2


def test_a_refused_question_leaves_its_place_to_the_next(ana, token, settings, model):
    settings.AGENT_MAX_RUNS, settings.SSE_MAX_STREAMS = 1, 1
    model.script(text("Hello."))
    run = runs.start_run(Conversation.objects.create(user=ana), "First?")

    in_loop(asked_while_one_run_is_driven(run, ask("/agents/chat", token), ask("/agents/chat", token)))
    answer = in_loop(fetch("POST", "/agents/chat", token=token, body={"userMessage": "Hello"}))

    assert answer.status == 200


def test_the_page_without_a_script_says_that_the_server_is_full(client, ana, settings, monkeypatch):
    settings.AGENT_MAX_RUNS = 1
    run = runs.start_run(Conversation.objects.create(user=ana), "First?")
    monkeypatch.setitem(runs._driving, run.pk, None)
    client.force_login(ana)

    page = client.post("/", {"userMessage": "Hello"}, follow=True)

    assert "Too many people are here just now." in page.content.decode()
    assert Run.objects.count() == 1


@pytest.mark.parametrize("count", [STORED_AT_ONCE - 1, STORED_AT_ONCE, STORED_AT_ONCE + 1, 2 * STORED_AT_ONCE + 7])
def test_a_long_stored_run_is_read_in_parts_and_comes_whole(ana, token, count):
    run = runs.start_run(Conversation.objects.create(user=ana), "A long answer?")

    async def through():
        await runs.drive(run, Piecewise(run, count - 2))
        return await fetch("GET", events_path(run), token=token)

    answer = in_loop(through())

    assert [frame.split(b"\n")[0] for frame in answer.frames] == [f"id: {n}".encode() for n in range(1, count + 1)]


# --- Real servers -----------------------------------------------------------------------------------------------------

# 588 kB of text, nearly the longest an answer may be: more than a connection nobody reads holds on its way.
LONG = "".join(chr(0x4E00 + n % 20_000) for n in range(196_000))


def long_answer() -> Answer:
    """The long text in many frames."""
    body = text(*(LONG[at : at + 200] for at in range(0, len(LONG), 200)))
    return Answer(body, write_size=len(body) // 40, pause=0.03)


@contextmanager
def stuck(server, path: str, token: str):
    """A client with a small window that asks for a stream and reads nothing of it."""
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        client.settimeout(30)
        client.connect(("127.0.0.1", server.port))
        client.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n".encode())
        client.recv(1, socket.MSG_PEEK)  # the answer has begun
        yield client


def read_to_the_end(client: socket.socket) -> bytes:
    """Everything that comes until the server ends the connection, in whichever way."""
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2**20)  # a small window would now take minutes
    received = b""
    try:
        while data := client.recv(65536):
            received += data
            if received.endswith(b"0\r\n\r\n"):  # the last chunk of a response that ended in order
                break
    except ConnectionResetError:
        pass
    return received


def followed(server, run_id: str, token: str) -> list:
    """Every event of a run, by a client that resumes until `done`."""
    seen = []
    while not seen or seen[-1][1] != "done":
        seen += server.follow(run_id, token, after=seen[-1][0] if seen else 0)
    return seen


def open_streams(server) -> int:
    """What the process says of its open streams."""
    _, metrics = server.request("GET", "/metrics")
    return int(float(metrics.split("\ndoorstep_open_streams ")[1].split("\n")[0]))


def until_no_stream_is_open(server) -> None:
    deadline = time.monotonic() + 30
    while open_streams(server):
        assert time.monotonic() < deadline, "a stream that nobody reads stays open"


@pytest.mark.server
@pytest.mark.parametrize("kind", SERVERS)
def test_a_reader_that_takes_nothing_holds_up_nobody_and_is_let_go(kind, tmp_path, llm_server):
    llm_server.script(long_answer())
    settings = model_settings(llm_server) | {"SSE_TIMEOUT": "3000", "METRICS_ADDRESSES": "127.0.0.1"}

    with running(kind, tmp_path, **settings) as server:
        token = server.sign_up()
        run_id = server.start_run("Tell me everything", token)
        with stuck(server, f"/agents/runs/{run_id}/events", token) as client:
            seen = followed(server, run_id, token)
            _, state = server.request("GET", f"/agents/runs/{run_id}", token=token)
            until_no_stream_is_open(server)
            got = read_to_the_end(client)

    assert [seq for seq, _, _ in seen] == list(range(1, len(seen) + 1))
    assert joined(seen) == state["message"] == LONG
    assert b"event: done" not in got


@pytest.mark.server
@pytest.mark.parametrize("kind", SERVERS)
def test_a_late_reader_that_takes_nothing_is_not_given_the_whole_answer(kind, tmp_path, llm_server):
    llm_server.script(long_answer())
    settings = model_settings(llm_server) | {"SSE_TIMEOUT": "3000", "METRICS_ADDRESSES": "127.0.0.1"}

    with running(kind, tmp_path, **settings) as server:
        token = server.sign_up()
        run_id = server.start_run("Tell me everything", token)
        followed(server, run_id, token)
        with stuck(server, f"/agents/runs/{run_id}/events", token) as client:
            until_no_stream_is_open(server)
            got = read_to_the_end(client)
            rest = followed(server, run_id, token)

    assert 0 < len(got) < len(LONG.encode())
    assert joined(rest) == LONG


@pytest.mark.server
@pytest.mark.parametrize("kind", SERVERS)
def test_a_reader_that_takes_nothing_does_not_hold_up_the_end_of_the_process(kind, tmp_path, llm_server):
    llm_server.script(long_answer())

    with running(kind, tmp_path, **model_settings(llm_server)) as server:
        token = server.sign_up()
        run_id = server.start_run("Tell me everything", token)
        with stuck(server, f"/agents/runs/{run_id}/events", token):
            followed(server, run_id, token)
            seconds = server.terminate(20)

    assert seconds < 10
