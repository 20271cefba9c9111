"""One log record per line: what others sent cannot forge a second one, nor hide or turn around what stands there."""

from __future__ import annotations

import logging
import re

# Control characters (C0, C1), and those of Unicode that break lines, are invisible or change the direction of writing.
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


class OneLineFormatter(logging.Formatter):
    """Time, level, logger and message; a traceback follows indented."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        return _CONTROL.sub(lambda match: repr(match.group())[1:-1], text).replace("\n", "\n    ")
