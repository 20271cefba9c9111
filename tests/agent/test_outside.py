"""Conversations that are read outside the house: by a hosted model, or by a program with an API token."""

from __future__ import annotations

import pytest

from accounts.api_tokens import create_token
from agent.models import Conversation
from listings.models import Listing, Source
from realestate.scopes import ALL
from tests.agent.asgi_client import fetch, in_loop
from tests.agent.conftest import ScriptedModel, play, request


@pytest.fixture
def looking():
    """A model that looks at the condo and answers."""
    return ScriptedModel([request("getListing", listingId="C1")], ["Done."])


@pytest.fixture
def program(ana):
    """Ana's token with every scope."""
    return create_token(ana, "Script", ALL)[0]


def read(model) -> str:
    return str(model.transcripts[-1])


def test_a_model_of_our_own_reads_everything(ana, condo, looking):
    play(looking, user=ana)

    assert "12 Elm Street" in read(looking)


def test_a_hosted_model_reads_a_link_where_the_source_allows_no_more(ana, condo, looking, settings):
    settings.LLM_HOSTED = True

    played = play(looking, user=ana)

    assert "12 Elm Street" not in read(looking)
    assert f"{settings.SITE_URL}/listings/C1/" in read(looking)
    assert played.run.conversation.outside is False


def test_a_hosted_model_reads_everything_where_the_source_allows_it(ana, condo, looking, settings):
    settings.LLM_HOSTED = True
    Source.objects.update(outside_use="full")

    play(looking, user=ana)

    assert "12 Elm Street" in read(looking)


def test_what_a_program_asks_is_answered_as_its_source_allows(ana, condo, program):
    Listing.objects.update(listing_id="L001")  # as the offline assistant knows ids
    answer = in_loop(fetch("POST", "/agents/chat", token=program, body={"userMessage": "Tell me about L001"}))

    conversation = Conversation.objects.get()
    assert (answer.status, conversation.user, conversation.outside) == (200, ana, True)
    assert "12 Elm Street" not in answer.body.decode()
    assert "/listings/L001/" in answer.body.decode()


def test_a_program_sees_the_conversations_that_programs_began(client, ana, condo, program):
    Conversation.objects.create(user=ana, title="In the house")
    Conversation.objects.create(user=ana, title="By a program", outside=True)
    headers = {"Authorization": f"Bearer {program}"}

    theirs = client.get("/agents/conversations", headers=headers).json()
    client.force_login(ana)
    mine = client.get("/agents/conversations").json()

    assert [each["title"] for each in theirs["conversations"]] == ["By a program"]
    assert {each["title"] for each in mine["conversations"]} == {"In the house", "By a program"}


def test_a_program_cannot_go_on_with_a_conversation_of_the_house(ana, condo, program):
    conversation = Conversation.objects.create(user=ana)
    body = {"userMessage": "And C1?", "conversationId": str(conversation.pk)}

    assert in_loop(fetch("POST", "/agents/chat-stream", token=program, body=body)).status == 404
