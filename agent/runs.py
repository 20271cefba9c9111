"""A turn's life around the loop: start a run, drive it, stop it. It belongs to nobody's request."""

from __future__ import annotations

import asyncio
import functools
import logging
import uuid
from collections.abc import AsyncIterator, Awaitable
from typing import Any

import orjson
from django.conf import settings
from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.utils import timezone

from agent.eventlog import LiveRun, RunLost, eventlog
from agent.frames import encode_frame
from agent.llm.choose import choose
from agent.llm.chunks import Model, ModelError
from agent.models import Conversation, Message, Run, RunEvent
from agent.owners import OWNER
from agent.recording import Recorder
from agent.transcript import Transcript, build_transcript, prompt_version
from agent.turn import Event, Limits, take_turn
from realestate.database import in_database
from realestate.prepared import insert, update
from realestate.scopes import read_outside
from realestate.tooling import acting_as

log = logging.getLogger(__name__)

LATEST: Any = object()
MAX_EPOCH = 20  # a run taken over this often kills its owners; it is ended instead

_driving: dict[uuid.UUID, asyncio.Task[None]] = {}
_stopping: set[uuid.UUID] = set()
_handing_back = False


class RunInProgress(Exception):
    """The conversation has an open run; `run_id` names it."""

    def __init__(self, run_id: uuid.UUID) -> None:
        super().__init__(f"Run {run_id} is still open.")
        self.run_id = run_id


def start_run(conversation: Conversation, text: str, *, parent: Message | None = LATEST, owner: str = OWNER) -> Run:
    """Store the question and open the run that answers it, with its first event; RunInProgress if one is open.

    One open run per conversation is the database's rule, so two tabs cannot race past it. A run without an owner is
    taken by the next tick of any process. parent: the answer that the question follows, the latest one unless given.
    A new conversation is stored with the question.
    """
    if conversation._state.adding:
        parent = None
    elif parent is LATEST:
        parent = conversation.messages.filter(role=Message.Role.ASSISTANT).order_by("-created_at").first()
    question = Message(conversation=conversation, role=Message.Role.USER, text=text, parent=parent)
    return _open(conversation, question, owner)


def answer_again(question: Message, *, owner: str = OWNER) -> Run:
    """Open another run for a question that was asked before: its answer will stand beside the earlier ones."""
    return _open(question.conversation, question, owner)


def _open(conversation: Conversation, question: Message, owner: str) -> Run:
    try:
        with transaction.atomic():
            conversation.title = conversation.title or _title(question.text)
            if conversation._state.adding:
                insert(conversation)
            else:
                update(Conversation, conversation.pk, title=conversation.title, updated_at=timezone.now())
            if question._state.adding:
                insert(question)
            run = Run(conversation=conversation, question=question, owner=owner, last_seq=1)
            run.prompt_version = prompt_version()
            insert(run)
            first = {"status": "processing", "message": "Reading your question"}
            first |= {"runId": str(run.pk), "conversationId": str(conversation.pk)}
            event = RunEvent(run=run, seq=1, type="thinking", data=orjson.dumps(first).decode())
            insert(event)
            run.first_frame = encode_frame(event.seq, event.type, event.data)
            return run
    except IntegrityError as error:
        open_run = conversation.runs.filter(status=Run.Status.RUNNING).values_list("pk", flat=True).first()
        if open_run is None:
            raise
        raise RunInProgress(open_run) from error


def _title(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 60 else words[:57].rsplit(" ", 1)[0] + "..."


def drive(run: Run, model: Model | None = None) -> asyncio.Task[None]:
    """Produce the run's answer in a task of this process, with the model of the settings unless one is given."""
    live = eventlog.open(run.pk, run.epoch, run.last_seq, run.first_frame)
    task = asyncio.create_task(_drive(run, live, model), name=f"run-{run.pk}")
    _driving[run.pk] = task  # a task that nothing refers to may vanish
    task.add_done_callback(functools.partial(_forget, run.pk))
    return task


def _forget(run_id: uuid.UUID, task: asyncio.Task[None]) -> None:
    _driving.pop(run_id, None)
    _stopping.discard(run_id)


def driven_here() -> set[uuid.UUID]:
    """The runs this process drives now."""
    return set(_driving)


def driven_count() -> int:
    """How many runs this process drives now; from any thread."""
    return len(_driving)


def cancel(run: Run) -> None:
    """Ask for the run to be stopped, whichever process drives it; asking again or too late does no harm."""
    if Run.objects.filter(pk=run.pk, status=Run.Status.RUNNING).update(cancel_requested=True):
        stop_here(run.pk)


def stop_here(run_id: uuid.UUID) -> None:
    """Stop the run if this process drives it: the upstream is closed, the partial text is kept. From any thread."""
    task = _driving.get(run_id)
    if task is not None and run_id not in _stopping:  # a second cancel would interrupt the orderly end
        _stopping.add(run_id)
        task.get_loop().call_soon_threadsafe(task.cancel)


def delete_conversation(conversation: Conversation) -> None:
    """Delete everything of a conversation; an open run is stopped.

    Runs are closed first: whoever is writing one waits for this, and then finds that it is no longer theirs. Otherwise
    an event stored between reading the rows and deleting them would make the deletion fail.
    """
    open_runs = list(conversation.runs.filter(status=Run.Status.RUNNING).values_list("pk", flat=True))
    with transaction.atomic():
        conversation.runs.update(status=Run.Status.STOPPED)
        conversation.delete()
    for run_id in open_runs:
        stop_here(run_id)


def close_runs_of(user: Any) -> None:
    """Close the open runs of a user whose account is being deleted, as `delete_conversation` does for one thread.

    Inside the deletion's transaction: who writes one of them waits for its end, and then finds nothing to write to.
    """
    own = Run.objects.visible_to(user)
    open_runs = list(own.filter(status=Run.Status.RUNNING).values_list("pk", flat=True))
    own.update(status=Run.Status.STOPPED)
    transaction.on_commit(lambda: [stop_here(run_id) for run_id in open_runs])


async def hand_back() -> None:
    """At shutdown: commit what is pending and give the leases back, so that others go on at once."""
    global _handing_back
    _handing_back = True
    tasks = list(_driving.values())
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await in_database(Run.objects.filter(owner=OWNER, status=Run.Status.RUNNING).update, owner="")
    _handing_back = False


async def _drive(run: Run, live: LiveRun, model: Model | None) -> None:
    recorder = Recorder(run, live)
    try:
        await _answer(run, recorder, model or choose())
    except RunLost:
        log.info("Run %s was taken over by another process", run.pk)
    except asyncio.CancelledError:
        if _handing_back:
            await _quietly(eventlog.flushed(live))
            return
        await _quietly(recorder.end(Run.Status.STOPPED))
    except TimeoutError:
        message = f"This took longer than {settings.AGENT_RUN_SECONDS} seconds. What is here is kept; try again."
        await _quietly(recorder.fail("timeout", message))
    except ModelError as error:
        log.warning("Run %s: %s (%r)", run.pk, error.code, error.__cause__)
        await _quietly(recorder.fail(error.code, error.message, retryable=error.retryable))
    except (OperationalError, InterfaceError):
        # Nobody's fault: not renewed any more, it is taken over like that of a dead process when the database is back.
        log.exception("Run %s was left for the next look: the database went away", run.pk)
    except Exception:
        log.exception("Run %s failed", run.pk)
        await _quietly(recorder.fail("internal", "Something went wrong here. What is above is kept; try again."))
    finally:
        eventlog.close(live)


async def _answer(run: Run, recorder: Recorder, model: Model) -> None:
    if run.epoch > MAX_EPOCH:
        await recorder.fail("given_up", "This answer could not be finished. Ask again, perhaps in other words.")
        return
    transcript, user = await in_database(_opening, run)
    await recorder.resume(transcript)
    limits = Limits(settings.AGENT_MAX_STEPS, settings.AGENT_RUN_SECONDS)
    with acting_as(user):
        async with asyncio.timeout(settings.AGENT_RUN_SECONDS):
            events = take_turn(transcript, model=model, limits=limits)
            async for event in _paced(events) if settings.SSE_CHUNK_CHARS else events:
                await recorder.record(event)
    await recorder.end(Run.Status.COMPLETED)


def _opening(run: Run) -> tuple[Transcript, object]:
    user = run.conversation.user
    if run.conversation.outside or settings.LLM_HOSTED:
        user = read_outside(user)
    return build_transcript(run), user


async def _paced(events: AsyncIterator[Event]) -> AsyncIterator[Event]:
    """Text in pieces of SSE_CHUNK_CHARS every SSE_CHUNK_DELAY_MS."""
    size, pause = settings.SSE_CHUNK_CHARS, settings.SSE_CHUNK_DELAY_MS / 1000
    async for event in events:
        if event.type != "content" or not event.data["chunk"]:
            yield event
            continue
        data = dict(event.data)
        for start in range(0, len(event.data["chunk"]), size):
            yield Event("content", data | {"chunk": event.data["chunk"][start : start + size]})
            data.pop("restart", None)
            await asyncio.sleep(pause)


async def _quietly(ending: Awaitable[None]) -> None:
    try:
        await ending
    except RunLost:
        log.info("A run was taken over while it was being ended")
