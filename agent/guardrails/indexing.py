"""Facts found by kind and by whose they are. What a message makes known is indexed once, however often it is read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from agent.guardrails.fact import Fact


@dataclass
class Index:
    """The facts of one message or of several. owned: the results that say whose their figures are, and how."""

    of_kind: dict[str, list[Fact]] = field(default_factory=lambda: defaultdict(list))
    of_subject: dict[tuple[str, str], list[Fact]] = field(default_factory=lambda: defaultdict(list))
    owned: set[tuple[int, str]] = field(default_factory=set)
    concepts_of: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    computed_of: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # with those computed here

    def add(self, fact: Fact) -> None:
        if fact.concepts and not (fact.asked or fact.in_text):
            self.computed_of[fact.kind] |= fact.concepts
            if not fact.derived:
                self.concepts_of[fact.kind] |= fact.concepts
        self.of_kind[fact.kind].append(fact)
        for subject in fact.subjects:
            self.of_subject[fact.kind, subject].append(fact)
            dimension, _, name = subject.partition(":")
            self.owned.add((fact.source, dimension))
            if dimension in ("month", "week"):
                self.of_subject[fact.kind, f"{dimension}:*{name[4:]}"].append(fact)

    def update(self, other: Index) -> None:
        for kind, facts in other.of_kind.items():
            self.of_kind[kind] += facts
        for key, facts in other.of_subject.items():
            self.of_subject[key] += facts
        self.owned |= other.owned
        for kind, concepts in other.concepts_of.items():
            self.concepts_of[kind] |= concepts
        for kind, concepts in other.computed_of.items():
            self.computed_of[kind] |= concepts


def index_of(facts: Iterable[Fact]) -> Index:
    """The index of some facts, each of them once."""
    index = Index()
    for fact in dict.fromkeys(facts):
        index.add(fact)
    return index


def together(pieces: Iterable[Index]) -> Index:
    """The facts of several messages.

    What a figure of the person's words is of, the argument made of it says: the words themselves are left out then.
    """
    whole = Index()
    for piece in pieces:
        whole.update(piece)
    for kind, facts in whole.of_kind.items():
        asked = {fact.value for fact in facts if fact.asked and not fact.in_text}
        if asked and any(fact.asked and fact.in_text for fact in facts):
            whole.of_kind[kind] = [fact for fact in facts if not (fact.asked and fact.in_text and fact.value in asked)]
    return whole
