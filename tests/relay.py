"""A TCP relay between a browser and a server, to reset or to silence what is open."""

from __future__ import annotations

import asyncio
import socket
import struct
import threading


class Relay:
    """Listens on a port of its own and passes bytes on, until the link is cut."""

    def __init__(self, port: int) -> None:
        self._target, self._pairs, self._silent = port, set(), set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = self._call(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port = self._server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def reset(self) -> None:
        """Reset every open connection; new ones work."""

        async def through() -> None:
            for client in list(self._pairs):
                reset(client)

        self._call(through())

    def silence(self) -> None:
        """Open connections stay open and say nothing more (one is reset when its client sends); new ones work."""

        async def through() -> None:
            self._silent |= self._pairs

        self._call(through())

    def close(self) -> None:
        async def through() -> None:
            self._server.close()
            for client in list(self._pairs):
                client.transport.abort()
            others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            await asyncio.gather(*others, return_exceptions=True)

        self._call(through())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def _call(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(10)

    async def _serve(self, reader: asyncio.StreamReader, client: asyncio.StreamWriter) -> None:
        from_server, server = await asyncio.open_connection("127.0.0.1", self._target)
        self._pairs.add(client)
        await asyncio.gather(
            self._to_server(reader, server, client), self._to_client(from_server, client), return_exceptions=True
        )
        client.transport.abort()  # a silenced one was not closed on the way
        self._pairs.discard(client)
        self._silent.discard(client)

    async def _to_server(self, reader, server, client) -> None:
        try:
            while data := await reader.read(65536):
                if client in self._silent:
                    reset(client)
                server.write(data)
        finally:
            server.transport.abort()

    async def _to_client(self, reader, client) -> None:
        try:
            while data := await reader.read(65536):
                if client not in self._silent:
                    client.write(data)
                    await client.drain()
        finally:
            if client not in self._silent:
                client.close()


def reset(client: asyncio.StreamWriter) -> None:
    """Close the connection as a network that is gone does."""
    raw = client.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.transport.abort()
