# ruff: noqa: E501  (a pattern cut in two is harder to read than a long one)
"""START HERE for the offline assistant's understanding: `read` turns one question into a Reading."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from agent.llm.offline import correcting, words
from agent.llm.offline.acts import ids_of_act, set_aside, take_act, take_emails
from agent.llm.offline.amounts import dollars, normalised
from agent.llm.offline.asides import in_words, is_of_sales, take_asides
from agent.llm.offline.borrowing import read_loan
from agent.llm.offline.draft import TAKEN, Draft, compiled
from agent.llm.offline.fairness import take_steering
from agent.llm.offline.leftovers import leftover_phrases
from agent.llm.offline.named import take_misspelt, take_named
from agent.llm.offline.ordering import read_order
from agent.llm.offline.paraphrases import in_our_words
from agent.llm.offline.periods import Period, read_built, read_period
from agent.llm.offline.picking import take_pick
from agent.llm.offline.places import (
    Mention,
    leftover_places,
    read_state,
    state_alone,
    unknown_places,
    zip_codes,
)
from agent.llm.offline.pointing import again_for_another, take_ids, take_near, take_pointing
from agent.llm.offline.quantities import beyond_price, read_prices, read_quantities
from agent.llm.offline.references import take_homes, take_street, with_ids
from agent.llm.offline.referring import likeness, own_wishes, that_price
from agent.llm.offline.typos import corrected
from agent.llm.offline.vocabulary import Vocabulary

# "Prices over 2025"; elsewhere it is an amount.
_ALL_OF_A_YEAR = (
    r"\b(?:over|throughout|across|all(?: of| through)?) (?=(?:19|20)\d\d(?!\d|,|\.\d|\s?(?:sq|k\b|dollars)))"
)
DEFAULT_MILES = 1
_NUMBERED = frozenset({"findListings", "saveSearch", "updateMyProfile", "getListing", "compareListings"})
_OF_SEARCHES = frozenset({"listSavedSearches", "saveSearch", "deleteSavedSearch"})
TIMED = frozenset({"getMarketAnalysis", "compareMarkets", "generatePerformanceReport"})


@dataclass
class Reading:
    """What one question says. Everything it says is here, or in `leftovers`."""

    text: str
    question: str = ""  # as it was typed
    act: str = ""  # the tool that is asked to do something: mail, keep, remove, report, estimate
    loan_tool: str = ""
    loan: dict[str, Any] = field(default_factory=dict)  # arguments of that calculator
    target_price: int = 0  # of "can I afford a 500k home"
    emails: list[str] = field(default_factory=list)
    note: str = ""  # passed on as written, like the name
    name: str = ""
    intents: list[str] = field(default_factory=list)
    small_talk: str = ""
    off_topic: bool = False
    arguments: dict[str, Any] = field(default_factory=dict)  # scalar conditions of findListings
    features: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    not_types: list[str] = field(default_factory=list)
    places: list[Mention] = field(default_factory=list)
    maybe_places: list[Mention] = field(default_factory=list)
    not_places: list[Mention] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)  # of these the ones that are certain, for excludePlaces
    keywords: list[str] = field(default_factory=list)  # as findListings wants them, phrases in quotes
    period: Period | None = None
    ids: list[str] = field(default_factory=list)
    ordinals: list[int] = field(default_factory=list)  # 1 is the first shown, -1 the last
    all_but: list[int] = field(default_factory=list)  # of "all but the last"
    street: str = ""  # of "the one on Cedar Street"
    pronoun: bool = False  # "it", "this one"
    them: bool = False  # "them", "those"
    sort: str = ""
    superlative: bool = False  # the sort came from "the cheapest", which picks homes
    count: int | None = None  # "top five", "the two cheapest"
    comparative: str = ""
    pick: str = ""  # of "the cheaper one": the order whose first is meant
    pick_of: int = 0  # "of the first two"; negative for the last ones
    rank: int = 1  # of "the second cheapest"
    other: bool = False  # "the other one"
    mine: bool = False  # "my listings"
    miles: float | None = None
    point: tuple[float, float] | None = None
    near_listing: bool = False
    like: bool = False  # homes like the one pointed at
    that_price: bool = False  # up to the price worked out before
    here: bool = False  # "near me": nobody here knows where that is
    budget_change: int = 0  # dollars: of "raise my budget by 50k"
    bare_number: float = 0  # of "make that 4"
    exactly: bool = False  # of "exactly 2"
    own: list[str] = field(default_factory=list)  # parts of the profile to search by
    steering: list[str] = field(default_factory=list)
    not_yet: list[tuple[str, str]] = field(default_factory=list)  # (tool, sentence)
    notes: list[str] = field(default_factory=list)
    unusable: list[str] = field(default_factory=list)
    leftovers: list[str] = field(default_factory=list)
    refines: bool = False
    lifted: list[str] = field(default_factory=list)  # arguments no longer asked for
    lifted_features: list[str] = field(default_factory=list)
    adds: bool = False  # "also in Kirkland"
    adds_place: bool = False  # "and 97214"
    searches: bool = False

    @property
    def pointing(self) -> bool:
        """Whether it speaks of what is there already: "this search", "it", "those"."""
        return self.pronoun or self.them or bool(re.search(r"\b(?:this|that|my) (?:last )?search\b", self.text.lower()))

    @property
    def has_conditions(self) -> bool:
        """Whether it says anything a search can use, beside its place."""
        return bool(
            self.arguments or self.features or self.without or self.types or self.not_types or self.period
            or self.not_places or self.keywords or self.that_price
            or self.point or self.near_listing or self.here or self.bare_number or self.budget_change or self.lifted or self.lifted_features
        )  # fmt: skip

    def asks(self, *intents: str) -> bool:
        return any(intent in self.intents for intent in intents)


def read(
    text: str,
    vocabulary: Vocabulary,
    today: date,
    shown: tuple[str, ...] = (),
    year: int | None = None,
    topic: str = "",
    *,
    of_sales: bool = False,
) -> Reading:
    """Understand one question. shown: ids of the listings seen so far, which may look like anything.

    year: the year spoken of before, which "in June" belongs to. topic: the tool that the turn before ended on.
    of_sales: whether the search before was of homes that were sold, whose days "in the last 12 months" are.
    """
    if said := correcting.parts(text):
        first, second = (read(part, vocabulary, today, shown, year, topic, of_sales=of_sales) for part in said)
        return correcting.merged(first, second, text)
    asides = set_aside(text)
    draft = Draft(in_our_words(normalised(with_ids(corrected(asides.question, vocabulary.tokens)))))
    reading = Reading(draft.text, text, note=asides.note, name=asides.name)
    if small := _small_talk(draft):
        return replace(reading, small_talk=small)
    if draft.take(words.OFF_TOPIC):
        return replace(reading, off_topic=True)
    _what_is_asked(draft, reading, vocabulary, shown, topic)
    _conditions(draft, reading, today)
    _time(draft, reading, today, year, of_sales=of_sales or topic in TIMED)
    _places_and_prices(draft, reading, vocabulary)
    take_pointing(draft, reading)
    again_for_another(reading, topic)
    _leave_over(draft, reading)
    return _finished(draft, reading)


def _what_is_asked(draft: Draft, reading: Reading, vocabulary: Vocabulary, shown: tuple[str, ...], topic: str) -> None:
    """What is to be done, of which homes, and to which search it belongs: read first, for its words are the surest."""
    reading.steering = take_steering(draft, vocabulary)
    take_asides(draft)
    reading.text = draft.text
    reading.emails = take_emails(draft)
    reading.ids = take_ids(draft, shown)
    reading.mine = not reading.ids and bool(draft.take(words.MY_LISTINGS))
    take_pick(draft, reading)
    take_street(draft, reading)
    if not (reading.pick or reading.other or reading.superlative or topic in _OF_SEARCHES):
        take_homes(draft, reading)
    reading.like, reading.that_price = likeness(draft), that_price(draft)
    reading.own = own_wishes(draft)
    reading.act = take_act(draft, reading.emails, topic)
    if reading.act in ("saveListing", "unsaveListing") and len(reading.ids) > 1:
        reading.ids = ids_of_act(reading.text, reading.act, reading.ids)
    _not_yet(draft, reading)
    _restart(draft, reading)
    if not reading.act:
        reading.loan_tool, reading.loan = read_loan(draft, topic)
        reading.target_price = reading.loan.pop("targetPrice", 0)
    reading.here = bool(draft.take(words.HERE))
    _changes(draft, reading, topic)


def _conditions(draft: Draft, reading: Reading, today: date) -> None:
    """What the homes should be like, their order, and the figures asked about."""
    take_near(draft, reading)
    if addresses := draft.take(words.ADDRESS):
        reading.unusable += [f"the address {draft.said(*match.span())} (name the listing's id)" for match in addresses]
    reading.keywords = _keywords(draft)
    beyond_price(draft)
    read_built(draft, today)
    read_quantities(draft)
    _lifted(draft, reading)
    read_order(draft, reading)
    _intents(draft, reading)


def _places_and_prices(draft: Draft, reading: Reading, vocabulary: Vocabulary) -> None:
    """Places, features and kinds by their names, then what is left of numbers as prices, then names nobody knows."""
    take_named(draft, reading, vocabulary)
    draft.take(rf"(?<={TAKEN}) state\b")
    reading.places += zip_codes(draft)
    read_prices(draft)
    _status(draft, reading)
    _parts_of_town(draft)
    take_misspelt(draft, reading, vocabulary)
    reading.places += [*read_state(draft), *state_alone(draft)]
    wanted, unwanted = unknown_places(draft)
    reading.places += wanted
    reading.not_places += unwanted


def _time(draft: Draft, reading: Reading, today: date, year: int | None, *, of_sales: bool) -> None:
    """The time of sales; where nothing speaks of sales or figures, a time is named instead of taken for their days."""
    if is_of_sales(draft.text):
        draft.rest = re.sub(_ALL_OF_A_YEAR, lambda match: "in".ljust(len(match[0])), draft.rest)
    period = read_period(draft, today, year)
    if period and not (of_sales or reading.intents or reading.act or year or is_of_sales(draft.text)):
        draft.notes = [note for note in draft.notes if not note.endswith(f"{period[0] or period[1]:%B %Y}")]
        reading.unusable.append(f"the time {in_words(period)} (for homes that were sold then, say “sold”)")
        return
    reading.period = period


def _changes(draft: Draft, reading: Reading, topic: str) -> None:
    """What is changed by so much, without saying what it was: "make that 4", "raise my budget by 50k"."""
    if topic in _NUMBERED and (match := draft.take_one(words.BARE_NUMBER)):
        number = float((match[1] or match[2]).replace(",", ""))
        reading.bare_number = int(number) if number == int(number) else number
        if topic == "updateMyProfile" and not reading.act:
            reading.act = topic
    elif topic in ("findListings", "saveSearch") and (match := draft.take_one(words.EXACT_NUMBER)):
        reading.bare_number, reading.exactly = int(match[1]), True
    draft.take(r"\b(?:bigger|larger|higher|smaller|lower|tighter) (?=budget\b)")
    if match := draft.take_one(words.BUDGET_CHANGE):
        amount = (dollars(match[2] or match[3]) or (0, False))[0]
        reading.budget_change = -amount if re.match(words.LOWERS, match[0]) else amount


def _parts_of_town(draft: Draft) -> None:
    """ "SE Portland": no tool searches by that, so it is named."""
    for match in draft.take(
        rf"(?<!['\w])(?:in |near )?(?:the )?(?:n|s|e|w|ne|nw|se|sw|(?:north|south)(?:east|west)?|east|west)\.?(?: (?:side|part)(?: of)?)? (?={TAKEN})"
    ):
        draft.unusable.append(f"“{draft.said(*match.span()).strip()}” of a city (name a neighborhood or zip code)")


def _small_talk(draft: Draft) -> str:
    bare = re.sub(r"[^\w\s,']", "", draft.rest).strip(" ,")
    return next((name for name, pattern in words.SMALL_TALK if re.fullmatch(pattern, bare)), "")


def _not_yet(draft: Draft, reading: Reading) -> None:
    reading.not_yet = [(tool, sentence) for tool, pattern, sentence in words.NOT_YET if draft.take(pattern)]


def _restart(draft: Draft, reading: Reading) -> None:
    for name, pattern in words.INTENTS[:4]:
        if draft.take(pattern):
            reading.intents.append(name)
    reading.adds = bool(re.search(r"\b(?:also|too|as well|add|include|plus)\b", draft.rest))
    if re.fullmatch(r"\s*(?:and|plus|or)\s+(?!in\b|for\b|what\b|how\b|is\b|are\b)[^?]*", draft.rest):
        reading.adds_place = True
    reading.refines = reading.adds or bool(re.search(words.REFINING, draft.rest))
    reading.searches = bool(re.search(words.SEARCHING, draft.rest))


def _keywords(draft: Draft) -> list[str]:
    """Words that must stand in what is written of a home: "mentioning 'sunroom'", "lake view in the description"."""
    quoted = r"[\"']([^\"'¦]{2,60})[\"']|((?!(?:that|thats|it|its|this|they|there|you|she|he|we|all|what|one|yes)\b)[\w-]{3,}(?: (?!in\b|under\b|with\b|and\b|or\b)[\w-]{3,})?)"
    mentions = r"\b(?:that |which )?(?:mention(?:s|ing|ed)?|(?<!let's )(?<!i'd )(?<!i )says?(?! (?:\$?\d|about|around|at|up|under|over|between|with|in))|saying|contain(?:s|ing)?|(?:with )?the words?|(?:with )?the phrase|keywords?|described as|describing)(?: (?:an?|the))?:?\s+"
    matches = draft.take(mentions + f"(?:{quoted})(?: in (?:the|its|their) (?:descriptions?|remarks|text|listing))?")
    matches += draft.take(
        rf"\b(?:with |has |have )?(?:an? |the )?(?:{quoted}) in (?:the|its|their) (?:descriptions?|remarks|text)\b"
    )
    said = [match[1] or match[2] for match in matches]
    said += [match[1] for match in draft.take(words.DESCRIPTIVE)]
    return [f'"{each}"' if " " in each else each for each in said]


def _lifted(draft: Draft, reading: Reading) -> None:
    for pattern, names in words.LIFTED:
        if draft.take(
            rf"\b{words.LIFTING} {pattern}\b{words.LIFTED_PART}|\b{pattern}{words.LIFTED_PART}{words.LIFTED_BEHIND}"
        ):
            reading.lifted.extend(names)


def _intents(draft: Draft, reading: Reading) -> None:
    for name, pattern in words.INTENTS[4:]:
        if draft.take(pattern):
            reading.intents.append(name)
    if reading.asks("market") and reading.asks("metrics") and not reading.ids:
        reading.intents.remove("metrics")  # "market stats 98115"
    listing = reading.ids or re.search(r"\b(?:it|this|that|my) (?:one|listing|home)?|\blistings?\b", draft.rest)
    if listing and draft.take(r"\b(?:views|saves)\b(?=[^.]*)") and not reading.asks("metrics"):
        reading.intents.append("metrics")


def _status(draft: Draft, reading: Reading) -> None:
    draft.take(words.NOT_A_STATUS)
    if re.search(
        r"\b(?:sale|sold|selling|closing) prices?\b|\b(?:highest|biggest|top|record|lowest) sales?\b",
        draft.text.lower(),
    ):
        draft.arguments["status"] = "Sold"
    elif re.search(r"\b(?:list|asking) prices?\b", draft.text.lower()) and reading.asks(*words.SEARCH_FIGURES):
        draft.arguments["status"] = "Active"
        reading.intents.append("list_price")
    statuses = [status for status, pattern in words.STATUSES if _named_status(draft, pattern)]
    if {"Active", "Sold"} <= set(statuses):
        statuses = ["Any"]
    if statuses:
        draft.arguments["status"] = statuses[0]


def _named_status(draft: Draft, pattern: str) -> bool:
    """Whether a status is asked for; "sold ones, not active" asks for one of the two."""
    said = [
        not re.search(words.NEGATION, draft.rest[: match.start()]) for match in compiled(pattern).finditer(draft.rest)
    ]
    draft.take(pattern)
    return any(said)


def _leave_over(draft: Draft, reading: Reading) -> None:
    phrases = leftover_phrases(draft.rest)
    reading.maybe_places = leftover_places(draft, phrases, placed=bool(reading.places))
    reading.leftovers = [draft.said(start, start + len(phrase)) for start, phrase in phrases]


def _finished(draft: Draft, reading: Reading) -> Reading:
    reading.arguments |= draft.arguments
    if (
        reading.asks("metrics")
        and reading.places
        and not (reading.ids or reading.ordinals or reading.pronoun or reading.them)
    ):
        reading.intents[reading.intents.index("metrics")] = "market"  # "stats for 98109"
    if any(sentence == words.DECISION for _, sentence in reading.not_yet) and not reading.ids:
        reading.intents.append("market")
    reading.notes += draft.notes
    reading.unusable += draft.unusable
    reading.places.sort(key=lambda mention: mention.at)
    if reading.near_listing and not (reading.ids or reading.pronoun or reading.ordinals):
        reading.near_listing = False
        if reading.miles is not None:
            reading.unusable.append(
                f"a radius of {reading.miles:g} miles (it needs a listing or a latitude and longitude)"
            )
    return reading
