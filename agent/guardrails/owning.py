# ruff: noqa: E501  (a pattern cut in pieces is harder to read than a long line)
"""Whether a fact is whose the sentence says: the home's, place's, month's or week's that it names."""

from __future__ import annotations

import re

from agent.guardrails import concepts
from agent.guardrails.fact import Fact
from agent.guardrails.facts import Facts
from agent.guardrails.remembered import finds
from agent.guardrails.sentences import Claim, Sentence

_ASKED = re.compile(
    r"\b(?:your?|budget|limit|cap|you asked|asked|under|below|above|over|at most|at least|or (?:more|less|fewer)|max(?:imum)?|"
    r"min(?:imum)?|search(?:ed)?|within|no more than|filter\w*|criteria|looking for|around|match\w*|price limit|up to|from|later|newer|fits?)\b|[≤≥<>]|\d\+",
    re.IGNORECASE,
)
_ASKED_OF_HOME = re.compile(
    r"\b(?:your?|budget|limit|cap|asked|under|below|above|over|at most|at least|or (?:more|less|fewer)|max(?:imum)?|min(?:imum)?|search(?:ed)?|within|no more than|"
    r"filter\w*|criteria|looking for|fits?|top|bottom)\b|[≤≥<>]|\d\+",
    re.IGNORECASE,
)
_HAS = re.compile(
    r"\b(?:has|have|had|offers|comes with|asks|costs|sold for|lost|cut by|reduced by|down to|now at) (?:about |around |only |just )?$"
)
_OWN_THINGS = {"cut", "original", "tax", "closed", "estimate", "adjusted"}  # that a home has and nobody asks for
_TOTAL = re.compile(
    r"\b(?:totals?|year|twelve months|12 months|all|overall|altogether|together|combined|sum|of|than|above|below|average|median|period|three|two|four|range)\b",
    re.IGNORECASE,
)
_IN_ALL = re.compile(r"\b(?:total|all|so far|overall|altogether|since)\b", re.IGNORECASE)


class Owning:
    """The facts, found by kind and by whose they are."""

    def __init__(self, gathered: Facts, answer: str) -> None:
        self.facts = gathered
        self._answer = answer
        self._of_kind, self._of_subject = gathered.index.of_kind, gathered.index.of_subject
        self._owned = gathered.index.owned
        self._concepts_of, self._computed_of = gathered.index.concepts_of, gathered.index.computed_of

    def _is_theirs(self, fact: Fact, claim: Claim, sentence: Sentence, kinds: set[str]) -> bool:
        """Whether it is whose the sentence says, in every way that facts of this kind have an owner."""
        return all(
            self._has_owner(fact, claim, sentence, dimension, kinds)
            for dimension, named in claim.subjects.items()
            if named
        )

    def _has_owner(self, fact: Fact, claim: Claim, sentence: Sentence, dimension: str, kinds: set[str]) -> bool:
        named = claim.subjects[dimension]
        if any(_same(each, subject) for each in named for subject in fact.subjects):
            return True
        if any(subject.startswith(f"{dimension}:") for subject in fact.subjects):
            return not self._has_own(claim, named, kinds)
        if (
            (fact.derived and dimension not in ("month", "week"))
            or dimension in claim.loose
            or not self._has_own(claim, named, kinds)
        ):
            return True
        if fact.asked:
            start, end = claim.figure.start, claim.figure.end
            if dimension == "id" and (_HAS.search(sentence.text, 0, start) or claim.strict & _OWN_THINGS):
                return False
            asked = _ASKED_OF_HOME if dimension == "id" else _ASKED
            return bool(asked.search(sentence.text, max(0, start - 40), end + 32))
        if (fact.source, dimension) not in self._owned:
            return True
        if dimension == "week":
            return bool(finds(_IN_ALL, sentence.text))
        if dimension != "id":
            return bool(finds(_TOTAL, sentence.text)) and bool(fact.concepts & claim.concepts)
        return bool(finds(_TOTAL, sentence.text)) and bool(fact.concepts & sentence.said)

    def _has_own(self, claim: Claim, named: frozenset[str], kinds: set[str]) -> bool:
        """Whether the named ones have figures of this kind of their own."""
        return any(
            not fact.derived and not fact.asked and not concepts.contradict(claim.concepts, fact.concepts)
            for kind in kinds
            for subject in named
            for fact in self._of_subject[kind, subject]
        )


def _same(named: str, subject: str) -> bool:
    """Whether a subject is the named one; "month:*-06" is June of any year."""
    dimension, _, name = named.partition(":")
    return named == subject or (
        name.startswith("*") and subject.startswith(f"{dimension}:") and name[1:] == subject[-len(name) + 1 :]
    )
