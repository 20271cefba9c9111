"""The plans for single homes: everything about one, and how it is looked at."""

from __future__ import annotations

from agent.llm.offline import listing_answers
from agent.llm.offline.comparing import picked_homes
from agent.llm.offline.remarks import with_remarks
from agent.llm.offline.searching import pointed_at
from agent.llm.offline.steps import Context, Requests, Say, Step

MOST_AT_ONCE = 4


def asks_detail(context: Context) -> bool:
    """Whether one home is meant: by its id, its place in the list, or "tell me about the cheapest"."""
    reading = context.reading
    if reading.near_listing or (reading.asks("count") and not reading.ids):
        return False
    if reading.ids:
        return True
    if reading.ordinals:
        return not reading.has_conditions or reading.asks("detail")
    if reading.asks("detail"):
        return reading.pronoun or reading.superlative or bool(context.dialogue.focus() and not reading.places)
    narrows = reading.arguments or reading.types or reading.places
    return reading.pronoun and bool(context.dialogue.focus()) and not narrows


def detail(context: Context) -> Step:
    """Everything recorded about the homes meant."""
    if done := context.now.done("getListing"):
        reading = context.reading
        asked = listing_answers.facts_asked(reading.text)
        reading.leftovers = [each for each in reading.leftovers if not listing_answers.facts_asked(each)]
        homes = [call.result or {} for call in done]
        answers = [each for home in homes for each in listing_answers.asked_of(home, asked, reading.features)]
        paragraphs = [paragraph for home in homes for paragraph in listing_answers.detail(home)]
        return Say(with_remarks([*answers, *paragraphs], context))
    ids = pointed_at(context)
    if not ids and context.reading.superlative:
        picked = picked_homes(context, 1)
        if not isinstance(picked, list):
            return picked
        ids = picked
    if not ids and context.reading.asks("detail") and context.dialogue.focus():
        ids = [context.dialogue.focus()]
    if not ids:
        return Say(_no_such_place(context))
    return Requests([("getListing", {"listingId": each}) for each in ids[:MOST_AT_ONCE]])


def metrics(context: Context) -> Step:
    """Page views, saves and inquiries of the homes meant."""
    if done := context.now.done("getListingMetrics"):
        return Say(with_remarks(listing_answers.metrics(done[-1].result or {}), context))
    ids = pointed_at(context)
    if not ids and context.reading.them:
        ids = context.dialogue.shown()
    if not ids and context.dialogue.focus():
        ids = [context.dialogue.focus()]
    if not ids:
        return Say("Analytics for which listing? Name its id, for example “analytics for L001”.")
    return Requests([("getListingMetrics", {"listingIds": ids[:20]})])


def _no_such_place(context: Context) -> str:
    shown = context.dialogue.shown()
    if not shown:
        return "There is no list to count in yet. Search first, or name a listing id such as L001."
    return f"The last list has {len(shown)} homes, so there is no such one. Name one of them, or its id."
