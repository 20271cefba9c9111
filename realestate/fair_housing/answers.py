"""An answer as it comes, checked before it is shown: text waits only while it may become something flagged."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from itertools import pairwise

from realestate.fair_housing.frames import ByTag, Pattern, allowed, derived, frames, open_since
from realestate.fair_housing.openings import Openings, beginnings, first_words, openings
from realestate.fair_housing.replies import sentence
from realestate.fair_housing.screening import AVOIDING, PEOPLE, answer_steers, found_in, tagged
from realestate.fair_housing.tokens import Token, tokens
from realestate.fair_housing.vocabulary import Tagged, vocabulary

LONGEST_SENTENCE = 400  # characters; a longer one is read in parts, so that the work is bounded
LOOK_AHEAD = 3  # words after a finding that may still show that it is none: "mostly white oak floors"
FEWEST_WORDS = 4  # of a sentence that the classifier is asked about
# Words for people that are of no group, and what is said of areas.
SPOKEN_OF = (
    "person",
    "subject",
    "neighbors",
    "the_people",
    "everyone",
    "belong",
    "safe",
    "schools",
    "quality",
    "crime",
)
_LAST_WORD = re.compile(r"\w+$")
_END = re.compile(r"[.!?;](?=\s)|\n")


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
        self._calm = 0  # before this character nothing has begun that could still become something flagged
        self._whole = False  # whether this sentence was looked at as a whole
        self._held = False  # something was found: no more is shown until the sentence is whole
        self._told = False

    def take(self, piece: str) -> list[Change]:
        """A further piece of the answer; what can be shown now."""
        self._sentence += piece
        changes: list[Change] = []
        while (ended := _END.search(self._sentence)) or len(self._sentence) > LONGEST_SENTENCE:
            end = ended.end() if ended else LONGEST_SENTENCE
            whole, rest = self._sentence[:end], self._sentence[end:]
            self._sentence = whole
            changes += self._settle()
            self._sentence, self._shown, self._looked, self._calm = rest, 0, -1, 0
            self._whole = self._held = False
        if self._sentence and not self._held:
            changes += self._further()
        return changes

    def end(self) -> list[Change]:
        """The answer has ended; what was still held back."""
        changes = self._settle() if self._sentence else []
        self._sentence, self._shown = "", 0
        return changes

    def _further(self) -> list[Change]:
        """The sentence goes on. Most words begin nothing flagged, and are shown after one look at them alone."""
        words = tokens(self._sentence[self._calm :])
        if not words:
            return self._show(len(self._sentence))
        cut = self._calm + words[-1].end == len(self._sentence)
        begun, waiting = self._look(words, cut)
        if begun:
            return self._further_in_full()
        changes = self._show(self._calm + words[waiting].start if waiting < len(words) else len(self._sentence))
        # The word before the last may begin a phrase with what the last one becomes.
        self._calm = _begin_of_piece(self._sentence, self._calm + words[min(waiting, max(0, len(words) - 2))].start)
        return changes

    def _look(self, words: list[Token], cut: bool) -> tuple[bool, int]:
        """As `Openings.look`. Some words take the excuse of others away, where there are others: "two kids only"."""
        if self._whole and _take_excuses_away([token.word for token in words]):
            return True, 0
        return _openings().look(words, cut=cut)

    def _further_in_full(self) -> list[Change]:
        """Look at the whole sentence; in the middle of its last word there is little to look at.

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
        begun = self._held or self._look(tokens(self._sentence[self._calm :]), False)[0]
        if (begun or _speaks_of_people(self._sentence)) and answer_steers(self._sentence):
            return self._replace()
        return self._show(len(self._sentence))

    def _open(self) -> list[Change]:
        """The sentence goes on."""
        words, self._whole = tagged(self._sentence, guess=False), True
        last = _LAST_WORD.search(self._sentence)
        self._looked = last.start() if last else -1
        if not words.words:
            return self._show(len(self._sentence))
        found = found_in(words, "answer")
        settled = words.words[-LOOK_AHEAD - 1].end if len(words.words) > LOOK_AHEAD else 0
        self._held = any(finding.end <= settled for finding in found)
        held = min([_held_from(self._sentence, words), *(finding.start for finding in found)])
        start = words.words[-1].start
        if held >= start and not _begun(words, len(words.words) - 1):  # the last word may still become another
            self._calm = _begin_of_piece(self._sentence, start)
        return self._show(held)

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


def _begin_of_piece(text: str, at: int) -> int:
    """Where the text without a space that holds this character begins; letters that stand alone are one, s p e l t."""
    start = text.rfind(" ", 0, at) + 1
    while start > 1 and text[start - 2] != " " and (start == 2 or text[start - 3] == " "):
        start -= 2
    return start


def _held_from(text: str, words: Tagged) -> int:
    """The character from which on the text may become something flagged."""
    last = words.words[-1]
    held = min((words.words[start].start for start in _begun(words, len(words.words))), default=len(text))
    if last.end == len(text) and last.word in _beginnings():
        held = min(held, last.start)  # half a word, perhaps
    return held


def _begun(words: Tagged, count: int) -> list[int]:
    """The words among the first `count` from which on something flagged may stand when others follow them."""
    begun = _patterns_by_first().among(words.spans)
    starts = [start for pattern in begun if (start := open_since(pattern, words, count)) is not None]
    unfinished = vocabulary().unfinished(words.plain[:count], _tags())
    return [*starts, count - unfinished] if unfinished else starts


@functools.cache
def _patterns() -> tuple[Pattern, ...]:
    answering = [pattern for frame in frames() if "answer" in frame.on for pattern in frame.patterns]
    return (*(pattern for _, pattern in derived("derived")), *answering)


@functools.cache
def _patterns_by_first() -> ByTag[Pattern]:
    return ByTag((pattern.first, pattern) for pattern in _patterns())


@functools.cache
def _tags() -> frozenset[str]:
    return frozenset(tag for pattern in _patterns() for element in pattern.elements for tag in element.tags)


@functools.cache
def _openings() -> Openings:
    return openings(_patterns())


def _take_excuses_away(words: list[str]) -> bool:
    alone, pairs = _unexcusing()
    return not (alone.isdisjoint(words) and pairs.isdisjoint(pairwise(words)))


def _speaks_of_people(text: str) -> bool:
    """Whether the classifier has anything to judge in a sentence: most are about homes and figures alone."""
    words = [token.word for token in tokens(text)]
    if len(words) < FEWEST_WORDS:
        return False
    alone, pairs = _of_people()
    return not (alone.isdisjoint(words) and pairs.isdisjoint(pairwise(words)))


@functools.cache
def _of_people() -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
    return first_words([*PEOPLE, *SPOKEN_OF])


@functools.cache
def _unexcusing() -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
    excuses = [pattern for table in ("always", "unless_avoided") for pattern in allowed(table)]
    stops = {tag for pattern in excuses for element in pattern.elements for tag in element.not_before}
    return first_words([*AVOIDING, *stops])


@functools.cache
def _beginnings() -> frozenset[str]:
    return beginnings(_tags())
