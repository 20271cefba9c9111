"""An answer as it comes, checked before it is shown: text waits only while it may become something flagged."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from realestate.fair_housing.frames import Pattern, derived, frames, open_since
from realestate.fair_housing.replies import sentence
from realestate.fair_housing.screening import found_in, tagged
from realestate.fair_housing.vocabulary import Tagged, vocabulary

LONGEST_SENTENCE = 400  # characters; a longer one is read in parts, so that the work is bounded
LOOK_AHEAD = 3  # words after a finding that may still show that it is none: "mostly white oak floors"
_LAST_WORD = re.compile(r"\w+$")
_END = re.compile(r"[.!?](?=\s)|\n")


@dataclass(frozen=True)
class Change:
    """What to show next. replaces: everything of this answer shown before is dropped first, for this text."""

    text: str
    replaces: bool = False


class AnswerFilter:
    """The text of one model step. Feed it with `take`, close it with `end`; `text` is what may be shown of it."""

    def __init__(self, before: str = "") -> None:
        """before: what was said in this step already, by a template."""
        self.text = before
        self._sentence, self._shown = "", 0  # the sentence that is being written, and how much of it is in `text`
        self._looked = -1  # where the word began that was the last one when the sentence was looked at
        self._dropping = self._told = False

    def take(self, piece: str) -> list[Change]:
        """A further piece of the answer; what can be shown now."""
        self._sentence += piece
        changes: list[Change] = []
        while (ended := _END.search(self._sentence)) or len(self._sentence) > LONGEST_SENTENCE:
            end = ended.end() if ended else LONGEST_SENTENCE
            whole, rest = self._sentence[:end], self._sentence[end:]
            self._sentence = whole
            changes += self._settle()
            self._sentence, self._shown, self._looked, self._dropping = rest, 0, -1, False
        if self._sentence and not self._dropping:
            changes += self._further()
        return changes

    def end(self) -> list[Change]:
        """The answer has ended; what was still held back."""
        changes = self._settle() if self._sentence else []
        self._sentence, self._shown = "", 0
        return changes

    def _further(self) -> list[Change]:
        """The sentence goes on. In the middle of its last word there is little to look at.

        Everything before the word was looked at already. One that begins nothing flagged is shown with what was shown
        before it: had anything been open, it would have been held back.
        """
        last = _LAST_WORD.search(self._sentence)
        if last is None or last.start() != self._looked:
            return self._open()
        if last[0].lower() in _beginnings():
            return []
        return self._show(len(self._sentence)) if self._shown > last.start() else self._open()

    def _settle(self) -> list[Change]:
        """The sentence is whole."""
        if self._dropping:
            return []
        if found_in(tagged(self._sentence, guess=False), "answer"):
            return self._replace()
        return self._show(len(self._sentence))

    def _open(self) -> list[Change]:
        """The sentence goes on."""
        words = tagged(self._sentence, guess=False)
        last = _LAST_WORD.search(self._sentence)
        self._looked = last.start() if last else -1
        if not words.words:
            return self._show(len(self._sentence))
        found = found_in(words, "answer")
        settled = words.words[-LOOK_AHEAD - 1].end if len(words.words) > LOOK_AHEAD else 0
        if any(finding.end <= settled for finding in found):
            self._dropping = True
            return self._replace()
        held = [finding.start for finding in found]
        return self._show(min([_held_from(self._sentence, words), *held]))

    def _show(self, until: int) -> list[Change]:
        piece = self._sentence[self._shown : until]
        self._shown = max(self._shown, until)
        self.text += piece
        return [Change(piece)] if piece else []

    def _replace(self) -> list[Change]:
        """Drop the sentence; the first time say why."""
        shown, self._shown = self._shown, 0
        kept = self.text[: len(self.text) - shown]
        told = "" if self._told else sentence("answer") + "\n" * self._sentence.endswith("\n")
        space = " " if told and kept and not kept[-1].isspace() else ""
        self.text, self._told = kept + space + told, True
        return [Change(self.text, replaces=True)]


def _held_from(text: str, words: Tagged) -> int:
    """The character from which on the text may become something flagged."""
    begun = [pattern for pattern in _patterns() if not pattern.first.isdisjoint(words.spans)]
    starts = [start for pattern in begun if (start := open_since(pattern, words)) is not None]
    last = words.words[-1]
    unfinished = vocabulary().unfinished(words.plain, _tags())
    if unfinished:
        starts.append(len(words.words) - unfinished)
    held = min((words.words[start].start for start in starts), default=len(text))
    if last.end == len(text) and last.word in _beginnings():
        held = min(held, last.start)  # half a word, perhaps
    return held


@functools.cache
def _patterns() -> tuple[Pattern, ...]:
    answering = [pattern for frame in frames() if "answer" in frame.on for pattern in frame.patterns]
    return (*(pattern for _, pattern in derived("derived")), *answering)


@functools.cache
def _tags() -> frozenset[str]:
    return frozenset(tag for pattern in _patterns() for element in pattern.elements for tag in element.tags)


@functools.cache
def _beginnings() -> frozenset[str]:
    return vocabulary().beginnings(_tags())
