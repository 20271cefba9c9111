"""Real server processes for tests: daphne and uvicorn, each on a free port with a database of its own."""

from __future__ import annotations

import atexit
import fcntl
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = {
    "daphne": ["daphne", "-b", "127.0.0.1", "-p"],
    "uvicorn": ["uvicorn", "--host", "127.0.0.1", "--loop", "uvloop", "--port"],
}


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """One server process; `start` again after `kill` gives a new process on the same port and database."""

    application = "realestate.asgi:application"

    def __init__(self, kind: str, folder: Path, **environment: str) -> None:
        self.kind, self.folder, self.port = kind, folder, free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self.environment = (
            os.environ
            | {
                "DATABASE_URL": f"sqlite:///{folder / 'server.sqlite3'}",
                "SITE_URL": f"http://127.0.0.1:{self.port}",
                "DEBUG": "on",
                "THROTTLE": "off",
                "LLM_MODEL": "offline",
                "LLM_BASE_URL": "",
            }
            | environment
        )

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        return self.process.pid

    def manage(self, *arguments: str) -> str:
        """Run a management command on the server's database; its output."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self) -> None:
        """Start the process and wait until it answers."""
        program, *options = COMMANDS[self.kind]
        command = [str(Path(sys.executable).parent / program), *options, str(self.port), self.application]
        with self.log_file() as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)
        self.wait_until_it_answers()

    def wait_until_it_answers(self) -> None:
        """Return once /health is well; AssertionError with the log when that does not happen within a minute."""
        deadline = time.monotonic() + 60
        while self.process.poll() is None and time.monotonic() < deadline:
            try:
                if self.request("GET", "/health")[0] == 200:
                    return
            except OSError:
                pass
            self._pause()
        raise AssertionError(f"the server did not start:\n{self.log()}")

    def _pause(self) -> None:
        try:
            self.process.wait(0.05)  # returns at once if the process ends
        except subprocess.TimeoutExpired:
            return

    def log_file(self) -> BinaryIO:
        return (self.folder / "server.log").open("ab")

    def log(self) -> str:
        return (self.folder / "server.log").read_text(errors="replace")

    def kill(self) -> None:
        """kill -9."""
        self.process.kill()
        self.process.wait(10)

    def terminate(self, seconds: float = 10) -> float:
        """SIGTERM; returns the seconds until the process was gone."""
        started = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(seconds)
        return time.monotonic() - started

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.kill()

    def request(
        self, method: str, path: str, body: Any = None, *, token: str = "", headers: dict[str, str] | None = None
    ) -> tuple[int, Any]:
        """Status and body: JSON where it is JSON, else text."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        given = ({"Authorization": f"Bearer {token}"} if token else {}) | (headers or {})
        try:
            connection.request(method, path, None if body is None else json.dumps(body), given)
            response = connection.getresponse()
            raw = response.read()
        finally:
            connection.close()
        is_json = "json" in response.headers.get("Content-Type", "")
        return response.status, json.loads(raw) if is_json else raw.decode()

    def sign_up(self, email: str = "ana@example.com") -> str:
        """A new user's access token."""
        body = {"email": email, "password": "correct-horse-9", "name": "Ana"}
        status, answer = self.request("POST", "/auth/signup", body)
        assert status == 201, answer
        return answer["access_token"]

    def api_token(self, email: str, scopes: Sequence[str]) -> str:
        """A new API token of a user that is there."""
        code = (
            "from accounts.models import User; from accounts.api_tokens import create_token; "
            f"print(create_token(User.objects.get(email={email!r}), 'Claude', {list(scopes)})[0])"
        )
        return self.manage("shell", "-v", "0", "-c", code).strip()

    def start_run(self, question: str, token: str) -> str:
        """Post a question; the id of the run to follow."""
        status, answer = self.request(
            "POST",
            "/agents/chat-stream",
            {"userMessage": question},
            token=token,
            headers={"Accept": "application/json"},
        )
        assert status == 202, answer
        return answer["runId"]

    def ask(self, question: str, token: str, conversation_id: str | None = None) -> list[tuple[int, str, dict]]:
        """Post a question and read its whole stream."""
        body = {"userMessage": question} | ({"conversationId": conversation_id} if conversation_id else {})
        status, text = self.request("POST", "/agents/chat-stream", body, token=token)
        assert status == 200, text
        return events(text)

    def follow(self, run_id: str, token: str, after: int = 0) -> Iterator[tuple[int, str, dict]]:
        """The events of a run as they arrive; ends when the connection does."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(
            "GET", f"/agents/runs/{run_id}/events?after={after}", None, {"Authorization": f"Bearer {token}"}
        )
        response, block = connection.getresponse(), b""
        try:
            while line := response.readline():
                block += line
                if line == b"\n":
                    yield from events(block.decode())
                    block = b""
        except (OSError, http.client.HTTPException):
            return
        finally:
            connection.close()


def events(text: str) -> list[tuple[int, str, dict]]:
    """The numbered events in the text of a stream: (id, name, data)."""
    found = []
    for block in text.split("\n\n"):
        lines = block.split("\n")
        if lines[0].startswith("id: "):
            name = lines[1].removeprefix("event: ")
            found.append((int(lines[0][4:]), name, json.loads(lines[2].removeprefix("data: "))))
    return found


@contextmanager
def running(
    kind: str, folder: Path, *, homes: int = 0, production: bool = False, **environment: str
) -> Iterator[Server]:
    """A migrated, started server that is gone at the end; with `homes` it has a demo market of that many.

    production: without DEBUG, its static files collected, which has to be before it starts: it looks for them once.
    """
    server = Server(kind, folder, **({"DEBUG": "off"} if production else {}), **environment)
    migrated(server, homes)
    if production:
        server.manage("collectstatic", "--no-input", "-v0", "--ignore", "redoc")
    server.start()
    try:
        yield server
    finally:
        server.stop()


def migrated(server: Server, homes: int = 0) -> None:
    """Migrate, and seed so many homes, once per test run, then copy: twenty servers need not wait for it each."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or os.getpid()
    template = Path(tempfile.gettempdir()) / f"doorstep-{run}-{homes}.sqlite3"
    database = server.folder / "server.sqlite3"
    with _alone(template):
        if not template.exists():
            if homes:
                migrated(server)
                server.manage("seed", "--listings", str(homes))
            else:
                server.manage("migrate", "-v0")
            shutil.move(database, template)  # perhaps on another disk
            atexit.register(template.unlink, missing_ok=True)
        shutil.copy(template, database)


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Keeps the run's other processes away from this file."""
    lock = file.with_suffix(".lock")
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    lock.unlink(missing_ok=True)
