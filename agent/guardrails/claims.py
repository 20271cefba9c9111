# ruff: noqa: E501  (a pattern cut in pieces is harder to read than a long line)
"""What an answer claims: for each figure its unit, what it is of, and whose it is, from the words around it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace

from agent.guardrails import arithmetic, concepts, figures, labels, months, naming, owners, saying
from agent.guardrails.facts import Facts
from agent.guardrails.figures import Figure
from agent.guardrails.naming import Named
from agent.guardrails.sentences import Claim, Sentence, split

MOST_FIGURES = 60
_BOUNDARY = re.compile(
    r"[;:()|·]|,(?!\d)|\s[–—-]\s|\b(?:and|but|while|whereas|against|(?<!less )(?<!more )(?<!fewer )than|versus|vs|compared (?:with|to)|which|where|so|"
    r"because|though|although|below|above|ahead of|behind|short of|on top of|in addition to|beats?|exceeds?|trails?|lags?|outperforms?|(?:that|those) of|times (?=as|that|the|what|your|its|a|his|her)|out of the|in the same|for the same|(?:double|twice|triple|half)(?= (?:the |its )?\$?\d)|[a-z]{4,}s the(?= \$)|not (?:\w+ )?(?:in|part of) the|(?:to|from|into) the(?= \$))\b|n[’']t (?:\w+ )?(?:in|part of) the\b"
)
_NUMBERING = re.compile(r"#|no\.?|rank", re.IGNORECASE)
_NOTHING_ELSE = re.compile(r"\s*,?\s*(?:about |around |roughly |some |nearly |at )?")
_IT = re.compile(r"\b(?:it|that|this|which)(?:['’]s)? ", re.IGNORECASE)
_ENDS = re.compile(r"\s*(?:[.,;)]|$|and\b|but\b|so\b)")
_TO_NAME = re.compile(r",?\s*(?:about |around |roughly |only |just |by |at )?")
_LISTED = re.compile(r"\s*(?:,|and|, and)\s*")
_PRONOUN = re.compile(r"\W*(?:it|that|this|they|these|those)\b", re.IGNORECASE)
_OTHERS = re.compile(r"\b(?:against|versus|vs\.?|compared (?:with|to))\s+(?:about |around )?$")
_SHARE = re.compile(r"(?:%|percent|\d of (?:the|its|your|all)|\d of)(?<!%)(?<!percent)\s+$|(?:%|percent) of\s+$")
_KINDS_OF_OWNER = ("id", "place", "month")
_OF_HEADINGS = {"homes", "asking"}  # say what a list is of, and nothing of its figures


def read(text: str, facts: Facts) -> Iterator[Sentence]:
    """The sentences of a plain text that hold figures, with their claims."""
    told, before = naming.Told(), ()
    for sentence in split(text):
        sentence.names = naming.named(sentence.text, facts)
        meant = told.meant(sentence.text, sentence.names)
        told.read(sentence.text, sentence.names)
        if found := figures.read(sentence.text)[:MOST_FIGURES]:
            sentence.before = before if _PRONOUN.match(sentence.text) else ()
            sentence.above = told.heading(sentence.text)
            heading, _, item = sentence.above.partition(" | ")
            of_item = concepts.mentions(item) if naming.BARE_ITEM.fullmatch(sentence.text) else ()
            sentence.heading = concepts.mentions(heading) or of_item
            if sentence.header and _NUMBERING.fullmatch(sentence.header[0]):
                found = [each for each in found if "|" in sentence.text[: each.start].strip().strip("|")]
            _Reader(sentence, found, facts, meant).read()
            yield sentence
        before = concepts.mentions(sentence.text)


class _Reader:
    """Reads the claims of one sentence. meant: whom it means before it names anybody, and from where on."""

    def __init__(
        self, sentence: Sentence, found: list[Figure], facts: Facts, meant: tuple[frozenset[str], int]
    ) -> None:
        text = sentence.text
        sentence.mentions, sentence.months = concepts.mentions(text), months.numbers(text)
        self._sentence, self._found, self._facts, self._meant = sentence, found, facts, meant
        self._cuts = self._cuts_of_clauses()
        counted = [each for each in found if each.unit != "date" and each.unit not in figures.NAMES]
        self._bound = saying.bound(counted, sentence.mentions, text)
        self._spans = [(each.start, each.end) for each in counted]
        self._months = self._named_months()
        self._kinds = {each.partition(":")[0] for name in [*sentence.names, *self._months] for each in name.subjects}
        self._kinds |= {"id"} if sentence.header else set()
        self._weeks = months.meant_weeks(text, found)
        self._ordered = naming.in_order(text, sentence.names, found) or (
            naming.in_order(text, months.every(text), found) if len(sentence.months) > 1 else {}
        )
        paired = any("/" in head for head in sentence.header)  # "4 / 2.5" below "Beds / baths" is no division
        sums = set() if paired else arithmetic.operands(text, found)
        self._in_sums = {at for at in sums if found[at].start not in self._ordered}  # "1,840 / 2,260 / 2,980 sq ft"

    def read(self) -> None:
        """Adds a claim to the sentence for each of its figures."""
        for at in range(len(self._found)):
            self._sentence.claims.append(self._claim(at))
        claims = self._sentence.claims
        for claim, following in reversed(list(itertools.pairwise(claims))):
            listed = _LISTED.fullmatch(self._sentence.text, claim.figure.end, following.figure.start)
            parallel = listed and claim.unit == following.unit and "peers" in following.strict
            if parallel and _OTHERS.search(self._sentence.text, 0, claim.figure.start):
                claim.concepts |= {"peers"}  # "against 7.5 % and 7.9 % for comparable homes"
            if listed and claim.unit == "" and following.unit in ("", "count") and not claim.concepts:
                claim.concepts = claim.strict = following.strict  # "28, 22, 14 and 13 views"

    def _cuts_of_clauses(self) -> list[int]:
        """Where one clause ends and the next begins; never within a figure, a name, or names side by side."""
        text, names = self._sentence.text, self._sentence.names
        spans = [(each.start, each.end) for each in [*self._sentence.mentions, *names, *self._found]]
        spans += months.ranges(text)
        spans += naming.lists(text, names)
        return [m.start() for m in _BOUNDARY.finditer(text) if not any(a < m.start() < b for a, b in spans)]

    def _named_months(self) -> list[Named]:
        text = self._sentence.text
        named = months.one_by_one(text) if self._sentence.months or "-" in text else []
        return named + [
            Named(each.start, each.end, frozenset({f"month:{each.date[0]}-{each.date[1]:02}"}))
            for each in self._found
            if each.unit == "date" and "/" in each.text and not each.date[2]
        ]

    def _claim(self, at: int) -> Claim:
        figure, text, mentions = self._found[at], self._sentence.text, self._sentence.mentions
        label, clause, in_sum = labels.of_figure(self._sentence, figure), self._clause(figure), at in self._in_sums
        claim = Claim(figure, unit=figure.unit or ("" if in_sum else self._unit_of(figure, label)), in_sum=in_sum)
        before = next((each for each in reversed(self._sentence.claims) if each.figure.unit not in figures.NAMES), None)
        if before and before.figure.hedged and saying.runs_parallel(before.figure, figure, text, self._sentence.names):
            claim.figure = replace(figure, hedged=True)
        if in_sum:
            return claim
        claim.concepts = saying.of_figure(figure, clause, mentions, self._bound, label, text, self._spans)
        above = frozenset(each.concept for each in self._sentence.heading if each.concept not in _OF_HEADINGS)
        claim.concepts = saying.fitting(claim.concepts | saying.of_other_groups(above, claim.concepts), figure)
        beside = {mention.concept for mention, start in self._bound if start == figure.start}
        of_row = concepts.mentions(label) if self._sentence.is_row else ()
        claim.strict = claim.concepts & (beside | {mention.concept for mention in of_row})
        if _SHARE.search(text, max(0, figure.start - 16), figure.start):
            claim.concepts = claim.strict = frozenset()  # "36 % of $11,666.67 for all debts"
        if before and figure.unit not in figures.NAMES:
            claim.concepts |= self._inherited(before, claim, clause)
        if before and self._is_like(before, claim):
            claim.like, claim.unit = before.like or before, claim.unit or before.unit
            claim.concepts |= saying.of_other_groups(before.concepts, claim.concepts)
        claim.subjects, claim.loose = self._subjects(claim.figure, clause)
        claim.every = owners.each_of(claim.figure, clause, text, self._sentence.names, self._found) or owners.both_of(
            claim.figure, clause, self._sentence, self._found, self._facts.owners
        )
        return claim

    def _unit_of(self, figure: Figure, label: str) -> str:
        return labels.unit_of_row(self._sentence, figure) if self._sentence.is_row else labels.unit_of(label)

    def _clause(self, figure: Figure) -> tuple[int, int]:
        """From where to where the clause of a figure goes: "The lot of L869, 7,070 sq ft, is ..." is one."""
        text = self._sentence.text
        start = max([0, *(cut for cut in self._cuts if cut < figure.start)])
        end = min([len(text), *(cut for cut in self._cuts if cut >= figure.end)])
        alone = _NOTHING_ELSE.fullmatch(text, start, figure.start) and _NOTHING_ELSE.fullmatch(text, figure.end, end)
        return (max([0, *(cut for cut in self._cuts if cut < start)]) if alone else start), end

    def _inherited(self, before: Claim, claim: Claim, clause: tuple[int, int]) -> frozenset[str]:
        """What a figure is of because the one before it is: it says it once more, of another home, or as "it"."""
        text, figure = self._sentence.text, claim.figure
        parallel = saying.runs_parallel(before.figure, figure, text, self._sentence.names)
        if parallel or saying.goes_on(before.figure, figure, text):
            return saying.of_other_groups(before.concepts, claim.concepts)
        if before.figure.unit == figure.unit and _IT.search(text, clause[0], figure.start):
            return saying.of_other_groups(before.concepts & {"median", "average"}, claim.concepts)
        return frozenset()

    def _is_like(self, before: Claim, claim: Claim) -> bool:
        """Whether a figure stands right behind another's name, and is what the one before it is: "... and L003 31"."""
        text, figure = self._sentence.text, claim.figure
        if figure.unit not in ("", before.figure.unit) or before.in_sum or not _ENDS.match(text, figure.end):
            return False
        return any(
            before.figure.end <= each.start and _TO_NAME.fullmatch(text, each.end, figure.start)
            for each in self._sentence.names
        )

    def _subjects(self, figure: Figure, clause: tuple[int, int]) -> tuple[dict[str, frozenset[str]], frozenset[str]]:
        """Whose the figure is, by the kind of owner, and of which kinds only a clause behind it says so."""
        sentence, names = self._sentence, self._sentence.names
        if figure.unit == "address":
            return {"id": owners.of_address(figure, names, sentence)}, frozenset()
        head = labels.header_cell(sentence, figure) if sentence.header else ""
        heads = naming.named(head, self._facts) if head else []
        if sentence.header and not heads and not names:
            heads = naming.named(sentence.header[0], self._facts)  # "Adjustment of L1143"
        named = {"id": (names, heads), "place": (names, heads)}
        named["month"] = (self._months if figure.unit != "date" else [], months.one_by_one(head) if head else [])
        meant = self._meant[0] if self._meant[1] <= figure.start else frozenset()
        subjects, loose = {}, set()
        for kind in _KINDS_OF_OWNER:
            subjects[kind], is_behind = frozenset(), False
            if kind in self._kinds or head:
                subjects[kind], is_behind = owners.of_figure(kind, clause, *named[kind], sentence, figure, self._found)
            whose = self._ordered.get(figure.start) or (meant if not subjects[kind] or is_behind else frozenset())
            if theirs := frozenset(each for each in whose if each.startswith(f"{kind}:")):
                subjects[kind] = theirs
            elif is_behind:
                loose.add(kind)
        subjects["week"] = frozenset() if months.is_later(sentence.text, figure) else self._weeks
        return subjects, frozenset(loose)
