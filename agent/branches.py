"""Which messages a conversation shows: the path from its first question to the newest answer, and what lies beside it.

Trying again makes another answer to the same question, editing another question after the same answer; the old ones
stay as siblings.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from agent.models import Message


@dataclass(frozen=True)
class Versions:
    """A message among its siblings: number 2 of 3, and where the ones beside it lead."""

    number: int
    total: int
    previous: uuid.UUID | None
    next: uuid.UUID | None


class Branches:
    """The messages of one conversation as a tree."""

    def __init__(self, messages: Iterable[Message]) -> None:
        self._by_id = {message.pk: message for message in sorted(messages, key=lambda each: each.created_at)}
        self._children: dict[uuid.UUID | None, list[Message]] = {}
        for message in self._by_id.values():
            self._children.setdefault(message.parent_id, []).append(message)

    def path_to(self, leaf_id: uuid.UUID | None) -> list[Message]:
        """From the first question to this message; empty for an unknown one."""
        path, message = [], self._by_id.get(leaf_id)
        while message is not None:
            path.append(message)
            message = self._by_id.get(message.parent_id)
        return path[::-1]

    def newest(self) -> uuid.UUID | None:
        """The message that came last, on whichever branch."""
        return next(reversed(self._by_id), None)

    def newest_below(self, message_id: uuid.UUID) -> uuid.UUID | None:
        """The end of the branch that goes on from this message, along the newest children; None if it is unknown."""
        message = self._by_id.get(message_id)
        while message is not None and message.pk in self._children:
            message = self._children[message.pk][-1]
        return message.pk if message else None

    def versions(self, message: Message) -> Versions:
        """This message among those with the same parent."""
        siblings = [each.pk for each in self._children[message.parent_id]]
        place = siblings.index(message.pk)
        before = siblings[place - 1] if place else None
        after = siblings[place + 1] if place + 1 < len(siblings) else None
        return Versions(place + 1, len(siblings), before, after)
