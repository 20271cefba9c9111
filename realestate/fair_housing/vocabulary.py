"""The words: which tags a word or phrase has, read once from the data files beside this module."""

from __future__ import annotations

import functools
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from realestate.fair_housing.packs import protected
from realestate.fair_housing.tokens import Token

HERE = Path(__file__).parent
LONGEST = 6  # words of a phrase
_VERY_MANY = 100_000
MOST_GUESSED = 40  # unknown words of one text that are compared with known ones
Span = tuple[int, int]  # words from, to (not included)


class Meaning(NamedTuple):
    """A word or phrase, the tags it has, and the class it speaks of ("" for none)."""

    words: tuple[str, ...]
    tags: frozenset[str]
    group: str


class Vocabulary:
    """Every phrase by its first word."""

    def __init__(self, meanings: list[Meaning], never_guessed: frozenset[str]) -> None:
        self._meanings = meanings
        self._alone: dict[str, list[Meaning]] = {meaning.words[0]: [] for meaning in meanings}
        self._by_two: dict[tuple[str, ...], list[Meaning]] = {}
        for meaning in meanings:
            if len(meaning.words) == 1:
                self._alone[meaning.words[0]].append(meaning)
            else:
                self._by_two.setdefault(meaning.words[:2], []).append(meaning)
        single = (each for found in self._alone.values() for each in found if each.tags & _GUESSED)
        self._guessable = sorted({each.words[0] for each in single if len(each.words[0]) >= 5})
        self._words_of = Counter(tag for meaning in meanings for tag in meaning.tags)
        self._never_guessed = never_guessed | self._alone.keys()

    @functools.cached_property
    def _by_first(self) -> dict[str, list[Meaning]]:
        """The meanings by their first word, for answers that are being written."""
        found: dict[str, list[Meaning]] = {}
        for meaning in self._meanings:
            found.setdefault(meaning.words[0], []).append(meaning)
        return found

    @functools.cached_property
    def _by_tag(self) -> dict[str, list[tuple[str, ...]]]:
        found: dict[str, list[tuple[str, ...]]] = {}
        for meaning in self._meanings:
            for tag in meaning.tags:
                found.setdefault(tag, []).append(meaning.words)
        return found

    def tagged(self, words: list[Token], *, guess: bool = True) -> Tagged:
        """Every phrase of the vocabulary in these words. guess: read misspelt words too."""
        plain = [token.word for token in words]
        if guess:
            plain = self._spelt(words)
        found = Tagged(words, plain)
        for at, word in enumerate(plain):
            for meaning in self._alone.get(word, ()):
                found.add(meaning, at, at + 1)
            for meaning in self._by_two.get((word, plain[at + 1]), ()) if at + 1 < len(plain) else ():
                length = len(meaning.words)
                if (
                    tuple(plain[at : at + length]) == meaning.words
                    and words[at].sentence == words[at + length - 1].sentence
                ):
                    found.add(meaning, at, at + length)
            if word.isdigit() and 16 <= int(word[:4]) <= 95:
                found.spans.setdefault("age_number", []).append((at, at + 1))
                if word not in _OF_LAWFUL_COMMUNITIES:
                    found.spans.setdefault("limit_number", []).append((at, at + 1))
            if words[at].capital:
                found.spans.setdefault("Name", []).append((at, at + 1))
        return found

    def words_with(self, tags: Iterable[str]) -> int:
        """How many words and phrases have one of these tags; very many for a tag that is made of others."""
        return sum(self._words_of.get(tag, _VERY_MANY) for tag in tags)

    def phrases_with(self, tags: Iterable[str]) -> set[tuple[str, ...]]:
        """The words of every phrase that has one of these tags."""
        return {words for tag in tags for words in self._by_tag.get(tag, ())}

    def phrases(self) -> set[tuple[str, ...]]:
        """The words of every phrase."""
        return self.phrases_with(self._by_tag)

    def unfinished(self, plain: list[str], tags: frozenset[str]) -> int:
        """How many words at the end begin a longer phrase with one of these tags, which has not ended yet."""
        for length in range(min(LONGEST - 1, len(plain)), 0, -1):
            tail = tuple(plain[-length:])
            for meaning in self._by_first.get(tail[0], ()):
                if len(meaning.words) > length and meaning.words[:length] == tail and meaning.tags & tags:
                    return length
        return 0

    def _spelt(self, words: list[Token]) -> list[str]:
        guesses = 0
        spelt = [token.word for token in words]
        for at, word in enumerate(spelt):
            if len(word) < 5 or words[at].capital or word in self._never_guessed or not word.isalpha():
                continue
            if guesses == MOST_GUESSED:
                break
            guesses += 1
            spelt[at] = self._meant(word) or word
        return spelt

    @functools.lru_cache(maxsize=20_000)  # noqa: B019  (there is one vocabulary for the life of the process)
    def _meant(self, word: str) -> str:
        """The known word that this one misspells: one letter off, two in one of eight or more, never the first."""
        most = 1 if len(word) < 8 else 2
        best = process.extractOne(word, self._guessable, scorer=OSA.distance, score_cutoff=most)
        return best[0] if best and best[0][0] == word[0] else ""


class Tagged:
    """Words with the places of each tag; the groups that are spoken of, by place."""

    def __init__(self, words: list[Token], plain: list[str]) -> None:
        self.words, self.plain = words, plain
        self.spans: dict[str, list[Span]] = {}
        self.groups: dict[int, str] = {}

    def add(self, meaning: Meaning, start: int, end: int) -> None:
        for tag in meaning.tags:
            self.spans.setdefault(tag, []).append((start, end))
        if meaning.group:
            for at in range(start, end):
                self.groups.setdefault(at, meaning.group)

    def sentences(self) -> list[Tagged]:
        """Each sentence by itself, with the tags that stand within it."""
        numbers = [token.sentence for token in self.words]
        bounds = [at for at, number in enumerate(numbers) if at == 0 or number != numbers[at - 1]]
        parts = []
        for start, end in pairwise([*bounds, len(numbers)]):
            part = Tagged(self.words[start:end], self.plain[start:end])
            for tag, spans in self.spans.items():
                if inside := [(a - start, b - start) for a, b in spans if start <= a and b <= end]:
                    part.spans[tag] = inside
            part.groups = {at - start: group for at, group in self.groups.items() if start <= at < end}
            parts.append(part)
        return parts

    def take_away(self, masks: list[Span], tags: frozenset[str]) -> None:
        """Let these tags mean nothing within a mask; a phrase that reaches beyond it keeps its meaning."""
        for tag in tags & self.spans.keys() if masks else ():
            self.spans[tag] = [
                (start, end) for start, end in self.spans[tag] if not any(a <= start and end <= b for a, b in masks)
            ]


# Housing for Older Persons Act: a community may be for people of these ages, and one may ask for it.
_OF_LAWFUL_COMMUNITIES = ("55", "62")
# Tags whose words are read even when misspelt.
_GUESSED = frozenset(
    [
        "who",
        "trait",
        "colour",
        "sign",
        "person",
        "area",
        "schools",
        "avoid",
        "mostly",
        "majority",
        "deny",
        "landlord",
        "demography",
        "demography_word",
        "live",
        "safe",
        "crime",
        "ad",
        "verdict",
    ]
)


@functools.cache
def vocabulary() -> Vocabulary:
    """The words of all files; those of classes that no pack protects mean nothing but that."""
    shared = read("shared.toml")
    meanings = [
        Meaning(words, tags, "")
        for tags, phrases in ((frozenset({tag}), phrases) for tag, phrases in shared["tags"].items())
        for phrase in phrases
        for words in _written(phrase)
    ]
    for path in sorted((HERE / "words").glob("*.toml")):
        words_of_class = _of_class(path.stem, tomllib.loads(path.read_text()))
        if path.stem in protected():
            meanings += words_of_class
        else:
            meanings += [Meaning(each.words, frozenset({"unprotected"}), "") for each in words_of_class]
    literals = {word for phrase in _literals() for word in phrase.split("|")}
    meanings += [Meaning((word,), frozenset({f"={word}"}), "") for word in sorted(literals)]
    return Vocabulary(meanings, frozenset((HERE / "known_words.txt").read_text().split()))


@functools.lru_cache(maxsize=1)  # frames.toml is asked for several times in a row
def read(name: str) -> dict[str, Any]:
    """A data file of this package."""
    return tomllib.loads((HERE / name).read_text())


def _of_class(name: str, data: dict[str, Any]) -> Iterator[Meaning]:
    """The words of one class. `who` is also `who_of_needs` where lawful needs name the class, else `who_of_peoples`.

    Of people and of what gives them away there are several too.
    """
    for tag in ("who", "trait", "colour", "soft", "sign", "aid", "hint"):
        tags = frozenset({tag, f"{tag}_of_{'needs' if data['lawful_needs'] else 'peoples'}"})
        for phrase in data.get(tag, []):
            for words in _written(phrase):
                yield Meaning(words, tags, name)
                if tag in ("who", "sign") and len(words[-1]) > 3 and not words[-1].endswith("s"):
                    yield Meaning((*words[:-1], f"{words[-1]}s"), tags, name)


def _written(phrase: str) -> Iterable[tuple[str, ...]]:
    """ "a|b c(s)" is a c, a cs, b c, b cs."""
    if "|" not in phrase and "(" not in phrase:
        return (tuple(phrase.split()),)
    ways: list[tuple[str, ...]] = [()]
    for part in phrase.split():
        choices = []
        for word in part.split("|"):
            choices += [word.replace("(s)", ""), word.replace("(s)", "s")] if "(s)" in word else [word]
        ways = [(*way, word) for way in ways for word in choices]
    return ways


def _literals() -> Iterator[str]:
    """The plain words of the frames."""
    frames = read("frames.toml")
    tables = [*frames["frame"], *frames["early"].values(), *frames["derived"].values()]
    patterns = [pattern for table in tables for pattern in table["patterns"]]
    patterns += [pattern for table in frames["allowed"].values() for pattern in table]
    for part in (part for pattern in patterns for part in pattern.split()):
        word = part.lstrip("!<").rstrip("?^")
        if word[0] not in "{.~":
            yield word
