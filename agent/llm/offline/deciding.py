"""START HERE for the offline assistant: the whole conversation in, the next step out. Pure, so tests read like talk."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from agent.llm.offline import listing_answers, market_answers, search_answers, talk
from agent.llm.offline.comparing import asks_comparison, compare
from agent.llm.offline.dialogue import Call, Dialogue, read_dialogue
from agent.llm.offline.locating import answered_place
from agent.llm.offline.markets import asks_market, market
from agent.llm.offline.reading import Reading, read
from agent.llm.offline.searching import asks_search, next_page, search, undo
from agent.llm.offline.single import asks_detail, detail, metrics
from agent.llm.offline.steps import Context, Plan, Requests, Say, Step
from agent.llm.offline.vocabulary import Vocabulary

Json = dict[str, Any]
MOST_CALLS = 10  # of one turn: no plan here needs more than look up, search, compare, a few places each


def decide(messages: list[Json], tools: frozenset[str], vocabulary: Vocabulary, *, may_call: bool = True) -> Step:
    """What to do next in this conversation: call tools, or say something."""
    dialogue = read_dialogue(messages)
    context = Context(dialogue, _understood(dialogue, tools, vocabulary), vocabulary, tools)
    step = _step(context)
    if isinstance(step, Say):
        return step
    missing = next((name for name, _ in step.calls if name not in tools), None)
    if missing:
        return Say(f"That needs {missing}, which is not available here. {talk.OFFER}")
    if not may_call or len(dialogue.now.calls) >= MOST_CALLS:
        return Say("\n\n".join([*_known(context), talk.STOPPED]))
    return step


def _understood(dialogue: Dialogue, tools: frozenset[str], vocabulary: Vocabulary) -> Reading:
    """The question; where it only answers "which place do you mean?", the question that was about."""
    reading = read(dialogue.now.question, vocabulary, dialogue.today, tuple(dialogue.homes()), dialogue.year())
    if len(dialogue.turns) < 2 or len(reading.text) > 60:
        return reading
    before = Dialogue(dialogue.turns[:-1], dialogue.today)
    earlier = read(before.now.question, vocabulary, before.today, tuple(before.homes()), before.year())
    asked = _step(Context(before, earlier, vocabulary, tools))
    if isinstance(asked, Say) and asked.asked:
        return answered_place(reading, asked.asked, asked.options) or reading
    return reading


def _step(context: Context) -> Step:
    failed = next((call for call in context.now.calls if call.error and call.name != "findPlaces"), None)
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


def _profile(context: Context) -> Step:
    done = context.now.done("getMyProfile")
    if not done:
        return Requests([("getMyProfile", {})])
    return Say("\n\n".join(listing_answers.profile(done[-1].result or {})))


def _asks(*intents: str) -> Callable[[Context], bool]:
    return lambda context: context.reading.asks(*intents)


# The first that applies answers.
PLANS: list[tuple[Callable[[Context], bool], Callable[[Context], Plan]]] = [
    (talk.is_small, talk.small),
    (lambda context: context.reading.off_topic, talk.lost),
    (talk.wants_what_is_missing, talk.missing),
    (_asks("profile"), _profile),
    (_asks("undo"), undo),
    (asks_comparison, compare),
    (_asks("metrics"), metrics),
    (asks_detail, detail),
    (_asks("more"), next_page),
    (asks_market, market),
    (asks_search, search),
    (lambda context: True, talk.lost),
]
