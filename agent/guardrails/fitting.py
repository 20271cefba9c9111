# ruff: noqa: E501  (a pattern cut in pieces is harder to read than a long line)
"""Whether a fact is what the sentence says: of that thing, that way, those days, homes like it or the year before."""

from __future__ import annotations

import functools
import re

from agent.guardrails import concepts, conditions, counting, directions, relaxing, wording
from agent.guardrails.fact import Fact
from agent.guardrails.owning import Owning
from agent.guardrails.remembered import finds
from agent.guardrails.sentences import Claim, Sentence

_ASKS = re.compile(r"\b(?:asks|costs|(?:is )?(?:listed|priced) at) (?:about |around )?$")
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
_PEERS_COUNTED = re.compile(r"\s+(?:comparable|similar|other|peers?)\b")  # "9 comparable homes: median 59 views"
_ENDS_OF_ALL = {"lowest", "most"}  # of all that were found
_TYPED = {"pictures", "features", "advice"}  # counts of what nobody takes for homes
_FIRST = re.compile(r"\b(?:first|median|days?|weeks?|by then|so far|here|peers?|comparable|similar)\b", re.IGNORECASE)
_FIRST_DAYS = re.compile(r"\bfirst (?:\w+ )?(?:days|weeks)\b", re.IGNORECASE)
_IN_FIRST = re.compile(r"\s+(?:[a-z]+ ){0,3}?(?:in|during|over|within) (?:its |the )?first (?:\w+ )?(?:days|weeks)\b")


class Fitting(Owning):
    """The facts, and what the words of a sentence say against them."""

    @functools.cached_property
    def _said(self) -> set[str]:
        """Every concept that the answer names."""
        return {each.concept for each in concepts.mentions(self._answer)}

    @functools.cached_property
    def _knows_year_before(self) -> bool:
        """Whether anything is known to be of the year before."""
        return any("year_before" in fact.concepts for fact in self._of_kind["count"])

    @functools.cached_property
    def _has_bounds(self) -> bool:
        """Whether it is known from when to when the figures are."""
        return any("bounds" in fact.concepts for fact in self._of_kind["date"])

    def _fits(self, fact: Fact, claim: Claim, sentence: Sentence) -> bool:
        """Whether the sentence does not say that it is something else."""
        if fact.words.startswith(relaxing.PREFIX):
            said = f"{sentence.text} {' '.join(sentence.header)}"
            return claim.unit in ("", "count") and relaxing.gives_up(said, fact.words, self.facts.wanted)
        if fact.words:
            return claim.unit in ("", "count") and counting.shares(sentence, claim, fact.words)
        if self._is_another_thing(fact, claim, sentence):
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

    def _is_another_thing(self, fact: Fact, claim: Claim, sentence: Sentence) -> bool:
        """Whether it is of something else than the words around the figure say, or goes the other way."""
        if concepts.contradict(claim.concepts, fact.concepts):
            return True
        if (
            fact.concepts & _ENDS_OF_ALL
            and claim.concepts & {"median", "average"}
            and not claim.concepts & _ENDS_OF_ALL
        ):
            return True
        if (
            "per_other" in claim.concepts
            and fact.kind == "money"
            and fact.value >= 5_000
            and wording.is_per_room(sentence)
        ):
            return True
        if (
            "per_area" in claim.concepts
            and claim.unit == "money"
            and claim.figure.value >= 5_000
            and not wording.is_operand(claim, sentence)
            and fact.kind == "money"
        ):
            return True  # nobody pays that for a square foot
        if (
            "asking" in claim.strict
            and not wording.is_operand(claim, sentence)
            and fact.concepts & _NO_PRICE
            and not fact.concepts & claim.concepts
        ):
            return True  # a loan, or what is paid of it, is no price
        return directions.against(fact, claim, sentence) or self._is_no_record(fact, claim, sentence)

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
            and (claim.concepts & {"average", "median"} or finds(_TYPICAL, sentence.text))
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
        return not any(
            "peers" in each.strict and not _PEERS_COUNTED.match(sentence.text, each.figure.end) for each in others
        )

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
