# ruff: noqa: E501  (a pattern cut in two is harder to read than a long one)
"""START HERE for the offline assistant's understanding: `read` turns one question into a Reading."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from agent.llm.offline import words
from agent.llm.offline.acts import set_aside, take_act, take_emails
from agent.llm.offline.amounts import normalised
from agent.llm.offline.borrowing import read_loan
from agent.llm.offline.draft import TAKEN, Draft
from agent.llm.offline.excluding import is_container, left_out
from agent.llm.offline.fairness import take_steering
from agent.llm.offline.ordering import read_order
from agent.llm.offline.periods import Period, read_built, read_period
from agent.llm.offline.places import (
    Mention,
    known_place,
    leftover_places,
    read_state,
    state_alone,
    unknown_places,
    zip_codes,
)
from agent.llm.offline.quantities import read_prices, read_quantities
from agent.llm.offline.referring import likeness, own_wishes, that_price
from agent.llm.offline.vocabulary import Found, Vocabulary

_LISTING_ID = (
    r"\b(?:[a-z]{1,4}-?\d{3,}[a-z]?|(?:listing|mls|id)\s?(?:id|number|no\.?|#)?\s?#?\s?(?=[\w-]*\d)([\w-]{3,}))\b"
)
_POINT = r"(-?\d{1,2}\.\d+)\s*,\s*(-?\d{1,3}\.\d+)"
_MILES = r"(\d+(?:\.\d+)?)[\s-]*(mi|miles?|km|kilomet(?:er|re)s?)\b"
_ORDINAL = "|".join(words.ORDINALS)
DEFAULT_MILES = 1


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
    pronoun: bool = False  # "it", "this one"
    them: bool = False  # "them", "those"
    sort: str = ""
    superlative: bool = False  # the sort came from "the cheapest", which picks homes
    count: int | None = None  # "top five", "the two cheapest"
    comparative: str = ""
    miles: float | None = None
    point: tuple[float, float] | None = None
    near_listing: bool = False
    like: bool = False  # homes like the one pointed at
    that_price: bool = False  # up to the price worked out before
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
    searches: bool = False

    @property
    def has_conditions(self) -> bool:
        """Whether it says anything a search can use, beside its place."""
        return bool(
            self.arguments or self.features or self.without or self.types or self.not_types or self.period
            or self.not_places or self.keywords or self.that_price
            or self.point or self.near_listing or self.lifted or self.lifted_features
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
) -> Reading:
    """Understand one question. shown: ids of the listings seen so far, which may look like anything.

    year: the year spoken of before, which "in June" belongs to. topic: the tool that the turn before ended on.
    """
    asides = set_aside(text)
    draft = Draft(normalised(asides.question))
    reading = Reading(draft.text, text, note=asides.note, name=asides.name)
    if small := _small_talk(draft):
        return replace(reading, small_talk=small)
    if draft.take(words.OFF_TOPIC):
        return replace(reading, off_topic=True)
    reading.steering = take_steering(draft)
    reading.text = draft.text
    reading.emails = take_emails(draft)
    reading.ids = _ids(draft, shown)
    reading.like, reading.that_price = likeness(draft), that_price(draft)
    reading.own = own_wishes(draft)
    reading.act = take_act(draft, reading.emails, topic)
    for rule in (_not_yet, _restart):
        rule(draft, reading)
    if not reading.act:
        reading.loan_tool, reading.loan = read_loan(draft, topic)
        reading.target_price = reading.loan.pop("targetPrice", 0)
    _near(draft, reading)
    if addresses := draft.take(words.ADDRESS):
        reading.unusable += [f"the address {draft.said(*match.span())} (name the listing's id)" for match in addresses]
    reading.keywords = _keywords(draft)
    read_built(draft, today)
    read_quantities(draft)
    _lifted(draft, reading)
    read_order(draft, reading)
    _intents(draft, reading)
    reading.period = read_period(draft, today, year)
    _vocabulary(draft, reading, vocabulary)
    reading.places += zip_codes(draft)
    read_prices(draft)
    _status(draft, reading)
    reading.places += [*read_state(draft), *state_alone(draft)]
    wanted, unwanted = unknown_places(draft)
    reading.places += wanted
    reading.not_places += unwanted
    _pointing(draft, reading)
    _leave_over(draft, reading)
    return _finished(draft, reading)


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
    reading.refines = reading.adds or bool(re.search(words.REFINING, draft.rest))
    reading.searches = bool(re.search(words.SEARCHING, draft.rest))


def _ids(draft: Draft, shown: tuple[str, ...]) -> list[str]:
    ids = []
    for known in shown:
        ids += [(match.start(), known) for match in draft.take(rf"(?<![\w-]){re.escape(known.lower())}(?![\w-])")]
    for match in draft.take(_LISTING_ID):
        ids.append((match.start(), draft.said(*match.span(1)) if match[1] else draft.said(*match.span()).upper()))
    return list(dict.fromkeys(each for _, each in sorted(ids)))


def _keywords(draft: Draft) -> list[str]:
    """Words that must stand in what is written of a home: "mentioning 'sunroom'", "lake view in the description"."""
    said = r"[\"']([^\"'¦]{2,60})[\"']|([\w-]{3,}(?: (?!in\b|under\b|with\b|and\b|or\b)[\w-]{3,})?)"
    mentions = r"\b(?:that |which )?(?:mention(?:s|ing|ed)?|says?|saying|contain(?:s|ing)?|(?:with )?the words?|(?:with )?the phrase|keywords?|described as|describing)(?: (?:an?|the))?:?\s+"
    matches = draft.take(mentions + f"(?:{said})(?: in (?:the|its|their) (?:descriptions?|remarks|text|listing))?")
    matches += draft.take(
        rf"\b(?:with |has |have )?(?:an? |the )?(?:{said}) in (?:the|its|their) (?:descriptions?|remarks|text)\b"
    )
    words = [match[1] or match[2] for match in matches]
    return [f'"{each}"' if " " in each else each for each in words]


def _near(draft: Draft, reading: Reading) -> None:
    if match := draft.take_one(
        rf"\b(?:within|in|inside)?\s?(?:an? )?{_MILES}(?: radius)?(?: (?:of|from|around|to|away from))?"
    ):
        miles = float(match[1]) * (1 if match[2].startswith("mi") else 0.621371)
        reading.miles = round(miles, 2)
        reading.near_listing = True
    if match := draft.take_one(rf"(?:near|around|at|close to|of)?\s?\(?{_POINT}\)?"):
        reading.point = (float(match[1]), float(match[2]))
        reading.near_listing = False
    elif match := draft.take_one(
        rf"\b(?:near(?: to)?|close to|around|next to)\s+(?={TAKEN}|(?:it|this one|that one)\b)"
    ):
        reading.near_listing = bool(reading.ids) or draft.rest[match.end()] != TAKEN


def _lifted(draft: Draft, reading: Reading) -> None:
    for pattern, names in words.LIFTED:
        if draft.take(rf"\b{words.LIFTING} {pattern}\b"):
            reading.lifted.extend(names)


def _intents(draft: Draft, reading: Reading) -> None:
    for name, pattern in words.INTENTS[4:]:
        if draft.take(pattern):
            reading.intents.append(name)
    listing = reading.ids or re.search(r"\b(?:it|this|that|my) (?:one|listing|home)?|\blistings?\b", draft.rest)
    if listing and draft.take(r"\b(?:views|saves)\b(?=[^.]*)") and not reading.asks("metrics"):
        reading.intents.append("metrics")


def _vocabulary(draft: Draft, reading: Reading, vocabulary: Vocabulary) -> None:
    """Take places, features and kinds of homes, each wanted or unwanted."""
    unwanted_until = -1
    for found in vocabulary.find(draft):
        if (
            TAKEN in draft.rest[found.start : found.end]
            or _is_money(draft, found)
            or _is_no_kind(draft, found, reading)
        ):
            continue
        negation = re.search(words.NEGATION, draft.rest[: found.start]) or left_out(draft, found)
        if negation and not _in_name(found, negation):
            draft.blank(negation.start(), negation.end())
        follows = unwanted_until >= 0 and re.fullmatch(
            r"\s*(?:,|(?:,\s*)?(?:or|nor)(?: in| near)?|(?:,\s*)?and|&|/)\s*(?:an? |any |the )?",
            draft.rest[unwanted_until : found.start],
        )
        if follows and not negation and is_container(reading.not_places, found, follows[0]):
            follows = None
        lifts = negation and re.match(r"(?:remove|drop|forget|skip|ignore)\b", negation[0])
        if lifts and not any(word.is_place for word in found.meanings):
            reading.lifted_features += [word.name for word in found.meanings if word.kind == "feature"]
            draft.blank(found.start, found.end)
            continue
        unwanted = bool(negation or follows)
        unwanted_until = found.end if unwanted else -1
        _note_either(draft, reading, found)
        _put(draft, reading, found, unwanted)


def _note_either(draft: Draft, reading: Reading, found: Found) -> None:
    """ "A pool or a garage": findListings asks for every feature it is given, and that has to be said."""
    either = re.search(rf"{TAKEN}\s*,?\s*or\s+(?:an? |the )?$", draft.rest[: found.start])
    if either and reading.features and found.meanings[0].kind == "feature":
        reading.notes.append(
            f"“or” before “{draft.said(found.start, found.end)}” was read as “and”: every feature is required"
        )


def _is_money(draft: Draft, found: Found) -> bool:
    said = draft.rest[found.start : found.end]
    before = draft.rest[: found.start]
    return said.isdigit() and bool(re.search(r"(?:\$|under|below|over|above|than|to|max|budget of|up)\s?$", before))


def _is_no_kind(draft: Draft, found: Found, reading: Reading) -> bool:
    """Whether a word for a kind of home says something else: "the earth is flat", "a house with land"."""
    if found.meanings[0].kind != "property_type":
        return False
    before = draft.rest[: found.start]
    if reading.types and re.search(r"\bwith (?:an? |some |a lot of |lots of |much )?$", before):
        return True
    last = re.search(r"([\w']+)\s+$", before)
    said = draft.rest[found.start : found.end]
    return said in words.NOUN_ONLY and bool(last) and last[1] not in words.STOP and not last[1].isdigit()


def _in_name(found: Found, negation: re.Match) -> bool:
    return negation.end() > found.start


def _put(draft: Draft, reading: Reading, found: Found, unwanted: bool) -> None:
    meaning = next((word for word in found.meanings if word.is_place), found.meanings[0])
    if meaning.is_place and unwanted:
        reading.not_places.append(known_place(draft, found))
    elif meaning.is_place:
        reading.places.append(known_place(draft, found))
    else:
        wanted = reading.features if meaning.kind == "feature" else reading.types
        not_wanted = reading.without if meaning.kind == "feature" else reading.not_types
        names = not_wanted if unwanted else wanted
        names.extend([] if meaning.name in names else [meaning.name])
        draft.blank(found.start, found.end)


def _status(draft: Draft, reading: Reading) -> None:
    if re.search(
        r"\b(?:sale|sold|selling|closing) prices?\b|\b(?:highest|biggest|top|record|lowest) sales?\b",
        draft.text.lower(),
    ):
        draft.arguments["status"] = "Sold"
    elif re.search(r"\b(?:list|asking) prices?\b", draft.text.lower()) and reading.asks(*words.SEARCH_FIGURES):
        draft.arguments["status"] = "Active"
        reading.intents.append("list_price")
    statuses = [status for status, pattern in words.STATUSES if draft.take(pattern)]
    if {"Active", "Sold"} <= set(statuses):
        statuses = ["Any"]
    if statuses:
        draft.arguments["status"] = statuses[0]


def _pointing(draft: Draft, reading: Reading) -> None:
    what = r"(?: (?:one|home|house|listing|result|condo|townhouse|property|option))?"
    not_floor = r"(?! (?:floor|story|storey|time|month|year|level|name))"
    for match in draft.take(rf"\b(?:the )?({_ORDINAL})\b{not_floor}{what}"):
        reading.ordinals.append(words.ORDINALS[match[1]])
    for match in draft.take(r"\b(?:number|no\.|home|option|result|listing)\s#?(\d{1,2})\b|#(\d{1,2})\b"):
        reading.ordinals.append(int(match[1] or match[2]))
    reading.them = bool(draft.take(r"\b(?:them|those|these|they|both)\b(?: (?:two|three|four|2|3|4))?"))
    reading.pronoun = bool(
        draft.take(r"\b(?:it|this one|that one|this (?:home|house|listing)|that (?:home|house|listing))\b")
    )


def _leave_over(draft: Draft, reading: Reading) -> None:
    phrases = _leftover_phrases(draft.rest)
    reading.maybe_places = leftover_places(draft, phrases, placed=bool(reading.places))
    reading.leftovers = [draft.said(start, start + len(phrase)) for start, phrase in phrases]


def _leftover_phrases(rest: str) -> list[tuple[int, str]]:
    """Words no rule took and that carry meaning, neighbours joined: [(where, "wine cellar")]."""
    phrases: list[tuple[int, str]] = []
    for match in re.finditer(r"[\w$][\w'.$@%-]*[\w%]|\w", rest):
        word = match[0]
        if word in words.STOP or word.replace("'s", "") in words.STOP or (len(word) == 1 and not word.isdigit()):
            continue
        if phrases and not rest[phrases[-1][0] + len(phrases[-1][1]) : match.start()].strip(" "):
            start = phrases[-1][0]
            phrases[-1] = (start, rest[start : match.end()])
        else:
            negated = re.search(r"\b(?:no|not|without|except) $", rest[: match.start()])
            start = negated.start() if negated else match.start()
            phrases.append((start, rest[start : match.end()]))
    return phrases


def _finished(draft: Draft, reading: Reading) -> Reading:
    reading.arguments |= draft.arguments
    if reading.places and any(sentence == words.DECISION for _, sentence in reading.not_yet):
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
