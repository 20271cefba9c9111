"""START HERE for the offline assistant: the whole conversation in, the next step out. Pure, so tests read like talk."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from agent.llm.offline import (
    compound,
    keeping,
    listing_answers,
    market_answers,
    preferences,
    reporting,
    search_answers,
    talk,
    valuing,
)
from agent.llm.offline.comparing import asks_comparison, compare
from agent.llm.offline.completing import completes
from agent.llm.offline.dialogue import Call, Dialogue, Turn, read_dialogue
from agent.llm.offline.glossary import asks_meaning, meaning
from agent.llm.offline.loans import asks_loan, loan
from agent.llm.offline.locating import answered_place
from agent.llm.offline.mailing import asks_mail, mail
from agent.llm.offline.markets import asks_market, market
from agent.llm.offline.own_search import asks_own_search, own_search
from agent.llm.offline.reading import Reading, read
from agent.llm.offline.searching import asks_search, next_page, search, undo
from agent.llm.offline.similar import asks_similar, similar
from agent.llm.offline.single import asks_detail, asks_metrics, detail, metrics
from agent.llm.offline.steps import Context, Plan, Requests, Say, Step
from agent.llm.offline.vocabulary import Vocabulary

Json = dict[str, Any]
MOST_ASKED = 3  # times in a row that a question is completed by the answer to what was asked back
LONGEST_ANSWER = 60  # characters of an answer that names a place
LONGEST_DETAILS = 160  # of one that gives figures: a home's size and age, a loan's rate and term
LOOK_UPS = ("findPlaces", "getMyProfile")
MOST_CALLS = 10  # of one turn: no plan here needs more than look up, search, compare, a few places each


def decide(messages: list[Json], tools: frozenset[str], vocabulary: Vocabulary, *, may_call: bool = True) -> Step:
    """What to do next in this conversation: call tools, or say something."""
    dialogue = read_dialogue(messages)
    contexts = _two_requests(dialogue, tools, vocabulary) or [
        Context(dialogue, _understood(dialogue, tools, vocabulary), vocabulary, tools)
    ]
    steps = [_step(context) for context in contexts]
    step, context = next(
        ((each, of) for each, of in zip(steps, contexts, strict=True) if isinstance(each, Requests)),
        (steps[-1], contexts[-1]),
    )
    if isinstance(step, Say):
        unused = tuple(dict.fromkeys(word for each in contexts for word in each.unused))
        return replace(step, text="\n\n".join(each.text for each in steps if isinstance(each, Say)), unused=unused)
    missing = next((name for name, _ in step.calls if name not in tools), None)
    if missing:
        return Say(f"That needs {missing}, which is not available here. {talk.OFFER}")
    if not may_call or len(dialogue.now.calls) >= MOST_CALLS:
        return Say("\n\n".join([*_known(context), talk.STOPPED]))
    return step


def _two_requests(dialogue: Dialogue, tools: frozenset[str], vocabulary: Vocabulary) -> list[Context]:
    """A context for each of two requests in one question, with its own calls; [] for every other question."""
    said = compound.halves(dialogue.now.question)
    if not said:
        return []
    first = _read(dialogue, said[0], vocabulary)
    readings = [first, _read(dialogue, compound.spelt_out(said[1], first), vocabulary)]
    own = [compound.tools_of(reading) for reading in readings]
    if not all(own) or own[0] & own[1]:
        return []
    contexts = []
    for reading, others in zip(readings, reversed(own), strict=True):
        calls = [call for call in dialogue.now.calls if call.name not in others]
        now = Turn(reading.question, calls, dialogue.now.answer)
        contexts.append(Context(Dialogue([*dialogue.turns[:-1], now], dialogue.today), reading, vocabulary, tools))
    return contexts


def _understood(dialogue: Dialogue, tools: frozenset[str], vocabulary: Vocabulary, depth: int = MOST_ASKED) -> Reading:
    """The question; where it only answers what was asked back, the question that was about, completed by it."""
    reading = _read(dialogue, dialogue.now.question, vocabulary)
    if len(dialogue.turns) < 2 or len(reading.text) > LONGEST_DETAILS or not depth:
        return reading
    before = Dialogue(dialogue.turns[:-1], dialogue.today)
    if any(call.name not in LOOK_UPS for call in before.now.calls):
        earlier = _read(before, before.now.question, vocabulary)
    else:
        earlier = _understood(before, tools, vocabulary, depth - 1)
    asked = _step(Context(before, earlier, vocabulary, tools))
    if not isinstance(asked, Say) or not asked.asked:
        return reading
    if len(reading.text) > LONGEST_ANSWER and asked.needs not in ("value", "loan"):
        return reading
    if not asked.needs:
        return answered_place(reading, asked.asked, asked.options) or reading
    if completes(asked.needs, reading):
        return _read(dialogue, f"{asked.asked.question.rstrip(' ?.!')} ; {dialogue.now.question}", vocabulary)
    return reading


def _read(dialogue: Dialogue, question: str, vocabulary: Vocabulary) -> Reading:
    seen, year, topic = tuple(dialogue.homes()), dialogue.year(), dialogue.last_tool()
    sold = (dialogue.search_conditions() or {}).get("status") in ("Sold", "Any")
    return read(question, vocabulary, dialogue.today, seen, year, topic, of_sales=sold)


def _step(context: Context) -> Step:
    failed = next((call for call in context.now.calls if call.error and call.name not in ("findPlaces",)), None)
    if failed:
        return _failure(context, failed)
    steps = (answer(context) for applies, answer in PLANS if applies(context))
    return next(step for step in steps if step is not None)


def _failure(context: Context, failed: Call) -> Say:
    """A tool's refusal in its own words, without its advice to models; the next turn may name a place instead."""
    sentences = re.split(r"(?<=[.?])\s+", failed.error.strip())
    said = " ".join(each for each in sentences if not re.search(r"\b(?:find|get|compare)[A-Z]\w+", each))
    advice = _ADVICE.get(failed.name, "Change that part and ask again; everything else was understood.")
    return Say(f"{said or 'That did not work.'}\n\n{advice}", context.reading)


_ADVICE = {
    "getListing": "Name another id, or search for homes first.",
    "compareListings": "Name the ids of two to four homes, or search for homes first.",
    "getListingMetrics": "Name the id of a listing you may see figures of.",
    "getMarketAnalysis": "Name another city, zip code, county or neighborhood, or another period.",
    "getMyProfile": "Try again in a moment.",
    "sendListingReport": "Nothing was sent. Correct that part and ask again.",
    "calculateMortgage": "Change that figure and ask again.",
    "calculateAffordability": "Change that figure and ask again.",
    "estimateValue": "Name a listing's id, or its living area and zip code; a licensed appraiser can value any home.",
    "compareMarkets": "Name two to four cities, zip codes, counties or neighborhoods.",
    "saveSearch": "Nothing was saved. Change that part and ask again.",
    "saveListing": "Nothing was saved. Name another id.",
    "updateMyProfile": "Nothing was changed. Say it another way.",
}


def _known(context: Context) -> list[str]:
    """What the newest result of this turn says, for an answer that has to be given before the plan is through."""
    call = next((call for call in reversed(context.now.calls) if call.result is not None and call.name in _SAID), None)
    return _SAID[call.name](call, context) if call else []


_SAID: dict[str, Callable[[Call, Context], list[str]]] = {
    "findListings": lambda call, context: search_answers.homes_found(call, context.vocabulary.property_types)[:-1],
    "getListing": lambda call, context: listing_answers.detail(call.result or {})[:-1],
    "compareListings": lambda call, context: listing_answers.comparison(call.result or {})[:-1],
    "getMarketAnalysis": lambda call, context: market_answers.market(call.result or {}, []),
    "getListingMetrics": lambda call, context: listing_answers.metrics(call.result or {}),
}


def _acts(tool: str) -> Callable[[Context], bool]:
    return lambda context: context.reading.act == tool


def _asks(*intents: str) -> Callable[[Context], bool]:
    return lambda context: context.reading.asks(*intents)


# The first that applies answers.
PLANS: list[tuple[Callable[[Context], bool], Callable[[Context], Plan]]] = [
    (asks_meaning, meaning),
    (asks_mail, mail),
    (talk.is_small, talk.small),
    (lambda context: context.reading.off_topic, talk.lost),
    (talk.wants_what_is_missing, talk.missing),
    (asks_similar, similar),
    (asks_own_search, own_search),
    (_acts("saveSearch"), keeping.save_search),
    (_acts("listSavedSearches"), keeping.searches),
    (_acts("deleteSavedSearch"), keeping.delete_search),
    (keeping.asks_removal_by_name, keeping.delete_search),
    (_acts("saveListing"), keeping.save_listing),
    (_acts("unsaveListing"), keeping.unsave_listing),
    (_acts("listSavedListings"), keeping.saved_homes),
    (_acts("updateMyProfile"), preferences.remember),
    (_acts("forget"), preferences.forget),
    (_acts("generatePerformanceReport"), reporting.report),
    (_acts("estimateValue"), valuing.value),
    (asks_loan, loan),
    (_asks("profile"), preferences.profile),
    (_asks("undo"), undo),
    (asks_comparison, compare),
    (asks_metrics, metrics),
    (asks_detail, detail),
    (lambda context: context.reading.asks("more") and not context.reading.near_listing, next_page),
    (asks_market, market),
    (asks_search, search),
    (lambda context: True, talk.lost),
]
