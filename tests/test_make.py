"""The README's make commands, started as a person would start them."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.servers import ROOT, Server

pytestmark = pytest.mark.server
# The virtual environment and .env are there, or this test would not run: nothing is installed here.
MAKE = ["make", "-o", ".venv/.runtime", "-o", ".venv/.test", "-o", ".env"]


@contextmanager
def made(target: str, folder, *, unset: str = "", **environment: str) -> Iterator[Server]:
    """The server that a make target starts, once it answers; it is stopped at the end."""
    server = Server("make", folder, **environment)
    server.environment.pop(unset, None)
    command = [*MAKE, target, "HOST=127.0.0.1", f"PORT={server.port}"]
    with server.log_file() as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=server.environment, stdout=log, stderr=log, start_new_session=True
        )
    server.process = process
    try:
        server.wait_until_it_answers()
        yield server
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


def test_make_run_serves_a_seeded_market_and_prints_the_log_in(tmp_path):
    with made("run", tmp_path) as server:
        status, page = server.request("GET", "/listings/L001/")

    assert status == 200
    assert "123 Oak Street" in page
    assert "Demo log-in: demo@example.com" in server.log()
    assert f"Doorstep is at http://127.0.0.1:{server.port}/" in server.log()


def test_make_run_elsewhere_writes_links_that_lead_there(tmp_path):
    with made("run", tmp_path, unset="SITE_URL") as server:
        _, metadata = server.request("GET", "/.well-known/oauth-protected-resource")

    assert metadata["resource"] == f"http://127.0.0.1:{server.port}/mcp"


def test_make_serve_serves_hashed_static_files_with_the_settings_checked(tmp_path):
    secrets = {"SECRET_KEY": "k7Qz-".join("abcdefghijkl"), "JWT_SIGNING_KEY": "w3Xy-".join("mnopqrstuvwx")}
    environment = {"DEBUG": "off", "SITE_URL": "https://homes.example", "ALLOWED_HOSTS": "127.0.0.1", "THROTTLE": "on"}
    proxied = {"X-Forwarded-Proto": "https"}

    with made("serve", tmp_path, TRUSTED_PROXIES="127.0.0.1", **environment, **secrets) as server:
        status, page = server.request("GET", "/login/", headers=proxied)

    assert status == 200
    assert "/static/css/base." in page
    assert "/static/css/base.css" not in page


def test_make_serve_refuses_the_settings_of_a_desk(tmp_path):
    server = Server("make", tmp_path, DEBUG="on")

    options = {"cwd": ROOT, "env": server.environment, "capture_output": True, "text": True}
    done = subprocess.run([*MAKE, "serve"], check=False, **options)

    assert done.returncode != 0
    assert "You should not have DEBUG set to True in deployment" in done.stdout + done.stderr
