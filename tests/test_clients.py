"""The two example clients, as they stand: they sign up, ask, are cut, resume, and say yes."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from tests.servers import ROOT, running

pytestmark = pytest.mark.server
CLIENTS = {"client.py": [sys.executable], "client.mjs": ["node"]}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A server with a demo market."""
    with running("daphne", tmp_path_factory.mktemp("site"), homes=60) as server:
        yield server


@pytest.mark.parametrize("name", CLIENTS)
def test_a_client_of_sixty_lines_does_it_all(site, name):
    if not shutil.which(CLIENTS[name][0]):
        pytest.skip("needs Node")
    program = ROOT / "examples" / name

    command = [*CLIENTS[name], str(program), site.url, f"{name}@example.com", "correct-horse-9"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[:3] == ["[thinking]", "[tool]", "[tool]"]
    assert "5 homes for sale" in done.stdout
    assert done.stdout.count("[done]") == 2
    assert lines[-1].startswith("[done] No mail server is set up, so it was not sent but written to ")
    assert len(program.read_text().splitlines()) <= 60
