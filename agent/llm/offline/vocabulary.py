"""The words the apps know (places, features, kinds of homes), found in a question: the longest phrase wins."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from agent.llm.offline.draft import Draft

ARGUMENTS = {
    "city": "city",
    "county": "county",
    "state": "state",
    "postal_code": "postalCode",
    "neighborhood": "neighborhood",
}
# Words of the apps that mean something else far more often in a question.
IGNORED = frozenset(
    {"lot", "home", "place", "property", "mobile", "detached", "office", "shop", "study", "corner", "any", "plot",
     "listing", "lease", "farm", "ev", "pv", "spa", "cellar", "lift", "gate", "commercial", "updated", "manufactured"}
)  # fmt: skip
_LONG_PHRASE = 8
_LEAST_PLURAL = 5  # letters: "decks"
_SHORT_NAME = re.compile(
    r"((?!(?:north|south|east|west|historic|old|new|arts?|city|university|business)\w*\b)[a-z]{5,}(?: \w+)?) district$"
)
_COUNTY = re.compile(r" (?:county|parish|borough|municipality)$")
_BETWEEN = re.compile(r"[\s\-.,/&']{0,3}")
_TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")


@dataclass(frozen=True)
class Word:
    """One entry: kind as in ARGUMENTS, "feature" or "property_type"; name: what the tool's argument wants."""

    kind: str
    name: str
    state: str = ""
    city: str = ""

    @property
    def is_place(self) -> bool:
        return self.kind in ARGUMENTS

    @property
    def argument(self) -> str:
        return ARGUMENTS[self.kind]


@dataclass(frozen=True)
class Found:
    """Where a phrase of the vocabulary stands in the question, and what it can mean."""

    start: int
    end: int
    meanings: tuple[Word, ...]


class Vocabulary:
    """An index from phrases to what they mean; built once, then a question costs a few dictionary look-ups."""

    def __init__(self, entries: Iterable[dict[str, Any]]) -> None:
        self._meanings: dict[tuple[str, ...], list[Word]] = {}
        self.tokens: set[str] = set()  # every word of every phrase
        self._phrases_of: dict[str, tuple[str, ...]] = {}
        self.property_types: list[str] = []
        self.longest = 1
        for entry in entries:
            word = Word(entry["kind"], entry["name"], entry.get("state") or "", entry.get("city") or "")
            if word.kind == "property_type":
                self.property_types.append(word.name)
            for said in {*entry.get("words", ()), entry["name"].lower()}:
                self._add(said, word)

    def _add(self, said: str, word: Word) -> None:
        said = said.lower()
        # "portland, or" would swallow the or of "Portland or Seattle": states behind a place are read by `places`.
        if said in IGNORED or (word.is_place and "," in said) or (word.kind == "state" and len(said) == 2):
            return
        if word.kind == "county" and not _COUNTY.search(said):
            said += " county"  # "king" alone is no county
        if word.kind == "neighborhood" and (short := _SHORT_NAME.match(said)):
            self._add(short[1], word)  # "the Pearl" for Pearl District
        if word.kind == "neighborhood" and said.endswith(" arts district"):
            self._add(said.removesuffix(" arts district"), word)
        tokens = tuple(_TOKEN.findall(said))
        if not tokens:
            return
        self.longest = max(self.longest, min(len(tokens), 6))
        self.tokens.update(tokens)
        meanings = self._meanings.setdefault(tokens, [])
        if word not in meanings:
            meanings.append(word)

    def first(self, kind: str) -> str:
        """The first name of a kind, without its state; "" where there is none."""
        names = (word.name for meanings in self._meanings.values() for word in meanings if word.kind == kind)
        return next(names, "").split(",")[0]

    def names(self, kind: str) -> list[str]:
        """All names of a kind, in their order."""
        words = (word for meanings in self._meanings.values() for word in meanings if word.kind == kind)
        return list(dict.fromkeys(word.name for word in words))

    def find(self, draft: Draft) -> list[Found]:
        """Every phrase of the vocabulary in what is left of the question, longest first, then from left to right.

        Nothing is taken: what a phrase means depends on what stands before it.
        """
        tokens = [(match[0], match.start(), match.end()) for match in _TOKEN.finditer(draft.rest)]
        found, at = [], 0
        while at < len(tokens):
            length = self._longest_at(tokens, at, draft.rest)
            if length:
                words = tuple(token for token, *_ in tokens[at : at + length])
                meanings = self._meanings.get(words) or self._of_one(words)
                found.append(Found(tokens[at][1], tokens[at + length - 1][2], tuple(meanings)))
            at += length or 1
        return found

    def nearest(self, said: str, *, slips: int = 0) -> tuple[Word, ...]:
        """What a misspelt phrase means: the one phrase at most a slip away, two in long ones; or ()."""
        most = slips or (1 if len(said) < _LONG_PHRASE else 2)
        near = process.extract(said, self._phrases(), scorer=OSA.distance, score_cutoff=most, limit=2)
        if not near or (len(near) > 1 and near[0][1] == near[1][1]) or near[0][0][0] != said[0]:
            return ()
        return tuple(self._meanings[self._phrases_of[near[0][0]]])

    def _phrases(self) -> list[str]:
        if not self._phrases_of:
            self._phrases_of.update({" ".join(tokens): tokens for tokens in self._meanings})
        return list(self._phrases_of)

    def _longest_at(self, tokens: list[tuple[str, int, int]], at: int, rest: str) -> int:
        for length in range(min(self.longest, len(tokens) - at), 0, -1):
            piece = tokens[at : at + length]
            words = tuple(token for token, *_ in piece)
            if (words in self._meanings or self._of_one(words)) and _together(piece, rest):
                return length
        return 0

    def _of_one(self, words: tuple[str, ...]) -> list[Word]:
        """What a plural means, by its singular; of features and kinds only, for a place has none."""
        if len(words[-1]) < _LEAST_PLURAL or not words[-1].endswith("s"):
            return []
        found = self._meanings.get((*words[:-1], words[-1][:-1]), ())
        return [word for word in found if not word.is_place]


def _together(piece: list[tuple[str, int, int]], rest: str) -> bool:
    """Whether only spaces, hyphens, dots, commas and the like part the words."""
    return all(_BETWEEN.fullmatch(rest[left[2] : right[1]]) for left, right in pairwise(piece))
