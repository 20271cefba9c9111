"""Plays a scenario as a person would: through the real runs, tools and database."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from agent.evaluation.scenarios import Scenario
from agent.models import Conversation, Run, ToolCall
from agent.runs import drive, start_run
from agent.toolbox import Toolbox
from realestate.database import in_database
from realestate.models import Approval
from realestate.tooling import acting_as


@dataclass
class PlayedTurn:
    """What came of one turn. calls: (tool, arguments, result or None) in their order."""

    calls: list[tuple[str, dict[str, Any], dict[str, Any] | None]] = field(default_factory=list)
    text: str = ""
    status: str = ""
    steps: int = 0
    tokens: int = 0
    seconds: float = 0.0
    state: dict[str, int] = field(default_factory=dict)  # what there is afterwards, where the scenario asks
    ungrounded: int = 0  # figures of the answer that nothing supports


# What a scenario can ask for -> the tool that counts it. Mails wait in the kit.
STATES = {"saved_listings": "listSavedListings", "saved_searches": "listSavedSearches", "mail_waiting": ""}


async def play(scenario: Scenario, user: Any) -> list[PlayedTurn]:
    """Ask turn after turn in one conversation of this user's, with the model of the settings."""
    conversation = await in_database(lambda: Conversation.objects.create(user=user))
    played = []
    for turn in scenario.turns:
        played.append(await _ask(conversation, turn.say))
        played[-1].state = {name: await _count(name, user) for name, _ in turn.state}
    return played


async def _count(name: str, user: Any) -> int:
    """How many there are of what STATES names, as this user sees it."""
    if name == "mail_waiting":
        waiting = Approval.objects.visible_to(user).waiting()
        return await in_database(waiting.count)
    with acting_as(user):
        async with Toolbox() as toolbox:
            answer = await toolbox.call(STATES[name], {})
    return int((answer.result or {}).get("total", 0))


async def _ask(conversation: Conversation, question: str) -> PlayedTurn:
    run = await in_database(start_run, conversation, question)
    started = time.perf_counter()
    await drive(run)
    return await in_database(_played, run, time.perf_counter() - started)


def _played(run: Run, seconds: float) -> PlayedTurn:
    run = Run.objects.select_related("answer").get(pk=run.pk)
    steps = list(run.steps.order_by("number"))
    calls = ToolCall.objects.filter(step__in=steps).order_by("step__number", "position")
    return PlayedTurn(
        calls=[(call.name, call.arguments, call.result) for call in calls],
        text=run.answer.text if run.answer else "",
        status=run.status,
        steps=len(steps),
        tokens=sum(step.prompt_tokens + step.completion_tokens for step in steps),
        seconds=seconds,
        ungrounded=run.ungrounded,
    )
