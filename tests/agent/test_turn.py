"""The loop: what the model is shown, what the person sees, in which order."""

from __future__ import annotations

import asyncio
import json

import pytest

from agent.llm.chunks import ModelError, ToolRequest
from agent.transcript import Transcript
from agent.turn import Event, Limits, take_turn
from realestate.tooling import acting_as
from tests.agent.conftest import ScriptedModel, play, request
from tests.llm_server import delta

PORTLAND = {"city": "Portland", "state": "OR"}


def turn(model, user, *, limits: Limits | None = None, transcript: Transcript | None = None) -> list[Event]:
    """The events of one turn, straight from the generator."""
    transcript = transcript or Transcript([{"role": "user", "content": "A home?"}])

    async def through() -> list[Event]:
        with acting_as(user):
            events = take_turn(transcript, model=model, limits=limits or Limits(max_steps=8, run_seconds=60))
            return [event async for event in events]

    return asyncio.run(through())


def test_an_answer_without_tools_is_passed_on_piece_by_piece(ana):
    model = ScriptedModel(["One ", "home."])

    events = turn(model, ana)

    assert [(e.type, e.data.get("chunk")) for e in events] == [
        ("content", "One "),
        ("content", "home."),
        ("step", None),
    ]


def test_model_sees_the_tool_result_before_it_answers(ana, condo):
    model = ScriptedModel([request("findListings", **PORTLAND)], ["One home fits."])

    played = play(model, user=ana)

    assert played.types == ["thinking", "tool", "tool", "thinking", "content", "done"]
    assert condo.listing_id in model.transcripts[1][-1]["content"]


def test_two_requests_of_one_step_run_in_order(ana, condo):
    model = ScriptedModel([request("getListing", listingId="C1"), request("findListings", **PORTLAND)], ["Done."])

    played = play(model, user=ana)

    assert [(t["name"], t["status"]) for t in played.of("tool")] == [
        ("getListing", "started"),
        ("getListing", "completed"),
        ("findListings", "started"),
        ("findListings", "completed"),
    ]


def test_a_dependent_call_is_made_in_the_next_step(ana, condo):
    model = ScriptedModel(
        [request("findListings", **PORTLAND)], [request("getListing", listingId="C1")], ["A condo on Elm Street."]
    )

    played = play(model, user=ana)

    assert [t["name"] for t in played.of("tool") if t["status"] == "completed"] == ["findListings", "getListing"]
    assert [m["role"] for m in model.transcripts[2]] == ["system", "user", "assistant", "tool", "assistant", "tool"]


def test_text_before_a_tool_call_belongs_to_its_own_step(ana, condo):
    model = ScriptedModel(["Looking. ", request("findListings", **PORTLAND)], ["Found one."])

    played = play(model, user=ana)

    assert [(c["step"], c["chunk"]) for c in played.of("content")] == [(1, "Looking. "), (2, "Found one.")]
    assert played.run.answer.text == "Looking. Found one."


def test_an_unknown_tool_is_told_to_the_model_and_the_run_goes_on(ana):
    model = ScriptedModel([request("dropTables")], ["I cannot do that."])

    played = play(model, user=ana)

    assert "There is no tool 'dropTables'" in model.transcripts[1][-1]["content"]
    assert played.of("tool")[1]["status"] == "failed"
    assert played.run.status == "completed"


def test_broken_arguments_are_refused_and_never_run(ana):
    model = ScriptedModel([ToolRequest("findListings", '{"city": "Portl')], ["Sorry."])

    played = play(model, user=ana)

    assert played.of("tool")[1]["error"] == "The arguments are not valid JSON. Send one JSON object."


def test_an_unknown_argument_is_refused_by_name(ana):
    model = ScriptedModel([request("findListings", cityName="Portland")], ["Sorry."])

    play(model, user=ana)

    assert "There is no argument 'cityName'" in model.transcripts[1][-1]["content"]


def test_arguments_with_nul_are_cleaned_before_they_are_stored(ana, condo):
    model = ScriptedModel([ToolRequest("findListings", '{"city": "Port\\u0000land", "state": "OR"}')], ["One."])

    played = play(model, user=ana)

    assert played.of("tool")[1]["arguments"] == PORTLAND
    assert played.of("tool")[1]["status"] == "completed"


def test_the_step_limit_ends_in_an_answer_without_tools(ana):
    model = ScriptedModel([request("getMyProfile")], [request("getListing", listingId="X")], ["What I know."])

    events = turn(model, ana, limits=Limits(max_steps=3, run_seconds=60))

    assert model.choices == ["auto", "auto", "none"]
    assert [e.data["kind"] for e in events if e.type == "notice"] == ["limit"]
    assert "".join(e.data["chunk"] for e in events if e.type == "content") == "What I know."


def test_a_model_that_calls_tools_for_ever_is_stopped(ana):
    model = ScriptedModel([request("getMyProfile")])

    events = turn(model, ana, limits=Limits(max_steps=4, run_seconds=60))

    assert len(model.transcripts) == 4
    assert [e.data["kind"] for e in events if e.type == "notice"] == ["limit"]
    assert events[-2].data["chunk"] == "I could not finish this within the limit. Try one question at a time."


def test_the_same_call_made_again_and_again_is_not_run_a_third_time(ana):
    model = ScriptedModel([request("getMyProfile")])

    turn(model, ana, limits=Limits(max_steps=5, run_seconds=60))

    assert "was called with the same arguments before" in model.transcripts[-1][-1]["content"]


def test_time_running_out_ends_in_an_answer(ana):
    seconds = iter([0.0, 1.0, 50.0, 50.0])
    model = ScriptedModel([request("getMyProfile")], ["In short: hello."])

    events = turn(model, ana, limits=Limits(max_steps=8, run_seconds=60, clock=lambda: next(seconds)))

    assert model.choices == ["auto", "none"]
    assert events[-3].data == {"kind": "limit", "message": "This took too long; this is what is known so far."}


def test_open_requests_are_answered_first(ana, condo):
    model = ScriptedModel([request("findListings", **PORTLAND)], ["Found."])
    turn(model, ana, limits=Limits(max_steps=2, run_seconds=60))
    model = ScriptedModel([request("getListing", listingId="C1"), request("getMyProfile")], ["Both."])

    turn(model, ana)

    assert [m["role"] for m in model.transcripts[1]] == ["user", "assistant", "tool", "tool"]


def test_a_finished_answer_is_not_asked_for_again(ana):
    model = ScriptedModel(["never"])
    transcript = Transcript([{"role": "user", "content": "A home?"}], finished=True)

    assert turn(model, ana, transcript=transcript) == []
    assert model.transcripts == []


def test_an_empty_answer_is_an_error_not_a_success(ana):
    with pytest.raises(ModelError, match="answered with nothing"):
        turn(ScriptedModel([]), ana)


def test_every_tool_result_reaches_the_model_as_json(ana, condo):
    model = ScriptedModel([request("getListing", listingId="C1")], ["A condo."])

    play(model, user=ana)

    assert json.loads(model.transcripts[1][-1]["content"])


class Unusing(ScriptedModel):
    """Says what it could not use of the question, as the offline assistant does."""

    def __init__(self, *unused, said: str) -> None:
        super().__init__([said])
        self.unused = list(unused)

    async def stream(self, messages, tools, tool_choice="auto"):
        yield delta(unused=self.unused)
        async for chunk in super().stream(messages, tools, tool_choice):
            yield chunk


def test_what_could_not_be_used_is_told_for_chips(ana):
    played = play(Unusing("friendly dragon", said="I could not use “friendly dragon”."), user=ana)

    assert played.types[-2:] == ["notice", "done"]
    assert played.of("notice") == [
        {"kind": "unused", "message": "Could not be used: friendly dragon.", "words": ["friendly dragon"]}
    ]


def test_only_words_that_the_answer_shows_as_well_are_told(ana):
    played = play(Unusing("friendly dragon", 7, "x" * 200, said="Some homes fit."), user=ana)

    assert played.of("notice") == []
