"""The plans for single homes: everything about one, and how it is looked at."""

from __future__ import annotations

import re

from agent.llm.offline import listing_answers
from agent.llm.offline.comparing import picked_homes
from agent.llm.offline.dialogue import MINE
from agent.llm.offline.reading import Reading
from agent.llm.offline.remarks import with_remarks
from agent.llm.offline.reporting import report
from agent.llm.offline.searching import pointed_at
from agent.llm.offline.steps import Context, Plan, Requests, Say, Step
from agent.llm.offline.words import MARKET_FIGURES

MOST_AT_ONCE = 4


def asks_metrics(context: Context) -> bool:
    """Whether visitor figures are asked for, or how one's own listings do."""
    reading = context.reading
    return reading.asks("metrics") or (reading.mine and not reading.places)


def asks_detail(context: Context) -> bool:
    """Whether one home is meant: by its id, its place in the list, or "tell me about the cheapest"."""
    reading = context.reading
    if reading.near_listing:
        return False
    if _asks_of_one(context):
        return True
    of_home = reading.asks("price_per_square_foot") and not (reading.has_conditions or reading.places or reading.sort)
    if of_home and context.dialogue.last_tool() == "getListing":
        return True
    if reading.asks("count") and not reading.ids:
        return False
    if reading.ids:
        return True
    if reading.pick or reading.other:
        return bool(pointed_at(context))
    if reading.rank > 1:
        return reading.asks("detail") or bool(
            context.dialogue.shown() and not (reading.has_conditions or reading.places)
        )
    if reading.ordinals:
        return not reading.has_conditions or reading.asks("detail") or _only_status(reading)
    if reading.asks("detail"):
        return reading.pronoun or reading.superlative or bool(context.dialogue.focus() and not reading.places)
    narrows = reading.arguments.keys() - {"status"} or reading.types or reading.places or reading.keywords
    return reading.pronoun and bool(context.dialogue.focus()) and not narrows


def _only_status(reading: Reading) -> bool:
    """ "Is the second one still available": the status is what is asked, no condition."""
    return set(reading.arguments) == {"status"} and not (reading.features or reading.types or reading.places)


def _asks_of_one(context: Context) -> bool:
    """ "How many bedrooms does it have?", "who is the agent?": of the home spoken of, or of one that must be named."""
    reading, facts = context.reading, listing_answers.facts_asked(context.reading.text)
    if reading.places or reading.types or reading.period or reading.them or reading.sort:
        return False
    asks = bool(re.search(_OF_IT, reading.text.lower())) and (facts or reading.features)
    if context.dialogue.last_tool() == "getListing" and reading.features and re.match(_IS_THERE, reading.text.lower()):
        return True
    if context.dialogue.focus():
        return bool(asks) or (bool(facts) and not reading.has_conditions and not _AREA & set(reading.intents))
    return bool(context.dialogue.shown()) and (bool(asks) or "listAgentFullName" in facts)


_OF_IT = r"\b(?:does|has|is|was|did|when|how (?:old|big|large|much|long)) (?:is |was )?(?:it|this one|that one)\b"
_IS_THERE = r"(?:and |so )?(?:is|are) there\b"
_AREA = MARKET_FIGURES | {"metrics", "compare", "more"}


def detail(context: Context) -> Step:
    """Everything recorded about the homes meant."""
    if done := context.now.done("getListing"):
        reading = context.reading
        asked = listing_answers.facts_asked(reading.text)
        known = listing_answers.words_of_facts(reading.text)
        reading.leftovers = [each for each in reading.leftovers if not set(each.lower().split()) <= known]
        paragraphs = []
        for home in (call.result or {} for call in done):
            answers = listing_answers.asked_of(home, asked, reading.features)
            paragraphs += listing_answers.one_fact(home, answers) if answers else listing_answers.detail(home)
        return Say(with_remarks(paragraphs, context))
    ids = pointed_at(context)
    if not ids and context.reading.superlative:
        picked = picked_homes(context, 1)
        if not isinstance(picked, list):
            return picked
        ids = picked
    if not ids and not context.reading.ordinals and context.dialogue.focus():
        ids = [context.dialogue.focus()]
    if not ids and not context.reading.ordinals and context.dialogue.shown():
        return Say(
            f"Which home do you mean? Name its id, for example {context.dialogue.shown()[0]}, or say “the first one”."
        )
    if not ids:
        return Say(_no_such_place(context))
    return Requests([("getListing", {"listingId": each}) for each in ids[:MOST_AT_ONCE]])


def metrics(context: Context) -> Plan:
    """Page views, saves and inquiries of the homes meant."""
    if context.now.done("generatePerformanceReport"):
        return report(context)
    if done := context.now.done("getListingMetrics"):
        return Say(with_remarks(listing_answers.metrics(done[-1].result or {}), context))
    ids = [MINE] if context.reading.mine else pointed_at(context)
    if not ids and context.reading.them:
        ids = context.dialogue.shown()
    if not ids and context.dialogue.last_tool() == "compareListings":
        ids = context.dialogue.shown()  # "which one has more views"
    if not ids and context.dialogue.focus():
        ids = [context.dialogue.focus()]
    if ids and context.reading.period and "generatePerformanceReport" in context.tools:
        return report(context)  # only a report goes by a time
    if not ids:
        return Say("Analytics for which listing? Name its id, for example “analytics for L001”.")
    return Requests([("getListingMetrics", {"listingIds": ids[:20]})])


def _no_such_place(context: Context) -> str:
    shown = context.dialogue.shown()
    if not shown:
        return "There is no list to count in yet. Search first, or name a listing id such as L001."
    return f"The last list has {len(shown)} homes, so there is no such one. Name one of them, or its id."
