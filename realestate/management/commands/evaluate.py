"""`manage.py evaluate`: how well the configured model understands, over scenario files."""

from __future__ import annotations

import asyncio
import json
import statistics
import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.closing import close_account
from accounts.models import User
from agent import ticker
from agent.evaluation import reporting
from agent.evaluation.holding import impossible
from agent.evaluation.judging import Verdict, judge
from agent.evaluation.playing import PlayedTurn, play
from agent.evaluation.scenarios import HERE, Scenario, ScenarioError, load
from realestate import tooling
from realestate.database import in_database
from realestate.fair_housing import measuring

FAIR_HOUSING_CASES = settings.BASE_DIR / "tests" / "fair_housing" / "cases"
# What can be measured -> where its dialogues are.
SUITES = {"dialogues": HERE, "tuned": HERE / "tuned", "never-tuned": HERE / "never_tuned"}
HEAD = (
    "",
    "scenarios",
    "turns",
    "right tool",
    "exact",
    "dropped silently",
    "invented",
    "facts",
    "ungrounded",
    "wholly right",
)
T = TypeVar("T")
Played = tuple[Scenario, list[PlayedTurn], list[Verdict]]


class Command(BaseCommand):
    """Play scenarios and print a table."""

    help = "Play scenario files against the configured model and print what was right. Needs the demo homes (seed)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="*", type=Path, help="scenario files or folders; without any, ours")
        parser.add_argument("--tag", help="only scenarios with this tag")
        parser.add_argument("--model", help="another model of the configured endpoint, or offline")
        parser.add_argument("--json", action="store_true", help="every dialogue as JSON instead of the table")
        parser.add_argument("--html", type=Path, help="also write the table and what was missed as a page to this file")
        parser.add_argument("--misses", action="store_true", help="say what was wrong in each turn that was")
        parser.add_argument("--check", action="store_true", help="only say which expectations the homes cannot meet")
        parser.add_argument("--suite", choices=[*SUITES, "fair-housing"], default="dialogues", help="what to measure")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["suite"] == "fair-housing":
            self._fair_housing(options["paths"] or [FAIR_HOUSING_CASES])
            return
        if options["model"]:
            settings.LLM_MODEL = settings.LLM_TOOL_MODEL = options["model"]
        try:
            scenarios = load(options["paths"] or [SUITES[options["suite"]]])
        except ScenarioError as error:
            raise CommandError(str(error)) from error
        scenarios = [each for each in scenarios if not options["tag"] or options["tag"] in each.tags]
        if not scenarios:
            raise CommandError("There are no such scenarios.")
        if options["check"]:
            self._check(scenarios)
            return
        played = asyncio.run(_play_all(scenarios))
        if options["html"]:
            page = reporting.as_html(played, settings.LLM_MODEL, HEAD, _rows(played))
            options["html"].write_text(page, encoding="utf-8")
        if options["json"]:
            self.stdout.write(json.dumps(reporting.as_json(played, settings.LLM_MODEL), default=str))
            return
        if options["misses"]:
            for scenario, turns, verdicts in played:
                self._misses(scenario, turns, verdicts)
        self._table(played)

    def _check(self, scenarios: list[Scenario]) -> None:
        wrong = asyncio.run(_with_users(scenarios, impossible))
        for scenario, reasons in zip(scenarios, wrong, strict=True):
            for reason in reasons:
                self.stdout.write(f"{scenario.file} {scenario.id}: {reason}")
        self.stdout.write(f"{sum(map(bool, wrong))} of {len(scenarios)} scenarios expect what cannot be.")

    def _fair_housing(self, folders: list[Path]) -> None:
        try:
            cases = [case for folder in folders for case in measuring.load(folder)]
        except measuring.CaseError as error:
            raise CommandError(str(error)) from error
        if not cases:
            raise CommandError(f"There are no cases in {', '.join(map(str, folders))}.")
        measuring.measure(cases[0])  # reads the rules, which is not the time of a text
        self.stdout.write("\n".join(measuring.report([measuring.measure(case) for case in cases])))

    def _misses(self, scenario: Scenario, turns: list[PlayedTurn], verdicts: list[Verdict]) -> None:
        for asked, turn, verdict in zip(scenario.turns, turns, verdicts, strict=True):
            if verdict.right:
                continue
            kinds = ("dropped", "invented", "changed", "facts")
            amiss = [f"{kind}: {', '.join(getattr(verdict, kind))}" for kind in kinds if getattr(verdict, kind)]
            self.stdout.write(f"{scenario.file} {scenario.id}: {asked.say}")
            self.stdout.write(f"  wanted {list(asked.calls)}\n  made   {verdict.made}\n  {'; '.join(amiss)}")
            self.stdout.write(f"  {turn.text[:200]!r}")

    def _table(self, played: list[Played]) -> None:
        self.stdout.write("| " + " | ".join(HEAD) + " |\n|---|" + "---:|" * (len(HEAD) - 1))
        for row in _rows(played):
            self.stdout.write("| " + " | ".join(row) + " |")
        turns = [turn for _, mine, _ in played for turn in mine]
        spent = statistics.mean(turn.tokens for turn in turns)
        seconds = statistics.median(turn.seconds for turn in turns) * 1000
        self.stdout.write(f"A turn: {statistics.mean(t.steps for t in turns):.1f} steps, {spent:.0f} tokens on average")
        first = statistics.median(turn.first_text_seconds for turn in turns) * 1000
        cost = sum((turn.cost_usd or 0 for turn in turns), 0)
        self.stdout.write(f"and {seconds:.0f} ms (median), {first:.0f} ms to the first text; ${cost:.4f} in all.")


async def _play_all(scenarios: list[Scenario]) -> list[Played]:
    await ticker.start()  # renews the leases, so that no server takes the runs over meanwhile
    try:
        played, synonyms = [], await in_database(_feature_names)
        for scenario, turns in zip(scenarios, await _with_users(scenarios, play), strict=True):
            verdicts = [judge(turn, turns[at], turns[:at], synonyms) for at, turn in enumerate(scenario.turns)]
            played.append((scenario, turns, verdicts))
        return played
    finally:
        await ticker.stop()


async def _with_users(scenarios: list[Scenario], act: Callable[[Scenario, User], Awaitable[T]]) -> list[T]:
    """What comes of each scenario with a user of its own, who is deleted with everything afterwards."""
    found = []
    for scenario in scenarios:
        user = await in_database(_new_user)
        try:
            found.append(await act(scenario, user))
        finally:
            await in_database(close_account, user)
    return found


def _feature_names() -> dict[str, str]:
    entries = [entry for entry in tooling.vocabulary() if entry["kind"] == "feature"]
    return {said.lower(): entry["name"] for entry in entries for said in (entry["name"], *entry["words"])}


def _new_user() -> User:
    """A user of the scenario's own, deleted with all that it leaves."""
    address = f"evaluation-{uuid.uuid4().hex}@example.com"
    return User.objects.create_user(address, email_confirmed_at=timezone.now())


def _rows(played: list[Played]) -> list[tuple[str, ...]]:
    """The table's rows: one a file, and all."""
    by_file: dict[str, list[Played]] = {}
    for each in played:
        by_file.setdefault(each[0].file, []).append(each)
    return [(name, *_figures(group)) for name, group in [*by_file.items(), ("all", played)]]


def _figures(group: list[Played]) -> list[str]:
    verdicts = [verdict for _, _, mine in group for verdict in mine]
    several = [mine for scenario, _, mine in group if len(scenario.turns) > 1]
    whole = f"{_share([all(v.right for v in mine) for mine in several])} of {len(several)}" if several else "-"
    return [
        str(len(group)),
        str(len(verdicts)),
        _share([verdict.right_tools for verdict in verdicts]),
        _share([verdict.exact for verdict in verdicts]),
        str(sum(len(verdict.silently) for verdict in verdicts)),
        str(sum(len(verdict.invented) for verdict in verdicts)),
        str(sum(len(verdict.facts) for verdict in verdicts)),
        str(sum(turn.ungrounded for _, turns, _ in group for turn in turns)),
        whole,
    ]


def _share(true: list[bool]) -> str:
    return f"{100 * sum(true) / len(true):.1f} %"
