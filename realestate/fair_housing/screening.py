"""START HERE. `findings` says what in a text steers; `screen` what a question comes to, in the light of earlier ones.

A word for people is no offence: what counts is the word in a frame (`frames.toml`). This is no legal determination.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from realestate.fair_housing import classifier
from realestate.fair_housing.frames import CONTENT, Frame, Pattern, allowed, derived, frames_on, matches
from realestate.fair_housing.tokens import hidden, tokens
from realestate.fair_housing.vocabulary import Tagged, vocabulary

# The classifier learned from single thoughts: a text of more words is read sentence by sentence, the first so many.
MOST_WORDS, MOST_SENTENCES = 60, 60
LONGEST = 6_000  # characters of a text that are read; a question has at most 4,000, remarks too
AVOIDING = ("avoid", "deny", "restrict", "evade", "unwanted")
EARLIER = 3  # questions before this one that may say what it is about


@dataclass(frozen=True)
class Finding:
    """A part of a text (characters `start` to `end`), what it means, and of which classes it speaks.

    code: one of the taxonomy in docs/fair-housing.md. topic: people, safety, schools or quality. hard: not a matter
    of taste; a mail with it is not sent. learned: no rule says so, but it reads like what steers (`classifier`).
    """

    code: str
    topic: str
    start: int
    end: int
    hard: bool
    classes: frozenset[str]
    learned: bool = False


@functools.lru_cache(maxsize=1024)
def findings(text: str, surface: str = "question") -> tuple[Finding, ...]:
    """What steers in a text, in the order of the frames; parts may overlap.

    surface: question, argument, answer, remarks or mail.
    """
    text = text[:LONGEST]
    words = tagged(text, guess=surface in ("question", "argument"))
    found = found_in(words, surface)
    if surface != "answer" and not _is_about_the_law(words, surface):  # an answer cannot wait until it is whole
        found = _looked_at_again(found, words, text, surface)
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
    if _is_about_the_law(words, surface):
        return []
    return [
        _finding(frame, start, end, words)
        for frame, pattern in frames_on(surface).among(words.spans)
        for start, end in _spoken(pattern, words, surface)
    ]


def _is_about_the_law(words: Tagged, surface: str) -> bool:
    spans = words.spans
    return surface == "question" and ("wronged" in spans or ("legal" in spans and "ad" not in spans))


def _looked_at_again(found: list[Finding], words: Tagged, text: str, surface: str) -> list[Finding]:
    """The findings of the rules, or those of the classifier; it may take a single one away."""
    model = classifier.model()
    short = len(words.words) <= MOST_WORDS
    if found and (not short or len({(each.start, each.end) for each in found}) > 1 or found[0].code == "R2"):
        return found
    steers = classifier.score(words, text, surface) if short else model.above
    if found and steers >= model.below:
        return found
    if short and steers <= model.above:
        return []
    learned = [
        _learned(start, end, part, surface)
        for start, end in _sentences(words)
        if classifier.score(part := tagged(text[start:end]), text[start:end], surface) > model.above
    ]
    return learned or ([_learned(0, len(text), words, surface)] if short else [])


def _learned(start: int, end: int, words: Tagged, surface: str) -> Finding:
    code = "O2" if surface in ("remarks", "mail") else classifier.code_of(words)
    classes = frozenset(words.groups.values())
    return Finding(code, classifier.topic_of(words, code), start, end, False, classes, learned=True)


def _sentences(words: Tagged) -> list[tuple[int, int]]:
    """Where each sentence stands, from its first word to the end of its last."""
    spans = [list(group) for _, group in groupby(words.words, key=lambda token: token.sentence)]
    return [(group[0].start, group[-1].end) for group in spans[:MOST_SENTENCES]]


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
