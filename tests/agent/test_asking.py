"""Asking once, again, and otherwise: repeated requests, second answers, changed questions, ratings."""

from __future__ import annotations

import asyncio
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.db import connections
from django.test import Client

from agent import runs
from agent.asking import asked, edited, open_run, retried
from agent.models import Conversation, Feedback, Message, Run
from agent.turns import turns_of
from realestate.models import IdempotencyKey
from tests.agent.asgi_client import fetch, in_loop
from tests.agent.conftest import ScriptedModel, play
from tests.llm_server import text


@pytest.fixture
def answered(ana):
    """A conversation of two questions, each with an answer."""
    conversation = Conversation.objects.create(user=ana)
    play(ScriptedModel(["One."]), user=ana, question="First?", conversation=conversation)
    play(ScriptedModel(["Two."]), user=ana, question="Second?", conversation=conversation)
    return conversation


@pytest.fixture
def as_ana(ana):
    client = Client()
    client.force_login(ana)
    return client


def message(words):
    return Message.objects.get(text=words)


def ask(path, token, body, key="", **headers):
    given = {"accept": "application/json"} | ({"idempotency-key": key} if key else {}) | headers
    return in_loop(fetch("POST", path, token=token, body=body, headers=given))


def open_and_answer(question, words):
    """Open the run of an admitted question, let the scripted model answer it; what the model was shown."""
    run, _ = open_run(question)
    model = ScriptedModel([words])

    async def through():
        await runs.drive(run, model)

    asyncio.run(through())
    return [each["content"] for each in model.transcripts[0][1:]]


def shown(conversation, at=None):
    """Question and answer of each turn that the page shows."""
    return [
        (turn.question.text, turn.run.answer.text if turn.run.answer else None) for turn in turns_of(conversation, at)
    ]


def test_the_same_key_and_body_find_the_same_run_and_its_stream_from_the_start(token, model, llm_server):
    llm_server.script(text("Hello."))
    first = in_loop(
        fetch("POST", "/agents/chat-stream", token=token, body={"userMessage": "Hi"}, headers={"idempotency-key": "k"})
    )
    again = in_loop(
        fetch("POST", "/agents/chat-stream", token=token, body={"userMessage": "Hi"}, headers={"idempotency-key": "k"})
    )

    assert Run.objects.count() == 1
    assert first.headers["x-run-id"] == again.headers["x-run-id"]
    assert first.body == again.body
    assert b'"chunk":"Hello."' in again.body


def test_the_order_of_fields_makes_no_other_request(token, answered):
    one = b'{"userMessage": "Hi", "conversationId": "%s"}' % str(answered.pk).encode()
    other = b'{"conversationId": "%s", "userMessage": "Hi"}' % str(answered.pk).encode()

    assert ask("/agents/chat-stream", token, one, "k").json() == ask("/agents/chat-stream", token, other, "k").json()


@pytest.mark.parametrize("path", ["/agents/chat-stream", "/agents/chat/stream"])
def test_the_same_key_with_another_body_is_422(token, db, path):
    ask("/agents/chat-stream", token, {"userMessage": "Hi"}, "k")

    refused = ask(path, token, {"userMessage": "Ho"}, "k")

    assert refused.status == 422
    assert refused.json()["error"]["code"] == "idempotency_key_reused"
    assert Run.objects.count() == 1


def test_another_users_key_is_another_key(token, eves_token):
    ask("/agents/chat-stream", token, {"userMessage": "Hi"}, "k")

    assert ask("/agents/chat-stream", eves_token, {"userMessage": "Ho"}, "k").status == 202
    assert Run.objects.count() == 2


def test_without_a_key_the_same_question_is_asked_twice(token, db):
    ask("/agents/chat-stream", token, {"userMessage": "Hi"})
    ask("/agents/chat-stream", token, {"userMessage": "Hi"})

    assert Run.objects.count() == 2


def test_after_a_day_a_key_is_new(token, db):
    ask("/agents/chat-stream", token, {"userMessage": "Hi"}, "k")
    IdempotencyKey.objects.update(created_at="2020-01-01T00:00:00Z")

    assert ask("/agents/chat-stream", token, {"userMessage": "Ho"}, "k").status == 202
    assert IdempotencyKey.objects.count() == 1


def test_a_repeated_request_is_answered_beyond_the_limits(token, settings, db):
    first = ask("/agents/chat-stream", token, {"userMessage": "Hi"}, "k")
    settings.THROTTLE, settings.AGENT_DAILY_TOKENS = True, 0

    again = ask("/agents/chat-stream", token, {"userMessage": "Hi"}, "k")

    assert (first.status, again.status) == (202, 202)
    assert ask("/agents/chat-stream", token, {"userMessage": "Hi"}, "other").status == 429


def test_an_endless_key_is_refused(token, db):
    refused = ask("/agents/chat-stream", token, {"userMessage": "Hi"}, "k" * 129)

    assert (refused.status, refused.json()["error"]["field"]) == (400, "Idempotency-Key")
    assert Run.objects.count() == 0


def test_a_refused_question_uses_no_key_up(token, db):
    ask("/agents/chat-stream", token, {"userMessage": ""}, "k")

    assert ask("/agents/chat-stream", token, {"userMessage": "Hi"}, "k").status == 202


def test_a_key_whose_conversation_was_deleted_says_so(token, db):
    made = ask("/agents/chat-stream", token, {"userMessage": "Hi"}, "k").json()
    runs.delete_conversation(Conversation.objects.get(pk=made["conversationId"]))

    gone = ask("/agents/chat-stream", token, {"userMessage": "Hi"}, "k")

    assert gone.status == 404
    assert "has been deleted" in gone.json()["error"]["message"]
    assert Run.objects.count() == 0


@pytest.mark.parametrize("words", ["Two.", "Second?"])
def test_trying_again_makes_a_second_answer_and_keeps_the_first(ana, answered, words):
    open_and_answer(retried(ana, message(words).pk), "Two, better.")

    assert shown(answered) == [("First?", "One."), ("Second?", "Two, better.")]
    assert shown(answered, message("Two.").pk) == [("First?", "One."), ("Second?", "Two.")]
    assert message("Two, better.").parent == message("Two.").parent == message("Second?")


def test_a_second_answer_is_written_without_having_seen_the_first(ana, answered):
    assert open_and_answer(retried(ana, message("Two.").pk), "Two, better.") == ["First?", "One.", "Second?"]


def test_trying_an_early_question_again_leaves_what_followed_on_its_branch(ana, answered):
    open_and_answer(retried(ana, message("One.").pk), "One, better.")

    assert shown(answered) == [("First?", "One, better.")]
    assert shown(answered, message("One.").pk) == [("First?", "One."), ("Second?", "Two.")]


def test_the_next_question_follows_the_newest_answer(ana, answered):
    open_and_answer(retried(ana, message("One.").pk), "One, better.")

    assert open_and_answer(asked(ana, "Third?", answered), "Three.") == ["First?", "One, better.", "Third?"]


def test_a_question_can_follow_an_older_branch(ana, answered):
    open_and_answer(retried(ana, message("One.").pk), "One, better.")

    seen = open_and_answer(asked(ana, "Third?", answered, message("Two.").pk), "Three.")

    assert seen == ["First?", "One.", "Second?", "Two.", "Third?"]
    assert shown(answered)[-1] == ("Third?", "Three.")


def test_an_edited_question_stands_beside_the_old_one(ana, answered):
    seen = open_and_answer(edited(ana, message("Second?").pk, "Second, please?"), "Other.")

    assert seen == ["First?", "One.", "Second, please?"]
    assert shown(answered) == [("First?", "One."), ("Second, please?", "Other.")]
    assert shown(answered, message("Second?").pk) == [("First?", "One."), ("Second?", "Two.")]
    assert turns_of(answered)[1].questions.number == 2


def test_the_first_question_can_be_edited_too(ana, answered):
    open_and_answer(edited(ana, message("First?").pk, "Start?"), "Afresh.")

    assert shown(answered) == [("Start?", "Afresh.")]
    assert turns_of(answered)[0].questions.total == 2


@pytest.mark.parametrize("action", ["retry", "edit"])
def test_again_and_otherwise_answer_like_a_question(token, model, llm_server, answered, action):
    llm_server.script(text("Afresh."))
    body = {"userMessage": "Second, please?"} if action == "edit" else {}

    answer = in_loop(fetch("POST", f"/agents/messages/{message('Second?').pk}/{action}", token=token, body=body))

    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.headers["x-conversation-id"] == str(answered.pk)
    assert b'"chunk":"Afresh."' in answer.body
    assert shown(answered)[-1][1] == "Afresh."


@pytest.mark.parametrize(
    ("action", "words", "body", "status"),
    [
        ("edit", "Two.", {"userMessage": "Hm?"}, 404),  # an answer is nobody's to edit
        ("edit", "Second?", {"userMessage": " "}, 400),
        ("edit", "Second?", {}, 400),
        ("edit", "Second?", {"userMessage": "Hm?", "conversationId": "x"}, 400),
        ("retry", "Two.", {"userMessage": "Hm?"}, 400),
        ("retry", "Two.", b"[]", 400),
    ],
)
def test_a_wrong_request_changes_nothing(token, answered, action, words, body, status):
    assert ask(f"/agents/messages/{message(words).pk}/{action}", token, body).status == status
    assert Run.objects.count() == 2
    assert Message.objects.count() == 4


@pytest.mark.parametrize("action", ["retry", "edit"])
def test_a_strangers_message_is_an_unknown_one(eves_token, answered, action):
    body = {"userMessage": "Hm?"} if action == "edit" else {}
    theirs = ask(f"/agents/messages/{message('Second?').pk}/{action}", eves_token, body)
    nothing = ask(f"/agents/messages/{uuid.uuid4()}/{action}", eves_token, body)

    assert theirs.status == nothing.status == 404
    assert theirs.body == nothing.body


@pytest.mark.parametrize("action", ["retry", "edit"])
def test_while_an_answer_is_written_nothing_else_is_asked(token, answered, action):
    running = runs.start_run(answered, "Third?", owner="elsewhere")
    body = {"userMessage": "Hm?"} if action == "edit" else {}

    refused = ask(f"/agents/messages/{message('First?').pk}/{action}", token, body)

    assert (refused.status, refused.json()["error"]["runId"]) == (409, str(running.pk))
    assert Message.objects.count() == 5


def test_a_parent_of_another_conversation_is_refused(token, ana, answered):
    other = Conversation.objects.create(user=ana)
    body = {"userMessage": "Hm?", "conversationId": str(other.pk), "parentMessageId": str(message("Two.").pk)}

    assert ask("/agents/chat-stream", token, body).status == 404


def test_an_answer_can_be_rated_and_rated_anew(as_ana, answered):
    address = f"/agents/messages/{message('Two.').pk}/feedback"

    first = as_ana.post(address, {"rating": -1, "reason": "Wrong price"}, "application/json")
    second = as_ana.post(address, {"rating": 1}, "application/json")

    assert (first.json()["rating"], first.json()["reason"]) == (-1, "Wrong price")
    assert second.status_code == 200
    assert [(each.rating, each.reason) for each in Feedback.objects.all()] == [(1, "")]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"rating": 0},
        {"rating": True},
        {"rating": "1"},
        {"rating": 1, "reason": 5},
        {"rating": 1, "reason": {}},
        {"rating": 1, "user": 7},
        [],
    ],
)
def test_a_wrong_rating_is_refused(as_ana, answered, body):
    answer = as_ana.post(f"/agents/messages/{message('Two.').pk}/feedback", body, "application/json")

    assert answer.status_code == 400
    assert not Feedback.objects.exists()


def test_a_question_cannot_be_rated(as_ana, answered):
    answer = as_ana.post(f"/agents/messages/{message('Second?').pk}/feedback", {"rating": 1}, "application/json")

    assert answer.status_code == 404


def test_administrators_see_how_much_is_asked(client, admin, eve, answered):
    play(ScriptedModel(["Hi."]), user=eve)
    client.force_login(admin)

    answer = client.get("/agents/chat-history-stats").json()

    assert answer == {"totalUsers": 2, "totalMessages": 6, "averageMessagesPerUser": 3.0}


def test_nobody_else_sees_how_much_is_asked(as_ana, client, db):
    assert as_ana.get("/agents/chat-history-stats").status_code == 403
    assert client.get("/agents/chat-history-stats").status_code == 401


def test_the_forms_work_without_javascript(as_ana, answered):
    again = as_ana.post(f"/messages/{message('Two.').pk}/retry/")
    other = as_ana.post(f"/messages/{message('Second?').pk}/edit/", {"userMessage": "Hm?"}, follow=True)

    assert again.url == f"/c/{answered.pk}/"
    assert answered.runs.get(status="running").question == message("Second?")
    assert "The last question is still being answered." in other.content.decode()


def test_a_refused_form_says_why_on_the_page(as_ana, answered):
    page = as_ana.post(f"/messages/{message('Second?').pk}/edit/", {"userMessage": ""}, follow=True)

    assert "userMessage must be your question as text." in page.content.decode()


def test_the_page_leads_to_the_older_version(as_ana, ana, answered):
    open_and_answer(retried(ana, message("Two.").pk), "Two, better.")

    newest = as_ana.get(f"/c/{answered.pk}/").content.decode()
    older = as_ana.get(f"/c/{answered.pk}/?at={message('Two.').pk}").content.decode()

    assert "Answer 2 of 2" in newest
    assert f"?at={message('Two.').pk}" in newest
    assert "Answer 1 of 2" in older
    assert f'name="parentMessageId" value="{message("Two.").pk}"' in older


def test_a_conversation_is_renamed_found_and_deleted_by_forms(as_ana, answered):
    as_ana.post(f"/c/{answered.pk}/rename/", {"title": "Our house hunt"})
    found = as_ana.get("/?find=house hunt").content.decode()
    missed = as_ana.get("/?find=castle").content.decode()
    as_ana.post(f"/c/{answered.pk}/delete/")

    assert "Our house hunt" in found
    assert "Our house hunt" not in missed
    assert not Conversation.objects.exists()


def test_a_rating_by_form_is_kept_and_shown(as_ana, answered):
    page = as_ana.post(
        f"/messages/{message('Two.').pk}/feedback/", {"rating": "-1", "reason": "Too short"}, follow=True
    )

    assert Feedback.objects.get().reason == "Too short"
    assert 'value="-1" aria-pressed="true"' in page.content.decode()


def test_the_actions_of_an_answer_that_just_ended_are_those_of_a_reload(as_ana, answered):
    actions = as_ana.get(f"/messages/{message('Two.').pk}/actions/").content.decode()

    assert f"/agents/messages/{message('Two.').pk}/retry" in actions
    assert f"/agents/messages/{message('Second?').pk}/edit" in actions


@pytest.mark.django_db(transaction=True)
def test_the_same_request_eight_times_at_once_opens_one_run(ana):
    conversation = Conversation.objects.create(user=ana)
    together = threading.Barrier(8)

    def ask_at_once(_):
        try:
            question = replace(asked(ana, "Hi", conversation), key="k", body={"userMessage": "Hi"})
            together.wait(30)
            return open_run(question)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as threads:
        opened = list(threads.map(ask_at_once, range(8)))

    assert len({run.pk for run, _ in opened}) == 1
    assert sum(is_new for _, is_new in opened) == 1
