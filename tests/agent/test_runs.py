"""A turn's life around the loop: stored, stopped, failed, followed by the next question."""

from __future__ import annotations

import asyncio
import functools
from concurrent.futures import Future, wait

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from agent import runs
from agent.eventlog import Batch, commit
from agent.frames import Reader
from agent.llm.chunks import ModelError
from agent.models import Conversation, Message, Run
from agent.ticker import take_over
from realestate import database
from realestate.database import in_database
from tests.agent.conftest import ScriptedModel, play, request, stored


def test_the_stored_answer_is_the_streamed_text(ana):
    played = play(ScriptedModel(["Zwölf ", "homes, ", "“façade” \u2028 included."]), user=ana)

    assert played.text == played.run.answer.text == "Zwölf homes, “façade” \u2028 included."


def test_every_event_has_the_next_number(ana, condo):
    played = play(ScriptedModel([request("getListing", listingId="C1")], ["A ", "condo."]), user=ana)

    assert list(played.run.events.values_list("seq", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert played.run.last_seq == 6


def test_done_is_last_and_says_what_it_cost(ana, condo):
    played = play(ScriptedModel([request("getListing", listingId="C1")], ["A condo."]), user=ana)

    assert played.events[-1] == (
        "done",
        {
            "status": "completed",
            "messageId": str(played.run.answer_id),
            "usage": {"promptTokens": 20, "completionTokens": 10},
        },
    )


def test_a_conversation_takes_its_title_from_the_first_question(ana):
    played = play(ScriptedModel(["Hello."]), user=ana, question="Find me  homes in\nPortland")

    assert played.run.conversation.title == "Find me homes in Portland"


def test_the_next_question_carries_the_whole_conversation(ana, condo):
    first = play(ScriptedModel([request("getListing", listingId="C1")], ["A condo."]), user=ana, question="C1?")
    model = ScriptedModel(["Built in 1998."])

    play(model, user=ana, question="How old?", conversation=first.run.conversation)

    assert [(m["role"], m.get("content")) for m in model.transcripts[0]][1::2] == [
        ("user", "C1?"),
        ("tool", model.transcripts[0][3]["content"]),
        ("user", "How old?"),
    ]


def test_a_second_question_while_one_is_open_is_refused_with_its_run(ana):
    conversation = Conversation.objects.create(user=ana)
    run = runs.start_run(conversation, "First?")

    with pytest.raises(runs.RunInProgress) as refused:
        runs.start_run(conversation, "Second?")

    assert refused.value.run_id == run.pk
    assert conversation.messages.count() == 1


def test_a_model_error_ends_the_run_with_a_sentence_and_keeps_the_text(ana):
    failing = ModelError("cut_off", "The connection was cut. Try again.")

    played = play(ScriptedModel(["Half an ", failing]), user=ana)

    assert played.types[-3:] == ["content", "error", "done"]
    assert played.of("error") == [
        {"code": "cut_off", "message": "The connection was cut. Try again.", "retryable": True}
    ]
    assert played.run.status == "failed"
    assert played.run.answer.text == "Half an "


def test_a_bug_in_a_tool_is_no_secret_told_and_no_end_of_the_run(ana, monkeypatch):
    model = ScriptedModel([RuntimeError("secret path /etc/passwd")])

    played = play(model, user=ana)

    assert played.of("error")[0]["message"] == "Something went wrong here. What is above is kept; try again."
    assert played.run.status == "failed"


def test_stopping_keeps_the_partial_text_and_says_stopped(ana):
    run = runs.start_run(Conversation.objects.create(user=ana), "A home?")

    async def stop_in_the_middle() -> None:
        reader, never = Reader(), asyncio.Event()
        task = runs.drive(run, ScriptedModel(["Half an ", never, "answer"]))
        live = runs.eventlog.live[run.pk]
        live.readers.add(reader)
        await reader.wait()
        runs.stop_here(run.pk)
        runs.stop_here(run.pk)
        await task

    asyncio.run(stop_in_the_middle())

    played = stored(run)
    assert played.types == ["thinking", "content", "done"]
    assert played.events[-1][1]["status"] == "stopped"
    assert played.run.answer.text == "Half an "


def test_what_was_said_before_a_stop_is_in_the_next_transcript(ana):
    failed = play(ScriptedModel(["Half an ", ModelError("cut_off", "Cut.")]), user=ana)
    model = ScriptedModel(["The rest."])

    play(model, user=ana, question="Go on", conversation=failed.run.conversation)

    assert model.transcripts[0][2] == {"role": "assistant", "content": "Half an "}


def test_a_run_given_up_by_twenty_owners_is_ended(ana):
    run = runs.start_run(Conversation.objects.create(user=ana), "A home?")
    Run.objects.filter(pk=run.pk).update(epoch=21)
    run.refresh_from_db()

    async def through() -> None:
        await runs.drive(run, ScriptedModel(["never"]))

    asyncio.run(through())

    assert stored(run).of("error")[0]["code"] == "given_up"


def test_pieces_of_a_size_are_sent_when_the_settings_ask_for_it(ana, settings):
    settings.SSE_CHUNK_CHARS, settings.SSE_CHUNK_DELAY_MS = 4, 1

    played = play(ScriptedModel(["Twelve homes."]), user=ana)

    assert played.text == "Twelve homes."
    assert max(len(c["chunk"]) for c in played.of("content")) <= 12


class WriteMeanwhile:
    """Lets the log store one more message of the run as soon as the rows to delete have been read."""

    def __init__(self, run: Run) -> None:
        late = functools.partial(run.conversation.messages.create, role=Message.Role.ASSISTANT, text="Late.")
        self._batch = Batch(run.pk, run.epoch, 2, rows=[late])
        self._write: Future | None = None

    def __call__(self, execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        if self._write is None and sql.startswith("SELECT") and '"agent_message"' in sql:
            self._write = database.log_writer.submit(commit, [self._batch])
            wait([self._write], timeout=0.5)  # it must not get through before the deletion has
        return answer

    def result(self) -> set:
        return self._write.result(10)


@pytest.mark.django_db(transaction=True)
def test_a_conversation_can_be_deleted_while_its_answer_is_written(django_user_model):
    ana = django_user_model.objects.create_user("ana@example.com")
    run = runs.start_run(Conversation.objects.create(user=ana), "A home?")
    write = WriteMeanwhile(run)

    with connection.execute_wrapper(write):
        runs.delete_conversation(run.conversation)

    assert write.result() == {run.pk}
    assert (Conversation.objects.count(), Message.objects.count(), Run.objects.count()) == (0, 0, 0)


def test_deleting_a_conversation_stops_its_run(ana):
    run = runs.start_run(Conversation.objects.create(user=ana), "A home?")

    async def through() -> None:
        reader, never = Reader(), asyncio.Event()
        task = runs.drive(run, ScriptedModel(["Half an ", never, "answer"]))
        runs.eventlog.live[run.pk].readers.add(reader)
        await reader.wait()
        await in_database(runs.delete_conversation, run.conversation)
        await task

    asyncio.run(through())

    assert Run.objects.count() == 0


def test_queries_of_a_run_do_not_grow_with_its_text(ana, condo):
    short, long = ["One."], [f"word{n} " for n in range(300)]

    with CaptureQueriesContext(connection) as few:
        play(ScriptedModel([request("getListing", listingId="C1")], short), user=ana)
    with CaptureQueriesContext(connection) as many:
        play(ScriptedModel([request("getListing", listingId="C1")], long), user=ana)

    assert abs(len(many) - len(few)) <= 8


def test_queries_of_a_simple_run_are_counted(ana, django_assert_max_num_queries):
    conversation = Conversation.objects.create(user=ana)

    with django_assert_max_num_queries(28):
        play(ScriptedModel(["Hello."]), user=ana, conversation=conversation)


def test_a_run_whose_database_went_away_is_left_to_be_taken_over(ana):
    played = play(ScriptedModel([OperationalError("the database system is shutting down")]), user=ana)

    assert played.run.status == "running"
    assert not {"error", "done"} & set(played.types)


def test_a_tool_whose_database_went_away_is_called_again_by_the_next_owner(ana, condo):
    def away(execute, sql, *others):
        if "listings_listing" in sql:
            raise OperationalError("terminating connection due to administrator command")
        return execute(sql, *others)

    with connection.execute_wrapper(away):
        left = play(ScriptedModel([request("getListing", listingId="C1")]), user=ana)
    run = take_over(left.run)

    async def go_on() -> None:
        await runs.drive(run, ScriptedModel(["A condo."]))

    asyncio.run(go_on())
    assert left.run.status == "running"
    assert {event["status"] for event in left.of("tool")} <= {"started"}
    played = stored(run)
    assert played.of("tool")[-1]["result"]["listingId"] == "C1"
    assert (played.run.status, played.text) == ("completed", "A condo.")


def test_messages_know_what_they_answer(ana):
    first = play(ScriptedModel(["Hello."]), user=ana)
    second = play(ScriptedModel(["Again."]), user=ana, conversation=first.run.conversation)

    chain = Message.objects.filter(conversation=first.run.conversation).order_by("created_at")

    assert [m.parent_id for m in chain] == [None, chain[0].pk, chain[1].pk, chain[2].pk]
    assert second.run.question.parent_id == first.run.answer_id
