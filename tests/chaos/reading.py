"""One person who asks, loses the connection now and then, and reads on."""

from __future__ import annotations

import http.client
import random
import threading
import time
import uuid
from typing import Any

from tests.chaos.site import Site

PATIENCE = 90  # seconds until a run counts as lost
Event = tuple[int, str, dict[str, Any]]


class Person(threading.Thread):
    """Asks one question, follows its answer through cuts and kills to `done`, and says yes to what wants one.

    Each sits behind one of the processes at a time and goes to any other when that is gone.
    """

    def __init__(self, site: Site, token: str, question: str, to: str, seed: float) -> None:
        super().__init__(daemon=True)
        self.site, self.token, self.question, self.to = site, token, question, to
        self.chance = random.Random(seed)
        self.run_id = ""
        self.events: list[Event] = []
        self.times: list[float] = []
        self.cuts, self.yeses = 0, 0
        self.server_errors: list[str] = []
        self.problem = ""
        self._deadline = time.monotonic() + PATIENCE

    def run(self) -> None:
        try:
            time.sleep(self.chance.uniform(0, 8))
            self._ask()
            while not self.ended:
                self._read_a_while()
            for _, name, data in self.events:
                if name == "approval":
                    self._say_yes(data["approvalId"])
        except Exception as error:
            self.problem = f"{type(error).__name__}: {error}"

    @property
    def waits(self) -> bool:
        """Whether an answer is being written for this person."""
        return bool(self.run_id) and not self.ended

    @property
    def ended(self) -> bool:
        return bool(self.events) and self.events[-1][1] == "done"

    def _ask(self) -> None:
        # The same key again after a cut: one run, whatever became of the first try.
        headers = {"Accept": "application/json", "Idempotency-Key": uuid.UUID(int=self.chance.getrandbits(128)).hex}
        body = {"userMessage": self.question}
        self.run_id = self._until(202, "POST", "/agents/chat-stream", body, headers)["runId"]

    def _say_yes(self, approval_id: str) -> None:
        self.yeses += 1
        self._until(200, "POST", f"/approvals/{approval_id}", {"decision": "approve"}, {})

    def _until(self, wanted: int, method: str, path: str, body: Any, headers: dict[str, str]) -> Any:
        while True:
            try:
                server = self.chance.choice(self.site.servers)
                status, answer = server.request(method, path, body, token=self.token, headers=headers)
                if status == wanted:
                    return answer
                self._not_so(f"{method} {path}: {status} {str(answer)[:200]}", status)
            except (OSError, http.client.HTTPException, ValueError) as error:
                self._not_so(f"{method} {path}: {error}")

    def _read_a_while(self) -> None:
        """Read until the server ends it, or until this person's link is cut after a number of events."""
        left = self.chance.choice([1, 2, 5, 20, 10_000])
        after = self.events[-1][0] if self.events else 0
        before = len(self.events)
        try:
            following = self.chance.choice(self.site.servers).follow(self.run_id, self.token, after)
            for event in following:
                self.events.append(event)
                self.times.append(time.monotonic())
                left -= 1
                if not left and not self.ended:
                    self.cuts += 1
                    following.close()
                    break
        except (OSError, http.client.HTTPException, ValueError) as error:
            self._not_so(f"following: {error}")
        if len(self.events) == before:
            self._not_so("following: nothing came")

    def _not_so(self, what: str, status: int = 0) -> None:
        if status == 500:
            self.server_errors.append(what)
        if time.monotonic() > self._deadline:
            raise TimeoutError(f"{self.question!r} run {self.run_id or 'none'} after {len(self.events)} events: {what}")
        time.sleep(self.chance.uniform(0.05, 0.2))
