# ruff: noqa: E501  (a pattern cut in two is harder to read than a long one)
"""Places, features and kinds of homes that a question names: wanted, or left out; also where they are misspelt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from agent.llm.offline import words
from agent.llm.offline.draft import TAKEN, Draft
from agent.llm.offline.excluding import is_container, left_out
from agent.llm.offline.leftovers import leftover_phrases
from agent.llm.offline.places import known_place
from agent.llm.offline.typos import NOT_TYPOS
from agent.llm.offline.vocabulary import Found, Vocabulary

if TYPE_CHECKING:
    from agent.llm.offline.reading import Reading

_OPTIONAL = (
    r"\s+(?:is|are|would be) (?:ok(?:ay)?|fine|welcome|allowed)(?: too| as well| after all)?,? (?:but )?(?:i|we) (?:don't|do not|wouldn't) (?:mind|care)\b(?: either way| one way or the other)?|,? (?:i|we) (?:don't|do not) (?:mind|care) (?:about it )?(?:either way|one way or the other)\b"
    r"|(?:,? but)?\s+(?:(?:is|are|would be|it's|it is|that's|they're)\s+)?(?:optional|not (?:really |that |so |very |too |super )?(?:needed|required|necessary|important|a must|a big deal)|no longer (?:needed|required)|nice to have|can go)\b"
    r"|\s+(?:isn't|aren't) (?:really |that |so |very |too |super |all that )?(?:needed|required|necessary|important|a must|a (?:big )?deal|a deal ?breaker)\b(?:[,;]? (?:so |just |we can |you can )*(?:leave|drop|skip|take|forget|lose) (?:it|that|them)(?: out)?)?|\s+(?:we|i) (?:can|could) (?:live|do|go) without\b|\s+(?:doesn't|don't|does not|do not) matter\b"
)
_LEAST_MISSPELT = 5  # letters; in shorter words a slip makes another word


def take_named(draft: Draft, reading: Reading, vocabulary: Vocabulary) -> None:
    """Take places, features and kinds of homes, each wanted or unwanted."""
    unwanted_until, unwanted_place = -1, False
    for found in vocabulary.find(draft):
        if (
            TAKEN in draft.rest[found.start : found.end]
            or _is_money(draft, found)
            or _is_no_kind(draft, found, reading)
        ):
            continue
        if _is_purpose(draft, found):
            draft.blank(found.start, found.end)
            continue
        either = _either_way(draft, found)
        negation = re.search(words.NEGATION, draft.rest[: found.start]) or left_out(draft, found)
        if negation and _is_in_a_name(draft, found, reading):
            draft.blank(negation.start(), found.end)
            continue
        if negation and not _in_name(found, negation):
            draft.blank(negation.start(), negation.end())
        follows = unwanted_until >= 0 and re.fullmatch(
            r"\s*(?:,|(?:,\s*)?(?:or|nor)(?: in| near)?|(?:,\s*)?and|&|/)\s*(?:an? |any |the )?",
            draft.rest[unwanted_until : found.start],
        )
        is_place = any(word.is_place for word in found.meanings)
        if is_place != unwanted_place:
            follows = None  # "not a condo, Seattle" leaves out no place
        if follows and draft.rest[found.start :].startswith("no "):
            follows = None  # "no basement, no stairs": a phrase that denies itself
        if follows and not negation and "," in follows[0] and _is_swap(found, draft.rest):
            follows = None
        if follows and not negation and is_container(reading.not_places, found, follows[0]):
            follows = None
        gives_up = re.match(
            r"\s+(?:(?:is |are )?(?:really )?(?:needed|required|necessary|anymore|any more|any longer|after all)|requirement|filter|condition|restriction|part|thing|criteri(?:a|on))\b",
            draft.rest[found.end :],
        )
        optional = re.match(_OPTIONAL, draft.rest[found.end :]) or either
        if optional:
            draft.blank(found.end, found.end + optional.end())
        lifts = (
            optional
            or (negation and gives_up)
            or (
                negation
                and re.match(
                    r"(?:remove|leave (?:out|off)|leaving out|do away with|drop|forget|skip|ignore|never ?mind|don't bother|scrap|ditch|lose|get rid|take out|no need|no longer|(?:can|could|'ll|will) (?:live|do|go) without|(?:doesn't|does not|needn't|don't|do not|dont|doesnt) (?:have to|need|really need|really care|care))\b",
                    negation[0],
                )
            )
        )
        if lifts and not any(word.is_place for word in found.meanings):
            reading.lifted_features += [word.name for word in found.meanings if not word.is_place]
            reading.lifted += ["propertyType"] * (found.meanings[0].kind == "property_type")
            draft.blank(found.start, found.end)
            continue
        unwanted = bool(negation or follows)
        unwanted_until, unwanted_place = (found.end if unwanted else -1), is_place
        _note_either(draft, reading, found)
        _put(draft, reading, found, unwanted)


def _is_purpose(draft: Draft, found: Found) -> bool:
    """ "A garage for his bike workshop": what a feature is wanted for is no second wish."""
    before = draft.rest[: found.start]
    return found.meanings[0].kind == "feature" and bool(
        re.search(rf"{TAKEN} for (?:my|his|her|our|their|the) (?:\w+ )?$", before)
    )


def _either_way(draft: Draft, found: Found) -> re.Match | None:
    """ "A pool or not", "garage or no garage", "with or without a view": it is not asked for, and not left out."""
    if " or " not in draft.rest and " and without" not in draft.rest:
        return None
    said = re.escape(draft.rest[found.start : found.end])
    if re.search(r"\b(?:with|w) (?:or|and|/) (?:without|w/o|no) (?:an? |any |the )?$", draft.rest[: found.start]):
        return re.match("", draft.rest[found.end :])
    return re.match(
        rf",? or (?:not\b(?! in\b)|(?:no|without|un|non-?)(?: an?| any)? ?{said}\b|no$)(?:[,;]? (?:it )?(?:doesn't|does not|don't|both|either) (?:really )?(?:matter|care|mind|is fine|are fine|works?|ok))?",
        draft.rest[found.end :],
    )


def _is_swap(found: Found, rest: str) -> bool:
    """ "Not condos, townhouses" corrects one kind by another; "no condos, townhouses or duplexes" leaves out all three."""
    ends = re.fullmatch(r"(?: (?:please|instead|i meant?|rather))*\W*", rest[found.end :])
    return found.meanings[0].kind == "property_type" and bool(ends)


def _note_either(draft: Draft, reading: Reading, found: Found) -> None:
    """ "A pool or a garage": findListings asks for every feature it is given, and that has to be said."""
    either = re.search(rf"{TAKEN}\s*,?\s*or\s+(?:an? |the )?$", draft.rest[: found.start])
    another = found.meanings[0].name not in reading.features
    if either and another and reading.features and found.meanings[0].kind == "feature":
        reading.notes.append(
            f"“or” before “{draft.said(found.start, found.end)}” was read as “and”: every feature is required"
        )


def _is_money(draft: Draft, found: Found) -> bool:
    said = draft.rest[found.start : found.end]
    before = draft.rest[: found.start]
    return said.isdigit() and bool(re.search(r"(?:\$|under|below|over|above|than|up to|max|budget of|up)\s?$", before))


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


def _is_in_a_name(draft: Draft, found: Found, reading: Reading) -> bool:
    """ "Grass Lawn (the neighborhood, no actual lawn)": the word is denied because a place is called so."""
    said = draft.rest[found.start : found.end]
    return any(said in mention.text.lower().split() for mention in reading.places)


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


def take_misspelt(draft: Draft, reading: Reading, vocabulary: Vocabulary) -> None:
    """Take what is one slip away from a word of the apps ("capital hill seatle"), and note how it was read."""
    for start, phrase in leftover_phrases(draft.rest):
        words_of = list(re.finditer(r"[a-z'-]+", phrase))
        at = 0
        while at < len(words_of):
            at += _take_misspelt(draft, reading, vocabulary, start, words_of[at : at + 3]) or 1


def _take_misspelt(
    draft: Draft, reading: Reading, vocabulary: Vocabulary, start: int, following: list[re.Match]
) -> int:
    """How many of these words were taken: the longest run that comes near one phrase."""
    for length in range(len(following), 0, -1):
        begin, end = start + following[0].start(), start + following[length - 1].end()
        said = draft.rest[begin:end]
        meanings = vocabulary.nearest(said) if len(said) >= _LEAST_MISSPELT and said not in NOT_TYPOS else ()
        if not meanings and (before := re.search(r"\b(?:home|pets?|in|no|new) $", draft.rest[:begin])):
            meanings = vocabulary.nearest(before[0] + said)  # "home offce": its first word alone says nothing
            begin = before.start() if meanings else begin
        if not meanings:
            continue
        found = Found(begin, end, meanings)
        negation = re.search(words.NEGATION, draft.rest[:begin]) or left_out(draft, found)
        if negation:
            draft.blank(*negation.span())
        meant = next((word for word in meanings if word.is_place), meanings[0])
        reading.notes.append(f"“{draft.said(begin, end)}” was read as {meant.name}")
        _put(draft, reading, found, bool(negation))
        return length
    return 0
