"""From the places a question mentions to the place arguments of a search, by way of findPlaces and of asking back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from agent.llm.offline.dialogue import Call
from agent.llm.offline.places import Mention, narrowed, state_named
from agent.llm.offline.reading import Reading
from agent.llm.offline.steps import Context, Requests, Say
from agent.llm.offline.vocabulary import Word
from agent.llm.offline.words import STATES

Json = dict[str, Any]
MOST_PLACES = 4  # searched one by one when they are of different kinds
MOST_NAMED = 6


def located(context: Context) -> Requests | Say | list[Word]:
    """The places meant, each certain; or the look-ups needed to know; or the question which one is meant."""
    reading = context.reading
    lookups = {call.arguments.get("text"): call for call in context.now.done("findPlaces")}
    missing = [m for m in _to_look_up(reading) if m.query not in lookups]
    if missing and "findPlaces" in context.tools:
        return Requests([("findPlaces", {"text": mention.query}) for mention in missing[:MOST_PLACES]])
    cities = _cities_named(context)
    words: list[Word] = []
    for mention in reading.places:
        found = _meanings(mention, lookups.get(mention.query), context)
        found = narrowed(replace(mention, meanings=found), state=_state_of(mention, reading), cities=cities).meanings
        found = _nearer(mention, found, lookups.get(mention.query), context)
        _note_corrected(mention, lookups.get(mention.query), context)
        if not found and mention.near and len(reading.places) > 1:
            reading.unusable.append(f"being near {mention.text}, which is no place I know")
            continue
        if len(found) != 1:
            return _which(mention, found, lookups.get(mention.query), reading)
        words.append(found[0])
    for mention in reading.maybe_places:
        found = _meanings(mention, lookups.get(mention.query), context)
        if len(found) == 1 and _is_likely(lookups[mention.query], placed=bool(words), whole=_is_all(mention, reading)):
            words.append(found[0])
            _note_corrected(mention, lookups.get(mention.query), context)
            taken = {mention.text, mention.state.lower(), mention.state}
            reading.leftovers = [each for each in reading.leftovers if each not in taken]
        elif len(found) > 1 and not words and mention.text[:1].isupper():
            return _which(mention, found, lookups.get(mention.query), reading)
    reading.left_out = _left_out(context, lookups, cities)
    return _without_containers(list(dict.fromkeys(words)))


def _state_of(mention: Mention, reading: Reading) -> str:
    """The state said with a place, or the only one that the question names."""
    named = {word.state for each in reading.places for word in each.meanings if word.kind == "state"}
    if len(named) != 1:  # "Beaverton or Portland": the one in the same state
        named = {word.state for each in reading.places if len(each.meanings) == 1 for word in each.meanings}
    return mention.state or (named.pop() if len(named) == 1 else "")


def _nearer(mention: Mention, found: tuple[Word, ...], call: Call | None, context: Context) -> tuple[Word, ...]:
    """A place without homes, spelt nearly like one with homes, is that one: "belvue" is Bellevue, and that is said."""
    places = (call.result or {}).get("places", []) if call else []
    if mention.meanings or mention.state or len(places) != 1 or places[0].get("listings"):
        return found
    near = tuple(word for word in context.vocabulary.nearest(mention.text.lower(), slips=2) if word.kind == "city")
    if len(near) == 1 and near != found:
        context.remarks.append(f"“{mention.text}” was read as {near[0].name}; say the state for another one.")
        return near
    return found


def _left_out(context: Context, lookups: dict[Any, Call], cities: tuple[str, ...]) -> list[str]:
    """The places not to search in; one that is not known, or not certain, is named as not part of the search."""
    names: list[str] = []
    for mention in context.reading.not_places:
        found = _meanings(mention, lookups.get(mention.query), context)
        found = narrowed(replace(mention, meanings=found), cities=cities).meanings
        if len(found) == 1:
            names.append(found[0].name)
            _note_corrected(mention, lookups.get(mention.query), context)
        else:
            why = "it could be several places" if found else "I know no such place"
            context.reading.unusable.append(f"leaving out {mention.query} ({why})")
    return list(dict.fromkeys(names))


def as_arguments(words: list[Word]) -> list[Json]:
    """Places of one kind as one search for any of them; of several kinds as a search each."""
    by_argument: dict[str, list[str]] = {}
    zips = [word for word in words if word.kind == "postal_code"]
    if len(words) == 2 and len(zips) == 1 and any(w.kind == "city" and w.city == zips[0].city for w in words):
        return [{word.argument: word.name for word in words}]  # "Bellevue 98006" is both, not either
    for word in words:
        by_argument.setdefault(word.argument, []).append(word.name)
    if len(by_argument) > 1:
        return [{word.argument: word.name} for word in words[:MOST_PLACES]]
    return [{name: names[0] if len(names) == 1 else names} for name, names in by_argument.items()]


def area_name(word: Word) -> str:
    """The place as getMarketAnalysis wants it."""
    return STATES[word.name].title() if word.kind == "state" and word.name in STATES else word.name


def answered_place(reading: Reading, asked: Reading, options: tuple[Word, ...]) -> Reading | None:
    """The question that was asked back about, now with the place this answer names; None when it names none."""
    if reading.has_conditions or reading.intents or reading.small_talk in ("greeting", "thanks", "help"):
        return None
    chosen = _chosen(reading, options)
    if chosen:
        kept = [m for m in asked.places if m.meanings and len(m.meanings) == 1]
        mention = Mention(chosen.name, (chosen,))
        return replace(asked, places=[*kept, mention], maybe_places=[], leftovers=_left(asked, chosen))
    named = [replace(mention, certain=True) for mention in (*reading.places, *reading.maybe_places)]
    if named:  # what answers "which place?" is a place, even one that nobody knows
        return replace(asked, places=named, maybe_places=[])
    return None


def _left(asked: Reading, chosen: Word) -> list[str]:
    name = chosen.name.split(",")[0].lower()
    return [each for each in asked.leftovers if each.lower() != name]


def _chosen(reading: Reading, options: tuple[Word, ...]) -> Word | None:
    if reading.small_talk == "yes" and len(options) == 1:
        return options[0]
    if reading.ordinals and 0 < reading.ordinals[0] <= len(options):
        return options[reading.ordinals[0] - 1]
    text = reading.text.lower()
    named = [word for word in options if word.name.lower() in text]
    if not named and (state := state_named(reading.text)):
        named = [word for word in options if word.state == state]
    if not named:
        named = [word for word in options if word.city and word.city.lower() in text]
    return named[0] if len(named) == 1 else None


def _to_look_up(reading: Reading) -> list[Mention]:
    return [
        mention for mention in (*reading.places, *reading.maybe_places, *reading.not_places) if not mention.meanings
    ]


def _cities_named(context: Context) -> tuple[str, ...]:
    """Cities of this question, else of the last search: a neighborhood of that name in them is the one meant."""
    here = tuple(w.city for m in context.reading.places for w in m.meanings if w.kind == "city")
    if here:
        return here
    before = (context.dialogue.search_conditions() or {}).get("city")
    names = before if isinstance(before, list) else [before] if before else []
    return tuple(str(name).split(",")[0] for name in names)


def _meanings(mention: Mention, call: Call | None, context: Context) -> tuple[Word, ...]:
    if mention.meanings:
        return mention.meanings
    if call is None:  # no findPlaces to ask: the search says what it makes of the name
        return (Word("city", mention.query, mention.state),) if mention.certain else ()
    return tuple(_word(place) for place in (call.result or {}).get("places", []))


def _note_corrected(mention: Mention, call: Call | None, context: Context) -> None:
    places = (call.result or {}).get("places", []) if call else []
    if not mention.meanings and len(places) == 1 and places[0].get("corrected"):
        context.remarks.append(f"“{mention.text}” was read as {places[0]['label']}.")


def _is_all(mention: Mention, reading: Reading) -> bool:
    """Whether the question is nothing but this name, with or without its state."""
    rest = reading.text.replace(mention.text, "", 1).strip(" ,.!?").lower()
    return rest in ("", mention.state.lower())


def _word(place: Json) -> Word:
    plain = place["kind"] in ("state", "postal_code")
    return Word(
        place["kind"], place["name"] if plain else place["label"], place.get("state") or "", place.get("city") or ""
    )


def _is_likely(call: Call, *, placed: bool, whole: bool) -> bool:
    """Whether a leftover word is a place after all: one with homes, or a name where no place was named.

    whole: the name is all that was said; else it must be in capitals.
    """
    place = call.result["places"][0]
    capital = str(call.arguments["text"])[:1].isupper()
    return place["listings"] > 0 or ((capital or whole) and not placed and not place["corrected"])


def _which(mention: Mention, found: tuple[Word, ...], call: Call | None, reading: Reading) -> Say:
    if found:
        shown = found[:MOST_NAMED]
        names = [area_name(word) for word in shown] + ["another"] * (len(found) > MOST_NAMED)
        return Say(f"Which {mention.text} do you mean: {'; '.join(names[:-1])}; or {names[-1]}?", reading, shown)
    similar = tuple(_word(place) for place in ((call.result if call else None) or {}).get("similar", [])[:3])
    if similar:
        text = f"I do not know a place called “{mention.query}”. Did you mean {_either([w.name for w in similar])}?"
        return Say(text, reading, similar)
    text = f"I do not know a place called “{mention.query}”."
    return Say(f"{text} Which city, zip code, county or neighborhood should I look in?", reading)


def _either(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def _without_containers(words: list[Word]) -> list[Word]:
    """ "Capitol Hill in Seattle" is Capitol Hill: a city or state that another place lies in goes without saying."""
    smaller = [word for word in words if word.kind in ("neighborhood", "postal_code")]
    inside = {word.city for word in smaller if word.city and (word.kind != "postal_code" or len(words) != 2)}
    states = {word.state for word in words if word.kind != "state"}
    return [
        word
        for word in words
        if not (word.kind == "city" and word.city in inside) and not (word.kind == "state" and word.state in states)
    ]
