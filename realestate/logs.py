"""One log record per line: control characters in what others sent cannot forge a second line."""

from __future__ import annotations

import logging
import re

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\x85\u2028\u2029]")


class OneLineFormatter(logging.Formatter):
    """Time, level, logger and message; a traceback follows indented."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        return _CONTROL.sub(lambda match: repr(match.group())[1:-1], text).replace("\n", "\n    ")
