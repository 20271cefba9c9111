"""An answer that came while nobody read is told of; one that was read is not."""

from __future__ import annotations

import pytest

from agent.llm.chunks import ModelError
from realestate.models import Notification
from tests.agent.asgi_client import fetch, in_loop
from tests.agent.conftest import ScriptedModel, play
from tests.llm_server import text


def told():
    return list(Notification.objects.values_list("kind", "text", "read_at"))


def test_an_answer_that_nobody_read_is_told_of(ana):
    run = play(ScriptedModel(["One."]), user=ana, question="Which home?").run

    assert told() == [("run_finished", "Answered: Which home?", None)]
    assert Notification.objects.get().url == f"/c/{run.conversation_id}/"
    assert Notification.objects.get().user == ana


def test_an_answer_that_failed_while_nobody_read_is_told_of(ana):
    play(ScriptedModel([ModelError("cut_off", "The connection was cut.")]), user=ana, question="Which home?")

    assert told() == [("run_finished", "This could not be answered: Which home?", None)]


@pytest.mark.parametrize("path", ["/agents/chat-stream", "/agents/chat"])
def test_an_answer_that_was_read_is_not_told_of(token, model, llm_server, path):
    llm_server.script(text("Hello."))

    in_loop(fetch("POST", path, token=token, body={"userMessage": "Hi"}))

    assert told() == []


def test_another_persons_notifications_are_refused(token, eve):
    refused = in_loop(fetch("GET", f"/events/?user={eve.pk}", token=token))

    assert (refused.status, refused.json()["error"]["code"]) == (403, "forbidden")
