"""Whether what a scenario expects can be had from the market that is there: its own calls are made, nobody is asked."""

from __future__ import annotations

import re
from typing import Any

from agent.evaluation.judging import referred
from agent.evaluation.playing import PlayedTurn
from agent.evaluation.scenarios import Scenario
from agent.toolbox import call_tool
from realestate.tooling import acting_as

_UNRESOLVED = re.compile(r"\$(?:result\[\d+\]|nextCursor)")


async def impossible(scenario: Scenario, user: Any) -> list[str]:
    """What of the expected calls cannot be made, as this user, one after the other: none where all can.

    A home of a list that is not so long, a next page where all homes fit one, a place there is not, an argument that
    the tool refuses.
    """
    found, played = [], []
    with acting_as(user):
        for number, turn in enumerate(scenario.turns, start=1):
            made = PlayedTurn()
            for tool, given in turn.calls:
                arguments = referred(given, [*played, made])
                if missing := _UNRESOLVED.search(str(arguments)) or ("cursor" in arguments and not arguments["cursor"]):
                    what = missing.group() if isinstance(missing, re.Match) else "$nextCursor"
                    found.append(f"turn {number}, {tool}: nothing is there for {what}")
                    continue
                answer = await call_tool(tool, arguments)
                made.calls.append((tool, arguments, answer.result))
                if answer.error:
                    found.append(f"turn {number}, {tool}: {answer.error}")
            played.append(made)
    return found
