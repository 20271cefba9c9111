"""A server that has no room: the page says so and keeps the question, with and without JavaScript."""

from __future__ import annotations

import uuid

import pytest

from tests.browser.conftest import rest
from tests.llm_server import Answer, delta, event
from tests.servers import running

QUESTION = "Which homes have a garden?"


@pytest.fixture(scope="module")
def small(tmp_path_factory, model):
    """A server that writes one answer at a time."""
    settings = {"LLM_BASE_URL": model.url, "LLM_MODEL": "scripted", "LLM_API_KEY": "k", "AGENT_MAX_RUNS": "1"}
    with running("daphne", tmp_path_factory.mktemp("small"), **settings) as server:
        yield server


@pytest.fixture
def full(small, llm_server):
    """The small server while it writes an answer."""
    llm_server.script(Answer(event(delta("Half ")), then="hang"))
    small.start_run("First?", small.sign_up(f"first-{uuid.uuid4().hex[:12]}@example.com"))
    yield small
    rest(small, llm_server)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_full_server_keeps_the_question_in_the_page(visit, full, scripts):
    ana = visit(full, java_script_enabled=scripts)
    ana.sign_up()

    ana.page.locator("#question").fill(QUESTION)
    ana.page.get_by_role("button", name="Send").click()
    notice = ana.page.locator(".notice[data-level=error]")
    notice.wait_for()

    assert notice.inner_text() == "Too many people are here just now. Try again in a moment."
    assert ana.page.locator("#question").input_value() == QUESTION
