# ruff: noqa: E501  (a pattern cut in pieces is harder to read than a long line)
"""Whether every figure of an answer comes from somewhere: a tool's result, the person's words, arithmetic that is shown.

`ungrounded` is the whole of it: pure, without database or network. A figure is grounded if a known one of its kind has
its value, as exactly as it is written, and the sentence does not say that it is somebody else's or something else:
another home's price, the average for the median.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from agent.guardrails import answers, arithmetic, claims, concepts, facts, figures, units
from agent.guardrails.figures import Figure
from agent.guardrails.known import Known
from agent.guardrails.sentences import Claim, Sentence

MOST_CHARS = 20_000  # of one answer
MOST_FIGURES = 600
MOST_TOLD = 6  # figures of the lines before that a line may reckon with
_CARRYING = re.compile(
    r"\b(?:together|totals?|sum|in all|altogether|difference|tighter|that(?:.s| is| makes| leaves| comes)|gap|left|leaves|apart|combined|adds? up|result|remaining|rest)\b",
    re.IGNORECASE,
)
_YOURS = re.compile(r"\byour (?:\w+ )?(?:budget|limit|cap|maximum|price|offer|down payment)\b", re.IGNORECASE)
_OF_INCOME = re.compile(
    r"\bof (?:your |the )?(?:\w+ )?(?:income|earnings|pay)\b|\b(?:28|36) ?(?:%|percent) (?:rule|limit|cap|one|guideline|ceiling)\b|\((?:28|36) ?(?:%|percent)\)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Ungrounded:
    """A figure that nothing known supports. at: which of its occurrences in the answer as it is read, from 0."""

    text: str
    at: int


def ungrounded(answer: str, messages: list[dict[str, Any]]) -> list[Ungrounded]:
    """The figures of the answer that neither the messages before it nor its own arithmetic support, in their order."""
    shown = answers.as_read(answer[:MOST_CHARS])
    text = answers.claimed(shown)
    if not figures.any_in(text):
        return []
    known = Known(facts.gather(messages), text)
    found: list[tuple[int, Figure]] = []
    checked = 0
    told: list[Figure] = []  # of the lines before, down to the last empty one
    end = 0
    for sentence in claims.read(text, known.facts):
        checked += len(sentence.claims)
        if checked > MOST_FIGURES:
            break
        told = [] if "\n\n" in text[end : sentence.start + 1] or "\n#" in text[end : sentence.start + 1] else told
        failing = _failing(sentence, known, told)
        found += [(sentence.start + claim.figure.start, claim.figure) for claim in failing]
        told += [claim.figure for claim in sentence.claims if claim not in failing]
        end = sentence.start + len(sentence.text)
    return [Ungrounded(figure.text, _occurrence(shown, figure.text, start)) for start, figure in found]


def _is_something_else(claim: Claim, sentence: Sentence) -> bool:
    """Whether no arithmetic can support it: its value is known as another thing, or it stands in a column of rates."""
    if claim.is_other and "=" not in sentence.text:
        return True
    return sentence.is_row and any(concepts.group_of(each) == "rate" for each in claim.strict)


def _occurrence(text: str, said: str, start: int) -> int:
    """How often it stands in the text before this place."""
    return sum(each < start for each in answers.occurrences(text, said))


def _failing(sentence: Sentence, known: Known, told: list[Figure]) -> list[Claim]:
    """The claims of a sentence that nothing supports. Arithmetic counts once its figures are grounded themselves."""
    said = [claim.figure for claim in sentence.claims]
    sentence.told = told[-MOST_TOLD:]
    asked = known.asked_amounts() if _YOURS.search(sentence.text) else []
    asked = [*known.incomes(), *asked] if _OF_INCOME.search(sentence.text) else asked
    if _CARRYING.search(sentence.text):
        asked = [*asked, *(each for each in told[-MOST_TOLD:] if each.unit in units.NUMERIC)]
    sound = {at for at, claim in enumerate(sentence.claims) if known.supports(claim, sentence)}
    earlier = {figure.value for figure in told}
    sound |= {at for at, claim in enumerate(sentence.claims) if claim.in_sum and claim.figure.value in earlier}
    sound -= arithmetic.wrong(sentence.text, said)
    before = -1
    while before != len(sound):
        before = len(sound)
        amiss = arithmetic.wrong(sentence.text, said)
        sound |= {
            at
            for at in range(len(said))
            if at not in sound | amiss
            and not _is_something_else(sentence.claims[at], sentence)
            and arithmetic.shown(sentence.text, said, sound, at, asked)
        }
    return [claim for at, claim in enumerate(sentence.claims) if at not in sound]
