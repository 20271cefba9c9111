"""What people and models write in a tool's free text: refused where it steers, before the tool is called."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from realestate.fair_housing.replies import quoted, sentence
from realestate.fair_housing.screening import findings


def lawful(text: str) -> str:
    """The text as it is. Raises ValueError with the words to leave out."""
    found = [finding for finding in findings(text, "argument") if finding.code != "R2" or len(text) < 200]
    if found:
        raise ValueError(sentence("argument").format(words=quoted(text, found)))
    return text


# An argument in somebody's own words, e.g. `keywords: Prose | None`.
Prose = Annotated[str, AfterValidator(lawful)]
