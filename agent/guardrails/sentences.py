"""The sentences, lines and table rows of an answer, and what is said of each figure in them."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from agent.guardrails.concepts import Mention, mentions
from agent.guardrails.figures import Figure
from agent.guardrails.naming import Named

# No sentence that anybody reads has more; a monster may not hold up the next answer.
MOST_CHARS = 1_500
_SENTENCE_END = re.compile(
    r"(?<!\bSt)(?<!\bMt)(?<!\bFt)(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bvs)(?<!\b[NSEW])(?<!\bi\.e)(?<!\be\.g)(?<!\bapprox)(?<!\bavg)(?<!\bincl)(?<!\binq)(?<!\bca)[.!?][\"”)]?\s+(?=[^a-z])"
)


@dataclass(eq=False)  # told apart by which they are: two figures may be alike
class Claim:
    """A figure of an answer with what the words around it say it is."""

    figure: Figure
    concepts: frozenset[str] = frozenset()
    subjects: dict[str, frozenset[str]] = field(default_factory=dict)  # by "id", "place" and "month"
    unit: str = ""
    strict: frozenset[str] = frozenset()  # concepts that stand right beside the figure
    every: tuple[frozenset[str], ...] = ()  # the homes of "L001 and L002 both have", each of which must have it
    in_sum: bool = False  # it is reckoned with, in a sum that is written out
    is_difference: bool = False  # it is said to be one, which nobody has of its own
    is_total: bool = False  # it is said to be of several together
    is_other: bool = False  # its value is known, of whom it is said, as something else
    like: Claim | None = None  # the one before it, whose words hold for it too: "43 views short of it and L003 31"
    loose: frozenset[str] = frozenset()  # kinds of owners that another clause names, behind the figure

    @property
    def words_at(self) -> int:
        """Where the words stand that say what kind of figure it is: behind it, or behind the one it is like."""
        return (self.like or self).figure.end


@dataclass
class Sentence:
    """One sentence, line or table row, and its claims. header: the cells of the table's first row, by column."""

    text: str
    start: int
    header: list[str] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    mentions: tuple[Mention, ...] = ()
    names: list[Named] = field(default_factory=list)
    months: list[int] = field(default_factory=list)  # that are named, in their order
    before: tuple[Mention, ...] = ()  # of the sentence before, which "it" may be about
    above: str = ""  # the heading of its list or table, and the item before it
    told: list[Figure] = field(default_factory=list)  # grounded figures of the lines before it
    heading: tuple[Mention, ...] = ()  # of the list or table it belongs to

    @functools.cached_property
    def said(self) -> frozenset[str]:
        """Every concept that it or its heading names."""
        of_head = mentions(" | ".join(self.header)) if self.header else ()
        return frozenset(each.concept for each in (*self.mentions, *self.heading, *self.before, *of_head))

    @functools.cached_property
    def names_homes(self) -> bool:
        return any(subject.startswith("id:") for each in self.names for subject in each.subjects)

    @property
    def names_places(self) -> bool:
        return any(subject.startswith("place:") for each in self.names for subject in each.subjects)

    @functools.cached_property
    def is_row(self) -> bool:
        return self.text.lstrip().startswith("|")


def split(text: str) -> Iterator[Sentence]:
    header: list[str] = []
    at, lines = 0, text.split("\n")
    for number, line in enumerate(lines):
        if not line.lstrip().startswith("|"):
            header = []
            start = 0
            for end in [*(match.end() for match in _SENTENCE_END.finditer(line)), len(line)]:
                for part in range(start, end, MOST_CHARS):
                    yield Sentence(line[part : min(part + MOST_CHARS, end)], at + part)
                start = end
        elif not re.fullmatch(r"[|\s:-]*", line):
            if number + 1 < len(lines) and re.fullmatch(r"\s*\|[|\s:-]*-[|\s:-]*", lines[number + 1]):
                header = cells(line)
            yield Sentence(line[:MOST_CHARS], at, header)
        at += len(line) + 1


def cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip().strip("|").split("|")]
