"""The ASGI entry point: the raw stream routes, and Django for everything else.

Timers start with the server: under uvicorn by its lifespan message, under daphne (which has none) by its reactor.
"""

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Awaitable, Callable
from typing import Any

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "realestate.settings")
django_application = get_asgi_application()  # first: apps must be ready before ours are imported

from agent import stream, ticker  # noqa: E402
from realestate import notifications, outbox, saved_news, warm  # noqa: E402
from realestate.mcp_server import oauth  # noqa: E402
from realestate.mcp_server.door import Door  # noqa: E402

Scope, Receive, Send = dict[str, Any], Callable[[], Awaitable[dict]], Callable[[dict], Awaitable[None]]

mcp = Door()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Dispatch one connection."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http":
        route = mcp.route(scope) or oauth.route(scope) or stream.route(scope)
        if route and scope["method"] == "POST":  # a question, a tool call: what only listens or resumes need not wait
            await warm.finished()
        await (route or django_application)(scope, receive, send)


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await start()
            _close_streams_at_sigterm()
            await send({"type": "lifespan.startup.complete"})
        else:
            await stop()
            await send({"type": "lifespan.shutdown.complete"})
            return


def _close_streams_at_sigterm() -> None:
    """uvicorn waits for open responses before it says shutdown: streams must end when the signal comes."""
    loop, theirs = asyncio.get_running_loop(), signal.getsignal(signal.SIGTERM)

    def both(number: int, frame: Any) -> None:
        loop.call_soon_threadsafe(stream.close_streams)
        loop.call_soon_threadsafe(mcp.close)
        if callable(theirs):
            theirs(number, frame)

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, both)


async def stop() -> None:
    """End the streams, hand the runs back, stop the timers."""
    stream.close_streams()
    await mcp.stop()
    await ticker.stop()


async def start() -> None:
    """Whatever comes first, lifespan or reactor, starts the timers once."""
    ticker.chores[:] = [outbox.sweep, saved_news.tell, notifications.forget_old]
    warm.begin()
    await ticker.start(after=warm.finished)


def _start_with_daphne() -> None:
    from twisted.internet import defer, reactor

    def begin() -> None:
        if reactor.running and not ticker.running():
            stream.send_waits = False
            asyncio.get_event_loop().create_task(start())

    reactor.callWhenRunning(begin)
    reactor.addSystemEventTrigger(
        "before", "shutdown", lambda: defer.Deferred.fromFuture(asyncio.ensure_future(stop()))
    )


if "daphne.server" in sys.modules:
    _start_with_daphne()
