"""Two processes behind a real nginx with the configuration of docs/, without sticky sessions."""

from __future__ import annotations

import http.client
import re
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.realestate.mcp_server.test_served import over_http
from tests.servers import ROOT, Server, events, running

QUESTION = "What's the market like in Portland, OR?"


class Nginx(Server):
    """nginx on a port of its own, in front of other servers; asked like one of them."""

    def __init__(self, folder: Path, *behind: Server) -> None:
        super().__init__("nginx", folder)
        ours = (ROOT / "docs" / "nginx.conf").read_text()
        ours = ours.replace("server app:8000;", " ".join(f"server 127.0.0.1:{each.port};" for each in behind))
        ours = ours.replace("listen 80;", f"listen 127.0.0.1:{self.port};")
        temporary = "".join(
            f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (folder / "nginx.conf").write_text(
            f"pid {folder}/nginx.pid;\ndaemon off;\nevents {{}}\nhttp {{\naccess_log off;\n{temporary}{ours}}}\n"
        )

    def start(self) -> None:
        configuration = str(self.folder / "nginx.conf")
        command = ["nginx", "-e", str(self.folder / "nginx.log"), "-p", str(self.folder), "-c", configuration]
        with self.log_file() as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log)
        self.wait_until_it_answers()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.terminate()


@pytest.fixture
def site(tmp_path):
    """A uvicorn, a daphne and the nginx before them."""
    if not shutil.which("nginx"):
        pytest.skip("needs nginx: apt-get install nginx-light")
    slow = {"SSE_CHUNK_CHARS": "8", "SSE_CHUNK_DELAY_MS": "20", "SSE_RETRY": "100"}
    with running("uvicorn", tmp_path, homes=100, **slow) as one:
        other = Server("daphne", tmp_path, **slow)
        other.start()
        front = Nginx(tmp_path, one, other)
        front.start()
        yield front, one, other
        front.stop()
        other.stop()


def followed_to_the_end(front: Server, run_id: str, token: str, seen: list) -> list:
    """Resume with the last number seen, as a browser does, until `done`."""
    while not seen or seen[-1][1] != "done":
        seen += front.follow(run_id, token, seen[-1][0] if seen else 0)
    return seen


@pytest.mark.server
def test_any_process_answers_any_request_and_a_killed_one_loses_nothing(site):
    front, one, other = site
    token = front.sign_up()
    run_id = front.start_run(QUESTION, token)
    seen = []
    for event in front.follow(run_id, token):
        seen.append(event)
        if len(seen) == 4:
            with sqlite3.connect(front.folder / "server.sqlite3") as database:
                (owner,) = database.execute("SELECT owner FROM agent_run").fetchone()
            driving = one if owner.split(":")[1] == str(one.pid) else other
            driving.kill()

    followed_to_the_end(front, run_id, token, seen)

    assert [event[0] for event in seen] == list(range(1, len(seen) + 1))
    assert [event[1] for event in seen].count("done") == 1
    assert seen[-1][2]["status"] == "completed"
    assert seen == events(front.request("GET", f"/agents/runs/{run_id}/events", token=token)[1])


@pytest.mark.server
def test_a_process_that_is_told_to_stop_hands_its_runs_to_the_other(site):
    front, one, other = site
    token = front.sign_up()
    run_id = one.start_run(QUESTION, token)
    following = front.follow(run_id, token)
    seen = [next(following) for _ in range(4)]

    one.terminate()
    seen += following
    followed_to_the_end(front, run_id, token, seen)

    assert seen == list(other.follow(run_id, token))
    assert seen[-1][2]["status"] == "completed"


@pytest.mark.server
def test_nginx_lets_every_event_through_at_once(site):
    front, *_ = site
    connection = http.client.HTTPConnection("127.0.0.1", front.port, timeout=30)
    connection.request("GET", "/sse/health")
    response = connection.getresponse()

    lines = [response.readline() for _ in range(4)]  # while the stream is still open

    connection.close()
    assert b"event: ready\n" in lines


def test_compose_uses_settings_that_exist_and_this_nginx_configuration():
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text())
    known = set(re.findall(r"(?m)^#? ?([A-Z_]+)=", (ROOT / ".env.example").read_text()))
    app = compose["services"]["app"]

    assert set(app["environment"]) <= known
    assert app["deploy"]["replicas"] == 2
    assert compose["services"]["nginx"]["volumes"][0].startswith("./docs/nginx.conf:")
    assert {"database", "redis", "nginx", "app"} <= set(compose["services"])
    assert "realestate.asgi:application" in app["command"]


@pytest.mark.server
def test_a_session_of_an_ai_client_meets_the_same_process(site):
    front, _, _ = site
    front.sign_up()

    async def talk(client):
        return [(await client.call_tool("findPlaces", {"text": "Portland"})).is_error for _ in range(6)]

    for scope in ("read", "write"):  # two tokens, which may meet either process
        token = front.api_token("ana@example.com", ["read", scope])
        assert over_http(front, token, talk, "legacy") == [False] * 6
