"""What is learned from: the cases that rules may be tuned on, and the sentences in this folder, written for it."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from realestate.fair_housing import measuring
from realestate.fair_housing.features import features
from realestate.fair_housing.screening import found_in, tagged

HERE = Path(__file__).parent
CASES = HERE.parent / "cases"


@dataclass(frozen=True)
class Example:
    """A labelled text; `hits` is how many places the rules find in it. hard: thresholds are chosen by those."""

    text: str
    surface: str
    code: str
    hard: bool

    @property
    def steers(self) -> bool:
        return not self.code.startswith("A")

    @functools.cached_property
    def features(self) -> dict[str, float]:
        return features(self._tagged, self.text, self.surface)

    @functools.cached_property
    def hits(self) -> int:
        return len({(each.start, each.end) for each in found_in(self._tagged, self.surface)})

    @functools.cached_property
    def _tagged(self):
        return tagged(self.text, guess=self.surface in ("question", "argument"))


def examples() -> list[Example]:
    """All of them; a text that steers only after what was said before it teaches nothing alone, and is left out."""
    tuned = [Example(case.text, case.surface, case.code, False) for case in _tuned()]
    return [each for each in [*tuned, *_written()] if each.features]


def learned_from() -> str:
    """The SHA-256 of all that the weights depend on but the code."""
    digest = hashlib.sha256()
    for example in [*((case.text, case.surface, case.code) for case in _tuned()), *map(_parts, _written())]:
        digest.update("\t".join(example).encode() + b"\n")
    return digest.hexdigest()[:16]


def _parts(example: Example) -> tuple[str, str, str]:
    return example.text, example.surface, example.code


def _tuned() -> list[measuring.Case]:
    cases = [case for case in measuring.load(CASES) if case.part == "tuned"]
    return [case for case in cases if case.is_lawful or not case.context]


def _written() -> Iterator[Example]:
    """The sentences of this folder: a line "# code surface", then texts, `earlier => text` where one came before."""
    for path in sorted(HERE.glob("*.txt")):
        for line in filter(None, path.read_text().splitlines()):
            if line.startswith("# "):
                code, surface = line[2:].split()
            elif " => " not in line or code.startswith("A"):
                yield Example(line.rpartition(" => ")[2], surface, code, not path.stem.startswith("ordinary_"))
