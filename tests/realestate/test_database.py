"""The one door to the ORM from async code: few threads, kept connections, the caller's context."""

from __future__ import annotations

import asyncio
import contextvars
import threading

import pytest
from django.db import OperationalError, connection, connections

from accounts.models import User
from realestate import database
from realestate.database import DatabaseThreads, in_database

who = contextvars.ContextVar("who", default="nobody")


@pytest.fixture
def one_thread(transactional_db):
    """A single database thread of its own."""
    threads = DatabaseThreads(1, "test")
    yield threads
    threads.close()


def ask(*arguments, **named):
    """Call through the door from a new event loop."""
    return asyncio.run(in_database(*arguments, **named))


def wrapper():
    """Django's connection of this thread, opened."""
    connection.ensure_connection()
    return connections["default"]


def count_users():
    return User.objects.count()


def test_arguments_and_answer_pass_through(db):
    assert ask(lambda a, *, b: (a, b), 1, b=2) == (1, 2)


def test_an_error_passes_through(db):
    with pytest.raises(User.DoesNotExist):
        ask(User.objects.get, email="nobody@example.com")


def test_the_callers_context_is_copied(db):
    async def through():
        who.set("ana")
        return await in_database(who.get)

    assert asyncio.run(through()) == "ana"


def test_what_the_function_sets_stays_with_it(db):
    async def through():
        await in_database(who.set, "eve")
        return who.get(), await in_database(who.get)

    assert asyncio.run(through()) == ("nobody", "nobody")


def test_a_test_in_a_transaction_shares_its_connection(ana):
    assert ask(count_users) == 1


@pytest.mark.django_db(transaction=True)
def test_the_real_threads_see_what_is_committed():
    User.objects.create_user("ana@example.com")

    assert ask(count_users) == 1


def test_a_thread_keeps_its_connection_from_call_to_call(one_thread):
    first, second = one_thread.submit(wrapper).result(), one_thread.submit(wrapper).result()

    assert first.connection is second.connection is not None


def test_a_connection_that_broke_is_replaced(one_thread, monkeypatch):
    broken = one_thread.submit(wrapper).result()
    before = broken.connection
    monkeypatch.setattr(broken, "errors_occurred", True)
    monkeypatch.setattr(broken, "is_usable", lambda: False)

    after = one_thread.submit(wrapper).result()

    assert after.connection is not before


def test_the_pool_never_has_more_than_eight_threads(transactional_db):
    barrier = threading.Barrier(8)

    def meet():
        barrier.wait(10)
        return threading.get_ident()

    idents = {future.result() for future in [database.pool.submit(meet) for _ in range(40)]}

    assert len(idents) == 8


def test_the_log_is_written_by_one_thread_of_its_own(transactional_db):
    writers = {database.log_writer.submit(threading.get_ident).result() for _ in range(5)}
    readers = {database.pool.submit(threading.get_ident).result() for _ in range(5)}

    assert len(writers) == 1
    assert not writers & readers


def test_close_all_closes_every_connection_and_ends_every_thread(transactional_db):
    barrier = threading.Barrier(3)

    def meet():
        barrier.wait(10)
        return wrapper()

    opened = [each.result() for each in [database.pool.submit(meet) for _ in range(3)]]
    opened.append(database.log_writer.submit(wrapper).result())

    database.close_all()

    assert [each.connection for each in opened] == [None] * 4
    assert [each.name for each in threading.enumerate() if each.name.startswith(("database", "log-writer"))] == []


def test_after_close_all_the_next_call_starts_afresh(transactional_db):
    ask(count_users)
    database.close_all()

    assert ask(count_users) == 0


def test_closing_twice_is_closing_once(one_thread):
    one_thread.submit(count_users).result()
    one_thread.close()

    one_thread.close()

    assert one_thread.submit(count_users).result() == 0


def test_a_cancelled_caller_does_not_interrupt_the_function(transactional_db):
    started, go_on, finished = threading.Event(), threading.Event(), threading.Event()

    def slow():
        started.set()
        go_on.wait(10)
        finished.set()

    async def through():
        task = asyncio.create_task(in_database(slow))
        await asyncio.to_thread(started.wait, 10)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        go_on.set()

    asyncio.run(through())

    assert finished.wait(10)


def test_statements_are_not_remembered_for_ever_with_debug(one_thread, settings):
    settings.DEBUG = True
    one_thread.submit(count_users).result()
    one_thread.submit(count_users).result()

    remembered = one_thread.submit(lambda: len(connection.queries_log)).result()

    assert remembered == 0


def test_closing_leaves_no_connection_open(transactional_db):
    """A thread that has answered is not idle yet: what is asked of the pool then starts another one."""
    threads, busy = DatabaseThreads(8, "test"), threading.Event()
    asked = threads.submit(lambda: busy.wait(10) and wrapper())
    executor = threads._executor
    asked.add_done_callback(lambda _: _until(lambda: executor._shutdown))
    busy.set()
    opened = asked.result()

    threads.close()

    assert opened.connection is None


def test_closing_works_where_an_event_loop_runs(transactional_db):
    threads = DatabaseThreads(1, "test")
    opened = threads.submit(wrapper).result()

    async def at_shutdown():
        threads.close()

    asyncio.run(at_shutdown())

    assert opened.connection is None


def _until(reached):
    while not reached():
        pass


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has no server that could hang up; runs on PostgreSQL")
def test_after_one_thread_lost_its_connection_the_others_do_not_fail_as_well(transactional_db):
    threads = DatabaseThreads(4, "test")
    together = threading.Barrier(4)

    def count_together():
        together.wait(10)
        return count_users()

    def hang_up():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> "
                "pg_backend_pid()"
            )

    try:
        assert [future.result(10) for future in [threads.submit(count_together) for _ in range(4)]] == [0] * 4
        hang_up()
        with pytest.raises(OperationalError):
            threads.submit(count_users).result(10)

        assert [future.result(10) for future in [threads.submit(count_together) for _ in range(4)]] == [0] * 4
    finally:
        threads.close()
