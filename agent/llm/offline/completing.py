"""Whether a short answer gives what was asked back for: a rate, an address, homes, a size."""

from __future__ import annotations

import re

from agent.llm.offline.reading import Reading


def completes(needs: str, reading: Reading) -> bool:
    """Whether these words belong to the question before rather than start one of their own."""
    text = reading.text.lower()
    if reading.small_talk or reading.off_topic or (reading.act and needs != "address" and not reading.emails):
        return False
    if needs == "address":
        return bool(reading.emails) or bool(
            re.fullmatch(r"\W*(?:to |send it to )?(?:me|myself|my (?:own )?(?:e-?mail|address|inbox)).*", text)
        )
    if needs == "homes":
        return bool(reading.ids or reading.ordinals)
    asks_anew = re.search(r"\b(?:find|show|search|compare|market|homes|condos|listings)\b", text)
    return (
        bool(re.search(r"\d|\b(?:nothing|zero|none)\b", text) or reading.ids or reading.places or reading.pronoun)
        and not asks_anew
    )
