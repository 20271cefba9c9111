"""Readers that take nothing of the longest answer there is: what each costs the server.

    .venv/bin/python -m bench.stuck_reader [--readers 20] [--servers daphne uvicorn]

The model offers 200,000 tokens, of which the server takes what an answer may have, 800 kB. A reader beside the stuck
ones reads all of it.
"""

from __future__ import annotations

import argparse
import socket
import tempfile
import threading
import time
from pathlib import Path

from bench import process
from bench.report import report
from tests.llm_server import Answer, LLMServer, text
from tests.servers import Server, running

TOKENS = 200_000
# An answer is cut at 200,000 characters: of four bytes each they make 800 kB on the wire.
TOKEN = "\U0001f3e0"


def open_stuck(server: Server, path: str, token: str) -> socket.socket:
    """A client that asks for a stream, with a small window, and never reads."""
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    client.connect(("127.0.0.1", server.port))
    client.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n".encode())
    return client


def measure(kind: str, readers: int) -> dict[str, float]:
    """One answer beside so many stuck readers: how far the memory rose, and whether the other reader got it whole."""
    model, folder = LLMServer(), Path(tempfile.mkdtemp())
    body = text(*[TOKEN * 10] * (TOKENS // 10))
    model.script(Answer(body, write_size=len(body) // 60, pause=0.05))
    settings = {"LLM_BASE_URL": model.url, "LLM_MODEL": "scripted", "LLM_API_KEY": "k"}
    with running(kind, folder, **settings) as server:
        token = server.sign_up()
        for _ in range(3):  # the first answers load code and fill pools
            ask(server, token)
        before = process.resident_mib(server.pid)
        alone = peak_while(server, lambda: ask(server, token)) - before
        before = process.resident_mib(server.pid)
        stuck: list[socket.socket] = []
        whole = []
        peak = peak_while(server, lambda: whole.append(ask(server, token, stuck, readers)))
        for each in stuck:
            each.close()
    model.close()
    return {
        "MiB the process grew, nobody stuck": alone,
        f"MiB the process grew, {readers} stuck": peak - before,
        "MiB per stuck reader": (peak - before - alone) / readers,
        "characters the other reader got": whole[0],
    }


def ask(server: Server, token: str, stuck: list[socket.socket] | None = None, readers: int = 0) -> int:
    """Have one answer written and read it to its end, resuming; the characters read."""
    run_id = server.start_run("Everything, please", token)
    if stuck is not None:
        stuck += [open_stuck(server, f"/agents/runs/{run_id}/events", token) for _ in range(readers)]
    seen, ended, characters = 0, False, 0
    while not ended:
        for seq, name, data in server.follow(run_id, token, after=seen):
            characters += len(data["chunk"]) if name == "content" else 0
            seen, ended = seq, name == "done"
    return characters


def peak_while(server: Server, act) -> float:
    """The most memory the process held while `act` ran, in MiB."""
    ended, peak = threading.Event(), [0.0]

    def watch() -> None:
        while not ended.wait(0.05):
            peak[0] = max(peak[0], process.resident_mib(server.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    act()
    time.sleep(1)  # what is still on its way to the stuck ones
    ended.set()
    watcher.join()
    return peak[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--servers", nargs="+", default=["daphne", "uvicorn"])
    given = parser.parse_args()
    found = {kind: measure(kind, given.readers) for kind in given.servers}
    report(f"{given.readers} readers that never read, offered {TOKENS:,} tokens", found)


if __name__ == "__main__":
    main()
