"""Remarks that came with an import: flagged when they are stored, held back where they choose people."""

from __future__ import annotations

from realestate.fair_housing.replies import quoted
from realestate.fair_housing.screening import findings

HARD, SOFT, CLEARED = "hard", "soft", "kept"


def flag(text: str) -> str:
    """HARD for remarks that nobody is shown before a person has looked at them, SOFT for doubtful ones, else ""."""
    found = findings(text, "remarks")
    return (HARD if any(finding.hard for finding in found) else SOFT) if found else ""


def flagged_words(text: str) -> str:
    """The words that were found, as an administrator reads them."""
    return quoted(text, findings(text, "remarks"))
