"""Real server processes: both servers stream, survive kill -9, hand over at SIGTERM, and hold many streams cheaply."""

from __future__ import annotations

import asyncio
import os
import re
from pathlib import Path

import pytest

from tests.llm_server import Answer, calls, delta, event, text
from tests.servers import running

pytestmark = pytest.mark.server
SERVERS = ["daphne", "uvicorn"]


def model_settings(llm_server) -> dict[str, str]:
    """The environment that makes the local server the model."""
    return {"LLM_BASE_URL": llm_server.url, "LLM_MODEL": "scripted", "LLM_API_KEY": "k"}


def joined(events) -> str:
    """The answer a reader has after these events, restarts honoured."""
    steps: dict[int, str] = {}
    for _, name, data in events:
        if name == "content":
            steps[data["step"]] = ("" if data.get("restart") else steps.get(data["step"], "")) + data["chunk"]
    return "".join(steps[step] for step in sorted(steps))


@pytest.mark.parametrize("kind", SERVERS)
def test_a_question_streams_through_the_server(kind, tmp_path, llm_server):
    llm_server.script(Answer(calls(("getMyProfile", {})), write_size=7), text("You are ", "Ana."))

    with running(kind, tmp_path, **model_settings(llm_server)) as server:
        events = server.ask("Who am I?", server.sign_up())

    assert [name for _, name, _ in events if name != "content"] == ["thinking", "tool", "tool", "thinking", "done"]
    assert [seq for seq, _, _ in events] == list(range(1, len(events) + 1))
    assert joined(events) == "You are Ana."


@pytest.mark.parametrize("kind", SERVERS)
def test_a_run_survives_kill_9_and_no_finished_tool_call_runs_again(kind, tmp_path, llm_server):
    half = event(delta("Half an ")) + event(delta("answer, "))
    llm_server.script(calls(("getMyProfile", {})), Answer(half, then="hang"), text("The whole ", "answer."))

    with running(kind, tmp_path, **model_settings(llm_server)) as server:
        token = server.sign_up()
        run_id = server.start_run("Who am I?", token)
        seen = []
        for each in server.follow(run_id, token):
            seen.append(each)
            if each[1] == "content":
                server.kill()
        server.start()
        rest = list(server.follow(run_id, token, after=seen[-1][0]))
        _, state = server.request("GET", f"/agents/runs/{run_id}", token=token)

    every = seen + rest
    assert [seq for seq, _, _ in every] == list(range(1, len(every) + 1))
    assert joined(every) == state["message"] == "The whole answer."
    assert [name for _, name, _ in every].count("tool") == 2
    assert every[-1][1:2] == ("done",)
    assert any(data.get("restart") for _, name, data in rest if name == "content")


@pytest.mark.parametrize("kind", SERVERS)
def test_sigterm_hands_the_run_to_the_next_process(kind, tmp_path, llm_server):
    llm_server.script(Answer(event(delta("Half ")), then="hang"), text("The whole answer."))

    with running(kind, tmp_path, **model_settings(llm_server)) as server:
        token = server.sign_up()
        run_id = server.start_run("Hello?", token)
        reader = server.follow(run_id, token)
        seen = [next(reader), next(reader)]
        seconds = server.terminate()
        seen += list(reader)
        server.start()
        rest = list(server.follow(run_id, token, after=seen[-1][0]))

    assert seconds < 10
    assert joined(seen + rest) == "The whole answer."


def threads_of(pid: int) -> int:
    return int(re.search(r"Threads:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1])


def connections_of(pid: int) -> int:
    """Open files of the process that are the database."""
    links = [os.readlink(f"/proc/{pid}/fd/{fd}") for fd in os.listdir(f"/proc/{pid}/fd")]
    return sum(link.endswith("server.sqlite3") for link in links)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc to count threads: run it on Linux")
@pytest.mark.parametrize("kind", SERVERS)
def test_200_open_streams_hold_no_thread_and_no_connection(kind, tmp_path, llm_server):
    llm_server.script(Answer(event(delta("Half ")), then="hang"))

    with running(kind, tmp_path, **model_settings(llm_server)) as server:
        token = server.sign_up()
        path = f"/agents/runs/{server.start_run('Hi', token)}/events"
        get = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n"

        async def open_stream():
            reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
            writer.write(get.encode())
            await reader.readuntil(b"event: thinking")
            return reader, writer

        async def hold() -> tuple[int, int]:
            streams = [await open_stream() for _ in range(200)]
            for reader, _ in streams:
                await reader.readuntil(b"event: ping")
            counted = threads_of(server.pid), connections_of(server.pid)
            for _, writer in streams:
                writer.close()
            return counted

        threads, connections = asyncio.run(hold())

    assert threads <= 20
    assert connections <= 9


def test_health_says_what_is_well(tmp_path):
    with running("daphne", tmp_path) as server:
        status, health = server.request("GET", "/health")

    assert status == 200
    assert health["checks"] == {"database": "ok", "model": "ok", "channel": "ok"}


def test_a_server_on_sqlite_holds_no_client_of_postgresql_or_of_http(tmp_path):
    with running("uvicorn", tmp_path, DATABASE_URL=f"sqlite:///{tmp_path / 'server.sqlite3'}") as server:
        loaded = Path(f"/proc/{server.pid}/maps").read_text()

    assert "_sqlite3" in loaded
    assert "psycopg" not in loaded
    assert "charset_normalizer" not in loaded  # comes with requests
