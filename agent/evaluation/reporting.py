"""What an evaluation came to, as data for other programs and as a page to read."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from agent.evaluation.judging import Verdict
from agent.evaluation.playing import PlayedTurn
from agent.evaluation.scenarios import Scenario, Turn

Json = dict[str, Any]
Played = tuple[Scenario, list[PlayedTurn], list[Verdict]]


def as_json(played: list[Played], model: str) -> Json:
    """Every dialogue with what was meant, what was done and what was amiss; JSON values only."""
    dialogues = [_dialogue(*each) for each in played]
    return {"model": model, "takenAt": timezone.now().isoformat(timespec="seconds"), "dialogues": dialogues}


def as_html(played: list[Played], model: str, head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """The table and, below it, each dialogue that was not wholly right; one file without any other."""
    missed = [each for each in as_json(played, model)["dialogues"] if not each["right"]]
    values = {"model": model, "taken": timezone.now(), "head": head, "rows": rows, "missed": missed, "all": len(played)}
    return render_to_string("agent/evaluation.html", values)


def _dialogue(scenario: Scenario, turns: list[PlayedTurn], verdicts: list[Verdict]) -> Json:
    told = [_turn(*each) for each in zip(scenario.turns, turns, verdicts, strict=True)]
    return {
        "id": scenario.id,
        "file": scenario.file,
        "tags": list(scenario.tags),
        "right": all(turn["right"] for turn in told),
        "turns": told,
    }


def _turn(asked: Turn, played: PlayedTurn, verdict: Verdict) -> Json:
    amiss = {name: getattr(verdict, name) for name in ("dropped", "silently", "invented", "changed", "facts")}
    return {
        "say": asked.say,
        "wanted": [{"tool": tool, "arguments": arguments} for tool, arguments in asked.calls],
        "made": [{"tool": tool, "arguments": arguments} for tool, arguments in verdict.made],
        "answer": played.text,
        "right": verdict.right,
        "rightTool": verdict.right_tools,
        "exact": verdict.exact,
        "amiss": {name: found for name, found in amiss.items() if found},
        "steps": played.steps,
        "tokens": played.tokens,
        "seconds": round(played.seconds, 3),
        "firstTextSeconds": round(played.first_text_seconds, 3),
        "costUsd": played.cost_usd,
        "ungrounded": played.ungrounded,
    }
