"""A question while it is read: rules take what they understand, and what nobody took is left over."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

TAKEN = "¦"  # neither a letter nor a space, so no pattern reaches across what was taken


@dataclass
class Draft:
    """The question (numbers in digits), what is left of it in lower case, and what was understood so far."""

    text: str
    rest: str = ""
    arguments: dict[str, Any] = field(default_factory=dict)  # of findListings, by their names on the wire
    features: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    not_types: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # readings that are not literal, said in the answer
    unusable: list[str] = field(default_factory=list)  # understood, but no tool can do it; said in the answer

    def __post_init__(self) -> None:
        self.text = self.text.replace(TAKEN, "|")
        self.rest = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in self.text)

    def take(self, pattern: str) -> list[re.Match]:
        """Every match of the pattern in what is left; each is gone from there afterwards."""
        matches = list(compiled(pattern).finditer(self.rest))
        for match in matches:
            self.blank(*match.span())
        return matches

    def take_one(self, pattern: str) -> re.Match | None:
        """The first match, gone from what is left."""
        match = compiled(pattern).search(self.rest)
        if match:
            self.blank(*match.span())
        return match

    def blank(self, start: int, end: int) -> None:
        self.rest = self.rest[:start] + TAKEN * (end - start) + self.rest[end:]

    def said(self, start: int, end: int) -> str:
        """The words as the person wrote them."""
        return self.text[start:end]


@lru_cache(maxsize=2048)
def compiled(pattern: str) -> re.Pattern:
    """The pattern, compiled once per process."""
    return re.compile(pattern)
