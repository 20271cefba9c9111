"""A real local mail server that keeps what it is sent, and misbehaves when told to."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from tests.servers import free_port


class MailServer:
    """Listens on `port`. `mails` are those it accepted; `behaviour` is what it does with the next ones."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.connections = 0
        # "accept", or an SMTP answer to RCPT or DATA ("550 No", ...), or "vanish" after DATA was taken.
        self.behaviour = {"rcpt": "accept", "data": "accept"}
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def sent_to(self, address: str) -> list[EmailMessage]:
        """The mails to this address."""
        return [mail for mail in self.mails if mail["To"] == address]

    def close(self) -> None:
        if self._controller.loop.is_running():
            self._controller.stop()

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.behaviour["rcpt"] != "accept":
            return self.behaviour["rcpt"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.behaviour["data"] == "vanish":
            self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
            server.transport.abort()
            return "250 OK"
        if self.behaviour["data"] != "accept":
            return self.behaviour["data"]
        self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"
