"""Plays a scenario as a person would: through the real runs, tools and database."""

from __future__ import annotations

import asyncio
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

from agent.evaluation.scenarios import Scenario
from agent.eventlog import eventlog
from agent.frames import Reader
from agent.ledger import cost_of
from agent.models import Conversation, Run, Step, ToolCall
from agent.runs import drive, start_run
from agent.toolbox import call_tool
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
    first_text_seconds: float = 0.0  # until the first words were stored, which is when they are shown
    cost_usd: float | None = None  # where the model's price is set
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
        answer = await call_tool(STATES[name], {})
    return int((answer.result or {}).get("total", 0))


async def _ask(conversation: Conversation, question: str) -> PlayedTurn:
    run = await in_database(start_run, conversation, question)
    started = time.perf_counter()
    answering = drive(run)
    first = asyncio.create_task(_first_text(run.pk, started))
    await answering
    return await in_database(_played, run, time.perf_counter() - started, await first)


async def _first_text(run_id: uuid.UUID, started: float) -> float:
    """Seconds until the first content event of a run that this process drives."""
    frames, reader = eventlog.live[run_id], Reader()
    seq = frames.base
    frames.readers.add(reader)
    try:
        while True:
            body, seq = frames.after(seq)
            if b"event: content" in body or frames.ended:
                return time.perf_counter() - started
            await reader.wait()
    finally:
        frames.readers.discard(reader)


def _played(run: Run, seconds: float, first_text_seconds: float) -> PlayedTurn:
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
        first_text_seconds=first_text_seconds,
        cost_usd=_cost(steps),
        ungrounded=run.ungrounded,
    )


def _cost(steps: list[Step]) -> float | None:
    costs = [cost_of(step.model, step.prompt_tokens, step.completion_tokens) for step in steps]
    return float(sum(cost for cost in costs if cost)) if any(cost is not None for cost in costs) else None
