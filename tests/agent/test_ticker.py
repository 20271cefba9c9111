"""Leases: who may take a run over, and what a take-over keeps."""

from __future__ import annotations

import asyncio
import os
import subprocess

import pytest

from agent import runs, ticker
from agent.eventlog import EventLog
from agent.models import Conversation, Run, RunEvent, Step, ToolCall
from agent.owners import MACHINE, OWNER
from agent.transcript import build_transcript
from realestate.database import in_database
from tests.agent.conftest import ScriptedModel, stored


@pytest.fixture(autouse=True)
def _nothing_watched():
    ticker._watched.clear()
    yield
    ticker._watched.clear()


@pytest.fixture
def abandoned(ana) -> Run:
    """A run whose process is gone."""
    run = runs.start_run(Conversation.objects.create(user=ana), "A home?", owner="elsewhere:1:dead")
    return Run.objects.get(pk=run.pk)


def look(run: Run, seconds: float) -> bool:
    """Whether the lease of the run, as the database has it now, ran out at this moment of our clock."""
    return ticker._lease_ran_out(Run.objects.get(pk=run.pk), seconds)


def test_a_run_that_does_not_beat_for_three_seconds_is_abandoned(abandoned):
    assert [look(abandoned, 100.0), look(abandoned, 102.9), look(abandoned, 103.0)] == [False, False, True]


def test_a_run_that_beats_is_left_alone(abandoned):
    look(abandoned, 100.0)
    Run.objects.filter(pk=abandoned.pk).update(beat=7)

    assert [look(abandoned, 103.0), look(abandoned, 105.9)] == [False, False]


def test_a_handed_back_run_is_taken_at_once(abandoned):
    Run.objects.filter(pk=abandoned.pk).update(owner="")

    assert look(abandoned, 100.0)


def test_a_run_of_a_dead_process_of_this_machine_is_taken_at_once(abandoned):
    ended = subprocess.Popen(["true"])
    ended.wait(10)
    Run.objects.filter(pk=abandoned.pk).update(owner=f"{MACHINE}:{ended.pid}:0a1b2c3d")

    assert look(abandoned, 100.0)


OWNERS = {
    "ourselves": OWNER,
    "a process of this machine": f"{MACHINE}:{os.getppid()}:0a1b2c3d",
    "one elsewhere": "elsewhere:1:1:0a1b2c3d",
    "of another form": "older:1:x",
}


@pytest.mark.parametrize("owner", OWNERS.values(), ids=OWNERS)
def test_a_run_of_a_process_that_may_live_has_its_lease(abandoned, owner):
    Run.objects.filter(pk=abandoned.pk).update(owner=owner)

    assert not look(abandoned, 100.0)


def test_a_process_that_got_the_number_of_a_dead_one_is_not_it(abandoned):
    Run.objects.filter(pk=abandoned.pk).update(owner=f"{MACHINE}:{os.getpid()}:ffffffff")

    assert look(abandoned, 100.0)


def test_taking_over_raises_the_epoch_and_only_one_wins(abandoned):
    first, second = ticker.take_over(abandoned), ticker.take_over(abandoned)

    assert (first.epoch, first.owner) == (2, OWNER)
    assert second is None


def test_renewing_leaves_the_runs_of_others_alone(ana, abandoned):
    mine = runs.start_run(Conversation.objects.create(user=ana), "A home?")

    ticker.renew_and_look({mine.pk})

    assert Run.objects.get(pk=mine.pk).beat == 1
    assert Run.objects.get(pk=abandoned.pk).beat == 0


def test_a_cancel_flag_of_our_run_is_seen(ana):
    mine = runs.start_run(Conversation.objects.create(user=ana), "A home?")
    runs.cancel(mine)

    assert ticker.renew_and_look({mine.pk})[0] == [mine.pk]


def resume(run: Run, model: ScriptedModel) -> None:
    """Take the run over and drive it to its end."""
    taken = ticker.take_over(Run.objects.get(pk=run.pk))

    async def through() -> None:
        await runs.drive(taken, model)

    asyncio.run(through())


def test_a_finished_tool_call_is_not_run_again(abandoned, condo):
    step = Step.objects.create(run=abandoned, number=1)
    done = {"result": {"total": 7}, "status": "completed", "name": "findListings"}
    ToolCall.objects.create(step=step, position=0, arguments={"city": "Portland"}, **done)
    open_call = ToolCall.objects.create(step=step, position=1, name="getListing", arguments={"listingId": "C1"})
    model = ScriptedModel(["Seven homes."])

    resume(abandoned, model)

    played = stored(abandoned)
    assert [t["callId"] for t in played.of("tool")] == [str(open_call.pk)] * 2
    assert next(m["content"] for m in model.transcripts[0] if m["role"] == "tool") == '{"total":7}'
    assert played.run.status == "completed"


def test_text_of_an_unfinished_step_is_dropped_and_said_again(abandoned):
    RunEvent.objects.create(run=abandoned, seq=2, type="content", data='{"chunk":"Half an ","step":1}')
    Run.objects.filter(pk=abandoned.pk).update(last_seq=2)

    resume(abandoned, ScriptedModel(["The whole answer."]))

    played = stored(abandoned)
    assert [c.get("restart", False) for c in played.of("content")][:2] == [False, True]
    assert played.run.answer.text == "The whole answer."
    assert list(played.run.events.values_list("seq", flat=True)) == list(range(1, played.run.last_seq + 1))


def test_a_run_that_only_lacked_its_end_is_just_ended(abandoned):
    Step.objects.create(run=abandoned, number=1, text="Twelve homes.")
    model = ScriptedModel(["never"])

    resume(abandoned, model)

    assert model.transcripts == []
    assert stored(abandoned).run.answer.text == "Twelve homes."


def test_an_owner_that_was_only_slow_loses_its_frames_and_stops(ana):
    run = runs.start_run(Conversation.objects.create(user=ana), "A home?")

    async def through() -> None:
        go_on = asyncio.Event()
        task = runs.drive(run, ScriptedModel([go_on, "Too late."]))
        await in_database(ticker.take_over, run)
        go_on.set()
        await task

    asyncio.run(through())

    played = stored(run)
    assert played.types == ["thinking"]
    assert (played.run.status, played.run.epoch) == ("running", 2)


def test_handing_back_leaves_the_run_open_for_the_next_process(ana):
    run = runs.start_run(Conversation.objects.create(user=ana), "A home?")

    async def through() -> None:
        runs.drive(run, ScriptedModel(["Half an ", asyncio.Event()]))
        await asyncio.sleep(0)
        await runs.hand_back()

    asyncio.run(through())

    run.refresh_from_db()
    assert (run.status, run.owner) == ("running", "")
    assert build_transcript(run).finished is False


def test_one_run_that_cannot_be_stored_takes_no_other_down(ana):
    good = runs.start_run(Conversation.objects.create(user=ana), "Good?")
    bad = runs.start_run(Conversation.objects.create(user=ana), "Bad?")

    def fails() -> None:
        raise ValueError("a bug in the rows")

    async def through() -> tuple[bool, bool]:
        log = EventLog()
        first, second = log.open(good.pk, 1, 1), log.open(bad.pk, 1, 1)
        log.append(first, "notice", {"kind": "limit", "message": "Fine."})
        log.append(second, "notice", {"kind": "limit", "message": "Never."}, fails)
        await asyncio.gather(log.flushed(first), log.flushed(second), return_exceptions=True)
        log._writer.cancel()
        return first.lost, second.lost

    assert asyncio.run(through()) == (False, True)
    assert stored(good).types == ["thinking", "notice"]
    assert stored(bad).types == ["thinking"]
