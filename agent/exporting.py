"""A conversation as a file to keep: Markdown, as it was written."""

from __future__ import annotations

from agent.branches import Branches
from agent.models import Conversation, Message


def as_markdown(conversation: Conversation) -> str:
    """The newest branch: each question as a heading, its answer below, times in UTC."""
    branches = Branches(conversation.messages.all())
    parts = [f"# {conversation.title or 'Conversation'}", f"{conversation.created_at:%Y-%m-%d}, Doorstep"]
    for message in branches.path_to(branches.newest()):
        when = f"{message.created_at:%Y-%m-%d %H:%M} UTC"
        if message.role == Message.Role.USER:
            parts.append(f"## {' '.join(message.text.split())}\n\n*{when}*")
        else:
            parts.append(message.text.strip())
    return "\n\n".join(parts) + "\n"
