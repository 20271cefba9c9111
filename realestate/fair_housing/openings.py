"""What something flagged can begin with. Most words of an answer begin nothing, and are shown after one look."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from realestate.fair_housing.frames import Pattern, derived
from realestate.fair_housing.tokens import Token
from realestate.fair_housing.vocabulary import vocabulary

_NUMBER = "0"  # stands for every number
_NUMBER_TAGS = frozenset(["age_number", "limit_number"])


@dataclass(frozen=True)
class Openings:
    """The words and pairs of words from which on a text may be flagged."""

    alone: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    first: frozenset[str]  # the first words of the pairs
    beginnings: frozenset[str]  # every beginning of a word that is one of `alone` or `first`

    def among(self, words: list[Token]) -> bool:
        """Whether something begins in these words, with their last one as it stands."""
        plain = [_NUMBER if token.word.isdigit() else token.word for token in words]
        return not (self.alone.isdisjoint(plain) and self.pairs.isdisjoint(pairwise(plain)))


def openings(patterns: Iterable[Pattern], tags: Iterable[str]) -> Openings:
    """What a match of one of these patterns, or a phrase with one of these tags, begins with.

    A pattern of a plain word and what must follow right after it, "at {limit_number}", begins with the two: "the",
    "at" and "for" stand in every sentence.
    """
    made = [*derived("early"), *derived("derived")]
    opening, pairs = set(tags), set()
    left = list(patterns)
    while left:
        pattern = left.pop()
        word, *rest = pattern.elements
        if rest and not rest[0].gap and all(tag.startswith("=") for tag in word.tags):
            pairs |= {(tag[1:], after) for tag in word.tags for after in _first_words(rest[0].tags, made)}
        else:
            left += [other for tag, other in made if tag in word.tags and tag not in opening]
            opening |= set(word.tags)
    phrases = vocabulary().phrases_with(opening)
    plain = [tuple(_NUMBER if word.isdigit() else word for word in words[:2]) for words in phrases]
    pairs |= {words for words in plain if len(words) == 2}
    alone, first = frozenset(words[0] for words in plain if len(words) == 1), frozenset(pair[0] for pair in pairs)
    if opening & _NUMBER_TAGS:
        alone |= {_NUMBER}
    return Openings(alone, frozenset(pairs), first, _beginnings(alone | first))


def _first_words(tags: Iterable[str], made: list[tuple[str, Pattern]]) -> set[str]:
    """The words that something with one of these tags, down to those made of no others, begins with."""
    opening, added = set(), set(tags)
    while added:
        opening |= added
        added = {first for tag, pattern in made if tag in added for first in pattern.first} - opening
    words = {phrase[0] for phrase in vocabulary().phrases_with(opening)}
    words = {_NUMBER if word.isdigit() else word for word in words}
    return words | {_NUMBER} if opening & _NUMBER_TAGS else words


def _beginnings(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word[:length] for word in words for length in range(1, len(word) + 1))
