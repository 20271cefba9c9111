"""A server that has no room: the page says so and keeps the question, with and without JavaScript."""

from __future__ import annotations

import pytest

from tests.llm_server import Answer, delta, event
from tests.servers import running

QUESTION = "Which homes have a garden?"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_full_server_keeps_the_question_in_the_page(visit, tmp_path, llm_server, scripts):
    llm_server.script(Answer(event(delta("Half ")), then="hang"))
    settings = {"LLM_BASE_URL": llm_server.url, "LLM_MODEL": "scripted", "LLM_API_KEY": "k", "AGENT_MAX_RUNS": "1"}

    with running("daphne", tmp_path, **settings) as server:
        server.start_run("First?", server.sign_up("first@example.com"))
        ana = visit(server, java_script_enabled=scripts)
        ana.sign_up()
        ana.page.locator("#question").fill(QUESTION)
        ana.page.get_by_role("button", name="Send").click()
        notice = ana.page.locator(".notice[data-level=error]")
        notice.wait_for()

        assert notice.inner_text() == "Too many people are here just now. Try again in a moment."
        assert ana.page.locator("#question").input_value() == QUESTION
