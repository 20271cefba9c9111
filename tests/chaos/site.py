"""What is killed: real servers on a database of their own, with a mail server that outlives them."""

from __future__ import annotations

import contextlib
import random
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from tests.mail_server import MailServer
from tests.servers import ROOT, Server, free_port, migrated

HOMES = 60
# Moves the clock of one process: apt-get install faketime.
FAKETIME = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
MOST_MOVED = 300  # seconds to either side; an access token lives longer than twice that
LEASE_SECONDS = 3.0  # as in agent.ticker, which cannot be imported without Django
KINDS = ("uvicorn", "daphne")


class Site:
    """One server on SQLite, or two on PostgreSQL and Redis. `faults` names what may go wrong beside the kills."""

    def __init__(self, folder: Path, count: int, **environment: str) -> None:
        self.folder, self.mail_server = folder, MailServer()
        shared = {"EMAIL_URL": self.mail_server.url, "SSE_CHUNK_CHARS": "5", "SSE_CHUNK_DELAY_MS": "40"}
        # As on machines of their own, where only the end of a lease tells that a process died.
        nodes = [{"NODE_NAME": f"node-{number}"} for number in range(count)]
        self.servers = [Server(KINDS[n % 2], folder, **shared | environment | node) for n, node in enumerate(nodes)]

    def prepare(self) -> None:
        """Seed and start."""
        self.servers[0].manage("seed", "--listings", str(HOMES))
        for server in self.servers:
            server.start()

    def kill_and_start(self, chance: random.Random, fault: str) -> tuple[float, float]:
        """kill -9 one of our processes, hurt something beside it, start it again (as either kind of server).

        Returns two moments in seconds of the monotonic clock: when it was killed, and from when its runs must go on:
        once it answers again, or, with another process there, once the lease has ended.
        """
        server = chance.choice(self.servers)
        server.kill()
        killed = time.monotonic()
        with self.hurting(fault, chance):
            lease_end = time.monotonic() + LEASE_SECONDS
            server.kind = chance.choice(KINDS)
            if fault == "clock":
                _move_clock(server, chance.randint(-MOST_MOVED, MOST_MOVED))
            server.start()
        return killed, lease_end if len(self.servers) > 1 else time.monotonic()

    @contextmanager
    def hurting(self, fault: str, chance: random.Random) -> Iterator[None]:
        """The fault lasts until the block ends, or a little longer."""
        yield

    def rows(self, sql: str, *values: Any) -> list[tuple]:
        """What the database holds, past the application; `?` stands for a value."""
        raise NotImplementedError

    def close(self) -> None:
        for server in self.servers:
            server.stop()
        self.mail_server.close()


def _move_clock(server: Server, seconds: int) -> None:
    """From its next start the server's clock is wrong by so much; its monotonic clock is not."""
    faked = {"LD_PRELOAD": str(FAKETIME), "FAKETIME": f"{seconds:+d}s", "DONT_FAKE_MONOTONIC": "1"}
    # Without it every wait of a thread for Python's lock ends at once, and a process with several is five times slower.
    faked["FAKETIME_FORCE_MONOTONIC_FIX"] = "0"
    server.environment = server.environment | (faked if FAKETIME else {})


class SQLiteSite(Site):
    """One process on one file."""

    faults = ("", "busy", "clock")

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, 1)
        migrated(self.servers[0])

    @contextmanager
    def hurting(self, fault: str, chance: random.Random) -> Iterator[None]:
        """`busy`: somebody else holds the write lock while the server starts and takes its runs over."""
        if fault != "busy":
            yield
            return
        seconds, started = chance.uniform(1, 3), threading.Event()

        def hold() -> None:
            with contextlib.closing(sqlite3.connect(self.folder / "server.sqlite3", isolation_level=None)) as other:
                other.execute("PRAGMA busy_timeout = 10000")
                other.execute("BEGIN IMMEDIATE")
                started.set()
                time.sleep(seconds)
                other.execute("ROLLBACK")

        holder = threading.Thread(target=hold)
        holder.start()
        started.wait(20)
        yield
        holder.join(20)

    def rows(self, sql: str, *values: Any) -> list[tuple]:
        plain = [getattr(value, "hex", value) for value in values]
        with contextlib.closing(sqlite3.connect(self.folder / "server.sqlite3", timeout=20)) as database:
            return database.execute(sql, plain).fetchall()


class PairSite(Site):
    """Two processes on a PostgreSQL and a Redis that belong to the chaos alone."""

    faults = ("", "redis", "postgres", "clock")

    def __init__(self, folder: Path) -> None:
        self.address = self._postgres("start")
        self.redis_port, self.redis = free_port(), None
        self._start_redis(folder)
        super().__init__(folder, 2, DATABASE_URL=self.address, REDIS_URL=f"redis://127.0.0.1:{self.redis_port}/0")
        self.servers[0].manage("migrate", "-v0")

    @contextmanager
    def hurting(self, fault: str, chance: random.Random) -> Iterator[None]:
        """`redis`: gone while the server starts. `postgres`: every connection dies, and it recovers."""
        if fault == "redis":
            self.redis.kill()
            self.redis.wait(10)
            yield
            self._start_redis(self.folder)
        elif fault == "postgres":
            self._postgres("restart", self.address)
            yield
        else:
            yield

    def rows(self, sql: str, *values: Any) -> list[tuple]:
        with psycopg.connect(self.address) as database:
            return database.execute(sql.replace("?", "%s"), values).fetchall()

    def close(self) -> None:
        super().close()
        self.redis.kill()
        self.redis.wait(10)
        self._postgres("stop", self.address)

    def _start_redis(self, folder: Path) -> None:
        command = ["redis-server", "--port", str(self.redis_port), "--save", "", "--dir", str(folder)]
        self.redis = subprocess.Popen(command, stdout=subprocess.DEVNULL)

    @staticmethod
    def _postgres(*arguments: str) -> str:
        done = subprocess.run([ROOT / ".ci" / "postgres", *arguments], capture_output=True, text=True, check=True)
        return done.stdout.strip()
