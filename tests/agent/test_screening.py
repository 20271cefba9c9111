"""Fair housing in a turn, whichever model answers: what is refused costs no step, what is said is checked."""

from __future__ import annotations

from agent.models import Conversation
from realestate import fair_housing
from tests.agent.conftest import ScriptedModel, play, request

SAFE = fair_housing.sentence("safety")


def test_a_question_that_steers_is_answered_before_any_model(ana):
    model = ScriptedModel(["Sure: Broadview."])

    played = play(model, user=ana, question="Which neighborhoods are mostly white?")

    assert played.types == ["thinking", "notice", "content", "done"]
    assert played.of("notice")[0]["kind"] == "fair_housing"
    assert played.run.answer.text == played.text == fair_housing.sentence("R1")
    assert model.transcripts == []


def test_everybody_is_told_the_same(ana, eve):
    question = "no immigrants in the building please"

    told = {play(ScriptedModel(["No."]), user=user, question=question).text for user in (ana, eve)}

    assert told == {fair_housing.sentence("B1")}


def test_a_lawful_need_goes_to_the_model(ana):
    model = ScriptedModel(["One has no steps."])

    played = play(model, user=ana, question="I use a wheelchair: homes without steps in Portland, vouchers accepted?")

    assert played.text == "One has no steps."
    assert "notice" not in played.types


def test_homes_in_a_safe_area_are_homes_and_the_model_never_reads_safe(ana, condo):
    model = ScriptedModel([request("findListings", city="Portland")], ["One home fits."])

    played = play(model, user=ana, question="2 bedroom homes in a safe area of Portland")

    assert played.text == f"{SAFE}\n\nOne home fits."
    assert model.transcripts[0][-1]["content"] == "2 bedroom homes in a … of Portland"
    assert played.run.answer.text == played.text


def test_a_sentence_of_the_model_that_steers_is_replaced(ana):
    model = ScriptedModel(["It has a deck. ", "The area is mostly ", "Asian families. ", "It has a yard."])

    played = play(model, user=ana)

    assert played.run.answer.text == f"It has a deck. {fair_housing.sentence('answer')} It has a yard."
    assert [data["message"] for data in played.of("notice")] == [fair_housing.sentence("replaced")]
    assert not any("Asian" in data["chunk"] for data in played.of("content"))


def test_an_argument_that_steers_is_refused_in_words_the_model_can_act_on(ana, condo):
    model = ScriptedModel([request("findListings", keywords="no kids in the building")], ["I left that out."])

    played = play(model, user=ana)

    failed = played.of("tool")[-1]
    assert failed["status"] == "failed"
    assert "leave out “no kids”" in failed["error"]


def test_a_later_question_means_the_people_of_an_earlier_one(ana):
    conversation = Conversation.objects.create(user=ana)
    play(ScriptedModel(["."]), user=ana, question="how many Muslims live there?", conversation=conversation)

    played = play(ScriptedModel(["Done."]), user=ana, question="then hide those", conversation=conversation)

    assert played.of("notice")
    assert played.text != "Done."
