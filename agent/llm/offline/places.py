"""Where: the places a question names, known to the apps or not, and the state said with them."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from agent.llm.offline.draft import TAKEN, Draft, compiled
from agent.llm.offline.excluding import leaves_out
from agent.llm.offline.vocabulary import Found, Word
from agent.llm.offline.words import NEGATION, NOT_PLACES, STATES, STOP

_NAMES = "|".join(sorted(STATES.values(), key=len, reverse=True))
_CODES = "|".join(STATES)
_CODE_BY_NAME = {name: code for code, name in STATES.items()}
# A state behind a place: its name, a code after a comma, or a code in capitals ("Portland OR", not "Seattle or").
_STATE_AFTER = re.compile(
    rf"(?:,\s*|\s+)(?:(?i:({_NAMES}))|({_CODES})|(?<=, )(?i:({_CODES}))|(?<=,)(?i:({_CODES})))\b(?!\w)"
)
_CODES_THAT_ARE_WORDS = frozenset(
    {"or", "in", "me", "ok", "hi", "oh", "pa", "ma", "la", "id", "de", "al", "co", "mi", "mo", "ms", "ne"}
)
_NEGATED = re.compile(r"(?:no|not|without|except) ")
_WORD = r"[a-z][\w'-]*\.?"
_AFTER_PREPOSITION = (
    rf"\b(?:in|near|around|within|at|of|about|for|to)\s+(?:the\s+)?(?:city of\s+|town of\s+)?"
    rf"({_WORD}(?:\s+{_WORD}){{0,3}})"
)
_NEARBY = r"\b(?:near|close to|around|by|next to|not far from)\s+(?:the\s+)?$"
_ZIP = r"(?<![\w$.,-])\d{5}(?:-\d{4})?(?!\w|,\d|\.\d)"


@dataclass(frozen=True)
class Mention:
    """A place named in the question.

    meanings: what the vocabulary knows it as; none for a name to look up. state: the code said with it.
    certain: it stands where only a place can stand; other leftover words are tried, and dropped if no place.
    """

    text: str
    meanings: tuple[Word, ...] = ()
    state: str = ""
    certain: bool = True
    at: int = 0
    near: bool = False  # said to be near, so it may be anything: "close to Microsoft"

    @property
    def query(self) -> str:
        """The text to look up, with its state."""
        return f"{self.text}, {self.state}" if self.state else self.text


def known_place(draft: Draft, found: Found) -> Mention:
    """Take a place of the vocabulary and the state behind it."""
    counties = tuple(word for word in found.meanings if word.kind == "county")
    is_county = counties and draft.rest[found.start : found.end].endswith("county")
    meanings = counties if is_county else _one_kind(tuple(word for word in found.meanings if word.is_place))
    end, state = _state_behind(draft, found.end, {word.state.lower() for word in meanings} - _CODES_THAT_ARE_WORDS)
    text = draft.said(found.start, found.end)
    plainly = re.match(r",\s*[A-Z]{2}\b", draft.text[found.end :])
    if not plainly and state.lower() in _CODES_THAT_ARE_WORDS and all(word.state != state for word in meanings):
        end, state = found.end, ""  # "Ballard OR Fremont"
    draft.blank(found.start, end)
    _take_preposition(draft, found.start)
    if state:
        inside = tuple(word for word in meanings if word.state == state)
        # Another state's town of that name is not the one we know: it is looked up.
        return Mention(text, inside, state, at=found.start)
    return Mention(text, meanings, at=found.start)


def read_state(draft: Draft) -> list[Mention]:
    """Take states by name, when the question names them without a city."""
    return [
        Mention(match[0], (Word("state", _CODE_BY_NAME[match[0]], _CODE_BY_NAME[match[0]]),), at=match.start())
        for match in draft.take(rf"\b(?:{_NAMES})\b(?: state\b)?")
        if match[0] in _CODE_BY_NAME
    ]


def state_alone(draft: Draft) -> list[Mention]:
    """Take a state's code where it is all that is said: "WA"."""
    code = draft.text.strip(" .!?")
    if code.upper() not in STATES or (code.islower() and code in _CODES_THAT_ARE_WORDS):
        return []
    draft.blank(0, len(draft.rest))
    return [Mention(code, (Word("state", code.upper(), code.upper()),))]


def zip_codes(draft: Draft) -> list[Mention]:
    """Take five digits that stand where a place stands: elsewhere they may be dollars."""
    matches = draft.take(rf"(?:\b(?:in|near|around|or|and|zips?(?: ?codes?)?|,)\s+)({_ZIP})")
    return [Mention(match[1][:5], at=match.start(1)) for match in matches]


def unknown_places(draft: Draft) -> tuple[list[Mention], list[Mention]]:
    """Take names that stand where a place stands ("in Boulder, CO"), unknown to the vocabulary: wanted, unwanted."""
    mentions: list[Mention] = []
    unwanted: list[Mention] = []
    for match in compiled(_AFTER_PREPOSITION).finditer(draft.rest):
        words = match[1].split()
        kept = _name_at_start(words)
        if not kept or draft.rest[match.start(1)] == TAKEN:
            continue
        end = match.start(1) + _length(draft.rest[match.start(1) :], kept)
        named = draft.text[match.start(1)].isupper() and not _shouts(draft)
        if match[0].split()[0] in ("of", "about", "for", "to", "at") and not named:
            continue
        end_with_state, state = _state_behind(draft, end)
        text = draft.said(match.start(1), end).strip(" .,")
        before = draft.rest[: match.start(1)]
        negation = re.search(NEGATION, before) or leaves_out(draft, match.start(1))
        draft.blank(match.start(1), end_with_state)
        near = bool(re.search(_NEARBY, draft.rest[: match.start(1)]))
        (unwanted if negation else mentions).append(Mention(text, state=state, at=match.start(1), near=near))
        if negation:
            draft.blank(*negation.span())
    return mentions, unwanted


def _shouts(draft: Draft) -> bool:
    """Whether all of it is in capitals, which then say nothing of names."""
    letters = [letter for letter in draft.text if letter.isalpha()]
    return len(draft.text.split()) > 3 and sum(letter.isupper() for letter in letters) > len(letters) * 0.6


def leftover_places(draft: Draft, phrases: list[tuple[int, str]], *, placed: bool) -> list[Mention]:
    """Leftover words that may be a place: those in capitals, and, where no place was named, any."""
    tried = []
    for start, phrase in phrases:
        capital = draft.text[start].isupper() and start > 0 and not _shouts(draft)
        if len(phrase) > 3 and phrase[0].isalpha() and (capital or not placed) and not _NEGATED.match(phrase):
            end, state = _state_behind(draft, start + len(phrase))
            draft.blank(start, end)
            tried.append(Mention(draft.said(start, start + len(phrase)), state=state, certain=False, at=start))
    return tried[:2]


def narrowed(mention: Mention, *, state: str = "", cities: tuple[str, ...] = ()) -> Mention:
    """The mention with the meanings that lie in a state, or in cities named beside it, where there are some."""
    meanings = mention.meanings
    if state:
        meanings = tuple(word for word in meanings if word.state == state) or meanings
    if cities:
        meanings = tuple(word for word in meanings if word.city in cities) or meanings
    return replace(mention, meanings=meanings)


def state_named(text: str) -> str:
    """The code of the state that this short answer names ("the Oregon one", "OR"), or ""."""
    for code, name in STATES.items():
        if re.search(rf"\b{name}\b", text, re.IGNORECASE) or re.search(rf"\b{code}\b", text):
            return code
    only = text.strip(" .!?,").upper()
    return only if only in STATES else ""


def _one_kind(meanings: tuple[Word, ...]) -> tuple[Word, ...]:
    """Of namesakes of several kinds those most likely meant: a neighborhood called like its city is the city."""
    for kind in ("postal_code", "city", "state", "neighborhood", "county"):
        same = tuple(word for word in meanings if word.kind == kind)
        if same:
            return same
    return meanings


def _state_behind(draft: Draft, end: int, codes: Collection[str] = ()) -> tuple[int, str]:
    """Where the state behind a place ends, and its code; `codes` count in small letters too ("seattle wa")."""
    small = compiled(r"\s+([a-z]{2})\b").match(draft.rest, end)
    if small and small[1] in codes:
        return small.end(), small[1].upper()
    match = _STATE_AFTER.match(draft.text, end)
    if not match or TAKEN in draft.rest[end : match.end()]:
        return end, ""
    said = next(group for group in match.groups() if group)
    return match.end(), _CODE_BY_NAME.get(said.lower(), said.upper())


def _take_preposition(draft: Draft, start: int) -> None:
    match = compiled(r"\b(?:in|near|around|within|at|of|for)\s+(?:the\s+)?(?:city of\s+)?$").search(draft.rest[:start])
    if match:
        draft.blank(match.start(), start)


def _name_at_start(words: list[str]) -> list[str]:
    kept: list[str] = []
    for word in words:
        bare = word.rstrip(".")
        if bare in NOT_PLACES or (bare in STOP and not kept) or (bare in STOP and bare not in ("s", "of")):
            break
        kept.append(word)
    return kept


def _length(rest: str, kept: list[str]) -> int:
    pattern = r"\s+".join(re.escape(word) for word in kept)
    match = re.match(pattern, rest)
    return match.end() if match else 0
