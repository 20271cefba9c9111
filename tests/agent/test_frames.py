"""Readers whose clients take nothing: noticed, given some time, cut."""

from __future__ import annotations

import asyncio
import socket

import pytest

from agent import frames, stream
from agent.frames import PIECE_BYTES, Frames, Reader, heartbeat


class FullConnection:
    """A server's connection whose client takes nothing: `send` waits until it is aborted."""

    def __init__(self, unread: int = 1000, connection: socket.socket | None = None) -> None:
        self.transport, self.unread, self.socket = self, unread, connection
        self.aborted = asyncio.Event()

    async def send(self, message: dict) -> None:
        await self.aborted.wait()

    def get_write_buffer_size(self) -> int:
        return self.unread

    def get_extra_info(self, name: str) -> socket.socket | None:
        return {"socket": self.socket}[name]

    def abort(self) -> None:
        self.aborted.set()


@pytest.fixture(autouse=True)
def _no_reader_stays():
    yield
    Reader.open.clear()
    Reader.lingering.clear()


def test_frames_are_handed_out_in_pieces_of_whole_frames():
    run = Frames(None, 10)
    run.extend([b"x" * (PIECE_BYTES - 1), b"y" * 100, b"z"])

    first, reached = run.after(10)
    rest, end = run.after(reached)

    assert (len(first), reached) == (PIECE_BYTES + 99, 12)
    assert (rest, end) == (b"z", 13)
    assert run.after(13) == (b"", 13)


def test_the_heartbeat_cuts_a_reader_that_takes_nothing_beyond_its_time():
    async def through() -> FullConnection:
        connection = FullConnection()
        reader = Reader("ana", connection.send)
        reader.until = 0
        Reader.open.add(reader)
        beat = asyncio.create_task(heartbeat(0.1))
        await reader.write(b"more")
        beat.cancel()
        return connection

    assert asyncio.run(through()).aborted.is_set()


def test_a_reader_is_stuck_after_half_a_minute_and_not_before():
    async def through() -> tuple[bool, bool, bool]:
        connection = FullConnection()
        reader = Reader("ana", connection.send)
        idle = reader.is_stuck(reader.sent_at + 1000)
        writing = asyncio.create_task(reader.write(b"more"))
        await asyncio.sleep(0)
        since = reader._sending_since
        found = idle, reader.is_stuck(since + 29), reader.is_stuck(since + 30)
        connection.abort()
        await writing
        return found

    assert asyncio.run(through()) == (False, False, True)


def test_an_ended_stream_that_is_not_taken_is_cut_later(monkeypatch):
    monkeypatch.setattr(frames, "STUCK_SECONDS", 0)

    async def through() -> None:
        connection = FullConnection()
        Reader("ana", connection.send).linger()
        await connection.aborted.wait()

    asyncio.run(through())

    assert not Reader.lingering


def test_an_ended_stream_that_was_taken_meanwhile_is_left_alone(monkeypatch):
    monkeypatch.setattr(frames, "STUCK_SECONDS", 0)

    async def through() -> bool:
        connection, other = FullConnection(), FullConnection()
        Reader("ana", connection.send).linger()
        connection.unread = 0
        Reader("eve", other.send).linger()
        await other.aborted.wait()
        return connection.aborted.is_set()

    assert asyncio.run(through()) is False


def test_at_shutdown_what_nobody_takes_is_cut_and_the_others_are_woken(monkeypatch):
    monkeypatch.setattr(stream, "_closing", False)

    async def through() -> tuple[bool, bool]:
        full, ended = FullConnection(), FullConnection()
        Reader.open.add(Reader("ana", full.send))
        Reader("eve", ended.send).linger()
        listening = Reader("ben", FullConnection(unread=0).send)
        Reader.open.add(listening)
        asyncio.get_running_loop().call_soon(stream.close_streams)
        await listening.wait()
        return full.aborted.is_set(), ended.aborted.is_set()

    assert asyncio.run(through()) == (True, True)


def test_the_kernel_holds_little_for_a_stream():
    with socket.socket() as connection:
        Reader("ana", FullConnection(connection=connection).send).narrow()

        assert connection.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) <= 2 * frames.SEND_BUFFER_BYTES
