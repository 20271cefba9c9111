"""People and things every test may ask for, and the database threads' place in a test."""

from __future__ import annotations

import os

import pytest
from django.db import connections

from listings import places
from realestate import database
from tests.llm_server import LLMServer

pytest_plugins = ["tests.king_county"]  # the fixtures king_county and truth


def pytest_sessionfinish(session: pytest.Session) -> None:
    """With REQUIRE=browser (as CI sets it), a skipped test of that kind is a failure."""
    required = os.environ.get("REQUIRE", "").split()
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    missing = [report.nodeid for report in skipped if set(required) & set(report.keywords)]
    if missing:
        reporter.write_line(f"Required but skipped: {', '.join(missing)}", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


class _BorrowedThread(database.DatabaseThreads):
    """One thread that works on the test's own connection, inside the test's transaction."""

    def __init__(self, connection) -> None:
        super().__init__(1, "borrowed")
        self._connection = connection

    def submit(self, function, *args):
        def on_our_connection(*inner):
            connections["default"] = self._connection
            database._ours.borrowed = True
            return function(*inner)

        return super().submit(on_our_connection, *args)

    def close(self) -> None:
        executor, self._executor = self._executor, None
        if executor:
            executor.shutdown(wait=True)


@pytest.fixture(autouse=True)
def _database_threads(request, monkeypatch):
    """Tests in a transaction share their connection with one thread; the others use the real threads."""
    marker = request.node.get_closest_marker("django_db")
    wants = marker or {"db", "transactional_db"} & set(request.fixturenames)
    if not wants:
        yield
        return
    real = (marker and marker.kwargs.get("transaction")) or "transactional_db" in request.fixturenames
    if real:
        request.getfixturevalue("transactional_db")
        yield
        database.close_all()
        return
    request.getfixturevalue("db")
    connection = connections["default"]
    connection.inc_thread_sharing()
    borrowed = _BorrowedThread(connection)
    monkeypatch.setattr(database, "pool", borrowed)
    monkeypatch.setattr(database, "log_writer", borrowed)
    monkeypatch.setattr(database, "mail_sender", borrowed)
    yield
    borrowed.close()
    connection.dec_thread_sharing()


@pytest.fixture(autouse=True)
def _places_of_this_test():
    """A test that is rolled back leaves no trace the remembered place names could notice."""
    places.forget()


@pytest.fixture
def ana(db, django_user_model):
    """A buyer who owns what a test makes for her."""
    return django_user_model.objects.create_user("ana@example.com", "correct-horse-9", name="Ana Alvarez")


@pytest.fixture
def ben(db, django_user_model):
    """A listing agent."""
    return django_user_model.objects.create_user(
        "ben@example.com", "correct-horse-9", name="Ben Okafor", role="listing_agent"
    )


@pytest.fixture
def eve(db, django_user_model):
    """A stranger, signed in."""
    return django_user_model.objects.create_user("eve@example.com", "correct-horse-9", name="Eve Stone")


@pytest.fixture
def admin(db, django_user_model):
    """An administrator."""
    return django_user_model.objects.create_superuser("admin@example.com", "correct-horse-9", name="Ada Admin")


@pytest.fixture
def llm_server():
    """A real local OpenAI-compatible server."""
    server = LLMServer()
    yield server
    server.close()
