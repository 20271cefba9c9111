"""The JSON API of runs and conversations: what it answers, and what it answers to strangers and to nobody."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.tokens import open_family
from agent import runs
from agent.models import Conversation, Message, Run
from tests.agent.conftest import ScriptedModel, play, request

UNKNOWN = "6d3f7d0e-2f58-4f0c-9f7b-2b8a51b0f9a1"


def client_of(user) -> Client:
    """Calls the API with the user's access token."""
    return Client(headers={"authorization": f"Bearer {open_family(user).access_token}"})


@pytest.fixture
def api(ana):
    """Ana, calling with her token."""
    return client_of(ana)


@pytest.fixture
def run(ana, condo) -> Run:
    """A finished run of Ana's with one tool call."""
    model = ScriptedModel(["Looking. ", request("getListing", listingId="C1")], ["A condo."])
    return play(model, user=ana, question="What is C1?").run


@pytest.fixture
def open_run(ana) -> Run:
    """A run of Ana's that nobody drives yet."""
    return runs.start_run(Conversation.objects.create(user=ana), "Still there?")


def say(conversation, count):
    """Questions numbered from 1."""
    for number in range(1, count + 1):
        conversation.messages.create(role=Message.Role.USER, text=f"Question {number}")


def test_a_finished_run_tells_its_answer_calls_and_cost(api, run):
    state = api.get(f"/agents/runs/{run.pk}").json()

    assert state["success"] is True
    assert state["status"] == "completed"
    assert state["message"] == "Looking. A condo."
    assert state["messageId"] == str(run.answer_id)
    assert state["conversationId"] == str(run.conversation_id)
    assert state["lastSeq"] == 7
    assert state["usage"] == {"promptTokens": 20, "completionTokens": 10}
    assert [(call["name"], call["status"]) for call in state["toolCalls"]] == [("getListing", "completed")]
    assert state["toolCalls"][0]["result"]["listingId"] == "C1"


def test_an_open_run_tells_what_it_has_said_so_far(api, open_run):
    open_run.events.create(seq=2, type="content", data='{"chunk":"Half ","step":1}')
    open_run.events.create(seq=3, type="content", data='{"chunk":"","step":1,"restart":true}')
    open_run.events.create(seq=4, type="content", data='{"chunk":"Half an ","step":1}')
    open_run.events.create(seq=5, type="content", data='{"chunk":"answer","step":1}')

    state = api.get(f"/agents/runs/{open_run.pk}").json()

    assert (state["status"], state["message"], state["messageId"]) == ("running", "Half an answer", None)


def test_a_failed_run_tells_the_sentence(api, ana):
    run = play(ScriptedModel([RuntimeError("secret")]), user=ana).run

    state = api.get(f"/agents/runs/{run.pk}").json()

    assert state["status"] == "failed"
    assert state["error"] == {
        "code": "failed",
        "message": "Something went wrong here. What is above is kept; try again.",
    }


def test_cancelling_asks_whoever_drives_the_run(api, open_run):
    answer = api.post(f"/agents/runs/{open_run.pk}/cancel")

    assert answer.json() == {"success": True, "runId": str(open_run.pk)}
    assert Run.objects.get().cancel_requested is True


def test_cancelling_twice_is_cancelling_once(api, open_run):
    api.post(f"/agents/runs/{open_run.pk}/cancel")

    assert api.post(f"/agents/runs/{open_run.pk}/cancel").status_code == 200


def test_cancelling_a_finished_run_changes_nothing(api, run):
    answer = api.post(f"/agents/runs/{run.pk}/cancel")

    assert answer.status_code == 200
    assert Run.objects.get().cancel_requested is False
    assert Run.objects.get().status == "completed"


def test_conversations_come_newest_first(api, ana):
    Conversation.objects.create(user=ana, title="Older")
    Conversation.objects.create(user=ana, title="Newer")

    answer = api.get("/agents/conversations").json()

    assert [line["title"] for line in answer["conversations"]] == ["Newer", "Older"]
    assert answer["count"] == 2


def test_conversations_of_others_are_not_listed(api, eve):
    Conversation.objects.create(user=eve, title="Eve's")

    assert api.get("/agents/conversations").json()["conversations"] == []


def test_at_most_100_conversations_are_listed(api, ana):
    Conversation.objects.bulk_create(Conversation(user=ana) for _ in range(101))

    assert api.get("/agents/conversations").json()["count"] == 100


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("sellwood", ["A house in Sellwood"]),
        ("FIREPLACE", ["A house in Sellwood"]),
        ("portland", ["Portland condos"]),
        ("moon", []),
        ("", ["Portland condos", "A house in Sellwood"]),
        (" \x00 ", ["Portland condos", "A house in Sellwood"]),
        ("100%", []),
        ("a" * 50_000, []),
    ],
    ids=["title", "message", "other", "nothing", "empty", "control", "wildcard", "long"],
)
def test_search_looks_into_titles_and_messages(api, ana, words, titles):
    house = Conversation.objects.create(user=ana, title="A house in Sellwood")
    house.messages.create(role=Message.Role.USER, text="With a fireplace?")
    house.messages.create(role=Message.Role.USER, text="A fireplace, please.")
    Conversation.objects.create(user=ana, title="Portland condos")

    answer = api.get("/agents/conversations", {"q": words})

    assert [line["title"] for line in answer.json()["conversations"]] == titles


def test_search_finds_nothing_in_what_others_said(api, eve):
    Conversation.objects.create(user=eve).messages.create(role=Message.Role.USER, text="A fireplace?")

    assert api.get("/agents/conversations", {"q": "fireplace"}).json()["count"] == 0


def test_a_conversation_is_read_with_its_messages_and_calls(api, run):
    found = api.get(f"/agents/conversations/{run.conversation_id}").json()["conversation"]

    assert found["usage"] == {"promptTokens": 20, "completionTokens": 10}
    assert found["title"] == "What is C1?"
    assert found["openRunId"] is None
    assert [(m["role"], m["content"]) for m in found["messages"]] == [
        ("user", "What is C1?"),
        ("assistant", "Looking. A condo."),
    ]
    assert [call["name"] for call in found["messages"][1]["toolCalls"]] == ["getListing"]


def test_a_conversation_names_its_open_run(api, open_run):
    found = api.get(f"/agents/conversations/{open_run.conversation_id}").json()["conversation"]

    assert found["openRunId"] == str(open_run.pk)


def test_a_long_conversation_shows_its_newest_200_messages_oldest_first(api, ana):
    conversation = Conversation.objects.create(user=ana)
    say(conversation, 201)

    found = api.get(f"/agents/conversations/{conversation.pk}").json()["conversation"]

    assert len(found["messages"]) == 200
    assert found["messages"][0]["content"] == "Question 2"
    assert found["messages"][-1]["content"] == "Question 201"


def test_reading_costs_as_many_queries_however_long_the_conversation(api, ana, django_assert_num_queries):
    conversation = Conversation.objects.create(user=ana)
    play(ScriptedModel([request("getMyProfile")], ["Ana."]), user=ana, conversation=conversation)
    play(ScriptedModel([request("getMyProfile")], ["Ana."]), user=ana, conversation=conversation)

    # who asks, conversation, open run, tokens, messages, their runs, their calls, their notices
    with django_assert_num_queries(8):
        api.get(f"/agents/conversations/{conversation.pk}")


def test_renaming_tidies_the_title(api, run):
    answer = api.patch(f"/agents/conversations/{run.conversation_id}", b'{"title": "  My\\n condo\\u0000 "}')

    assert answer.json()["conversation"]["title"] == "My condo"
    assert Conversation.objects.get().title == "My condo"


def test_renaming_does_not_bring_a_conversation_to_the_top(api, run):
    before = Conversation.objects.get().updated_at

    api.patch(f"/agents/conversations/{run.conversation_id}", b'{"title": "My condo"}')

    assert Conversation.objects.get().updated_at == before


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b'{"title": ',
        b"\xff\xfe",
        b'{"title": ""}',
        b'{"title": " \\u0000 "}',
        b'{"title": 5}',
        b'{"title": null}',
        b'{"title": ["a"]}',
        b'{"title": "\\ud800"}',
        b'{"title": "Mine", "user": 1}',
        b'{"title": "' + b"a" * 121 + b'"}',
        b"[" * 20_000,
    ],
)
def test_a_wrong_title_is_refused_and_nothing_is_renamed(api, run, body):
    answer = api.patch(f"/agents/conversations/{run.conversation_id}", body)

    assert answer.status_code == 400
    assert answer.json()["success"] is False
    assert Conversation.objects.get().title == "What is C1?"


def test_deleting_takes_everything_with_it(api, run):
    assert api.delete(f"/agents/conversations/{run.conversation_id}").status_code == 204

    assert (Conversation.objects.count(), Message.objects.count(), Run.objects.count()) == (0, 0, 0)


def test_deleting_a_conversation_with_an_open_run_works_too(api, open_run):
    assert api.delete(f"/agents/conversations/{open_run.conversation_id}").status_code == 204

    assert Run.objects.count() == 0


def test_history_tells_one_conversation_oldest_first(api, ana, run):
    play(ScriptedModel(["Elsewhere."]), user=ana)

    answer = api.get("/agents/chat-history", {"conversationId": str(run.conversation_id)}).json()

    assert [message["content"] for message in answer["history"]] == ["What is C1?", "Looking. A condo."]
    assert answer["history"][1]["toolCalls"][0]["name"] == "getListing"
    assert answer["count"] == 2


def test_history_without_a_conversation_tells_all_of_mine(api, ana, eve, run):
    play(ScriptedModel(["Mine too."]), user=ana, question="And?")
    play(ScriptedModel(["Not mine."]), user=eve)

    answer = api.get("/agents/chat-history").json()

    assert [message["content"] for message in answer["history"]] == [
        "What is C1?",
        "Looking. A condo.",
        "And?",
        "Mine too.",
    ]


def test_history_gives_the_last_messages_of_the_limit(api, ana):
    say(Conversation.objects.create(user=ana), 5)

    answer = api.get("/agents/chat-history", {"limit": "2"}).json()

    assert [message["content"] for message in answer["history"]] == ["Question 4", "Question 5"]


def test_history_gives_50_messages_unless_told(api, ana):
    say(Conversation.objects.create(user=ana), 51)

    assert api.get("/agents/chat-history").json()["count"] == 50


@pytest.mark.parametrize(
    "limit", ["0", "201", "-1", "1.5", "ten", "", "²", "٣", "1e2", "00000000100000000", "0" * 8 + "1" + "0" * 5000]
)
def test_a_wrong_limit_is_named(api, limit):
    answer = api.get("/agents/chat-history", {"limit": limit})

    assert answer.status_code == 400
    assert answer.json()["error"]["field"] == "limit"


@pytest.mark.parametrize("conversation_id", ["nope", UNKNOWN, "\x00", "1", ""])
def test_history_of_no_conversation_is_404(api, run, conversation_id):
    assert api.get("/agents/chat-history", {"conversationId": conversation_id}).status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", "/agents/runs/{id}"),
        ("get", "/agents/runs/{id}/cancel"),
        ("post", "/agents/conversations"),
        ("put", "/agents/conversations/{id}"),
        ("post", "/agents/chat-history"),
    ],
)
def test_another_method_is_405(api, method, path):
    assert getattr(api, method)(path.format(id=UNKNOWN)).status_code == 405
