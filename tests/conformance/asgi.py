"""Our application with the suite's fixtures behind `/mcp`: it can send no token, so nobody needs one here.

Everything else is the door of `realestate.asgi`: paths, host and origin checks, sessions, start and stop.
"""

from __future__ import annotations

from mcp.server.streamable_http import EventStore

from realestate import asgi
from realestate.mcp_server.door import Door
from tests.conformance.fixtures import server


class Remembered(EventStore):
    """Events of streams that may be resumed, in memory."""

    def __init__(self) -> None:
        self.events: list[tuple[str, object]] = []

    async def store_event(self, stream_id, message):
        self.events.append((stream_id, message))
        return str(len(self.events))

    async def replay_events_after(self, last_event_id, send_callback):
        stream_id = self.events[int(last_event_id) - 1][0]
        for number, (stream, message) in enumerate(self.events, 1):
            if number > int(last_event_id) and stream == stream_id and message is not None:
                await send_callback(_event(message, str(number)))
        return stream_id


def _event(message, event_id):
    from mcp.server.streamable_http import EventMessage

    return EventMessage(message, event_id)


asgi.mcp = Door(server, is_open=True, event_store=Remembered(), retry_interval=500)
application = asgi.application
