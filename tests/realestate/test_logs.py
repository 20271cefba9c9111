"""One record, one line: what others sent cannot forge a second one."""

from __future__ import annotations

import logging
import sys

import pytest

from realestate.logs import OneLineFormatter


def written(message: str, *arguments: object, error: bool = False) -> str:
    """The record as it is written, without its time."""
    record = logging.LogRecord("agent.runs", logging.INFO, __file__, 1, message, arguments, None)
    record.exc_info = sys.exc_info() if error else None
    return OneLineFormatter().format(record).partition(" INFO ")[2]


def test_a_record_names_its_logger_and_says_its_message():
    assert written("Run %s ended", 7) == "agent.runs: Run 7 ended"


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("a\rINFO forged", "a\\rINFO forged"),
        ("a\x00b", "a\\x00b"),
        ("a\x1b[2Jb", "a\\x1b[2Jb"),
        ("a\x85b", "a\\x85b"),
        ("a\x9b2Jb", "a\\x9b2Jb"),
        ("a\u2028b", "a\\u2028b"),
        ("a\u200bb", "a\\u200bb"),
        ("a\u202eb", "a\\u202eb"),
        ("a\u2066b", "a\\u2066b"),
        ("a\ufeffb", "a\\ufeffb"),
        ("a\tb", "a\\tb"),
        ("Zwölf – “homes”", "Zwölf – “homes”"),
    ],
)
def test_control_characters_are_spelled_out(sent, shown):
    assert written("%s", sent) == f"agent.runs: {shown}"


def test_a_line_end_goes_on_indented():
    assert written("%s", "first\n2026-11-23 INFO forged") == "agent.runs: first\n    2026-11-23 INFO forged"


def test_a_traceback_follows_indented():
    try:
        raise ValueError("wrong\nsecond")
    except ValueError:
        lines = written("Failed", error=True).split("\n")

    assert lines[0] == "agent.runs: Failed"
    assert [line for line in lines[1:] if not line.startswith("    ")] == []
    assert lines[-2:] == ["    ValueError: wrong", "    second"]
