"""The database goes away for a moment: whoever looks regularly looks again."""

from __future__ import annotations

import asyncio
import threading

import pytest
from django.db import Error, InterfaceError, OperationalError, connection

from agent import following, runs, ticker
from agent.eventlog import Batch, commit
from agent.frames import Reader
from agent.listening import listen
from agent.models import Conversation, Run
from realestate.database import in_database
from realestate.models import Notification
from realestate.notifications import notify
from tests.agent.asgi_client import fetch, in_loop
from tests.agent.conftest import ScriptedModel, play

# Django's two kinds: the server hung up, and the connection was found closed. The second is no DatabaseError.
AWAY = pytest.mark.parametrize(
    "error", [OperationalError("terminating connection"), InterfaceError("the connection is closed")]
)


class Database:
    """The test's connection: the next statement that names a table can be made to fail."""

    def __init__(self) -> None:
        self.fails_at = ""
        self.error: Error | None = None
        self.failed = threading.Event()

    def __call__(self, execute, sql, *others):
        if self.error and self.fails_at in sql:
            error, self.error = self.error, None
            self.failed.set()
            raise error
        return execute(sql, *others)

    def go_away(self, table: str, error: Error) -> None:
        """Fail the next statement that names the table."""
        self.fails_at, self.error = table, error

    async def has_failed(self) -> None:
        """Return when the statement has failed."""
        assert await asyncio.to_thread(self.failed.wait, 5)


@pytest.fixture
def database(db):
    wrapper = Database()
    with connection.execute_wrapper(wrapper):
        yield wrapper


@AWAY
def test_who_follows_another_process_goes_on(ana, database, error):
    run = runs.start_run(Conversation.objects.create(user=ana), "A home?", owner="elsewhere:1:busy")

    async def follow() -> bytes:
        frames = await following.frames_of(run.pk, 1)
        reader = Reader()
        frames.readers.add(reader)
        database.go_away("agent_run", error)
        await database.has_failed()
        await in_database(commit, [Batch(run.pk, run.epoch, 2, [(2, "thinking", "{}")])])
        async with asyncio.timeout(5):
            while frames.last_seq < 2:
                await reader.wait()
        frames.readers.clear()
        return frames.after(1)[0]

    assert asyncio.run(follow()).startswith(b"id: 2\n")


@AWAY
def test_who_waits_for_notifications_goes_on(ana, database, error):
    async def told() -> list[bytes]:
        reader = Reader()
        async with listen(reader, ana.pk, 0) as listener:
            database.go_away("realestate_notification", error)
            await database.has_failed()
            listener.waiting.clear()
            await in_database(notify, ana.pk, Notification.Kind.RUN_FINISHED, "Answered: A home?", "/")
            async with asyncio.timeout(10):
                while not listener.waiting:
                    await reader.wait()
            return listener.waiting

    assert b"Answered: A home?" in asyncio.run(told())[0]


@AWAY
@pytest.mark.parametrize("path", ["/agents/runs/{}/events", "/agents/chat"])
def test_an_open_answer_goes_on(ana, token, database, error, path, settings, condo):
    settings.LLM_MODEL = "offline"
    run = play(ScriptedModel(["A condo."]), user=ana).run
    database.go_away('agent_runevent"."seq', error)

    method, body = ("POST", {"userMessage": "Hello"}) if path.endswith("chat") else ("GET", None)
    answer = in_loop(fetch(method, path.format(run.pk), token=token, body=body))

    assert database.failed.is_set()
    assert (answer.status, answer.ended) == (200, True)
    assert b"completed" in answer.body


@AWAY
def test_a_stream_of_notifications_that_cannot_go_on_is_ended(token, database, error):
    database.go_away("realestate_notification", error)

    stream = in_loop(fetch("GET", "/events/", token=token))

    assert (stream.status, stream.ended) == (200, True)


@AWAY
def test_the_ticker_goes_on(ana, database, error, settings):
    settings.LLM_MODEL = "offline"
    run = runs.start_run(Conversation.objects.create(user=ana), "Hello", owner="")

    async def tick() -> None:
        database.go_away("agent_run", error)
        await ticker.start()
        await database.has_failed()
        async with asyncio.timeout(10):
            while await in_database(epoch_of, run) < 2:
                await asyncio.to_thread(threading.Event().wait, 0.02)
        await ticker.stop()

    asyncio.run(tick())

    assert epoch_of(run) == 2


def epoch_of(run: Run) -> int:
    return Run.objects.get(pk=run.pk).epoch


@AWAY
def test_health_says_that_the_database_is_unreachable(client, database, error):
    database.go_away("SELECT 1", error)

    answer = client.get("/health")

    assert (answer.status_code, answer.json()["checks"]["database"]) == (503, "unreachable")


@AWAY
def test_a_tool_over_rest_says_to_try_again(client, token, database, condo, error):
    database.go_away("listings_listing", error)
    headers = {"Authorization": f"Bearer {token}"}

    answer = client.post("/api/tools/getListing", {"listingId": "C1"}, "application/json", headers=headers)

    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "storage")
