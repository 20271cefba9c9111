"""One known figure."""

from __future__ import annotations

from typing import NamedTuple


class Fact(NamedTuple):
    """One known figure. subjects: whose it is, as "id:L001", "place:redmond", "month:2026-06" (none: of everything).

    asked: from the person's words or a tool's arguments. derived: counted or computed here, from rows of a result.
    words: what the counted rows share, which a sentence must name ("st. johns", "2026-05", "beds=3").
    """

    kind: str
    source: int  # the message it stands in
    value: float = 0.0
    date: tuple[int, int, int] = (0, 0, 0)
    subjects: frozenset[str] = frozenset()
    concepts: frozenset[str] = frozenset()
    asked: bool = False
    derived: bool = False
    words: str = ""
    in_text: bool = False  # from a sentence of a result, not a number of its own
    sign: int = 0  # of a change or a signed difference: whether it goes up (1) or down (-1)
    explains: bool = False  # from a definition or method, where limits and periods stand
