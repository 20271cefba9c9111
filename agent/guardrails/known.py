# ruff: noqa: E501  (a pattern cut in pieces is harder to read than a long line)
"""What is known, and whether it supports what a sentence claims."""

from __future__ import annotations

import functools
import re

from agent.guardrails import (
    closeness,
    concepts,
    conditions,
    counting,
    dates,
    derived,
    directions,
    ends,
    facts,
    shares,
    units,
    values,
    wording,
)
from agent.guardrails.fact import Fact
from agent.guardrails.figures import Figure
from agent.guardrails.fitting import Fitting
from agent.guardrails.remembered import finds
from agent.guardrails.sentences import Claim, Sentence

_TOTAL = re.compile(
    r"\b(?:totals?|year|twelve months|12 months|all|overall|altogether|together|combined|sum|of|than|above|below|average|median|period|three|two|four|range)\b",
    re.IGNORECASE,
)
_KINDS: dict[str, set[str]] = {
    "": {*units.BARE},
    "count": {"count", ""},
    "year": {"year", ""},
    "months": {"months", "years", "days", ""},
    "years": {"years", "months", ""},
}
_THAN = re.compile(
    r"\s+(?:more|fewer|less) (?:[a-z]+ ){1,3}than\b|\s+(?:(?:page )?(?:views?|saves?|inquiries|visitors|sales|homes|days|impressions) )?(?:more|less|fewer|dearer|cheaper|higher|lower|pricier|smaller|larger|bigger|longer|older|newer) than\b"
)
_STREET = re.compile(r" (?:[NSEW]{1,2} )?[A-Z][a-z]+")
_OF_A_HUNDRED = re.compile(r"\b(?:of|for|in|per) (?:every |each )?(?:100|(?:a |one )?hundred)\b", re.IGNORECASE)


class Known(Fitting):
    """What the messages of a conversation make known, and whether it supports a claim."""

    def supports(self, claim: Claim, sentence: Sentence) -> bool:
        """Whether something known is what the claim says."""
        figure = claim.figure
        if figure.unit == "id":
            return values.stands_in(figure.text, self.facts.said)
        if figure.unit == "phone":
            return re.sub(r"\D", "", figure.text) in self.facts.digits
        if figure.unit == "door":
            return self._is_of_address(claim)
        if figure.unit == "address":
            return self._has_address(claim)
        if figure.unit == "ratio":
            return values.stands_in(figure.text, self.facts.said) or self._has_rooms(claim, sentence)
        said = self._by_rule(claim, sentence)
        return self._by_facts(claim, sentence) if said is None else said

    def _by_rule(self, claim: Claim, sentence: Sentence) -> bool | None:
        """Whether it is a count, limit, end or age that is right or wrong whatever else is known; None for neither."""
        figure = claim.figure
        if sentence.text[figure.start - 1 : figure.start] == "“" and values.stands_in(figure.text, self.facts.said):
            return True  # a word that is quoted: "I could not use “five”"
        if claim.unit in ("", "count") and figure.value in (
            len({each.figure.text for each in sentence.claims if each.figure.unit == "id"}),
            *self._left(claim, sentence),
        ):
            return True
        if claim.unit in ("", "count") and figure.value in counting.counts(claim, sentence, self._of_kind):
            return True
        if claim.unit == "" and (self._is_of_address(claim) or self._begins_address(claim, sentence)):
            return True
        if figure.unit == "percent" and figure.value == 100 and finds(_TOTAL, sentence.text):
            return True  # all parts together
        if figure.unit == "percent" and shares.is_loan_to_value(claim, sentence):
            return derived.follows(claim, sentence, self._of_kind, self.facts)
        if ends.is_none(claim, sentence, self._of_kind):
            return False
        if conditions.lack(claim, sentence, self._of_kind):
            return False
        if conditions.is_limit(claim, sentence, self._of_kind):
            return True
        if figure.value in counting.apart(claim, sentence, self._of_kind):
            return True
        if figure.value == 12 and claim.unit == "" and not claim.subjects:
            return True  # the months of a year, in a sum
        if claim.unit == "years" and re.match(r"[\s-](?:old|ago)\b", sentence.text[figure.end :]):
            ages = {year - fact.value for fact in self._of_kind["year"] for year in self._years}
            return any(closeness.close(figure, age) for age in ages)
        if figure.bound and values.like_a_year(figure) and self._is_on_side(claim, sentence):
            return True
        return None

    def _by_facts(self, claim: Claim, sentence: Sentence) -> bool:
        """Whether a fact of its kind has its value, is theirs and is what the sentence says, or it is derived."""
        _, month, day = claim.figure.date
        asked = self.facts.wanted.get("month", ())
        if claim.figure.unit == "date" and month and not day and dates.MONTHS[month - 1] in asked:
            return True  # "June 2026" of "we're moving in June"
        kinds = self._kinds(claim)
        if claim.unit in ("", "count") and finds(_OF_A_HUNDRED, sentence.text):
            kinds = {*kinds, "percent"}
        if (named := claim.subjects.get("id")) and not claim.in_sum and not directions.is_more(claim, sentence):
            right = directions.most(claim, sentence, self._of_kind, of_named=True)
            if right and right not in named:
                return False  # "the oldest, L1146, from 1993"
        if not claim.subjects.get("id") and (mine := directions.most(claim, sentence, self._of_kind)):
            claim.subjects = {**claim.subjects, "id": frozenset({mine})}
        matching = [
            fact for kind in kinds for fact in values.near(claim, self._of_kind[kind]) if values.agree(claim, fact)
        ]
        if matching and self._is_wish(claim, sentence):
            matching = [fact for fact in matching if fact.asked]
        claim.is_difference = directions.is_difference(claim, sentence)
        claim.is_total = wording.is_total(claim, sentence)
        claim.is_other = self._is_known_as_other(matching, claim, sentence)
        theirs = [
            fact
            for fact in matching
            if self._is_theirs(fact, claim, sentence, kinds) and self._fits(fact, claim, sentence)
        ]
        if claim.unit in ("", "count") and conditions.is_pace(claim, sentence, self._of_kind):
            return True
        if claim.every and any(fact.subjects for fact in theirs):
            return all(any(fact.subjects & each for fact in theirs) for each in claim.every)
        return bool(theirs) or (not claim.is_other and derived.follows(claim, sentence, self._of_kind, self.facts))

    @functools.cached_property
    def _homes_of_answer(self) -> int:
        """How many homes the answer names by their ids."""
        said = self._answer.lower()
        return sum(
            name[:1].isalnum() and f"id:{name}" in mine and values.stands_in(name, said)
            for name, mine in self.facts.names.items()
        )

    @functools.cached_property
    def _totals(self) -> set[float]:
        """How many homes were found, where not all of them were listed."""
        found = [fact for fact in self._of_kind["count"] if "homes" in fact.concepts and not fact.words]
        most = max((fact.value for fact in found if fact.derived), default=0)
        return {fact.value for fact in found if not fact.derived and not fact.subjects and fact.value > most > 0}

    @functools.cached_property
    def _years(self) -> set[int]:
        """The year of the latest date that is known, and the one before."""
        latest = max((fact.date[0] for fact in self._of_kind["date"]), default=0)
        return {latest, latest - 1}

    def _is_known_as_other(self, matching: list[Fact], claim: Claim, sentence: Sentence) -> bool:
        """Whether facts with its very value are of another thing than the words right beside it say."""
        if claim.unit not in ("money", "percent") or claim.figure.hedged or not claim.strict or not matching:
            return False
        if not wording.is_label(claim, sentence):
            return False
        return all(concepts.contradict(claim.strict, fact.concepts) for fact in matching)

    def asked_amounts(self) -> list[Figure]:
        """The amounts the person named, which "$384,000 over your limit" needs not repeat."""
        return [Figure(0, 0, "", "money", fact.value) for fact in self._of_kind["money"] if fact.asked]

    def incomes(self) -> list[Figure]:
        """What the person earns, for "36 % of your income is $4,200"."""
        amounts = {fact.value for fact in self._of_kind["money"] if "income" in fact.concepts}
        return [Figure(0, 0, "", "money", each) for each in sorted(amounts)]

    def _left(self, claim: Claim, sentence: Sentence) -> set[float]:
        """How many homes of each list the answer has not named: "the cards show 5 more"."""
        before, after = sentence.text[: claim.figure.start], sentence.text[claim.figure.end :]
        if _THAN.match(after) and not re.search(r"than (?:I|these|those|shown|are)\b", after):
            return set()
        if not (
            re.match(r"\s+(?:more|others?|further|additional|remaining)\b", after)
            or re.search(r"\b(?:remaining|other) $", before)
        ):
            return set()
        homes = [fact for fact in self._of_kind["count"] if "homes" in fact.concepts]
        shown = {self._homes_of_answer} | {fact.value for fact in homes if fact.derived and not fact.words}
        return {fact.value - each for fact in homes for each in shown}

    def _is_on_side(self, claim: Claim, sentence: Sentence) -> bool:
        """Whether something of theirs is of a year before or after the one said: "built before 1930"."""
        sign = -1 if claim.figure.bound == "below" else 1
        return any(
            sign * fact.value > sign * claim.figure.value and self._is_theirs(fact, claim, sentence, {"year"})
            for fact in self._of_kind["year"]
        )

    def _kinds(self, claim: Claim) -> set[str]:
        """The kinds of facts a claim may be about; a bare number of four digits like 1926 is a year first."""
        if claim.figure.unit == "date":
            return {"date"}
        if claim.unit == "" and values.like_a_year(claim.figure):
            return {"year", "count", "date", ""}
        if claim.unit == "" and claim.figure.value >= 10_000:
            return _KINDS[""] | {"money"}
        if claim.unit == "" and any(
            concepts.group_of(each) in ("counted", "status", "rank") for each in claim.concepts
        ):
            return {"count", ""}
        if claim.unit == "money" and claim.figure.value >= 1000:
            return {"money", ""}
        return _KINDS.get(claim.unit, {claim.unit, ""} if claim.unit != "money" else {"money"})

    def _is_wish(self, claim: Claim, sentence: Sentence) -> bool:
        """Whether it must be what the person or a search named, where they named anything of the kind."""
        said = directions.is_wish(claim, sentence) or conditions.is_of_total(claim, sentence, self._totals)
        return said and any(fact.asked for fact in self._of_kind[claim.unit])

    def _has_address(self, claim: Claim) -> bool:
        said = facts.normal_address(claim.figure.text)
        owners = [
            mine
            for known, mine in self.facts.addresses.items()
            if known == said or known.startswith(f"{said} ") or said.startswith(f"{known} #")
        ]
        named = claim.subjects.get("id", frozenset())
        return any(not mine or not named or mine & named for mine in owners) or (
            not owners and values.stands_in(claim.figure.text, self.facts.said)
        )

    def _is_of_address(self, claim: Claim) -> bool:
        """Whether it is the house number or the unit of a known address: "L912 at 4744", "unit 1303"."""
        number, named = claim.figure.text.strip("# "), claim.subjects.get("id", frozenset())
        return any(
            (known.startswith(f"{number} ") or known.endswith(f"# {number}")) and (not named or mine & named)
            for known, mine in self.facts.addresses.items()
            if mine
        )

    def _begins_address(self, claim: Claim, sentence: Sentence) -> bool:
        """Whether it is the number of an address that is named by its beginning: "123 Oak"."""
        name = _STREET.match(sentence.text, claim.figure.end)
        said = f"{claim.figure.text}{name[0]}".lower() if name else ""
        return bool(said) and any(known.startswith(f"{said} ") for known in self.facts.addresses)

    def _has_rooms(self, claim: Claim, sentence: Sentence) -> bool:
        """ "4/3" for four bedrooms and three baths."""
        beds, baths = (float(part) for part in claim.figure.text.split("/"))
        return all(
            any(fact.value == value and self._is_theirs(fact, claim, sentence, {kind}) for fact in self._of_kind[kind])
            for kind, value in (("beds", beds), ("baths", baths))
        )
