"""`manage.py ask "question"`: one turn in the terminal, streaming. The same run, log and tools as in the chat."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from agent import ticker
from agent.following import frames_of, is_current
from agent.frames import Reader
from agent.models import Conversation, Run
from agent.runs import drive, start_run

NOBODY = "terminal@localhost"


class Command(BaseCommand):
    """Ask one question."""

    help = "Ask one question in the terminal; the answer streams."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("question", help="what you want to know, in plain words")
        parser.add_argument("--user", metavar="EMAIL", help="ask as this user; without it as nobody in particular")
        parser.add_argument("--json", action="store_true", help="print each event as one line of JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["question"].strip():
            raise CommandError("The question is empty.")
        run = start_run(Conversation.objects.create(user=_user(options["user"])), options["question"].strip())
        status = asyncio.run(self._through(run, as_json=options["json"]))
        if status != Run.Status.COMPLETED:
            raise CommandError(f"The answer was not completed: {status}.")

    async def _through(self, run: Run, *, as_json: bool) -> str:
        await ticker.start()  # renews the lease, so that no server takes the run over meanwhile
        try:
            task, reader, seen, status = drive(run), Reader(), run.last_seq, ""
            while not status:
                frames = await frames_of(run.pk, seen)
                frames.readers.add(reader)
                while not status:
                    for frame in frames.frames[seen - frames.base :]:
                        status = self._show(frame, as_json=as_json)
                    seen = frames.last_seq
                    if status or not is_current(frames):
                        break
                    await reader.wait()
            await task
            return status
        finally:
            await ticker.stop()

    def _show(self, frame: bytes, *, as_json: bool) -> str:
        """Print one event; the run's status once it has ended."""
        _, name, data = (line.partition(": ")[2] for line in frame.decode().strip().split("\n"))
        content = json.loads(data)
        if as_json:
            self.stdout.write(json.dumps({"event": name} | content, ensure_ascii=False))
        elif name == "content":
            self.stdout.write(content["chunk"], ending="")
            self.stdout.flush()
        elif name == "tool" and content["status"] == "started":
            self.stderr.write(f"{content['title']} {json.dumps(content['arguments'], ensure_ascii=False)}")
        elif name in ("notice", "error") and content.get("kind") != "unused":  # the answer says it in words
            self.stderr.write(content["message"])
        elif name == "done":
            self.stdout.write("")
        return content["status"] if name == "done" else ""


def _user(email: str | None) -> Any:
    users = get_user_model().objects
    if email is None:
        return users.filter(email=NOBODY).first() or users.create_user(NOBODY, is_active=False)
    user = users.filter(email=email.strip().lower()).first()
    if user is None:
        raise CommandError(f"There is no user with the address {email!r}. Make one with `manage.py createsuperuser`.")
    return user
