"""Real Chromium against a real server. Chromium comes from the system: nothing is downloaded."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
import uuid
from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.llm_server import LLMServer
from tests.mail_server import MailServer
from tests.servers import Server, running

CHROMIUM = os.environ.get("CHROME_PATH") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome"))), None
)
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]


def pytest_collection_modifyitems(items) -> None:
    """Browser tests come last: Playwright keeps an event loop running in the thread, where others start their own."""
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session")
def chromium() -> Iterator:
    """A headless Chromium, or a skip that says how to have one."""
    if CHROMIUM is None:
        pytest.skip("no Chromium found: install it (apt-get install chromium) or set CHROME_PATH")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def post_office() -> Iterator[MailServer]:
    """The mail server of the demo server."""
    server = MailServer()
    yield server
    server.close()


@pytest.fixture
def mail(post_office) -> MailServer:
    """A mail server for a real process, that has had no mail in this test."""
    post_office.mails.clear()
    return post_office


@pytest.fixture(scope="session")
def demo(tmp_path_factory, post_office) -> Iterator[Server]:
    """A server with the demo market, the offline assistant and a mail server."""
    with running("daphne", tmp_path_factory.mktemp("demo"), homes=1800, EMAIL_URL=post_office.url) as server:
        yield server


@pytest.fixture(scope="session")
def model() -> Iterator[LLMServer]:
    """The language model of all tests of a session."""
    server = LLMServer()
    yield server
    server.close()


@pytest.fixture
def llm_server(model) -> Iterator[LLMServer]:
    """A real local OpenAI-compatible server, as new."""
    model.forget()
    yield model
    model.finish()


@pytest.fixture(scope="session")
def studio(tmp_path_factory, model) -> Iterator[Server]:
    """The one server that `scripted` lends: starting it for each test would take most of their time."""
    environment = {"LLM_BASE_URL": model.url, "LLM_MODEL": "scripted", "LLM_API_KEY": "k"}
    with running("daphne", tmp_path_factory.mktemp("studio"), homes=60, **environment) as server:
        yield server


@pytest.fixture
def scripted(studio, llm_server) -> Iterator[Server]:
    """A server with a few homes whose model a test scripts through `llm_server`; nothing of another test runs on it."""
    yield studio
    if studio.process.poll() is not None:
        studio.start()
    rest(studio, llm_server)


def rest(server: Server, model: LLMServer) -> None:
    """Have the model come to its end, and wait until the server writes no answer any more."""
    model.finish()
    deadline = time.monotonic() + 20
    while writing := open_runs(server):
        assert time.monotonic() < deadline, f"{writing} answers do not end"
        time.sleep(0.02)


def open_runs(server: Server) -> int:
    """How many answers the server is writing."""
    with closing(sqlite3.connect(server.folder / "server.sqlite3")) as database:
        return database.execute("SELECT count(*) FROM agent_run WHERE status = 'running'").fetchone()[0]


class Visitor:
    """A person with a browser of their own: what they see, and what went wrong in the console."""

    def __init__(self, chromium, server: Server, *, base: str = "", width: int = 1280, **options) -> None:
        height = 844 if width < 600 else 800
        self.server, self.base = server, base or server.url
        self.context = chromium.new_context(viewport={"width": width, "height": height}, base_url=self.base, **options)
        self.context.set_default_timeout(30_000)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.foreign: list[str] = []
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._request)

    def _console(self, message) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def _request(self, request) -> None:
        if not request.url.startswith((self.base, "data:")):
            self.foreign.append(request.url)

    def sign_up(self, email: str = "") -> None:
        """Make an account, of a name nobody has if none is given, and be on the chat page."""
        page, email = self.page, email or f"ana-{uuid.uuid4().hex[:12]}@example.com"
        page.goto("/signup/")
        page.get_by_label("E-mail").fill(email)
        page.locator("input[type=password]").first.fill("correct-horse-9")
        page.locator("main button").first.click()
        page.wait_for_url(self.base + "/")

    def ask(self, question: str) -> None:
        """Type the question and press Enter."""
        self.page.locator("[data-role=question]").fill(question)
        self.page.locator("[data-role=question]").press("Enter")

    def answer(self) -> str:
        """Wait for the end of the last answer; its text."""
        self.page.locator(".turn:last-of-type[data-status=completed]").wait_for()
        return self.said()

    def said(self) -> str:
        """The text of the last answer as it stands."""
        return "\n".join(self.page.locator(".turn:last-of-type [data-role=answer]").all_inner_texts())

    def fits(self) -> bool:
        """Whether the page, once its styles are there, needs no scrolling sideways."""
        self.page.wait_for_load_state()
        return self.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.fixture
def visit(chromium) -> Iterator:
    """Open a browser of one's own: `visit(server, width=390)`."""
    visitors = []

    def opened(server: Server, **options) -> Visitor:
        visitors.append(Visitor(chromium, server, **options))
        return visitors[-1]

    yield opened
    for visitor in visitors:
        visitor.context.close()
