"""Figures that nothing supports: named in the stream, marked on the page, told to JSON clients, counted."""

from __future__ import annotations

from agent.models import Conversation
from tests.agent.conftest import ScriptedModel, play, request
from tests.agent.offline_talk import TOOLS, Talk

LOOK = request("getListing", listingId="C1")


def test_a_price_no_tool_returned_is_named_in_a_notice_before_the_end(ana, condo):
    played = play(ScriptedModel([LOOK], ["The condo costs $535,000 and has 2 bedrooms."]), user=ana)

    assert played.types[-2:] == ["notice", "done"]
    assert played.of("notice") == [
        {
            "kind": "grounding",
            "message": "These figures could not be verified: $535,000. "
            "No tool returned them and you did not name them.",
            "figures": ["$535,000"],
            "occurrences": [0],
        }
    ]


def test_figures_of_the_tools_raise_no_notice(ana, condo):
    said = "12 Elm Street (C1) costs **$525,000**: 2 bedrooms, 1.5 baths, about 1,000 sq ft, built in 1998."

    played = play(ScriptedModel([LOOK], [said]), user=ana)

    assert played.of("notice") == []


def test_a_home_looked_at_earlier_still_supports_its_figures(ana, condo):
    conversation = Conversation.objects.create(user=ana)
    play(ScriptedModel([LOOK], ["Here it is."]), user=ana, conversation=conversation)

    played = play(ScriptedModel(["C1 asks $525,000."]), user=ana, conversation=conversation)

    assert played.of("notice") == []


def test_a_figure_made_up_earlier_supports_nothing_later(ana, condo):
    conversation = Conversation.objects.create(user=ana)
    play(ScriptedModel(["It costs $535,000."]), user=ana, conversation=conversation)

    played = play(ScriptedModel(["As I said, $535,000."]), user=ana, conversation=conversation)

    assert played.of("notice")[0]["figures"] == ["$535,000"]


def test_what_the_person_said_may_be_repeated(ana):
    played = play(ScriptedModel(["Your limit of $600,000 is noted."]), user=ana, question="A condo under 600k?")

    assert played.of("notice") == []


def test_words_said_before_a_tool_ran_are_checked_too(ana, condo):
    played = play(ScriptedModel(["I expect about $300,000. ", LOOK], ["It costs $525,000."]), user=ana)

    assert played.of("notice")[0]["figures"] == ["$300,000"]


def test_a_reload_marks_the_figure_and_says_so(client, ana, condo):
    played = play(ScriptedModel([LOOK], ["It costs $525,000, not $535,000."]), user=ana)
    client.force_login(ana)

    page = client.get(f"/c/{played.run.conversation_id}/").content.decode()

    assert (
        'It costs $525,000, not <mark class="ungrounded" title="Not found in what the tools returned">$535,000'
        '<span class="visually-hidden"> (not verified)</span></mark>.' in page
    )
    assert "These figures could not be verified: $535,000." in page


def test_a_client_without_a_stream_is_told(client, ana, condo):
    played = play(ScriptedModel([LOOK], ["It costs $535,000."]), user=ana)
    client.force_login(ana)

    state = client.get(f"/agents/runs/{played.run.pk}").json()
    history = client.get("/agents/chat-history", {"conversationId": played.run.conversation_id}).json()

    assert state["notices"][0]["figures"] == ["$535,000"]
    assert history["history"][1]["notices"] == state["notices"]


def test_an_estimate_does_not_claim_to_have_read_a_size_as_a_range():
    talk = Talk(TOOLS | {"estimateValue"})
    talk.ask("value of a condo with 920 square feet in 98115")
    talk.give({"listingId": None, "address": "", "estimate": None, "reason": "Too few sales.", "notes": []})

    assert "828" not in talk.answer()
