"""`python -m tests.chaos --database sqlite --kills 200`: seeded kills of our own servers, and what they broke: nothing.

Every scenario prints its seed; `--seed` with that number and `--kills 4` plays its plan again: the same questions,
cuts, kills and faults in the same order, though not to the millisecond.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.chaos.checking import problems, waits
from tests.chaos.reading import Person
from tests.chaos.site import FAKETIME, PairSite, Site, SQLiteSite

SITES: dict[str, Callable[[Path], Site]] = {"sqlite": SQLiteSite, "postgres": PairSite}
KILLS_AT_ONCE = 4
QUESTIONS = [
    "Find homes in Portland under $900,000",
    "What's the market like in Portland, OR?",
    "Compare L001 and L002",
    "What would a home for $660,000 cost me a month with 20% down at 6.5% over 30 years?",
]


@dataclass
class Toll:
    """What was done and seen, over all scenarios."""

    kills: int = 0
    kills_in_mid_answer: int = 0
    runs: int = 0
    events: int = 0
    cuts: int = 0
    yeses: int = 0
    mails: int = 0
    faults: dict[str, int] = field(default_factory=dict)
    waited: list[float] = field(default_factory=list)
    after_kill: list[float] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def table(self) -> str:
        """The figures as lines of a table."""
        faults = ", ".join(f"{name} {count}" for name, count in sorted(self.faults.items()))
        lines = {
            "kills": self.kills,
            "of them while an answer was being written": self.kills_in_mid_answer,
            "faults beside them": faults or "none",
            "runs": self.runs,
            "events": self.events,
            "reader cuts": self.cuts,
            "mails / yeses": f"{self.mails} / {self.yeses}",
            "next event after start-up or lease end, at most": f"{max(self.waited, default=0):.1f} s",
            "next event after a kill, at most": f"{max(self.after_kill, default=0):.1f} s",
            "broken promises": len(self.broken),
        }
        return "\n".join(f"| {name} | {value} |" for name, value in lines.items())


def play(site: Site, seed: int, kills: int, most_seconds: float, toll: Toll) -> list[str]:
    """One scenario: questions at once, kills while they are answered; the broken promises."""
    chance = random.Random(seed)
    token = site.servers[0].sign_up(f"p{seed}-{time.monotonic_ns()}@example.com")
    people = []
    for number in range(chance.randint(4, 6)):
        to = f"m{number}-{seed}-{time.monotonic_ns()}@example.com" if chance.random() < 0.4 else ""
        question = f"Send L001 and L002 to {to}" if to else chance.choice(QUESTIONS)
        people.append(Person(site, token, question, to, chance.random()))
    for person in people:
        person.start()
    killed, free, faults = [], [], []
    for _ in range(kills):
        time.sleep(chance.uniform(0.05, 1.2))
        fault = chance.choice(site.faults)
        if fault:
            toll.faults[fault] = toll.faults.get(fault, 0) + 1
        toll.kills_in_mid_answer += any(person.waits for person in people)
        before, after = site.kill_and_start(chance, fault)
        killed.append(before)
        free.append(after)
        faults.append(fault)
    for person in people:
        person.join(150)
    toll.kills += kills
    toll.runs += len(people)
    toll.events += sum(len(person.events) for person in people)
    toll.cuts += sum(person.cuts for person in people)
    toll.yeses += sum(person.yeses for person in people)
    toll.mails += sum(len(site.mail_server.sent_to(person.to)) for person in people if person.to)
    end = time.monotonic()
    toll.after_kill += waits(people, killed, killed, end)
    late = []
    for number, (moment, fault) in enumerate(zip(free, faults, strict=True), 1):
        toll.waited += (waited := waits(people, [moment], killed, end))
        beside = f"kill {number} ({fault or 'no fault beside it'}, {moment - killed[number - 1]:.1f} s after it)"
        late += [
            f"broken: the next event came {each:.1f} s late, at {beside}" for each in waited if each > most_seconds
        ]
    return problems(site, people) + late


def main() -> int:
    """Play scenarios until the kills are used up; 1 when a promise broke."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__.split("\n")[0])
    parser.add_argument("--database", choices=SITES, default="sqlite")
    parser.add_argument("--kills", type=int, default=8)
    parser.add_argument("--seed", type=int, default=None, help="fresh and printed when not given")
    parser.add_argument(
        "--most-seconds",
        type=float,
        default=4.0,
        help="to the next event of an open run, from start-up or the end of the lease; more on a busy machine",
    )
    options = parser.parse_args()
    if FAKETIME is None:
        print("The clock is not moved: apt-get install faketime", flush=True)
    first = random.SystemRandom().randrange(10**6) if options.seed is None else options.seed
    started, toll, folder = time.monotonic(), Toll(), Path(tempfile.mkdtemp(prefix="doorstep-chaos-"))
    site = SITES[options.database](folder)
    try:
        site.prepare()
        left, seed = options.kills, first
        while left > 0 and not toll.broken:
            print(f"seed {seed} ...", flush=True)
            try:
                toll.broken += play(site, seed, min(KILLS_AT_ONCE, left), options.most_seconds, toll)
            except Exception as error:  # a server that does not start again is a broken promise too
                toll.broken.append(f"{type(error).__name__}: {error}")
            state = "broken" if toll.broken else "held"
            print(f"seed {seed}: {state}, {toll.kills} kills, {time.monotonic() - started:.0f} s", flush=True)
            left, seed = left - KILLS_AT_ONCE, seed + 1
    finally:
        site.close()
    print(f"| {options.database} | seeds {first} to {seed - 1}, {time.monotonic() - started:.0f} s |\n|---|---|")
    print(toll.table())
    for each in toll.broken:
        print(each)
    if toll.broken:
        print(f"Again: python -m tests.chaos --database {options.database} --kills {KILLS_AT_ONCE} --seed {seed - 1}")
        print(f"The servers' log: {folder / 'server.log'}")
        return 1
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
