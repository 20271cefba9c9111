"""Scenario files: what a person says, turn by turn, and which tool calls should follow. See docs/evals.md."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent / "scenarios"


class ScenarioError(Exception):
    """A scenario file is wrong; the text names the file, the scenario and what to change."""


@dataclass(frozen=True)
class Turn:
    """What is said, the calls that should follow as (tool, arguments), and what the answer must (not) hold.

    state: what should be there afterwards, by its name in `agent.evaluation.playing.STATES`.
    """

    say: str
    calls: tuple[tuple[str, dict[str, Any]], ...]
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    state: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Scenario:
    """One dialogue. `file` is the name of the file it stands in."""

    id: str
    file: str
    turns: tuple[Turn, ...]
    tags: tuple[str, ...] = field(default=())


def load(paths: Iterable[Path]) -> list[Scenario]:
    """The scenarios of these files, or of the .yaml files in these folders. Raises ScenarioError."""
    files = [file for path in paths for file in (sorted(path.rglob("*.yaml")) if path.is_dir() else [path])]
    found = [scenario for file in files for scenario in _read(file)]
    seen: dict[str, str] = {}
    for each in found:
        if each.id in seen:
            raise ScenarioError(f"{each.file}: the id {each.id!r} is taken in {seen[each.id]}; give it another.")
        seen[each.id] = each.file
    return found


def _read(file: Path) -> list[Scenario]:
    try:
        entries = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise ScenarioError(f"{file} could not be read as YAML: {error}") from error
    if not isinstance(entries, list):
        raise ScenarioError(f"{file} must be a list of scenarios.")
    return [_scenario(entry, f"{file.parent.name}/{file.name}") for entry in entries]


def _scenario(entry: Any, file: str) -> Scenario:
    where = f"{file}: {entry.get('id') if isinstance(entry, dict) else entry!r}"
    try:
        turns = tuple(_turn(turn) for turn in entry["turns"])
        return Scenario(str(entry["id"]), file, turns, tuple(entry.get("tags", ())))
    except (KeyError, TypeError, AttributeError) as error:
        raise ScenarioError(
            f"{where}: a scenario needs id, turns, and in each turn say and calls ({error})."
        ) from error


def _turn(turn: dict[str, Any]) -> Turn:
    state = tuple((str(name), int(count)) for name, count in (turn.get("state") or {}).items())
    calls = tuple((call["tool"], dict(call.get("arguments") or {})) for call in turn["calls"])
    return Turn(str(turn["say"]), calls, tuple(turn.get("must", ())), tuple(turn.get("must_not", ())), state)
