"""What the model reads: the conversation's path, its tools' results, cut to the budget."""

from __future__ import annotations

import json

import orjson
import pytest

from agent import runs, transcript
from agent.models import Conversation, Message
from agent.toolbox import openai_tools
from agent.transcript import build_transcript, prompt_version, result_text, system_prompt
from tests.agent.conftest import ScriptedModel, play, request


@pytest.fixture
def conversation(ana):
    return Conversation.objects.create(user=ana)


def ask_and_answer(conversation, question, *steps):
    """One finished turn."""
    return play(ScriptedModel(*steps), user=conversation.user, question=question, conversation=conversation).run


def next_transcript(conversation, question="And now?"):
    """What the model is sent for one more question."""
    return build_transcript(runs.start_run(conversation, question)).messages


def spoken(messages):
    return [(message["role"], message["content"]) for message in messages]


def room_for(characters):
    """A token budget that leaves so many characters beside the prompt and the tools."""
    taken = len(orjson.dumps(openai_tools())) + len(system_prompt())
    return (taken + characters) // 4 + 1


def test_the_prompt_comes_first_and_the_question_last(conversation):
    assert spoken(next_transcript(conversation, "A home?")) == [("system", system_prompt()), ("user", "A home?")]


def test_the_prompt_says_which_day_it_is():
    assert "Today is 2026-11-23." in transcript._prompt_of("2026-11-23")


def test_a_tool_call_is_told_with_its_request_and_its_result(conversation, condo):
    run = ask_and_answer(conversation, "C1?", ["Looking. ", request("getListing", listingId="C1")], ["A condo."])
    call = run.steps.get(number=1).tool_calls.get()

    said = next_transcript(conversation)[2:-1]

    assert said[0] == {
        "role": "assistant",
        "content": "Looking. ",
        "tool_calls": [
            {
                "id": str(call.pk),
                "type": "function",
                "function": {"name": "getListing", "arguments": '{"listingId":"C1"}'},
            }
        ],
    }
    assert said[1]["tool_call_id"] == str(call.pk)
    assert json.loads(said[1]["content"])["listingId"] == "C1"
    assert said[2] == {"role": "assistant", "content": "A condo."}


def test_a_failed_call_is_told_as_an_error(conversation):
    ask_and_answer(conversation, "L9?", [request("getListing", listingId="L9")], ["None."])

    told = next(m for m in next_transcript(conversation) if m["role"] == "tool")

    assert json.loads(told["content"]) == {"error": "There is no listing 'L9'. Find ids with findListings."}


def test_siblings_are_left_out(conversation):
    first = ask_and_answer(conversation, "First?", ["One."])
    sibling = conversation.messages.create(role=Message.Role.USER, text="Sibling?", parent=first.answer)
    answer = conversation.messages.create(role=Message.Role.ASSISTANT, text="Sibling's answer.", parent=sibling)
    conversation.runs.create(question=sibling, answer=answer, status="completed")
    run = runs.start_run(conversation, "Second?")
    Message.objects.filter(pk=run.question_id).update(parent=first.answer)

    said = build_transcript(run).messages

    assert spoken(said)[1:] == [("user", "First?"), ("assistant", "One."), ("user", "Second?")]


def test_another_conversation_is_left_out(conversation, ana):
    ask_and_answer(Conversation.objects.create(user=ana), "Elsewhere?", ["There."])

    assert spoken(next_transcript(conversation, "Here?"))[1:] == [("user", "Here?")]


def test_whole_oldest_turns_are_dropped_with_a_note(conversation, monkeypatch):
    ask_and_answer(conversation, "First? " + "a" * 1000, ["One."])
    ask_and_answer(conversation, "Second? " + "b" * 1000, ["Two."])
    ask_and_answer(conversation, "Third?", ["Three."])
    monkeypatch.setattr(transcript, "BUDGET_TOKENS", room_for(1000))

    said = next_transcript(conversation, "Fourth?")

    assert spoken(said)[1:] == [
        ("system", "Earlier questions of this conversation that are left out here: 2."),
        ("user", "Third?"),
        ("assistant", "Three."),
        ("user", "Fourth?"),
    ]


def test_the_budget_counts_the_tools(conversation, monkeypatch):
    ask_and_answer(conversation, "First?", ["One."])
    monkeypatch.setattr(transcript, "BUDGET_TOKENS", len(orjson.dumps(openai_tools())) // 4)

    said = next_transcript(conversation, "Second?")

    assert [message["role"] for message in said] == ["system", "system", "user"]


def test_the_question_itself_is_kept_whatever_it_costs(conversation, monkeypatch):
    monkeypatch.setattr(transcript, "BUDGET_TOKENS", 1)

    assert spoken(next_transcript(conversation, "A" * 4000))[1:] == [("user", "A" * 4000)]


def test_a_long_result_is_cut_and_says_so():
    result = {"remarks": "a" * 20_000}

    text = result_text(result, "")

    told = json.loads(text)
    assert told["cut"] == f"The first {len(told['text'])} characters of 20014"
    assert json.dumps(result, separators=(",", ":")).startswith(told["text"])
    assert 15_900 < len(text) <= 16_000


@pytest.mark.parametrize(
    "result", [{"homes": [{"a": 1}] * 3000}, {"remarks": '"\\' * 9000}, {"remarks": "\x01é🏠" * 9000}]
)
def test_what_is_cut_is_no_longer_than_what_is_whole(result):
    text = result_text(result, "")

    assert 4_000 < len(text) <= 16_000
    assert json.loads(text)["text"]


def test_a_result_within_the_limit_is_whole():
    assert result_text({"total": 3}, "") == '{"total":3}'


def test_a_call_without_a_result_is_told_as_an_error():
    assert result_text(None, "") == '{"error":""}'


def test_a_long_conversation_is_read_with_as_many_queries_as_a_short_one(
    conversation, condo, django_assert_num_queries
):
    ask_and_answer(conversation, "C1?", [request("getListing", listingId="C1")], ["One."])
    ask_and_answer(conversation, "C1?", [request("getListing", listingId="C1")], ["Two."])
    ask_and_answer(conversation, "C1?", [request("getListing", listingId="C1")], ["Three."])
    run = runs.start_run(conversation, "And now?")

    with django_assert_num_queries(4):
        build_transcript(run)


def test_many_large_results_of_one_turn_stay_within_bounds(conversation, condo, monkeypatch):
    model = ScriptedModel([request("getListing", listingId="C1")], [request("getListing", listingId="X")], ["Done."])

    monkeypatch.setattr(transcript, "MAX_TURN_CHARS", 100)
    play(model, user=conversation.user, conversation=conversation)

    results = [message["content"] for message in model.transcripts[-1] if message["role"] == "tool"]
    assert results == [transcript.NO_ROOM, transcript.NO_ROOM]


def test_many_large_calls_of_one_turn_stay_within_bounds(conversation, condo, monkeypatch):
    monkeypatch.setattr(transcript, "MAX_TURN_CHARS", 5_000)
    long = [request("getListing", listingId=f"{n}{'x' * 3000}") for n in range(3)]
    model = ScriptedModel(long, ["Done."])

    play(model, user=conversation.user, conversation=conversation)

    (said,) = [message for message in model.transcripts[-1] if message.get("tool_calls")]
    arguments = [call["function"]["arguments"] for call in said["tool_calls"]]
    assert [len(each) > 3000 for each in arguments] == [True, False, False]
    assert arguments[1:] == ["{}", "{}"]


def test_a_run_knows_the_version_of_the_prompt_it_was_answered_with(ana):
    run = play(ScriptedModel(["Hello."]), user=ana).run

    assert run.prompt_version == prompt_version()
    assert len(run.prompt_version) == 12
