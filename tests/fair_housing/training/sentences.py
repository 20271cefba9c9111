"""What is learned from: the cases that rules may be tuned on, and the sentences in this folder, written for it."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from realestate.fair_housing import measuring
from realestate.fair_housing.features import features
from realestate.fair_housing.screening import found_in, kind_of, tagged

HERE = Path(__file__).parent
TUNED = HERE.parent / "cases" / "tuned"
# Who wrote the cases of a folder: how the classifier does on an author it has not read is what counts.
AUTHORS = {
    "": "first", "of_2026-11-24": "first", "looked_at_2026-11-28": "first", "of_2026-11-28": "of the rules",
    "written_2026-11-28": "of the rules", "of_2026-11-28-second": "second", "looked_at_2026-11-28-second": "second",
    "of_2026-11-28-third": "third", "of_2026-11-28-fourth": "fourth",
}  # fmt: skip


@dataclass(frozen=True)
class Example:
    """A labelled text; `hits` is how many places the rules find in it.

    author: whose case it is, "" for a sentence of this folder, which was written to be learned from.
    """

    text: str
    surface: str
    code: str
    author: str = ""
    earlier: tuple[str, ...] = ()

    @property
    def steers(self) -> bool:
        return not self.code.startswith("A")

    @functools.cached_property
    def features(self) -> dict[int, float]:
        return features(self._tagged, self.text, self.surface, kind_of(self.earlier))

    @functools.cached_property
    def hits(self) -> int:
        return len({(each.start, each.end) for each in found_in(self._tagged, self.surface)})

    @functools.cached_property
    def _tagged(self):
        return tagged(self.text, guess=self.surface in ("question", "argument"))


def examples() -> list[Example]:
    """All of them: texts alone, but for those that steer only after what was said before, and texts after that."""
    return [each for each in [*_tuned(), *_written()] if each.features]


def learned_from() -> str:
    """The SHA-256 of all that the weights depend on but the code."""
    digest = hashlib.sha256()
    for each in (*_tuned(), *_written()):
        digest.update("\t".join([each.text, each.surface, each.code, *each.earlier, "\n"]).encode())
    return digest.hexdigest()[:16]


def _tuned() -> Iterator[Example]:
    for path in sorted(TUNED.rglob("*.jsonl")):
        folder = path.parent.relative_to(TUNED).as_posix().strip(".")
        for case in measuring.read(path, TUNED):
            yield from _ways(Example(case.text, case.surface, case.code, AUTHORS[folder], case.context))


def _ways(example: Example) -> Iterator[Example]:
    if not example.steers or not example.earlier:
        yield replace(example, earlier=())
    if example.earlier and example.surface == "question":
        yield example


def _written() -> Iterator[Example]:
    """The sentences of this folder: a line "# code surface", then texts, `earlier => text` where one came before."""
    for path in sorted(HERE.glob("*.txt")):
        for line in filter(None, path.read_text().splitlines()):
            if line.startswith("# "):
                code, surface = line[2:].split()
            else:
                *earlier, text = line.split(" => ")
                yield from _ways(Example(text, surface, code, "", tuple(earlier)))
