"""Sentences that only say who somebody is: no wish for a home may be read from them."""

from __future__ import annotations

from itertools import groupby

from realestate.fair_housing.tokens import Token, tokens
from realestate.fair_housing.vocabulary import Tagged, vocabulary

MOST_WORDS = 12
_SPEAKERS = frozenset(["i", "i'm", "im", "we", "we're", "my", "our", "as", "soy", "somos", "mi", "tengo"])
_IDENTITY = ("who", "trait", "colour", "soft", "sign", "aid", "hint", "kin", "person", "age_number", "named")
# What nobody says who only says who they are: a home, or a wish about others ("I don't want Somali neighbors").
_MORE = (
    "home", "area", "building", "thing", "where_live", "wharea", "lender", "landlord", "tenant_word", "neighbors",
    "the_people", "people_they", "everyone", "want", "prefer", "rather", "avoid", "deny", "restrict", "only_rent",
    "want_tenant", "to_rent", "ad", "ad_no", "find_me", "question", "which_should", "where_people", "live", "among",
    "be_near", "belong", "welcoming", "fit_in", "unwanted", "evade", "see_hear", "those", "them",
)  # fmt: skip


def introductions(text: str) -> list[tuple[int, int]]:
    """Where in a text somebody says who they are and nothing of a home: "We're Hindu.", "My son is autistic"."""
    words = vocabulary().tagged(tokens(text), guess=False)
    introducing = introduced(words)
    spans = []
    for number, group in groupby(words.words, key=lambda token: token.sentence):
        sentence = list(group)
        if number in introducing:
            spans.append((sentence[0].start, sentence[-1].end))
    return spans


def introduced(words: Tagged) -> set[int]:
    """The numbers of the sentences that only say who somebody is."""
    numbers = set()
    for number, group in groupby(enumerate(words.words), key=lambda each: each[1].sentence):
        sentence = list(group)
        if _introduces([token for _, token in sentence], {at for at, _ in sentence}, words):
            numbers.add(number)
    return numbers


def _introduces(sentence: list[Token], places: set[int], words: Tagged) -> bool:
    if len(sentence) > MOST_WORDS or sentence[0].word not in _SPEAKERS:
        return False

    def has(*tags: str) -> bool:
        return any(start in places for tag in tags for start, _ in words.spans.get(tag, ()))

    return has(*_IDENTITY) and not has(*_MORE)
