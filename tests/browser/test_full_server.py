"""A server that has no room: the page says so and keeps the question."""

from __future__ import annotations

from tests.llm_server import Answer, delta, event
from tests.servers import running


def test_a_full_server_keeps_the_question_in_the_page(visit, tmp_path, llm_server):
    llm_server.script(Answer(event(delta("Half ")), then="hang"))
    settings = {"LLM_BASE_URL": llm_server.url, "LLM_MODEL": "scripted", "LLM_API_KEY": "k", "AGENT_MAX_RUNS": "1"}

    with running("daphne", tmp_path, **settings) as server:
        server.start_run("First?", server.sign_up("first@example.com"))
        ana = visit(server)
        ana.sign_up()
        ana.ask("Which homes have a garden?")
        notice = ana.page.locator(".notice[data-level=error]")
        notice.wait_for()

        assert notice.inner_text() == "Too many people are here just now. Try again in a moment."
        assert ana.page.locator("#question").input_value() == "Which homes have a garden?"
