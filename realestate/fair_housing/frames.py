"""The frames: what must stand near what for a text to mean something. Their syntax is in `frames.toml`.

A pattern is matched in one pass over the places of its tags, so the work grows with the length of the text only.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from realestate.fair_housing.vocabulary import Span, Tagged, read, vocabulary

T = TypeVar("T")
_OF_CLASSES = ("who", "trait", "colour", "soft", "sign", "aid", "hint")
# What `allowed` takes away: words for people, and for verdicts.
CONTENT = frozenset(
    [
        *_OF_CLASSES,
        *(f"{tag}_of_{kind}" for tag in _OF_CLASSES for kind in ("peoples", "needs")),
        *("safe", "schools", "quality", "rated", "person", "demography", "verdict", "crime", "lender", "lender_q"),
    ]
)


@dataclass(frozen=True)
class Element:
    """One part of a pattern: any of these tags, at most `gap` words after the part before."""

    tags: tuple[str, ...]
    gap: int = 0
    far: bool = False  # the gap may reach over the end of a clause or sentence
    capital: bool = False
    not_before: tuple[str, ...] = ()  # tags that must not begin right after
    not_after: tuple[str, ...] = ()  # tags that must not end in the two words before


@dataclass(frozen=True)
class Pattern:
    """Elements in their order, and the text they were read from."""

    elements: tuple[Element, ...]
    text: str

    @functools.cached_property
    def key(self) -> frozenset[str]:
        """The tags of the part that the fewest words can be: where none of them is, nothing has to be matched."""
        return frozenset(min((element.tags for element in self.elements), key=vocabulary().words_with))

    @functools.cached_property
    def first(self) -> frozenset[str]:
        """The tags it can begin with."""
        return frozenset(self.elements[0].tags)

    @functools.cached_property
    def reach(self) -> int:
        """The most words a match can have between its parts."""
        return sum(element.gap for element in self.elements)


@dataclass(frozen=True)
class Frame:
    """What a text means when one of the patterns is found in it."""

    code: str
    topic: str
    on: frozenset[str]
    patterns: tuple[Pattern, ...]
    hard: bool


def parse(text: str) -> list[Pattern]:
    """A pattern as written in `frames.toml`; several when parts are optional. Raises ValueError naming the pattern."""
    ways: list[list[Element]] = [[]]
    gap, far, not_after = 0, False, ()
    for part in text.split():
        if part.startswith(("..", "~")):
            gap, far = int(part.lstrip(".~")), part.startswith("~")
        elif part.startswith("!<"):
            not_after = _tags(part[2:])
        elif part.startswith("!"):
            for way in ways:
                last = way.pop()
                way.append(replace(last, not_before=last.not_before + _tags(part[1:])))
        else:
            optional, capital = part.endswith("?"), part.rstrip("?").endswith("^")
            element = Element(_tags(part.rstrip("?^")), gap, far, capital, (), not_after)
            ways = [[*way, element] for way in ways] + (ways if optional else [])
            gap, far, not_after = 0, False, ()
    if not all(ways):
        raise ValueError(f"The pattern {text!r} may be empty.")
    return [Pattern(tuple(way), text) for way in ways]


def matches(pattern: Pattern, tagged: Tagged) -> list[Span]:
    """The places where the pattern stands: from its first to its last word."""
    there = tagged.spans.keys()
    if pattern.key.isdisjoint(there) or any(there.isdisjoint(element.tags) for element in pattern.elements):
        return []
    reached = _spans(pattern.elements[0], tagged)
    for element in pattern.elements[1:]:
        if not reached:
            return []
        reached = _followed(reached, element, tagged)
    return reached


def open_since(pattern: Pattern, tagged: Tagged, count: int) -> int | None:
    """Where the earliest match begins that words after the first `count` could complete; None when there is none."""
    if tagged.spans.keys().isdisjoint(pattern.elements[0].tags):
        return None
    reached, earliest = _spans(pattern.elements[0], tagged), None
    for element in pattern.elements[1:]:
        alive = [start for start, end in reached if count - end <= element.gap]
        earliest = min([*alive, *([] if earliest is None else [earliest])], default=None)
        if not reached:
            break
        reached = _followed(reached, element, tagged)
    return earliest


def _followed(reached: list[Span], element: Element, tagged: Tagged) -> list[Span]:
    """Each reached part together with the first of the element's places that is near enough after it."""
    words, found, at = tagged.words, [], -1
    for start, end in sorted(_spans(element, tagged)):
        while at + 1 < len(reached) and reached[at + 1][1] <= start:
            at += 1
        if at < 0:
            continue
        since, until = reached[at]
        if start - until > element.gap:
            continue
        before, here = words[until - 1], words[start]
        if not element.far and (before.sentence != here.sentence or (start > until and before.clause != here.clause)):
            continue
        found.append((since, end))
    return sorted(found, key=_by_end)


def _spans(element: Element, tagged: Tagged) -> list[Span]:
    spans = tagged.spans
    if len(element.tags) == 1:
        found = spans.get(element.tags[0], [])
    else:
        found = [span for tag in element.tags for span in spans.get(tag, ())]
    found = sorted(set(found), key=_by_end)
    if element.capital:
        found = [span for span in found if tagged.words[span[0]].capital or tagged.words[span[0]].start == 0]
    if element.not_before and found:
        stops = {start for tag in element.not_before for start, _ in spans.get(tag, ())}
        found = [span for span in found if span[1] not in stops]
    if element.not_after and found:
        ends = {end for tag in element.not_after for _, end in spans.get(tag, ())}
        found = [span for span in found if not ends.intersection(range(span[0] - 2, span[1] + 1))]
    return found


def _by_end(span: Span) -> tuple[int, int]:
    return span[1], span[0]


def _tags(part: str) -> tuple[str, ...]:
    if part.startswith("{"):
        return tuple(part.strip("{}").split("|"))
    return tuple(f"={word}" for word in part.split("|"))


class ByTag(Generic[T]):
    """Things in their order, found by tags: each needs one of its own to be there."""

    def __init__(self, things: Iterable[tuple[frozenset[str], T]]) -> None:
        self._things: list[T] = []
        self._places: dict[str, list[int]] = {}
        for place, (tags, thing) in enumerate(things):
            self._things.append(thing)
            for tag in tags:
                self._places.setdefault(tag, []).append(place)

    def __iter__(self) -> Iterator[T]:
        return iter(self._things)

    def among(self, tags: Iterable[str]) -> list[T]:
        """Those that may be there where these tags are."""
        places = {place for tag in tags for place in self._places.get(tag, ())}
        return [self._things[place] for place in sorted(places)]


@functools.cache
def frames_on(surface: str) -> ByTag[tuple[Frame, Pattern]]:
    """The patterns of the frames that count on a surface."""
    there = [frame for frame in frames() if surface in frame.on]
    return ByTag((pattern.key, (frame, pattern)) for frame in there for pattern in frame.patterns)


@functools.cache
def frames() -> tuple[Frame, ...]:
    """The frames of `frames.toml`, those that matter most first."""
    return tuple(
        Frame(
            each["code"],
            each.get("topic", "people"),
            frozenset(each.get("on", ["question", "argument", "answer", "remarks", "mail"])),
            tuple(pattern for text in each["patterns"] for pattern in parse(text)),
            each.get("hard", True),
        )
        for each in read("frames.toml")["frame"]
    )


@functools.cache
def allowed(table: str) -> ByTag[Pattern]:
    """What looks like a word for people or a verdict and is none. table: "always" or "unless_avoided"."""
    patterns = [pattern for text in read("frames.toml")["allowed"][table] for pattern in parse(text)]
    return ByTag((pattern.key, pattern) for pattern in patterns)


@functools.cache
def derived(table: str) -> tuple[tuple[str, Pattern], ...]:
    """Tags made of others, in their order. table: "early" or "derived" of `frames.toml`."""
    given = read("frames.toml")[table].items()
    return tuple((tag, pattern) for tag, each in given for text in each["patterns"] for pattern in parse(text))
