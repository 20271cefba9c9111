"""What a caller may do, and whether what it reads leaves the house.

People in our pages may do all that is theirs. A program with an API token may do what the token's scopes say, and
whatever it reads goes to somebody else's model: both stand on the user object that a request acts as.
"""

from __future__ import annotations

import copy
from typing import Any

SCOPES = {
    "read": "Search and read",
    "write": "Save things for you",
    "send": "Prepare mail that waits for your yes",
}
ALL = frozenset(SCOPES)
SCOPE_OF_EFFECT = {"read": "read", "write": "write", "external": "send"}


def as_program(user: Any, scopes: frozenset[str]) -> Any:
    """This user as a program that acts for them with these scopes: another object, for the one given may go on."""
    program = read_outside(user)
    program.scopes = scopes
    return program


def read_outside(user: Any) -> Any:
    """This user as somebody whose answers are also read by a model outside the house: another object."""
    reader = copy.copy(user)
    reader.outside = True
    return reader


def scopes_of(user: Any) -> frozenset[str]:
    """What this caller may do; everything unless it is a program."""
    return getattr(user, "scopes", ALL)


def goes_outside(user: Any) -> bool:
    """Whether what this caller reads is read outside the house: by an AI client, a script, a hosted model."""
    return getattr(user, "outside", False)


def missing_scopes(user: Any, *needed: str) -> list[str]:
    """Which of these scopes the caller lacks."""
    return [scope for scope in needed if scope not in scopes_of(user)]


def refusal(missing: list[str]) -> str:
    """Why a token does not do, and where to get one that does."""
    named = " and ".join(repr(scope) for scope in missing)
    return f"This token lacks the scope {named}. Make another on your profile page, under API tokens."
