"""The mail backend of a machine without a mail server: each mail becomes an .eml file that mail programs open."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from datetime import UTC, datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

log = logging.getLogger(__name__)


class EmlFolder(BaseEmailBackend):
    """Writes to `settings.EMAIL_FILE_PATH`; `message.written_to` then names the file, seen from the project."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        settings.EMAIL_FILE_PATH.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = message.extra_headers.get("Message-ID", "mail").strip("<>").split("@")[0]
            path = settings.EMAIL_FILE_PATH / f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{name}.eml"
            path.write_bytes(message.message().as_bytes())
            message.written_to = os.path.relpath(path, settings.BASE_DIR)
            log.info("Mail to %s written to %s", ", ".join(message.to), message.written_to)
        return len(email_messages)
