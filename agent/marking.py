"""Marks in a stored answer the figures that could not be verified, as static/js/grounding.js does in a live one."""

from __future__ import annotations

import html
import re
from collections import Counter
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from agent.guardrails.answers import occurrences

TITLE = "Not found in what the tools returned"
_OPEN = f'<mark class="ungrounded" title="{TITLE}">'
_CLOSE = '<span class="visually-hidden"> (not verified)</span></mark>'
_TAGS = re.compile(r"(<[^>]*>)")
_INLINE = re.compile(r"</?(?:a|strong|em|code)\b")
_APART = "\n"  # between blocks, so that the end of one and the beginning of the next make no figure


class Marks:
    """The figures to mark in the steps of one answer, which are marked in their order: occurrences count on."""

    def __init__(self, notices: list[dict[str, Any]]) -> None:
        self._wanted: set[tuple[str, int]] = set()
        for notice in notices:
            if notice.get("kind") == "grounding":
                self._wanted |= set(zip(notice["figures"], notice["occurrences"], strict=True))
        self._seen: Counter[str] = Counter()

    def mark(self, safe: SafeString) -> SafeString:
        """The HTML of one step, sanitised before, with its figures marked."""
        if not self._wanted:
            return safe
        pieces = _TAGS.split(safe)
        said = [html.unescape(each) if at % 2 == 0 else _gap(each) for at, each in enumerate(pieces)]
        marked = self._ranges("".join(said))
        if not marked:
            return safe
        shown, start = [], 0
        for at, text in enumerate(said):
            shown.append(_with_marks(text, start, marked) if at % 2 == 0 else pieces[at])
            start += len(text)
        return mark_safe("".join(shown))

    def _ranges(self, text: str) -> list[tuple[int, int]]:
        """Where the wanted occurrences stand in this step's text."""
        found = []
        for figure in {figure for figure, _ in self._wanted}:
            for start in occurrences(text, figure):
                if (figure, self._seen[figure]) in self._wanted:
                    found.append((start, start + len(figure)))
                self._seen[figure] += 1
        return sorted(found)


def _gap(tag: str) -> str:
    return "" if _INLINE.match(tag) else _APART


def _with_marks(text: str, start: int, marked: list[tuple[int, int]]) -> str:
    """Escaped text with marks around what of it lies in a range; a figure may go over several pieces of text."""
    shown, at = [], 0
    for begin, end in marked:
        inside, until = max(begin - start, 0), min(end - start, len(text))
        if inside < until:
            shown += [html.escape(text[at:inside]), _OPEN, html.escape(text[inside:until]), _CLOSE]
            at = until
    return "".join([*shown, html.escape(text[at:])])
