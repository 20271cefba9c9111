"""A real server whose model is against it, and what must hold whatever that model does."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.agent.test_server import joined
from tests.llm_server import LLMServer, calls, text
from tests.mail_server import MailServer
from tests.servers import ROOT, Server, events, running

KEY = "sk-hostile-4f1c9a77d2"
MAX_STEPS, ATTEMPTS = 4, 3
MOST_GROWTH = 100 * 2**20
MOST_STORED = 2 * 2**20  # bytes of one run's events


class Site:
    """The server, its model and its mail server, with two users: ana asks, ben is somebody else."""

    def __init__(self, server: Server, model: LLMServer, mail_server: MailServer) -> None:
        self.server, self.model, self.mail_server = server, model, mail_server
        self.ana, self.ben = server.sign_up("ana@example.com"), server.sign_up("ben@example.com")

    def ask(self, *answers, question: str = "Find homes in Portland") -> list[tuple[int, str, dict]]:
        """Ana asks, the model answers so; what must hold in every case is asserted here. The run's events."""
        self.model.requests.clear()
        self.model.script(*answers)
        status, stream = self.server.request("POST", "/agents/chat-stream", {"userMessage": question}, token=self.ana)
        assert status == 200, stream
        told = events(stream)
        self._framed(stream, told)
        self._silent_on_secrets(stream)
        assert len(self.model.requests) <= MAX_STEPS * ATTEMPTS
        self._stored(told)
        self._others_are_served()
        return told

    def _framed(self, stream: str, told: list) -> None:
        assert [seq for seq, _, _ in told] == list(range(1, len(told) + 1))
        assert [name for _, name, _ in told].count("done") == 1
        assert told[-1][1] == "done"
        assert "\r" not in stream
        blocks = [block for block in stream.split("\n\n") if block.strip()]
        assert all(re.match(r"(id: \d+\nevent: \w+\ndata: |event: ping\ndata: |retry: |:)", each) for each in blocks)

    def _silent_on_secrets(self, shown: str) -> None:
        environment = self.server.environment
        secrets = [KEY, environment["SECRET_KEY"], environment["JWT_SIGNING_KEY"], str(ROOT), "site-packages"]
        assert not [each for each in [*secrets, "Traceback"] if each in shown]

    def _stored(self, told: list) -> None:
        run_id = told[0][2]["runId"]
        status, state = self.server.request("GET", f"/agents/runs/{run_id}", token=self.ana)
        assert status == 200
        assert state["message"] == joined(told)
        log = self.server.request("GET", f"/agents/runs/{run_id}/events", token=self.ana)[1]
        assert events(log) == told
        assert len(log.encode()) < MOST_STORED
        _, page = self.server.request("GET", f"/agents/conversations/{told[0][2]['conversationId']}", token=self.ana)
        self._silent_on_secrets(str(page))

    def _others_are_served(self) -> None:
        self.model.script(text("Welcome."))
        assert joined(self.server.ask("Hello?", self.ben)) == "Welcome."


def resident(pid: int) -> int:
    """Bytes of memory a process holds."""
    return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1]) * 1024


def peak(pid: int) -> int:
    """The most bytes of memory a process ever held."""
    return int(re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1]) * 1024


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """One server for all cases; over them its memory grows by less than 100 MB."""
    if not Path("/proc/self/status").exists():
        pytest.skip("needs /proc to see the server's memory: run it on Linux")
    model, mail_server = LLMServer(), MailServer()
    settings = {
        "LLM_BASE_URL": model.url,
        "LLM_MODEL": "hostile",
        "LLM_API_KEY": KEY,
        "EMAIL_URL": mail_server.url,
        "AGENT_MAX_STEPS": str(MAX_STEPS),
        "AGENT_RUN_SECONDS": "8",
        "SECRET_KEY": os.environ.get("SECRET_KEY") or "hostile-suite-secret-key-0123456789abcdef",
        "JWT_SIGNING_KEY": os.environ.get("JWT_SIGNING_KEY") or "hostile-suite-signing-key-0123456789abcd",
    }
    with running("uvicorn", tmp_path_factory.mktemp("hostile"), homes=60, **settings) as server:
        site = Site(server, model, mail_server)
        # What is loaded once, the gazetteer above all, is no growth.
        site.ask(calls(("findListings", {"city": "Portland"})), text("Hello."))
        before = resident(server.pid)
        yield site
        grown = resident(server.pid) - before
        assert grown < MOST_GROWTH, f"the server grew by {grown / 2**20:.0f} MB"
    model.close()
    mail_server.close()
