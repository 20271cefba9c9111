"""Runs that another process drives: followed from the log, taken over when that process dies."""

from __future__ import annotations

import pytest

from tests.agent.test_server import joined, model_settings
from tests.llm_server import Answer, delta, event, text
from tests.servers import Server, running

pytestmark = pytest.mark.server
WORDS = [f"word{n} " for n in range(40)]


@pytest.fixture
def two(tmp_path, llm_server):
    """Two server processes on one database, as on two machines."""
    with running("uvicorn", tmp_path, NODE_NAME="first", **model_settings(llm_server)) as first:
        second = Server("daphne", tmp_path, NODE_NAME="second", **model_settings(llm_server))
        second.start()
        yield first, second
        second.stop()


def test_any_process_serves_any_stream(two, llm_server):
    first, second = two
    body = text(*WORDS)
    llm_server.script(Answer(body, write_size=len(body) // 20, pause=0.05))
    token = first.sign_up()
    run_id = first.start_run("Tell me a lot", token)

    there = list(second.follow(run_id, token))

    assert there == list(first.follow(run_id, token))
    assert joined(there) == "".join(WORDS)


def test_a_run_is_stopped_from_any_process(two, llm_server):
    first, second = two
    llm_server.script(Answer(event(delta("Half an answer")), then="hang"))
    token = first.sign_up()
    run_id = first.start_run("Tell me a lot", token)
    reader = second.follow(run_id, token)
    seen = [next(reader), next(reader)]

    second.request("POST", f"/agents/runs/{run_id}/cancel", {}, token=token)

    seen += list(reader)
    assert seen[-1][2]["status"] == "stopped"
    assert joined(seen) == "Half an answer"


def test_the_other_process_takes_over_when_one_dies(two, llm_server):
    first, second = two
    llm_server.script(Answer(event(delta("Half an ")), then="hang"), text("The whole answer."))
    token = first.sign_up()
    run_id = first.start_run("Tell me a lot", token)
    reader = second.follow(run_id, token)
    seen = [next(reader), next(reader)]

    first.kill()

    seen += list(reader)
    assert [seq for seq, _, _ in seen] == list(range(1, len(seen) + 1))
    assert joined(seen) == "The whole answer."
