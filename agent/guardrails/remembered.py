"""What a pattern finds in a sentence, remembered: the same is asked of it for each of its figures."""

from __future__ import annotations

import functools
import re


@functools.lru_cache(maxsize=512)
def finds(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """As `pattern.search(text)`."""
    return pattern.search(text)
