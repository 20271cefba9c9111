# ruff: noqa: E501  (a pattern cut in pieces is harder to read than a long line)
"""How many homes fit once a search gives up some of its conditions, and whether a sentence says which it gives up."""

from __future__ import annotations

import re
from collections.abc import Mapping

PREFIX = "without:"  # of a fact's words: the conditions that were given up, as the search names them
GIVING_UP = re.compile(
    r"\b(?:without|drop\w*|giv(?:e|es|en|ing) up|leav(?:e|ing) out|left out|lift\w*|ignor\w+|relax\w*|remov\w+|forget\w*|"
    r"los(?:e|ing)|skip\w*|waiv\w+|regardless of|whatever|no longer|set(?:ting)? aside|(?:need|do(?:es)?|must|insist) ?n[o’']t|no matter|flexible|open to|any)\b",
    re.IGNORECASE,
)
_CLAUSES = re.compile(
    r"[,;:.]\s|\b(?:once|if|when|while|keep\w*|leaves|but|there (?:are|is)|you(?:'d| would)? (?:get|have))\b"
)
_AWAY = re.compile(r"\b(?:elsewhere|anywhere|outside|beyond)\b", re.IGNORECASE)
_WORDS = [
    (re.compile(key, re.IGNORECASE), words)
    for key, words in [
        ("price", r"price|\bcap\b|budget|cost|\$|money|limit"),
        ("bedrooms", r"\bbed"),
        ("bathrooms", r"\bbath"),
        ("propertytype", r"\btypes?\b|\bkinds?\b"),
        ("living", r"size|sq|living area|square"),
        ("lot", r"\blot\b"),
        ("neighborhood|city|area|county|place|near", r"neighbou?rhood|\barea\b|\bcity\b|elsewhere|anywhere|location|outside|beyond"),
        ("year", r"built|year|\bage\b|newer|older"),
    ]
]  # fmt: skip


def key_of(conditions: list[str]) -> str:
    """The words of a fact that counts homes without these conditions."""
    return PREFIX + ",".join(sorted(conditions))


def gives_up(sentence: str, words: str, wanted: Mapping[str, set[str]]) -> bool:
    """Whether a sentence gives up just these conditions. wanted: what the search asked for, by its parameter."""
    clauses = [each for each in _CLAUSES.split(sentence) if GIVING_UP.search(each)]
    region = " ".join([*clauses, *_AWAY.findall(sentence)]) if clauses and "|" not in sentence else sentence
    conditions = words.removeprefix(PREFIX).split(",")
    return all(_names(region, each, wanted) for each in conditions)


def _names(region: str, condition: str, wanted: Mapping[str, set[str]]) -> bool:
    words = next((words for key, words in _WORDS if key.search(condition)), None)
    if words is None:
        return True
    asked = [re.escape(each) for each in wanted.get(condition, ())]
    return re.search("|".join([words, *asked]), region, re.IGNORECASE) is not None
