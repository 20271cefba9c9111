"""START HERE. `findings` says what in a text steers; `screen` what a question comes to, in the light of earlier ones.

A word for people is no offence: what counts is the word in a frame (`frames.toml`). This is no legal determination.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from realestate.fair_housing import classifier
from realestate.fair_housing.frames import CONTENT, Frame, Pattern, allowed, derived, frames_on, matches
from realestate.fair_housing.introductions import introduced
from realestate.fair_housing.tokens import hidden, tokens
from realestate.fair_housing.vocabulary import Tagged, vocabulary

# The classifier learned from single thoughts: a text of more words is read sentence by sentence, the first so many.
MOST_WORDS, MOST_SENTENCES = 60, 60
# A question of so few words that by a rule asks for people or for an area's quality does: there is nothing else in it.
SHORT, ASKED = 9, ("R1", "R2")
CLOSE = 2  # words before and after a judgement of an area, which a search for homes may be wrapped around
MARGIN = 0.6  # above what a whole text needs, for a sentence in a text that as a whole does not steer
# What the classifier alone needs besides: its thresholds come from sentences written to be hard, and people ask
# ordinary things far more often, "can u add bellevue to that".
ALONE_MARGIN, UNTOLD_MARGIN = 0.1, 0.45
ANSWER_MARGIN = 0.2  # for a sentence of an answer, which is more often about homes than what a person writes
LONGEST = 6_000  # characters of a text that are read; a question has at most 4,000, remarks too
AVOIDING = ("avoid", "deny", "restrict", "evade", "unwanted")
PEOPLE = ("who", "trait", "colour", "sign", "aid", "hint", "soft", "kin", "group")  # tags of words for people
SURELY = tuple(tag for tag in PEOPLE if tag not in ("hint", "soft"))  # "4 bedroom houses" hints at a family
TELLING = (*PEOPLE, "safe", "crime", "school", "rated", "them", "their_thing")  # of words for people or for an area
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
    found = _read_together(question, earlier[-EARLIER:])
    if found:
        return found
    said_before = kind_of(earlier[-EARLIER:])
    words = tagged(question[:LONGEST])
    if (
        said_before in ("", "homes")
        or not words.words
        or _is_about_the_law(words, "question")
        or len(words.words) > MOST_WORDS
    ):
        return ()
    least = classifier.model().later + (0.0 if said_before == "steering" else _margin(words))
    steers = classifier.score(words, question, "question", said_before) > least
    return (_learned(words, "question"),) if steers else ()


def answer_steers(sentence: str) -> bool:
    """Whether a sentence of an answer, once it is whole, is to be replaced."""
    words = tagged(sentence, guess=False)
    if not words.words:
        return False
    found, known = found_in(words, "answer"), classifier.model()
    if not found and words.spans.keys().isdisjoint(TELLING):
        return False  # most are about homes and figures alone
    read = classifier.score(words, sentence, "answer")
    return read >= known.below if found else read > known.above + ANSWER_MARGIN


def kind_of(earlier: Sequence[str]) -> str:
    """What earlier questions were about: steering (by the rules), people or homes; "" if only who somebody is."""
    read = [tagged(text[:LONGEST]) for text in earlier]
    if any(found_in(words, "question") for words in read):
        return "steering"
    parts = [part for words in read for part in words.sentences() if not introduced(part)]
    return ("people" if any(not part.spans.keys().isdisjoint(SURELY) for part in parts) else "homes") if parts else ""


def _read_together(question: str, earlier: Sequence[str]) -> tuple[Finding, ...]:
    """What the rules find in a question that is read after the earlier ones, as far as it reaches into it."""
    before = ". ".join(text[-600:] for text in earlier)
    offset = len(before) + 2
    words = tagged(f"{before}. {question}"[:LONGEST], pointing_from=offset, pointing=any(map(findings, earlier)))
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
    """The findings of the rules that read like steering; where rules find nothing, those of the classifier."""
    known = classifier.model()
    whole = classifier.score(words, text, surface) if len(words.words) <= MOST_WORDS else None
    if found:
        certain = [each for each in found if each.code in ASKED] if len(words.words) <= SHORT else []
        if whole is not None and whole >= known.below:
            return found
        return certain or _not_lawful(found, words, text, surface)
    steers = whole is not None and whole > known.above + _margin(words)
    least = 0.0 if steers or whole is None else MARGIN
    parts = [
        part
        for part in words.sentences()[:MOST_SENTENCES]
        if _score(part, text, surface) > known.above + max(least, _margin(part))
    ]
    if steers and not parts:
        parts = [words]
    return [_learned(part, surface) for part in parts if _speaks_of_the_protected(part)]


def _margin(words: Tagged) -> float:
    return UNTOLD_MARGIN if words.spans.keys().isdisjoint(TELLING) else ALONE_MARGIN


def _not_lawful(found: list[Finding], words: Tagged, text: str, surface: str) -> list[Finding]:
    """Without the findings in sentences that read lawful; what is longer than a sentence should be is no help there."""
    known = classifier.model()
    lawful = [
        (part.words[0].start, part.words[-1].end)
        for part in words.sentences()
        if _has_one(found, part) and len(part.words) <= MOST_WORDS and _score(part, text, surface) < known.below
    ]
    return [
        each
        for each in found
        if not any(a <= each.start and each.end <= b for a, b in lawful)
        or (each.code == "R2" and "home" in words.spans and _closely(each, words, text, surface) >= known.below)
    ]


def _closely(found: Finding, words: Tagged, text: str, surface: str) -> float:
    """The score of the finding with CLOSE words around it: "in a safe area of" in a long wish for a home."""
    inside = [at for at, token in enumerate(words.words) if found.start <= token.start < found.end]
    first, last = max(inside[0] - CLOSE, 0), min(inside[-1] + CLOSE, len(words.words) - 1)
    part = text[words.words[first].start : words.words[last].end]
    return classifier.score(tagged(part, guess=surface in ("question", "argument")), part, surface)


def _score(part: Tagged, text: str, surface: str) -> float:
    return classifier.score(part, text[part.words[0].start : part.words[-1].end + 1], surface)


def _speaks_of_the_protected(words: Tagged) -> bool:
    """False where all people spoken of are of classes that no pack protects: the classifier knows no packs."""
    return bool(words.groups) or "unprotected" not in words.spans


def _has_one(found: list[Finding], part: Tagged) -> bool:
    return any(part.words[0].start <= each.start and each.end <= part.words[-1].end for each in found)


def _learned(words: Tagged, surface: str) -> Finding:
    code = "O2" if surface in ("remarks", "mail") else classifier.code_of(words)
    start, end = words.words[0].start, words.words[-1].end
    classes = frozenset(words.groups.values())
    return Finding(code, classifier.topic_of(words, code), start, end, False, classes, learned=True)


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
