"""What the classifier sees of a text: words, parts of words, the rules' tags, and words around people and places.

A feature is a slot, a number that its name comes to: two may share one, which costs little, and names need no room.
"""

from __future__ import annotations

from itertools import pairwise
from zlib import crc32

from realestate.fair_housing.introductions import introduced
from realestate.fair_housing.vocabulary import Tagged

SLOTS = 1 << 17
MOST_WORDS = 80  # of a text: what is longer is read sentence by sentence
_REACH = 5  # words between two tags that are read together
_MOST_PAIRS = 40  # of one tag with those after it
# Numbers and names are many; what they are is no matter of who somebody is.
_SKIPPED = frozenset(["Name", "number", "age_number", "limit_number"])
# Words that are read as one kind of thing among others, the last kind that holds: "near {name}", "no {people} here".
_KINDS = {
    "{name}": ("Name",), "{area}": ("area",), "{building}": ("building",), "{person}": ("person", "kin"),
    "{hint}": ("hint",), "{people}": ("who", "trait", "colour", "soft", "sign", "aid"),
}  # fmt: skip


def features(words: Tagged, text: str, surface: str, after: str = "") -> dict[int, float]:
    """The slot of each feature of tagged words with its weight; a family together is as long as one feature alone.

    Sentences that only say who somebody is are left out: they must change nothing. after: what was said before it,
    "steering", "people" or "homes" ("which have fewer of them?").
    """
    introducing = introduced(words)
    kept = [at for at, token in enumerate(words.words) if token.sentence not in introducing][:MOST_WORDS]
    if not kept:
        return {}
    said = ["0" if words.plain[at][0].isdigit() else words.plain[at] for at in kept]
    said = [f'"{word}' if words.words[at].quoted else word for at, word in zip(kept, said, strict=True)]
    sentences = len({words.words[at].sentence for at in kept})
    families = (
        _of_words(said),
        _of_letters(said),
        _of_tags(words, kept),
        _of_kinds(words, kept, said),
        _of_form(said, sentences, text, surface),
        _of_following(words, kept, said, after) if after else set(),
    )
    slots: dict[int, float] = {}
    for found in families:
        for name in sorted(found):
            slot = crc32(name.encode("utf-8", "surrogatepass")) % SLOTS
            slots[slot] = slots.get(slot, 0.0) + len(found) ** -0.5
    return slots


def _of_words(said: list[str]) -> set[str]:
    """Words, and two of them side by side or with another between them."""
    found = set(said)
    found.update(f"{one} {two}" for one, two in pairwise(said))
    found.update(f"{one} _ {two}" for one, two in zip(said, said[2:], strict=False))
    return found


def _of_letters(said: list[str]) -> set[str]:
    """Three to five letters in a row: what a word shares with its other forms and with how it is misspelt."""
    found: set[str] = set()
    for word in set(said):
        padded = f"<{word.strip(chr(34))}>"
        for length in (3, 4, 5):
            found.update("#" + padded[at : at + length] for at in range(len(padded) - length + 1))
    return found


def _of_tags(words: Tagged, kept: list[int]) -> set[str]:
    """The rules' tags, and each two of them that stand a few words apart."""
    places = _tag_places(words, kept)
    found = {tag for _, _, tag in places}
    for at, (_, end, tag) in enumerate(places):
        for start, _, other in places[at + 1 : at + _MOST_PAIRS]:
            if start - end > _REACH:
                break
            if start >= end:
                found.add(f"{tag}{other}")
    return found


def _tag_places(words: Tagged, kept: list[int]) -> list[tuple[int, int, str]]:
    inside = set(kept)
    return sorted(
        (start, end, f'{{"{tag}}}' if words.words[start].quoted else f"{{{tag}}}")
        for tag, spans in words.spans.items()
        if tag[0] != "=" and tag not in _SKIPPED
        for start, end in set(spans)
        if start in inside
    )


def _of_following(words: Tagged, kept: list[int], said: list[str], after: str) -> set[str]:
    """The words and tags, each with what was said before."""
    return {f"<{after} {each}" for each in (*said, *(tag for _, _, tag in _tag_places(words, kept)), "")}


def _of_kinds(words: Tagged, kept: list[int], said: list[str]) -> set[str]:
    """Two and three words side by side of which one is a kind, and the kind stands for the word."""
    row: dict[int, str | None] = dict(zip(kept, said, strict=True))
    for kind, tags in _KINDS.items():
        for start, end in (span for tag in tags for span in words.spans.get(tag, ())):
            if start in row:
                shown = f'"{kind}' if words.words[start].quoted else kind
                row |= {at: None for at in range(start + 1, end) if at in row} | {start: shown}
    shown = [word for word in row.values() if word]
    found = {f"~{one} {two}" for one, two in pairwise(shown) if "{" in one + two}
    for one, two, three in zip(shown, shown[1:], shown[2:], strict=False):
        if "{" in one + three:
            found.add(f"~{one} _ {three}")
        if "{" in one + two + three:
            found.add(f"~{one} {two} {three}")
    return found


def _of_form(said: list[str], sentences: int, text: str, surface: str) -> set[str]:
    """Where it was written, how it begins, how long it is, and whether it asks."""
    found = {f"@{surface}", f"@first {said[0]}", f"@words {min(len(said) // 5, 5)}"}
    if "?" in text:
        found.add("@asks")
    if sentences > 1:
        found.add("@sentences")
    if "0" in said:
        found.add("@digits")
    if any(word[0] == '"' for word in said):
        found.add("@quotes")
    return found
