"""What is said without a tool: greetings, help, what cannot be done, and the end of every answer."""

from __future__ import annotations

from agent.llm.offline import searching
from agent.llm.offline.speech import listed
from agent.llm.offline.steps import Context, Say, Step

OFFER = (
    "I can search homes by place, price, size, kind and features, compare homes, describe one, show how a listing is "
    "viewed, read an area's prices and sales, work out a monthly payment, estimate a value, save searches and homes, "
    "and mail a report after your yes."
)
STOPPED = "I had to stop before everything was looked up. Ask again, perhaps in two smaller questions."
_EXAMPLES = (
    "Try one of these:\n\n"
    "- “3-bedroom homes in Portland under $900,000”\n"
    "- “Compare the two cheapest”\n"
    "- “What's the market like in Seattle, WA?”\n"
    "- “Show me analytics for listing L001”"
)
_OUTSIDE = f"That is outside what I know: homes and their prices. {OFFER}"
_SMALL = {
    "greeting": "Hello. Tell me what kind of home you are looking for, or which area you want to know about.",
    "thanks": "You are welcome.",
    "bye": "Goodbye. This conversation is kept for you.",
    "praise": "Good. What should I look at next?",
    "no": "All right. What should I look at instead?",
    "yes": "Yes to what? Tell me what to search for or which home to look at.",
    "help": f"{OFFER} I am the offline assistant: I work by rules, without a language model, so plain short requests "
    f"work best.\n\n{_EXAMPLES}",
}


def is_small(context: Context) -> bool:
    return bool(context.reading.small_talk) and not searching.accepts_advice(context)


def small(context: Context) -> Step:
    """Greetings and the like, in a sentence."""
    if context.reading.small_talk == "places":
        cities = listed(context.vocabulary.names("city")) or "none yet"
        return Say(f"The homes here are in these cities: {cities}. Name one, one of its neighborhoods, or a zip code.")
    return Say(_SMALL[context.reading.small_talk])


def wants_what_is_missing(context: Context) -> bool:
    """Whether it asks for something that no tool here does, or only for what steers by people."""
    reading = context.reading
    named = [tool for tool, _ in reading.not_yet if tool]
    nothing_else = not (reading.has_conditions or reading.places or reading.intents or reading.ids)
    return bool(named) or (nothing_else and bool(reading.not_yet or reading.steering))


def missing(context: Context) -> Step:
    """Say plainly what is not done, and what is."""
    reading = context.reading
    sentences = list(dict.fromkeys([*reading.steering, *(sentence for _, sentence in reading.not_yet)]))
    offer = "" if reading.steering and not reading.not_yet else OFFER
    follow_up = "Name a place and what the home should have, and I will search." if reading.steering else offer
    return Say("\n\n".join([*sentences, follow_up]))


def lost(context: Context) -> Step:
    """Out of reach, or not understood: what can be asked instead."""
    reading = context.reading
    if reading.off_topic:
        return Say(_OUTSIDE)
    if reading.asks("restart"):
        return Say("Started afresh. What are you looking for, and where?")
    if reading.unusable:
        return Say(f"I cannot search by that: {'; '.join(reading.unusable)}. Name a place or a condition to look for.")
    if reading.searches and not context.dialogue.search_conditions() and not (reading.intents or reading.act):
        return _too_little(reading.leftovers)
    unclear = " and ".join(f"“{phrase}”" for phrase in reading.leftovers[:3])
    if unclear and (reading.searches or context.dialogue.search_conditions()):
        return Say(
            f"I could not make anything of {unclear}. Name a place, a price, a size or a feature, for example "
            "“3-bedroom homes in Portland under $900,000”."
        )
    return Say(_OUTSIDE)


def _too_little(leftovers: list[str]) -> Say:
    """ "Find me something nice": asks back for what a search goes by."""
    said = listed([f"“{each}”" for each in leftovers[:3]])
    opening = f"Gladly; {said} alone is too little to search by." if said else "Gladly."
    return Say(f"{opening} Where should it be, what may it cost, and how many bedrooms?", unused=tuple(leftovers))
