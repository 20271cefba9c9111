# ruff: noqa: E501  (a pattern cut in pieces is harder to read than a long line)
"""What is known, found by kind and by whose it is, and whether it supports what a sentence claims."""

from __future__ import annotations

import functools
import re

from agent.guardrails import (
    closeness,
    concepts,
    conditions,
    counting,
    derived,
    directions,
    ends,
    facts,
    relaxing,
    shares,
    units,
    values,
    wording,
)
from agent.guardrails.fact import Fact
from agent.guardrails.facts import Facts
from agent.guardrails.figures import Figure
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
_ASKS = re.compile(r"\b(?:asks|costs|(?:is )?(?:listed|priced) at) (?:about |around )?$")
_OWN_THINGS = {"cut", "original", "tax", "closed", "estimate", "adjusted"}  # that a home has and nobody asks for
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
_IN_ALL = re.compile(r"\b(?:total|all|so far|overall|altogether|since)\b", re.IGNORECASE)
_THAN = re.compile(
    r"\s+(?:more|fewer|less) (?:[a-z]+ ){1,3}than\b|\s+(?:(?:page )?(?:views?|saves?|inquiries|visitors|sales|homes|days|impressions) )?(?:more|less|fewer|dearer|cheaper|higher|lower|pricier|smaller|larger|bigger|longer|older|newer) than\b"
)
_PART_OF = re.compile(r"\s+of (?:the|them|these|those|our)\b")
_FROM_TO = re.compile(r"(?:\b(?:from|to|between|and|through|until)|–)\s?$")
_AGAINST = re.compile(
    r"\b(?:against|versus|vs\.?|compared (?:with|to)|to|below|above|the)\s+(?:about |around |roughly )?$"
)
_TYPICAL = re.compile(r"\b(?:typical|usual|normal|general)", re.IGNORECASE)
_PEERS = re.compile(
    r"\b(?:compar|similar|peers?|median|(?:like|such) (?:it|homes)|(?:homes|houses|condos|listings|ones|those) like|others?|(?<!on the )(?<!on )market|most (?:homes|others|listings|such|of)|typical|dearer|cheaper|rank)",
    re.IGNORECASE,
)
_LIMITED = re.compile(
    r"(?:under|below|over|above|beyond|up to|to|than|least|most|within|–|-|last|past)\s?$", re.IGNORECASE
)
_TO = re.compile(r"\s?(?:to|–|-)\s?\d")
_NO_PRICE = {"borrowed", "down", "interest", "repaid", "principal", "payment", "tax", "income", "debts", "housing"}
_STREET = re.compile(r" (?:[NSEW]{1,2} )?[A-Z][a-z]+")
_ENDS_OF_ALL = {"lowest", "most"}  # of all that were found
_TYPED = {"pictures", "features", "advice"}  # counts of what nobody takes for homes
_FIRST = re.compile(r"\b(?:first|median|days?|weeks?|by then|so far|here|peers?|comparable|similar)\b", re.IGNORECASE)
_FIRST_DAYS = re.compile(r"\bfirst (?:\w+ )?(?:days|weeks)\b", re.IGNORECASE)
_IN_FIRST = re.compile(r"\s+(?:[a-z]+ ){0,3}?(?:in|during|over|within) (?:its |the )?first (?:\w+ )?(?:days|weeks)\b")
_OF_A_HUNDRED = re.compile(r"\b(?:of|for|in|per) (?:every |each )?(?:100|(?:a |one )?hundred)\b", re.IGNORECASE)


class Known:
    """The facts, found by kind and by whose they are."""

    def __init__(self, gathered: Facts, answer: str) -> None:
        self.facts = gathered
        self._answer = answer
        self._of_kind, self._of_subject = gathered.index.of_kind, gathered.index.of_subject
        self._owned = gathered.index.owned
        self._concepts_of, self._computed_of = gathered.index.concepts_of, gathered.index.computed_of

    @functools.cached_property
    def _said(self) -> set[str]:
        """Every concept that the answer names."""
        return {each.concept for each in concepts.mentions(self._answer)}

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
    def _knows_year_before(self) -> bool:
        """Whether anything is known to be of the year before."""
        return any("year_before" in fact.concepts for fact in self._of_kind["count"])

    @functools.cached_property
    def _has_bounds(self) -> bool:
        """Whether it is known from when to when the figures are."""
        return any("bounds" in fact.concepts for fact in self._of_kind["date"])

    @functools.cached_property
    def _years(self) -> set[int]:
        """The year of the latest date that is known, and the one before."""
        latest = max((fact.date[0] for fact in self._of_kind["date"]), default=0)
        return {latest, latest - 1}

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
        if claim.unit in ("", "count") and figure.value in (
            len({each.figure.text for each in sentence.claims if each.figure.unit == "id"}),
            *self._left(claim, sentence),
        ):
            return True
        if claim.unit in ("", "count") and figure.value in counting.counts(claim, sentence, self._of_kind):
            return True
        if claim.unit == "" and (self._is_of_address(claim) or self._begins_address(claim, sentence)):
            return True
        if figure.unit == "percent" and figure.value == 100 and _TOTAL.search(sentence.text):
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
        kinds = self._kinds(claim)
        if claim.unit in ("", "count") and _OF_A_HUNDRED.search(sentence.text):
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

    def _fits(self, fact: Fact, claim: Claim, sentence: Sentence) -> bool:
        """Whether the sentence does not say that it is something else."""
        if fact.words.startswith(relaxing.PREFIX):
            said = f"{sentence.text} {' '.join(sentence.header)}"
            return claim.unit in ("", "count") and relaxing.gives_up(said, fact.words, self.facts.wanted)
        if fact.words:
            return claim.unit in ("", "count") and counting.shares(sentence, claim, fact.words)
        if concepts.contradict(claim.concepts, fact.concepts):
            return False
        if (
            fact.concepts & _ENDS_OF_ALL
            and claim.concepts & {"median", "average"}
            and not claim.concepts & _ENDS_OF_ALL
        ):
            return False
        if (
            "per_other" in claim.concepts
            and fact.kind == "money"
            and fact.value >= 5_000
            and wording.is_per_room(sentence)
        ):
            return False
        if (
            "per_area" in claim.concepts
            and claim.unit == "money"
            and claim.figure.value >= 5_000
            and not wording.is_operand(claim, sentence)
            and fact.kind == "money"
        ):
            return False  # nobody pays that for a square foot
        if (
            "asking" in claim.strict
            and not wording.is_operand(claim, sentence)
            and fact.concepts & _NO_PRICE
            and not fact.concepts & claim.concepts
        ):
            return False  # a loan, or what is paid of it, is no price
        if directions.against(fact, claim, sentence) or self._is_no_record(fact, claim, sentence):
            return False
        if (
            fact.explains
            and claim.concepts & self._concepts_of[fact.kind]
            and not (
                _LIMITED.search(sentence.text, 0, claim.figure.start) or _TO.match(sentence.text, claim.figure.end)
            )
        ):
            return False  # "12 months of supply", where the definition speaks of 12 months
        if (
            claim.unit in ("months", "years") and fact.in_text and not fact.asked and (fact.concepts or not fact.kind)
        ):  # "Medium up to 6", where months are meant
            return bool(fact.concepts & sentence.said)
        if claim.figure.unit == "date":
            is_end = "bounds" in claim.concepts and _FROM_TO.search(sentence.text, 0, claim.figure.start)
            return not is_end or "bounds" in fact.concepts or not self._has_bounds
        if claim.is_difference and not (fact.sign or fact.derived or fact.asked or fact.in_text):
            return False
        if _THAN.match(sentence.text, claim.figure.end):
            return bool(fact.sign) or fact.asked  # a difference, which no home has of its own
        if "homes" in fact.concepts and "dearer" not in claim.concepts and conditions.is_part(claim, sentence):
            return False
        if claim.is_total and self._is_of_one_alone(fact):
            return False
        if self._knows_year_before and self._is_of_other_year(fact, claim, sentence):
            return False
        if fact.concepts & _TYPED and not fact.concepts & claim.concepts:
            return False
        if fact.derived:
            return not _PART_OF.match(sentence.text, claim.figure.end) and self._is_what_it_says(fact, claim)
        return wording.is_of_its_time(fact, claim, sentence) and self._is_named(fact, claim, sentence)

    def _is_wish(self, claim: Claim, sentence: Sentence) -> bool:
        """Whether it must be what the person or a search named, where they named anything of the kind."""
        said = directions.is_wish(claim, sentence) or conditions.is_of_total(claim, sentence, self._totals)
        return said and any(fact.asked for fact in self._of_kind[claim.unit])

    def _is_no_record(self, fact: Fact, claim: Claim, sentence: Sentence) -> bool:
        """Whether it is said to be the most or least of all months, and another month's is more or less."""
        way = directions.record(claim, sentence)
        if not way or not any(subject.startswith("month:") for subject in fact.subjects) or not claim.subjects["month"]:
            return False
        places = {subject for subject in fact.subjects if subject.startswith("place:")}
        return any(
            each.concepts == fact.concepts and places <= each.subjects and way * each.value > way * fact.value
            for each in self._of_kind[fact.kind]
            if len(each.subjects) == len(fact.subjects)
        )

    def _is_what_it_says(self, fact: Fact, claim: Claim) -> bool:
        """Whether a counted or computed figure is of what the sentence says it is of, where such figures are known."""
        said = claim.strict | {each for each in claim.concepts if concepts.group_of(each) in ("stat", "time", "per")}
        return not concepts.lacks(said, fact.concepts, self._computed_of[fact.kind], besides=("set",))

    def _is_named(self, fact: Fact, claim: Claim, sentence: Sentence) -> bool:
        """What stands right beside a figure is what it must be, where such figures are known; and one home's is no average."""
        if fact.asked:
            return True
        if not fact.in_text and not wording.is_said(fact, claim, sentence, self._answer):
            return False
        if "peers" in fact.concepts and not (
            self._speaks_of_peers(claim, sentence) and self._is_of_peers(fact, claim, sentence)
        ):
            return False
        if "first" in fact.concepts and not _FIRST.search(f"{sentence.text} {sentence.above}"):
            return False
        if self._is_of_all_days(fact, claim, sentence):
            return False
        of_one = not claim.subjects.get("id") and any(subject.startswith("id:") for subject in fact.subjects)
        if (
            of_one
            and "peers" not in fact.concepts
            and (claim.concepts & {"average", "median"} or _TYPICAL.search(sentence.text))
        ):
            return False
        strict = claim.strict | ({"final"} if wording.is_final(claim, sentence) else set())
        return not concepts.lacks(strict, fact.concepts, self._concepts_of[fact.kind])

    def _speaks_of_peers(self, claim: Claim, sentence: Sentence) -> bool:
        """Whether homes like it are spoken of: in the sentence, its table's head, or before an "against 146"."""
        end = sentence.text.find(";", claim.figure.end)
        if "peers" in claim.concepts or _PEERS.search(sentence.text, 0, end if end > 0 else len(sentence.text)):
            return True
        if end < 0 and "peers" in sentence.said:
            return True
        if sentence.text[: claim.figure.start].endswith("(") and _PEERS.search(sentence.above):
            return True
        return _AGAINST.search(sentence.text, 0, claim.figure.start) is not None and "peers" in self._said

    def _is_of_peers(self, fact: Fact, claim: Claim, sentence: Sentence) -> bool:
        """Whether a figure of homes like it is said to be theirs, and not another figure of the sentence."""
        if "peers" in claim.concepts or fact.concepts & {"homes", "dearer"}:
            return True
        if _ASKS.search(sentence.text, 0, claim.figure.start) and claim.subjects.get("id"):
            return False  # "L001 asks $667,000, where comparable homes ..."
        others = (each for each in sentence.claims if each is not claim and each.unit == claim.unit)
        return not any("peers" in each.strict for each in others)

    def _is_of_one_alone(self, fact: Fact) -> bool:
        """Whether it is of one of several homes or places, which is no total of all."""
        dimension = next((each.partition(":")[0] for each in fact.subjects if each.startswith(("id:", "place:"))), "")
        if not dimension or fact.derived or fact.kind not in ("count", "money", "days", "beds", "baths"):
            return False
        known = {each for mine in self.facts.names.values() for each in mine if each.startswith(f"{dimension}:")}
        return len(known) > 1

    def _is_of_other_year(self, fact: Fact, claim: Claim, sentence: Sentence) -> bool:
        """Whether a figure is said to be of the year before and is not, or the other way round."""
        if wording.is_of_year_before(claim, sentence):
            known = (each for each in self._of_kind[fact.kind] if "year_before" in each.concepts)
            return "year_before" not in fact.concepts and any(known)
        return "year_before" in fact.concepts and any(
            wording.is_of_year_before(each, sentence)
            and each.figure.value != claim.figure.value
            and each.subjects.get("place") == claim.subjects.get("place")
            for each in sentence.claims
            if each is not claim and (each.unit or "count") == (claim.unit or "count")
        )

    def _is_of_all_days(self, fact: Fact, claim: Claim, sentence: Sentence) -> bool:
        """Whether it is of a home's whole time where the sentence, before it, speaks of its first days alone."""
        if (
            fact.kind not in ("count", "percent")
            or fact.concepts & {"first", "peers"}
            or not (
                _FIRST_DAYS.search(sentence.text, 0, claim.figure.start)
                or _IN_FIRST.match(sentence.text, claim.figure.end)
            )
        ):
            return False
        counted = {each for each in fact.concepts & claim.concepts if concepts.group_of(each) in ("counted", "rate")}
        return any("first" in each.concepts and counted & each.concepts for each in self._of_kind[fact.kind])

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
            return bool(_IN_ALL.search(sentence.text))
        if dimension != "id":
            return bool(_TOTAL.search(sentence.text)) and bool(fact.concepts & claim.concepts)
        return bool(_TOTAL.search(sentence.text)) and bool(fact.concepts & sentence.said)

    def _has_own(self, claim: Claim, named: frozenset[str], kinds: set[str]) -> bool:
        """Whether the named ones have figures of this kind of their own."""
        return any(
            not fact.derived and not fact.asked and not concepts.contradict(claim.concepts, fact.concepts)
            for kind in kinds
            for subject in named
            for fact in self._of_subject[kind, subject]
        )

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


def _same(named: str, subject: str) -> bool:
    """Whether a subject is the named one; "month:*-06" is June of any year."""
    dimension, _, name = named.partition(":")
    return named == subject or (
        name.startswith("*") and subject.startswith(f"{dimension}:") and name[1:] == subject[-len(name) + 1 :]
    )
