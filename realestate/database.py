"""The one door to the ORM from async code: `await in_database(function, *args)`.

Threads that serve it are few and fixed, keep their connection, and never belong to a request, so that 1,000 open
streams cost no thread and no connection.
"""

from __future__ import annotations

import asyncio
import contextvars
import functools
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from django.db import InterfaceError, OperationalError, close_old_connections, connections, reset_queries
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

T = TypeVar("T")
POOL_THREADS = 8
_losses = 0  # how often a connection was found to be lost, by any thread
_ours = threading.local()  # .owner is set in threads that keep their connection


class DatabaseThreads:
    """A fixed number of threads with a database connection each, kept from call to call."""

    def __init__(self, size: int, name: str) -> None:
        self.size, self.name = size, name
        self.opened: set[BaseDatabaseWrapper] = set()  # the connections of the threads
        self._executor: ThreadPoolExecutor | None = None

    def submit(self, function: Callable[..., T], *args: Any) -> Future[T]:
        """Run `function(*args)` on one of the threads, with a copy of the caller's context."""
        if self._executor is None:
            mark = functools.partial(setattr, _ours, "owner", self)
            self._executor = ThreadPoolExecutor(self.size, thread_name_prefix=self.name, initializer=mark)
        return self._executor.submit(contextvars.copy_context().run, _with_sound_connection, function, args)

    def close(self) -> None:
        """End the threads and close their connections; the next call starts new ones."""
        executor, self._executor = self._executor, None
        if executor is None:
            return
        executor.shutdown(wait=True)
        # From outside, for a pool gives no way to run something in each of its threads: one that is about to be idle
        # makes it start another. In a thread, for Django closes no connection where an event loop runs.
        closing = threading.Thread(target=self._close_connections)
        closing.start()
        closing.join()

    def _close_connections(self) -> None:
        while self.opened:
            connection = self.opened.pop()
            connection.inc_thread_sharing()
            connection.close()


def _with_sound_connection(function: Callable[..., T], args: tuple) -> T:
    if not getattr(_ours, "borrowed", False):
        if getattr(_ours, "losses_seen", 0) != _losses:
            _close_lost()
        close_old_connections()  # only broken ones: close_at is None here
        reset_queries()  # with DEBUG Django remembers every statement until a request begins; here none ever does
    try:
        return function(*args)
    except (OperationalError, InterfaceError):
        _note_loss()
        raise


def _note_loss() -> None:
    """Let every thread look at its connection before its next call: a server that restarts drops all of them.

    Otherwise each of the eight would find out by a failure of its own, one after the other.
    """
    global _losses
    if any(each.connection is not None and not each.is_usable() for each in connections.all(initialized_only=True)):
        _losses += 1


def _close_lost() -> None:
    _ours.losses_seen = _losses
    for each in connections.all(initialized_only=True):
        if each.connection is not None and not each.is_usable():
            each.close()


def _keep_open(connection: Any, **_: Any) -> None:
    owner = getattr(_ours, "owner", None)
    if owner is not None:
        connection.close_at = None
        owner.opened.add(connection)


connection_created.connect(_keep_open, dispatch_uid="realestate.database.keep_open")

pool = DatabaseThreads(POOL_THREADS, "database")
log_writer = DatabaseThreads(1, "log-writer")
mail_sender = DatabaseThreads(1, "mail-sender")  # a slow mail server holds up nothing else
EXECUTORS = (pool, log_writer, mail_sender)


async def in_database(function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """Call a synchronous function that uses the ORM from async code, on the pool of database threads.

    The caller's context variables are copied. A cancelled caller does not interrupt the function.
    """
    call = functools.partial(function, **kwargs) if kwargs else function
    return await asyncio.wrap_future(pool.submit(call, *args))


async def in_log_writer(function: Callable[..., T], *args: Any) -> T:
    """Call a short writing function on the log writer's one thread.

    What writes often queues here instead of fighting for SQLite's write lock, whose losers sleep up to 100 ms
    between two tries.
    """
    return await asyncio.wrap_future(log_writer.submit(function, *args))


def close_all() -> None:
    """End all database threads and close their connections: at shutdown, and before a test database is dropped."""
    for threads in EXECUTORS:
        threads.close()
