"""From an answer that somebody rated to a draft of a scenario: what was said, and the calls that were made.

The draft goes into a folder of scenarios once the calls say what should have been made instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import yaml

from agent.branches import Branches
from agent.models import Feedback, Message, Run, ToolCall

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def draft(ratings: Iterable[Feedback]) -> str:
    """The scenarios as YAML, with each reason as a comment. E-mail addresses are replaced: scenarios are published."""
    return "\n".join(_with_reason(rating) for rating in ratings)


def _with_reason(rating: Feedback) -> str:
    said = " ".join(_anonymous(rating.reason).split()) or "no reason given"
    scenario = {"id": f"rated-{str(rating.message_id)[:8]}", "tags": ["from-use"], "turns": _turns(rating.message)}
    body = yaml.safe_dump([scenario], sort_keys=False, allow_unicode=True, width=110)
    rated = rating.get_rating_display().lower()
    return f"# rated {rated}: {said}\n# Change the calls to those that should have been made.\n{body}"


def _turns(answer: Message) -> list[dict[str, Any]]:
    """The questions up to this answer, each with the calls made for it."""
    path = Branches(Message.objects.filter(conversation_id=answer.conversation_id)).path_to(answer.pk)
    answers = [message for message in path if message.role == Message.Role.ASSISTANT]
    runs = {run.answer_id: run for run in Run.objects.filter(answer__in=answers).select_related("question")}
    return [_turn(runs[each.pk]) for each in answers if each.pk in runs]


def _turn(run: Run) -> dict[str, Any]:
    calls = ToolCall.objects.filter(step__run=run).order_by("step__number", "position")
    made = [{"tool": call.name, "arguments": _plain(call.arguments)} for call in calls]
    return {"say": _anonymous(run.question.text), "calls": made}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return _anonymous(value) if isinstance(value, str) else value


def _anonymous(text: str) -> str:
    return _ADDRESS.sub("somebody@example.com", text)
