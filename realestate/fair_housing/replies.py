"""What is said: one template for each code, from `replies.toml`, in the language of the question."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from realestate.fair_housing.screening import Finding, screen, tagged
from realestate.fair_housing.tokens import tokens
from realestate.fair_housing.vocabulary import read

GRAVEST_FIRST = ("B2", "B1", "L1", "R1", "R3", "R2")
LEFT_OUT = "\u2026"  # stands where the words were that steer
_SPANISH = frozenset(
    [
        "el",
        "los",
        "las",
        "una",
        "que",
        "quiero",
        "busco",
        "donde",
        "hay",
        "casas",
        "casa",
        "con",
        "cerca",
        "muchos",
        "vecinos",
        "ese",
        "esa",
        "zona",
        "barrio",
        "anuncio",
        "por",
        "del",
        "vivir",
        "viven",
        "pon",
        "escribe",
        "cual",
        "quien",
        "aqui",
        "sin",
        "la",
        "y",
        "de",
        "en",
        "para",
    ]
)


@dataclass(frozen=True)
class Verdict:
    """What a question that steers is answered with.

    rest: the question without what steers, where the rest can be answered: then `reply` comes first. Otherwise "",
    and `reply` is the whole answer.
    """

    code: str
    reply: str
    rest: str = ""


def judge(question: str, earlier: Sequence[str] = ()) -> Verdict | None:
    """What a question is answered with before any model is asked; None for one that steers nowhere.

    earlier: the person's questions before this one, the oldest first.
    """
    found = screen(question, earlier)
    if not found:
        return None
    code = next((each for each in GRAVEST_FIRST if any(finding.code == each for finding in found)), "R1")
    language = "es" if _is_spanish(question) else "en"
    unsure = all(finding.learned for finding in found)
    if code != "R2" and not (unsure and code in ("B1", "R1", "R3")):
        return Verdict(code, sentence(f"perhaps_{code}" if unsure else code, language))
    if code == "R2":
        said = " ".join(sentence(topic, language) for topic in dict.fromkeys(finding.topic for finding in found))
    else:
        said = sentence("perhaps", language)
    rest = without(question, found)
    if _asks_for_homes(rest):
        return Verdict(code, said, rest)
    return Verdict(code, f"{said} {sentence('next', language)}")


def without(text: str, found: Sequence[Finding]) -> str:
    """The text with a mark where the findings are."""
    for start, end in reversed(_merged(found)):
        text = f"{text[:start]}{LEFT_OUT}{text[end:]}"
    return text


def quoted(text: str, found: Sequence[Finding]) -> str:
    """The words that were found, as they are quoted to whoever wrote them; the first few."""
    return "”, “".join(" ".join(text[start:end].split()) for start, end in _merged(found)[:3])


@functools.cache
def sentence(key: str, language: str = "en") -> str:
    """A template by its key; in English where the language has none."""
    templates = read("replies.toml")
    return templates[language].get(key) or templates["en"][key]


def _merged(found: Sequence[Finding]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for start, end in sorted((finding.start, finding.end) for finding in found):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def _is_spanish(text: str) -> bool:
    words = [token.word for token in tokens(text[:400])]
    return len(_SPANISH.intersection(words)) > 1 and sum(word in _SPANISH for word in words) * 4 > len(words)


def _asks_for_homes(rest: str) -> bool:
    return any(letter.isdigit() for letter in rest) or bool(tagged(rest).spans.get("home"))
