"""The end of an answer: how words were read, which could not be used, and what is not searched by on principle."""

from __future__ import annotations

from agent.llm.offline.steps import Context


def with_remarks(paragraphs: list[str], context: Context) -> str:
    """The answer as Markdown: what it says, then everything about the question that is not in the search."""
    reading = context.reading
    steering = list(dict.fromkeys([*reading.steering, *(sentence for tool, sentence in reading.not_yet if not tool)]))
    remarks = [*context.remarks, *(f"{note[0].upper()}{note[1:]}." for note in reading.notes)]
    if reading.unusable:
        remarks.append(f"Not part of the search: {'; '.join(dict.fromkeys(reading.unusable))}.")
    if reading.leftovers:
        words = ", ".join(f"“{phrase}”" for phrase in dict.fromkeys(reading.leftovers))
        remarks.append(f"I could not use {words}; say it another way if it matters.")
    closing = paragraphs[-1:] if len(paragraphs) > 1 else []
    body = paragraphs[:-1] if closing else paragraphs
    said = [*body, " ".join(steering), " ".join(remarks), *closing]
    return "\n\n".join(paragraph for paragraph in said if paragraph)
