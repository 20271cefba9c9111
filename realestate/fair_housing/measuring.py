"""How much the rules find, over files of labelled cases: the figures of `manage.py evaluate --suite fair-housing`."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from realestate.fair_housing.answers import AnswerFilter
from realestate.fair_housing.replies import judge
from realestate.fair_housing.screening import findings

PIECE = 4  # characters of an answer that come at once, as models send them
LAWFUL = ("lawful", "ordinary")


class CaseError(ValueError):
    """A file of cases cannot be read; the text says where."""


@dataclass(frozen=True)
class Case:
    """One labelled text. part: the folder it lies in, e.g. never_tuned/2026-11-28."""

    part: str
    text: str
    context: tuple[str, ...]
    category: str
    style: str
    surface: str
    code: str

    @property
    def is_lawful(self) -> bool:
        return self.category in LAWFUL

    @property
    def id(self) -> str:
        """A name that tells nothing of the text, so that results can be read by who writes rules."""
        return hashlib.sha256("\n".join((self.text, *self.context)).encode()).hexdigest()[:10]


@dataclass(frozen=True)
class Measured:
    """A case, whether something was found in it, and the milliseconds of computing that took."""

    case: Case
    found: bool
    milliseconds: float

    @property
    def right(self) -> bool:
        return self.found != self.case.is_lawful


def load(folder: Path) -> list[Case]:
    """The cases of all files under a folder. Raises CaseError."""
    return [case for path in sorted(folder.rglob("*.jsonl")) for case in read(path, folder)]


def read(path: Path, folder: Path) -> Iterable[Case]:
    """The cases of one file under a folder. Raises CaseError."""
    part = "/".join(path.parent.relative_to(folder).parts[:2])
    for number, line in enumerate(path.read_text().splitlines(), 1):
        try:
            row = json.loads(line)
            yield Case(
                part if part.startswith("never_tuned") else "tuned",
                row["text"], tuple(row["context"]), row["category"], row["style"], row["surface"], row["code"],
            )  # fmt: skip
        except (ValueError, KeyError, TypeError) as error:
            raise CaseError(f"{path}:{number} is no case: {error!r}.") from error


def measure(case: Case) -> Measured:
    """Whether the guard of the case's surface finds something: what a person would notice."""
    findings.cache_clear()
    started = time.thread_time()
    found = _found(case)
    return Measured(case, found, (time.thread_time() - started) * 1000)


def report(measured: Sequence[Measured]) -> list[str]:
    """The lines of the report, in Markdown: a table for each part, the classes, the time, every miss by its id."""
    lines: list[str] = []
    never = [each for each in measured if each.case.part.startswith("never_tuned")]
    for part in sorted({each.case.part for each in measured}):
        lines += _part(part, [each for each in measured if each.case.part == part])
    lines += _part("never tuned, all together", never) + _classes(never)
    times = sorted(each.milliseconds for each in measured if each.case.surface != "answer")
    p95 = times[int(len(times) * 0.95)]
    lines += [
        "",
        f"Time for a text: median {times[len(times) // 2]:.1f} ms, p95 {p95:.1f} ms, most {times[-1]:.1f} ms.",
    ]
    wrong = [each.case for each in measured if not each.right]
    lines += [
        "",
        f"Misses and false alarms: {len(wrong)} of {len(measured)}, by the first ten digits of their SHA-256.",
        "",
    ]
    return lines + [
        f"- {case.id} {case.part} {case.category} {case.style} {case.surface} {case.code}" for case in wrong
    ]


def _found(case: Case) -> bool:
    if case.surface == "question":
        return judge(case.text, case.context) is not None
    if case.surface == "answer":
        answer = AnswerFilter()
        for start in range(0, len(case.text), PIECE):
            answer.take(case.text[start : start + PIECE])
        answer.end()
        return answer.text != case.text
    return bool(findings(case.text, case.surface))


def _part(name: str, measured: Sequence[Measured]) -> list[str]:
    styles = list(dict.fromkeys(each.case.style for each in measured))
    styles.sort(key=lambda style: (style in LAWFUL, style))
    cells = [_share([each.found for each in measured if each.case.style == style]) for style in styles]
    head = "| " + " | ".join(f"{style} flagged" if style in LAWFUL else style for style in styles) + " |"
    return [
        "",
        f"**{name}**, {len(measured)} cases",
        "",
        head,
        "|" + " ---: |" * len(styles),
        f"| {' | '.join(cells)} |",
    ]


def _classes(measured: Sequence[Measured]) -> list[str]:
    lines = ["", "| class, never tuned | explicit | implicit | all styles |", "| --- | ---: | ---: | ---: |"]
    for category in sorted({each.case.category for each in measured} - set(LAWFUL)):
        mine = [each for each in measured if each.case.category == category]
        explicit = [each.found for each in mine if each.case.style == "explicit"]
        implicit = [each.found for each in mine if each.case.style == "implicit"]
        lines.append(f"| {category} | {_share(explicit)} | {_share(implicit)} | {_share([e.found for e in mine])} |")
    return lines


def _share(found: Sequence[bool]) -> str:
    return f"{sum(found)}/{len(found)} = {100 * sum(found) / len(found):.1f} %" if found else "-"
