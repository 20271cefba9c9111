"""Runs in the admin: read with their steps, calls, times and tokens, never changed."""

from __future__ import annotations

import pytest

from agent.evaluation.scenarios import Turn, load
from agent.models import Conversation, Feedback, Run, ToolCall
from agent.runs import start_run
from tests.agent.conftest import ScriptedModel, play, request


@pytest.fixture
def run(ana, condo) -> Run:
    """A run of two steps and one tool call."""
    model = ScriptedModel(["Looking. ", request("getListing", listingId="C1")], ["A condo."])
    return play(model, user=ana, question="What is C1?").run


@pytest.fixture
def call(run) -> ToolCall:
    """The run's tool call, which took 1,234 ms."""
    ToolCall.objects.update(duration_ms=1234)
    return ToolCall.objects.get()


@pytest.fixture
def desk(client, admin):
    """The admin, signed in."""
    client.force_login(admin)
    return client


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("conversation/", ["What is C1?", "ana@example.com"]),
        ("conversation/?q=ana@example.com", ["What is C1?"]),
        ("run/", ["What is C1?", "ana@example.com", '<td class="field-step_count">2</td>', ">30</td>"]),
        ("run/?q=What&status__exact=completed", ["What is C1?"]),
        ("toolcall/", ["getListing", "ana@example.com", "1234"]),
        ("toolcall/?q=getListing&status__exact=completed", ["getListing"]),
    ],
)
def test_every_list_opens_and_searches(desk, call, path, shown):
    page = desk.get(f"/admin/agent/{path}").content.decode()

    assert [words for words in shown if words not in page] == []


def test_a_run_shows_its_steps_calls_times_and_tokens(desk, run, call):
    page = desk.get(f"/admin/agent/run/{run.pk}/change/").content.decode()

    assert "Looking. " in page
    assert f'<a href="/admin/agent/toolcall/{call.pk}/change/">getListing · completed · 1234 ms</a>' in page
    assert '<td class="field-prompt_tokens">' in page
    assert "scripted" in page


def test_a_conversation_shows_its_messages(desk, run):
    page = desk.get(f"/admin/agent/conversation/{run.conversation_id}/change/").content.decode()

    assert "What is C1?" in page
    assert "Looking. A condo." in page


def test_a_tool_call_shows_what_was_asked_and_what_came_back(desk, call):
    page = desk.get(f"/admin/agent/toolcall/{call.pk}/change/").content.decode()

    assert "listingId" in page
    assert "12 Elm Street" in page


def test_an_open_run_is_still_running(desk, run):
    Run.objects.update(ended_at=None)

    assert "still running" in desk.get("/admin/agent/run/").content.decode()


@pytest.mark.parametrize("model", ["conversation", "run", "toolcall"])
def test_nothing_is_added_by_hand(desk, run, model):
    assert desk.get(f"/admin/agent/{model}/add/").status_code == 403


def test_nothing_is_changed_by_hand(desk, run):
    answer = desk.post(f"/admin/agent/run/{run.pk}/change/", {"status": "failed"})

    assert answer.status_code == 403
    assert Run.objects.get().status == "completed"


@pytest.mark.parametrize("model", ["conversation", "run", "toolcall"])
def test_a_buyer_has_no_desk(client, ana, model):
    client.force_login(ana)

    assert client.get(f"/admin/agent/{model}/").status_code == 302


@pytest.mark.parametrize("path", ["conversation/", "run/", "toolcall/"])
def test_a_list_of_many_costs_as_many_queries_as_a_list_of_one(desk, ana, run, path, django_assert_max_num_queries):
    play(ScriptedModel([request("getListing", listingId="C1")], ["Again."]), user=ana)
    play(ScriptedModel([request("getListing", listingId="C1")], ["Again."]), user=ana)

    with django_assert_max_num_queries(8):
        desk.get(f"/admin/agent/{path}")


def test_ratings_are_listed_with_what_they_are_about(desk, run):
    Feedback.objects.create(message=run.answer, rating=-1, reason="Wrong price")

    page = desk.get("/admin/agent/feedback/?rating__exact=-1").content.decode()

    assert "Wrong price" in page
    assert "What is C1?" in page
    assert "A condo." in page


def test_a_bad_rating_becomes_a_draft_of_a_scenario(desk, run, tmp_path):
    rating = Feedback.objects.create(message=run.answer, rating=-1, reason="Wrong price, tell ann@brokerage.example")

    answer = desk.post("/admin/agent/feedback/", {"action": "draft_scenarios", "_selected_action": [rating.pk]})

    (tmp_path / "drafts.yaml").write_bytes(answer.content)
    (scenario,) = load([tmp_path])
    assert scenario.turns == (Turn("What is C1?", (("getListing", {"listingId": "C1"}),)),)
    assert "# rated bad: Wrong price, tell somebody@example.com" in answer.content.decode()


@pytest.mark.parametrize("way", ["page", "list"])
def test_deleting_a_conversation_here_stops_its_open_run_first(desk, ana, way):
    run = start_run(Conversation.objects.create(user=ana), "A home?", owner="elsewhere")
    address = "/admin/agent/conversation/"
    if way == "page":
        desk.post(f"{address}{run.conversation_id}/delete/", {"post": "yes"})
    else:
        chosen = {"action": "delete_selected", "_selected_action": [run.conversation_id], "post": "yes"}
        desk.post(address, chosen)

    assert not Run.objects.exists()
    assert not Conversation.objects.exists()
