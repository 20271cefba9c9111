"""Whether a figure has the value of a fact, as exactly as it is written: "about 1,900" reaches 1,880."""

from __future__ import annotations

import re

from agent.guardrails.fact import Fact
from agent.guardrails.figures import Figure
from agent.guardrails.sentences import Claim

_RELATIVE = 0.01  # of a hedged figure
_MOST_RELATIVE = 0.06
_BOUND_RELATIVE = 0.12  # "under $800,000" is said of 799,000, not of 500,000


def near(claim: Claim, known: list[Fact]) -> list[Fact]:
    """The facts of one kind whose value a claim may have at all: most are far off, and quickly told."""
    if not known or known[0].kind in _CONVERTED or claim.unit == "date":
        return known
    value = claim.figure.value
    reach = max(_BOUND_RELATIVE * value, 1.02 * claim.figure.tolerance) + 1e-6
    return [fact for fact in known if -reach <= fact.value - value <= reach]


_CONVERTED = {"date", "year", "months", "years", "days", "baths"}  # of which another number may be meant


def agree(claim: Claim, fact: Fact) -> bool:
    """Whether a fact has the claim's value, as exactly as it is written."""
    figure = claim.figure
    if figure.unit == "date":
        return same_day(figure.date, fact.date)
    if fact.kind == "date":
        return figure.value == fact.date[0]
    value = fact.value
    if figure.unit == "year" and len(figure.text.strip("'’")) == 2:
        return value % 100 == figure.value % 100  # "'27" of a house from 1927
    if {claim.unit, fact.kind} == {"months", "years"}:
        value = value * 12 if fact.kind == "years" else value / 12
    if {claim.unit, fact.kind} == {"months", "days"}:
        value = value / 30.4 if figure.hedged else -1.0
    if figure.unit == "baths" and "half" in figure.text and figure.value == 1:
        return value % 1 == 0.5  # "three full baths and one half bath"
    if figure.unit == "baths" and "full" in figure.text:
        value = value // 1
    if abs(figure.value - value) > max(_BOUND_RELATIVE * figure.value, 1.02 * figure.tolerance + 1e-9):
        return False  # farther than any wording reaches, as nearly all are
    slack = figure.tolerance * 1.02 + 1e-9
    if figure.hedged:
        slack = max(slack, _hedge(figure))
    if figure.bound:
        off = (figure.value - value) * (1 if figure.bound == "below" else -1)
        if 0 <= off <= (_BOUND_RELATIVE * figure.value if is_round(figure) else _last_digit(figure)):
            return True
    return abs(figure.value - value) <= slack


def _hedge(figure: Figure) -> float:
    """How far "about" reaches: half of the last digit that is not 0, at most 6 percent; of a long number that digit."""
    last = _last_digit(figure)
    return max(min(_RELATIVE * figure.value, last), min(last / 2, _MOST_RELATIVE * figure.value))


def _last_digit(figure: Figure) -> float:
    """What one of the last digit that is not 0 is worth."""
    written, step = figure.value / figure.factor, 1.0
    if not written.is_integer():
        return 2 * figure.tolerance
    while written and (written / (step * 10)).is_integer():
        step *= 10
    return step * (5 if written / step % 10 == 5 else 1) * figure.factor  # "about 575,000" counts in fives


def is_round(figure: Figure) -> bool:
    """Whether it has two digits that are not 0 at most, as limits have."""
    digits = re.sub(r"\D", "", figure.text)
    return len(digits.strip("0")) <= 2


def same_day(said: tuple[int, int, int], known: tuple[int, int, int]) -> bool:
    """Whether two dates agree in all that both say."""
    return all(left == right or left == 0 for left, right in zip(said, known, strict=True))


def like_a_year(figure: Figure) -> bool:
    """Whether a bare number would be read as a year."""
    return (figure.text.isdigit() or figure.in_words) and 1700 <= figure.value <= 2100


def stands_in(said: str, texts: str) -> bool:
    """Whether it stands in the texts as a whole."""
    return re.search(rf"(?<![\w]){re.escape(said.lower())}(?![\w])", texts) is not None
