"""What something flagged can begin with. Most words of an answer begin nothing, and are shown after one look."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from realestate.fair_housing.frames import Element, Pattern, derived
from realestate.fair_housing.tokens import Token
from realestate.fair_housing.vocabulary import vocabulary

_NUMBER = "0"  # stands for every number
_NUMBER_TAGS = frozenset(["age_number", "limit_number"])
_ANYTHING = frozenset(["Name"])  # tags that no list of words has
_NOTHING: frozenset = frozenset()


class Rule(NamedTuple):
    """What must follow a word after at most `gap` others: a word, or a phrase with one of these pairs at its beginning.

    Anything may follow when `words` is None.
    """

    gap: int
    words: frozenset[str] | None
    pairs: frozenset[tuple[str, str]] = _NOTHING
    halves: frozenset[str] = _NOTHING  # the first words of the pairs

    def begun(self, plain: list[str], at: int) -> bool | None:
        """Whether it does follow the word at this place; None when a phrase has begun that the words may complete."""
        if self.words is None:
            return True
        near = plain[at + 1 : at + self.gap + 3]
        if not self.words.isdisjoint(near[: self.gap + 1]):
            return True
        if self.halves.isdisjoint(near):
            return False
        begun: bool | None = False
        for place, pair in enumerate(pairwise(near), at + 1):
            for phrase in _by_pair()[pair] if pair in self.pairs else ():
                said = tuple(plain[place : place + len(phrase)])
                if said == phrase:
                    return True
                if place + len(phrase) >= len(plain) and said[:-1] == phrase[: len(said) - 1]:
                    begun = None
        return begun

    def open(self, plain: list[str], at: int, count: int) -> bool:
        """Whether it may still follow the first `count` words: in the gap, or half of a pair is its end."""
        last = at + self.gap + 1
        return last >= count or (last == count - 1 and plain[last] in self.halves)


@dataclass(frozen=True)
class Openings:
    """For each word that may begin something, what must follow; the longer phrases by their first two words.

    beginnings: every beginning of a word that begins something.
    """

    rules: dict[str, tuple[Rule, ...]]
    phrases: dict[str, dict[str, tuple[tuple[tuple[str, ...], tuple[Rule, ...]], ...]]]
    beginnings: frozenset[str]

    def look(self, words: list[Token], *, cut: bool) -> tuple[bool, int]:
        """(whether something has begun in these words, the first of them that may still begin something).

        The second is their number when there is none. cut: the last word may go on.
        """
        plain = [_NUMBER if token.word.isdigit() else token.word for token in words]
        count = waiting = len(plain)
        for at, word in enumerate(plain):
            begun = _followed(self.rules.get(word, ()), plain, at, count - cut)
            if not begun and word in self.phrases:
                begun = _either(begun, self._phrase(plain, at, cut))
            if begun:
                return True, at
            if begun is None:
                waiting = min(waiting, at)
        if cut and plain and plain[-1] in self.beginnings:
            waiting = min(waiting, count - 1)
        return False, waiting

    def _phrase(self, plain: list[str], at: int, cut: bool) -> bool | None:
        """Whether a longer phrase begins with this word; None when it may, once others follow or the last goes on."""
        more, count = self.phrases[plain[at]], len(plain)
        if at + 1 == count:
            return None
        if at + 2 == count and cut and any(second.startswith(plain[-1]) for second in more):
            return None
        found: bool | None = False
        for phrase, rules in more.get(plain[at + 1], ()):
            said = tuple(plain[at : at + len(phrase)])
            if said == phrase:
                found = _either(found, _followed(rules, plain, at + len(phrase) - 1, count - cut))
            if found:
                return True
            if at + len(phrase) >= count and said[:-1] == phrase[: len(said) - 1]:
                found = None
        return found


def _followed(rules: Iterable[Rule], plain: list[str], at: int, count: int) -> bool | None:
    """Whether what must follow does follow the word at this place; None when it still may, after `count` words."""
    found: bool | None = False
    for rule in rules:
        begun = rule.begun(plain, at)
        if begun:
            return True
        if begun is None or rule.open(plain, at, count):
            found = None
    return found


def _either(one: bool | None, other: bool | None) -> bool | None:
    return True if one or other else None if one is None or other is None else False


def openings(patterns: Iterable[Pattern]) -> Openings:
    """What a match of one of these patterns begins with: a word of its first part and, near enough, of its second."""
    made: dict[str, list[Pattern]] = defaultdict(list)
    for tag, pattern in (*derived("early"), *derived("derived")):
        made[tag].append(pattern)
    rules: dict[str, set[Rule]] = defaultdict(set)
    phrases: dict[tuple[str, ...], set[Rule]] = defaultdict(set)
    seen: set[tuple[tuple[str, ...], Rule]] = set()
    left = [(pattern.elements[0].tags, _rule_of(pattern)) for pattern in patterns]
    while left:
        tags, rule = left.pop()
        if (tags, rule) in seen:
            continue
        seen.add((tags, rule))
        for phrase in _phrases(tags):
            if len(phrase) == 1:
                rules[phrase[0]].add(rule)
            else:
                phrases[phrase].add(rule)
        # What is made of one part only may be followed by what follows here; else its own second part comes first.
        others = [pattern for tag in tags for pattern in made[tag]]
        left += [(each.elements[0].tags, _rule_of(each) if len(each.elements) > 1 else rule) for each in others]
    by_two: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for phrase, each in phrases.items():
        by_two[phrase[0]][phrase[1]].append((phrase, _joined(frozenset(each))))
    found = Openings(
        {word: _joined(frozenset(each)) for word, each in rules.items()},
        {word: {second: tuple(each) for second, each in more.items()} for word, more in by_two.items()},
        _beginnings([*rules, *by_two]),
    )
    for cached in (_beginning, _phrases, _joined, _all):  # tens of megabytes that nobody asks for again
        cached.cache_clear()
    return found


def beginnings(tags: Iterable[str]) -> frozenset[str]:
    """Every beginning of a word that begins a phrase with one of these tags."""
    return _beginnings(phrase[0] for phrase in vocabulary().phrases_with(tags))


def first_words(tags: Iterable[str]) -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
    """The words that have one of these tags, and the first two of the phrases that do."""
    phrases = vocabulary().phrases_with(tags)
    alone = frozenset(phrase[0] for phrase in phrases if len(phrase) == 1)
    return alone, frozenset(phrase[:2] for phrase in phrases if len(phrase) > 1)


def _rule_of(pattern: Pattern) -> Rule:
    if len(pattern.elements) == 1:
        return Rule(0, None)
    second = pattern.elements[1]
    return Rule(second.gap, *_beginning(second))


@functools.cache
def _beginning(element: Element) -> tuple[frozenset[str] | None, frozenset[tuple[str, str]]]:
    """The words and pairs of words that this part can begin with, however its tags are made; None for any word."""
    opening, added = set(), set(element.tags)
    while added:
        opening |= added
        made = (*derived("early"), *derived("derived"))
        added = {first for tag, pattern in made if tag in added for first in pattern.first} - opening
    if opening & _ANYTHING:
        return None, _NOTHING
    phrases = _phrases(tuple(sorted(opening)))
    alone = frozenset(each[0] for each in phrases if len(each) == 1)
    return alone, frozenset(each[:2] for each in phrases if len(each) > 1)


@functools.cache
def _phrases(tags: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    plain = _plain(vocabulary().phrases_with(tags))
    return (*plain, (_NUMBER,)) if _NUMBER_TAGS.intersection(tags) else tuple(plain)


def _plain(phrases: Iterable[tuple[str, ...]]) -> set[tuple[str, ...]]:
    numbered = _numbered()
    return {numbered.get(words, words) for words in phrases}


@functools.cache
def _numbered() -> dict[tuple[str, ...], tuple[str, ...]]:
    """The phrases with numbers, and as what they are read here."""
    phrases = [words for words in vocabulary().phrases() if any(map(str.isdigit, words))]
    return {words: tuple(_NUMBER if word.isdigit() else word for word in words) for words in phrases}


@functools.cache
def _by_pair() -> dict[tuple[str, str], tuple[tuple[str, ...], ...]]:
    """Every phrase of the vocabulary by its first two words."""
    found: dict[tuple[str, str], set[tuple[str, ...]]] = defaultdict(set)
    for phrase in _plain(vocabulary().phrases()):
        if len(phrase) > 1:
            found[phrase[:2]].add(phrase)
    return {pair: tuple(phrases) for pair, phrases in found.items()}


@functools.cache
def _joined(rules: frozenset[Rule]) -> tuple[Rule, ...]:
    """The rules with one set of words and one of pairs for each gap."""
    if any(rule.words is None for rule in rules):
        return (Rule(0, None),)
    gaps = sorted({rule.gap for rule in rules})
    return tuple(_union(gap, [rule for rule in rules if rule.gap == gap]) for gap in gaps)


def _union(gap: int, rules: list[Rule]) -> Rule:
    words, pairs = _all(frozenset(rule.words for rule in rules)), _all(frozenset(rule.pairs for rule in rules))
    return Rule(gap, words, pairs, _firsts(pairs))


@functools.cache
def _all(sets: frozenset[frozenset]) -> frozenset:
    """What is in any of these sets; the set itself where it is the only one: there are hundreds of large ones."""
    return next(iter(sets)) if len(sets) == 1 else frozenset().union(*sets)


@functools.cache
def _firsts(pairs: frozenset[tuple[str, str]]) -> frozenset[str]:
    return frozenset(first for first, _ in pairs)


def _beginnings(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word[:length] for word in words for length in range(1, len(word) + 1))
