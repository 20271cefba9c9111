"""Words to look for in what is written of a home: `quiet "lake view" -busy`.

All words must be there, a phrase in quotation marks together, and none behind a minus. English endings do not matter
("lakes" finds "lake"), nor does case. Whatever is typed means something or nothing, and is never an error.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q

from listings import gazetteer
from listings.keyword_index import pks_with
from listings.models import ListingFeature

MOST_TERMS = 12
_TERM = re.compile(r'(?<!\S)(-?)(?:"([^"]*)"?|([^\s"]+))')
_WORD = re.compile(r"[^\W_]+")
# Words that stand in every text: PostgreSQL's english.stop. It leaves them out of its index, so nobody looks for them.
_COMMON_WORDS = (
    "i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers herself "
    "it its itself they them their theirs themselves what which who whom this that these those am is are was were be "
    "been being have has had having do does did doing a an the and but if or because as until while of at by for with "
    "about against between into through during before after above below to from up down in out on off over under "
    "again further then once here there when where why how all any both each few more most other some such no nor not "
    "only own same so than too very s t can will just don should now"
)
_COMMON = frozenset(_COMMON_WORDS.split())


@dataclass(frozen=True)
class Term:
    """A word, or several in a row; wanted, or (with a minus) not."""

    words: tuple[str, ...]
    wanted: bool = True

    def __str__(self) -> str:
        text = " ".join(self.words)
        return ("" if self.wanted else "-") + (f'"{text}"' if len(self.words) > 1 else text)


def terms(text: str) -> list[Term]:
    """What this text asks for, at most 12 terms; words that stand in every text are left out, but not of a phrase."""
    plain = unicodedata.normalize("NFC", text).casefold().translate({ord("“"): '"', ord("”"): '"', ord("−"): "-"})
    found = []
    for minus, quoted, bare in _TERM.findall(plain):
        words = tuple(_WORD.findall(quoted or bare))
        if not set(words) <= _COMMON:
            found.append(Term(words, wanted=not minus))
    return list(dict.fromkeys(found))[:MOST_TERMS]


def in_words(found: list[Term]) -> str:
    """As a person says it: mentioning “quiet” and “lake view”, not “busy”."""
    wanted = " and ".join(f"“{' '.join(term.words)}”" for term in found if term.wanted)
    unwanted = " or ".join(f"“{' '.join(term.words)}”" for term in found if not term.wanted)
    return ", ".join(
        part for part in (wanted and f"mentioning {wanted}", unwanted and f"not mentioning {unwanted}") if part
    )


def condition(found: list[Term]) -> Q:
    """The condition on Listing that every term sets."""
    together, q = [], Q()
    for term in found:
        names = _features_naming(term.words)
        if term.wanted and not names:
            together.append(list(term.words))  # one look into the index for all of these
            continue
        has = Q(pk__in=pks_with(connection.vendor, [list(term.words)]))
        if names:
            has |= Q(pk__in=ListingFeature.objects.filter(name__in=names).values("listing"))
        q &= has if term.wanted else ~has
    return q & Q(pk__in=pks_with(connection.vendor, together)) if together else q


_known: tuple[object, dict[str, tuple[str, ...]]] | None = None


def _features_naming(words: tuple[str, ...]) -> list[str]:
    """The features, as listings are stored with them, whose name holds these words in a row."""
    global _known
    stamp = gazetteer.loaded()  # is another one once listings were added or an import ended
    if _known is None or _known[0] is not stamp:
        names = ListingFeature.objects.order_by().values_list("name", flat=True).distinct()
        _known = (stamp, {name: _stems(_WORD.findall(name)) for name in names})
    wanted = f" {' '.join(_stems(words))} "
    return [name for name, stems in _known[1].items() if wanted in f" {' '.join(stems)} "]


def _stems(words: tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """Without the plural's ending; the names of features need no more."""
    return tuple(re.sub(r"(?<=[^s])s$", "", word) for word in words)
