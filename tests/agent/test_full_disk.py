"""A disk that fills up: a clear refusal, no half answer shown as done, and all is well when there is room again."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.agent.test_server import joined
from tests.llm_server import Answer, text
from tests.servers import Server, migrated

pytestmark = pytest.mark.server
SLOW = {"LLM_MODEL": "scripted", "LLM_API_KEY": "k"}


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 8 MB; unmounted at the end."""
    if os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("needs root to mount a small disk")
    disk = tmp_path / "disk"
    disk.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("may not mount a small disk here")
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


def fill(disk: Path) -> Path:
    """Write until nothing more fits."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(b"x" * 4096):
                pass
        except OSError:
            return filler


def test_a_full_disk_is_said_and_an_open_answer_ends_when_there_is_room(tmp_path, small_disk, llm_server):
    llm_server.script(Answer(text(*["word "] * 300), write_size=200, pause=0.02))
    server = Server("uvicorn", small_disk, LLM_BASE_URL=llm_server.url, **SLOW)
    server.log_file = lambda: (tmp_path / "server.log").open("ab")
    migrated(server)
    server.start()
    try:
        token = server.sign_up()
        run_id = server.start_run("Hello?", token)
        following = server.follow(run_id, token)
        seen = [next(following), next(following)]
        filler = fill(small_disk)
        status, refusal = server.request("POST", "/agents/chat-stream", {"userMessage": "More?"}, token=token)
        state = server.request("GET", f"/agents/runs/{run_id}", token=token)[1]
        filler.unlink()
        seen += following
        while seen[-1][1] != "done":
            seen += server.follow(run_id, token, seen[-1][0])

        assert (status, refusal["error"]["code"]) == (503, "storage")
        assert state["status"] == "running"
        assert joined(seen) == "word " * 300
        assert [seq for seq, _, _ in seen] == list(range(1, len(seen) + 1))
        assert joined(server.ask("Again?", token)) == "word " * 300
    finally:
        server.stop()
