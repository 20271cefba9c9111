"""An answer as the page shows it, and what of it claims something."""

from __future__ import annotations

import re

# What the person might say or do next claims nothing: “remember my budget is 800k”, "for example L001".
_SUGGESTING = re.compile(
    r"^\W*(?:next|say|try|ask|name|search first|tell me|give me)\b|\bfor (?:example|instance)\b|\be\.g\.", re.IGNORECASE
)
_QUOTE = re.compile(r"“[^”\n]*”")
_SAID_NEXT = re.compile(r"(?<=: )“(?=[a-z])[^”\n]*”|^\W*“[^”\n]*”$")
_EXAMPLE = re.compile(r"(?<=for example )(?:[A-Z]+\d+|[$\d][\d.,]*(?: ?%)?)(?: or [$\d][\d,]*\d)?")
_REQUEST = re.compile(r"\b(?:I need|name|tell me|give me|which|say|please|how much)\b|\?", re.IGNORECASE)


def as_read(markdown: str) -> str:
    """The text as the page shows it: without emphasis, link targets and numbers of list items."""
    text = re.sub(r"\]\([^)\s]*\)", "]", markdown)
    text = re.sub(r"\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)", "", text)
    return re.sub(r"(?m)^([ \t]*(?:[-*+>] )*)\d{1,3}[.)](?=\s)", r"\1", text)


def claimed(text: str) -> str:
    """Of a text as it is read what claims something, each letter at its place: no code, addresses, suggestions."""
    text = re.sub(r"```.*?(?:```|\Z)|`[^`\n]*`", _blank, text, flags=re.DOTALL)
    text = re.sub(r"https?://\S+|(?<![\w)])/(?:[\w.-]+/)+(?:\?\S*)?", _blank, text)
    return "\n".join(_without_suggestions(line) for line in text.split("\n"))


def occurrences(text: str, figure: str) -> list[int]:
    """Where a figure stands in a text as a whole: "$35" not in "$350"."""
    before = r"(?<![\w$])(?<!\d[.,])" if figure[0].isalnum() else ""
    after = r"(?!\w)(?![.,]\d)" if figure[-1].isalnum() else ""
    return [match.start() for match in re.finditer(before + re.escape(figure) + after, text)]


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _without_suggestions(line: str) -> str:
    """The line without what it only offers as something to say."""
    parts = re.split(r"((?<=[.!?”])\s+(?=[A-Z]))", line)
    for at, part in enumerate(parts):
        if _SUGGESTING.search(part):
            parts[at] = _EXAMPLE.sub(_blank, _QUOTE.sub(_blank, part)) if _REQUEST.search(part) or "“" in part else part
        parts[at] = _SAID_NEXT.sub(_blank, parts[at])
    return "".join(parts)
