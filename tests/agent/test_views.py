"""The chat page, with and without JavaScript, and the cards it fetches."""

from __future__ import annotations

import asyncio
import re

import pytest
from django.test import Client
from pytest_django.asserts import assertRedirects

from agent import runs, ticker
from agent.llm.chunks import ModelError
from agent.models import Conversation, Message, Run, ToolCall
from tests.agent.conftest import ScriptedModel, play, request, stored


@pytest.fixture
def page(client, ana):
    """Ana's browser, logged in."""
    client.force_login(ana)
    return client


@pytest.fixture
def run(ana, condo) -> Run:
    """A finished run of Ana's with one tool call."""
    model = ScriptedModel(["Looking. ", request("getListing", listingId="C1")], ["A **condo**."])
    return play(model, user=ana, question="What is <b>C1</b>?").run


def text_of(answer):
    return answer.content.decode()


def test_a_new_conversation_offers_examples(page):
    shown = text_of(page.get("/"))

    assert "What are you looking for?" in shown
    assert 'value="Find me 3-bedroom homes in Portland under $900,000"' in shown


def test_a_draft_may_come_with_the_address_and_stays_text(page):
    assert "&lt;/textarea&gt;&lt;script&gt;" in text_of(page.get("/", {"q": "</textarea><script>"}))


def test_a_conversation_shows_the_question_then_all_words_then_what_was_found(page, run):
    shown = text_of(page.get(f"/c/{run.conversation_id}/"))

    places = [shown.index(words) for words in ("What is &lt;b&gt;C1", "Looking.", "A <strong>condo", "12 Elm Street")]
    assert places == sorted(places)
    assert "<b>C1</b>" not in shown


def test_the_page_names_the_open_run_for_its_script_and_refreshes_without(page, ana):
    run = runs.start_run(Conversation.objects.create(user=ana), "Still there?")
    run.events.create(seq=2, type="content", data='{"chunk":"Half an <i>answer","step":1}')

    shown = text_of(page.get(f"/c/{run.conversation_id}/"))

    assert f'data-run="{run.pk}"' in shown
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in shown
    assert "Half an &lt;i&gt;answer" in shown


def test_a_finished_conversation_does_not_refresh(page, run):
    shown = text_of(page.get(f"/c/{run.conversation_id}/"))

    assert 'data-run=""' in shown
    assert 'http-equiv="refresh"' not in shown


def test_a_failed_answer_says_what_to_do(page, ana):
    run = play(ScriptedModel(["Half an ", ModelError("cut_off", "The connection was cut. Try again.")]), user=ana).run

    shown = text_of(page.get(f"/c/{run.conversation_id}/"))

    assert "<p>Half an</p>" in shown
    assert '<p class="ending notice" data-level="error">The connection was cut. Try again.</p>' in shown


def test_what_a_model_writes_is_inert_on_the_page(page, ana):
    said = "<script>alert(1)</script> [x](javascript:alert(1)) ![x](https://evil.example/a.png)"
    run = play(ScriptedModel([said]), user=ana).run

    shown = text_of(page.get(f"/c/{run.conversation_id}/"))

    assert "<script>alert" not in shown
    assert 'href="javascript' not in shown
    assert "<img" not in shown


def test_what_a_model_asks_for_is_inert_on_the_page(page, ana):
    run = play(
        ScriptedModel([request("<script>alert(1)</script>", a="<script>alert(2)</script>")], ["No."]), user=ana
    ).run

    shown = text_of(page.get(f"/c/{run.conversation_id}/"))

    assert "<script>alert" not in shown


def test_the_list_shows_my_conversations_and_marks_this_one(page, run, eve):
    Conversation.objects.create(user=eve, title="Eve's secret")

    shown = text_of(page.get(f"/c/{run.conversation_id}/"))

    assert f'<a href="/c/{run.conversation_id}/" aria-current="page">What is &lt;b&gt;C1&lt;/b&gt;?</a>' in shown
    assert "secret" not in shown


def test_the_page_costs_as_many_queries_however_long_the_conversation(page, ana, condo, django_assert_num_queries):
    conversation = Conversation.objects.create(user=ana)
    model = ScriptedModel([request("findListings", city="Portland"), request("getListing", listingId="C1")], ["Two."])
    play(model, user=ana, conversation=conversation)
    play(ScriptedModel([request("compareListings", listingIds=["C1"])], ["One."]), user=ana, conversation=conversation)
    play(ScriptedModel(["Three."]), user=ana, conversation=conversation)

    # session, user, conversation, its messages, runs, steps and calls, my conversations, my saved homes
    with django_assert_num_queries(10):
        page.get(f"/c/{conversation.pk}/")


def test_the_welcome_page_costs_three_queries(page, django_assert_num_queries):
    with django_assert_num_queries(3):  # session, user, my conversations
        page.get("/")


def test_a_posted_form_asks_and_leads_to_the_conversation(page):
    answer = page.post("/", {"userMessage": "Homes in Portland?"})

    run = Run.objects.get()
    assertRedirects(answer, f"/c/{run.conversation_id}/")
    assert run.question.text == "Homes in Portland?"


def test_a_posted_question_belongs_to_nobody_until_the_next_tick(page):
    page.post("/", {"userMessage": "Homes in Portland?"})

    assert Run.objects.get().owner == ""


def test_a_posted_question_is_answered_by_the_next_tick(page, settings):
    settings.LLM_MODEL, settings.LLM_BASE_URL = "offline", ""
    page.post("/", {"userMessage": "What can you do?"})

    async def through() -> None:
        await ticker.tick()
        await asyncio.gather(*runs._driving.values())

    asyncio.run(through())

    assert stored(Run.objects.get()).run.status == "completed"


def test_a_posted_form_goes_on_in_its_conversation(page, run):
    answer = page.post(f"/c/{run.conversation_id}/", {"userMessage": "And how old is it?"})

    assertRedirects(answer, f"/c/{run.conversation_id}/")
    assert Message.objects.filter(conversation=run.conversation, role="user").count() == 2


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("", "userMessage must be your question as text."),
        (" \x00 ", "userMessage must be your question as text."),
        ("a" * 4001, "userMessage has 4001 characters; the most is 4000."),
    ],
)
def test_a_form_that_cannot_be_used_says_why(page, question, sentence):
    answer = page.post("/", {"userMessage": question}, follow=True)

    assert sentence in text_of(answer)
    assert Conversation.objects.count() == 0


def test_a_second_question_while_one_is_open_says_so(page, ana):
    open_run = runs.start_run(Conversation.objects.create(user=ana), "First?")

    answer = page.post(f"/c/{open_run.conversation_id}/", {"userMessage": "Second?"}, follow=True)

    assert "The last question is still being answered. Wait for it or stop it." in text_of(answer)


def test_a_form_from_another_site_is_refused(ana):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(ana)

    assert browser.post("/", {"userMessage": "Hello?"}).status_code == 403
    assert Run.objects.count() == 0


def without_tokens(html):
    """The page without its forms' CSRF tokens, which differ each time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html)


def test_a_card_is_what_a_reload_shows(page, run):
    card = without_tokens(text_of(page.get(f"/agents/tool-calls/{ToolCall.objects.get().pk}/card")))

    assert "12 Elm Street" in card
    assert card in without_tokens(text_of(page.get(f"/c/{run.conversation_id}/")))


def test_a_failed_call_has_a_card_with_the_reason(page, ana):
    play(ScriptedModel([request("getListing", listingId="L9")], ["None."]), user=ana)

    card = text_of(page.get(f"/agents/tool-calls/{ToolCall.objects.get().pk}/card"))

    assert 'data-state="failed"' in card
    assert "There is no listing &#x27;L9&#x27;." in card


def test_a_tool_without_a_card_of_its_own_has_the_plain_one(page, ana):
    play(ScriptedModel([request("getMyProfile")], ["Ana."]), user=ana)

    card = text_of(page.get(f"/agents/tool-calls/{ToolCall.objects.get().pk}/card"))

    assert "ana@example.com" in card


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_another_method_is_405(page, method):
    assert getattr(page, method)("/").status_code == 405
