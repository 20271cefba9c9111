"""START HERE. `findings` says what in a text steers; `screen` what a question comes to, in the light of earlier ones.

A word for people is no offence: what counts is the word in a frame (`frames.toml`). This is no legal determination.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from realestate.fair_housing.frames import CONTENT, Frame, Pattern, allowed, derived, frames_on, matches
from realestate.fair_housing.tokens import hidden, tokens
from realestate.fair_housing.vocabulary import Tagged, vocabulary

LONGEST = 6_000  # characters of a text that are read; a question has at most 4,000, remarks too
AVOIDING = ("avoid", "deny", "restrict", "evade", "unwanted")
EARLIER = 3  # questions before this one that may say what it is about


@dataclass(frozen=True)
class Finding:
    """A part of a text (characters `start` to `end`), what it means, and of which classes it speaks.

    code: one of the taxonomy in docs/fair-housing.md. topic: people, safety, schools or quality. hard: not a matter
    of taste; a mail with it is not sent.
    """

    code: str
    topic: str
    start: int
    end: int
    hard: bool
    classes: frozenset[str]


@functools.lru_cache(maxsize=1024)
def findings(text: str, surface: str = "question") -> tuple[Finding, ...]:
    """What steers in a text, in the order of the frames; parts may overlap.

    surface: question, argument, answer, remarks or mail.
    """
    text = text[:LONGEST]
    found = found_in(tagged(text, guess=surface in ("question", "argument")), surface)
    if said := hidden(text):
        found += [
            Finding(each.code, each.topic, 0, len(text), each.hard, each.classes) for each in findings(said, surface)
        ]
    return tuple(found)


def screen(question: str, earlier: Sequence[str] = ()) -> tuple[Finding, ...]:
    """What steers in a question. earlier: the questions before, the oldest first: "hide those" is about them."""
    alone = findings(question)
    if alone or not earlier:
        return alone
    before = ". ".join(text[-600:] for text in earlier[-EARLIER:])
    offset = len(before) + 2
    words = tagged(
        f"{before}. {question}"[:LONGEST], pointing_from=offset, pointing=any(map(findings, earlier[-EARLIER:]))
    )
    return tuple(
        Finding(each.code, each.topic, max(0, each.start - offset), each.end - offset, each.hard, each.classes)
        for each in found_in(words, "question")
        if each.end > offset
    )


def tagged(text: str, *, guess: bool = True, pointing_from: int | None = None, pointing: bool = False) -> Tagged:
    """The words of a text with everything they may mean.

    pointing_from: from this character on "them" may be the people spoken of before, with `pointing` "those" too.
    """
    words = vocabulary().tagged(tokens(text), guess=guess)
    _derive(words, "early")
    if pointing_from is not None:
        _point_back(words, pointing_from, pointing)
    masks = [span for pattern in allowed("always").among(words.spans) for span in matches(pattern, words)]
    avoided = {words.words[at].sentence for tag in AVOIDING for at, _ in words.spans.get(tag, ())}
    masks += [
        span
        for pattern in allowed("unless_avoided").among(words.spans)
        for span in matches(pattern, words)
        if words.words[span[0]].sentence not in avoided
    ]
    words.take_away(masks, CONTENT)
    _derive(words, "derived")
    return words


def found_in(words: Tagged, surface: str) -> list[Finding]:
    """The findings in tagged words."""
    if surface == "question" and ("wronged" in words.spans or ("legal" in words.spans and "ad" not in words.spans)):
        return []
    return [
        _finding(frame, start, end, words)
        for frame, pattern in frames_on(surface).among(words.spans)
        for start, end in _spoken(pattern, words, surface)
    ]


def _spoken(pattern: Pattern, words: Tagged, surface: str) -> list[tuple[int, int]]:
    spans = matches(pattern, words)
    declining = [*words.spans.get("sentence_no", ()), *words.spans.get("legal", ())]
    if surface == "answer" and spans and declining:
        refused = [(end, words.words[end - 1].sentence) for _, end in declining]
        spans = [(a, b) for a, b in spans if not any(e <= b and s == words.words[b - 1].sentence for e, s in refused)]
    return spans


def _derive(words: Tagged, table: str) -> None:
    for tag, pattern in derived(table):
        spans = [] if pattern.key.isdisjoint(words.spans) else matches(pattern, words)
        if spans:
            words.spans[tag] = sorted({*words.spans.get(tag, []), *spans}, key=lambda span: (span[1], span[0]))


def _point_back(words: Tagged, offset: int, pointing: bool) -> None:
    """Let "them" in the question be the people spoken of before it."""
    first = next((at for at, token in enumerate(words.words) if token.start >= offset), len(words.words))
    before = [at for at, _ in words.spans.get("who", []) + words.spans.get("sign", []) if at < first]
    if not before and not pointing:
        return
    tags = ["them", "pointer"] if pointing else ["them"]
    spans = [span for tag in tags for span in words.spans.get(tag, []) if span[0] >= first]
    words.spans["who"] = sorted({*words.spans.get("who", []), *spans}, key=lambda span: (span[1], span[0]))


def _finding(frame: Frame, start: int, end: int, words: Tagged) -> Finding:
    classes = frozenset(words.groups[at] for at in range(start, end) if at in words.groups)
    return Finding(frame.code, frame.topic, words.words[start].start, words.words[end - 1].end, frame.hard, classes)
