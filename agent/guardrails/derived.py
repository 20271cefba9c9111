"""Figures that no result has but plain arithmetic over results gives, where the sentence says which."""

from __future__ import annotations

from collections.abc import Mapping

from agent.guardrails import differences, rates, shares, summaries, supposing
from agent.guardrails.fact import Fact
from agent.guardrails.facts import Facts
from agent.guardrails.sentences import Claim, Sentence


def follows(claim: Claim, sentence: Sentence, of_kind: Mapping[str, list[Fact]], gathered: Facts) -> bool:
    """Whether it is a difference, share, rate, sum, average or median that the sentence says it is."""
    return (
        differences.follows(claim, sentence, of_kind)
        or shares.follows(claim, sentence, of_kind)
        or rates.follows(claim, sentence, of_kind)
        or summaries.follows(claim, sentence, of_kind, gathered)
        or supposing.is_supposed(claim, sentence, of_kind)
        or supposing.follows(claim, sentence, of_kind)
    )
