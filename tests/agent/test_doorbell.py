"""Two processes on one Redis: the doorbell saves the wait, and its loss costs nothing but that."""

from __future__ import annotations

import asyncio
import shutil
import socket
import subprocess
import uuid

import pytest

from agent import doorbell
from tests.agent.asgi_client import in_loop
from tests.servers import Server, free_port, running

pytestmark = pytest.mark.server
QUESTION = "Find homes in Portland under $900,000"


class Redis:
    """A Redis of the test's own, to be stopped and started."""

    def __init__(self, folder) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process = None

    def start(self) -> None:
        command = ["redis-server", "--port", str(self.port), "--save", "", "--dir", str(self.folder)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                _wait(self.process)
        raise AssertionError("redis-server did not start")

    def stop(self) -> None:
        self.process.kill()
        self.process.wait(10)


def _wait(process) -> None:
    try:
        process.wait(0.05)
    except subprocess.TimeoutExpired:
        return


@pytest.fixture
def redis(tmp_path):
    if not shutil.which("redis-server"):
        pytest.skip("needs redis-server: apt-get install redis-server")
    server = Redis(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def layers(redis, settings):
    backend = "channels_redis.pubsub.RedisPubSubChannelLayer"
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": backend, "CONFIG": {"hosts": [redis.url]}}}


@pytest.fixture
def two(redis, tmp_path):
    """A uvicorn and a daphne on one database and one Redis."""
    slow = {"SSE_CHUNK_CHARS": "10", "SSE_CHUNK_DELAY_MS": "20"}
    with running("uvicorn", tmp_path, homes=50, REDIS_URL=redis.url, **slow) as one:
        other = Server("daphne", tmp_path, REDIS_URL=redis.url, JWT_SIGNING_KEY=one.environment["JWT_SIGNING_KEY"])
        other.start()
        yield one, other
        other.stop()


def test_who_listens_hears_which_runs_moved(layers):
    async def through():
        heard, came = asyncio.Queue(), set()
        listener = asyncio.create_task(doorbell.listen(heard.put_nowait))
        run_id = uuid.uuid4()
        async with asyncio.timeout(20):
            while run_id not in came:  # until the listener has subscribed
                doorbell.ring([run_id])
                try:
                    came |= await asyncio.wait_for(heard.get(), 0.5)
                except TimeoutError:
                    continue
        listener.cancel()
        return came == {run_id}

    assert in_loop(through())


def test_without_redis_nobody_is_told(settings):
    settings.CHANNEL_LAYERS = {}

    doorbell.ring([uuid.uuid4()])

    assert not doorbell._moved


def test_the_other_process_shows_the_same_events_with_and_without_redis(two, redis):
    one, other = two
    token = one.sign_up()
    run_id = one.start_run(QUESTION, token)
    followed = list(other.follow(run_id, token))

    assert followed == list(one.follow(run_id, token))
    assert followed[-1][1] == "done"

    run_id = one.start_run(QUESTION, token)
    seen = []
    for event in other.follow(run_id, token):
        seen.append(event)
        if len(seen) == 3:
            redis.stop()
    assert seen == list(one.follow(run_id, token))
    assert [each[0] for each in seen] == list(range(1, len(seen) + 1))
    assert seen[-1][1:2] == ("done",)

    status, answer = other.request("POST", "/auth/login", {"email": "ana@example.com", "password": "correct-horse-9"})
    assert status == 200, answer
    redis.start()
    run_id = one.start_run(QUESTION, token)
    assert list(other.follow(run_id, token))[-1][1] == "done"


def test_log_in_is_limited_on_redis_and_works_while_it_is_away(redis, tmp_path):
    with running("uvicorn", tmp_path, REDIS_URL=redis.url, THROTTLE="on") as server:
        server.sign_up()
        wrong = {"email": "ana@example.com", "password": "wrong-horse-9"}
        statuses = [server.request("POST", "/auth/login", wrong)[0] for _ in range(6)]
        assert statuses == [401] * 5 + [429]

        redis.stop()
        right = {"email": "ana@example.com", "password": "correct-horse-9"}
        assert server.request("POST", "/auth/login", right)[0] == 200
