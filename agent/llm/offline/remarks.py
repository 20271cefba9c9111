"""The end of an answer: how words were read, which could not be used, and what is not searched by on principle."""

from __future__ import annotations

from agent.llm.offline.accounting import BY_CONDITIONS, unaccounted, unapplied
from agent.llm.offline.speech import listed
from agent.llm.offline.steps import Context


def with_remarks(paragraphs: list[str], context: Context) -> str:
    """The answer as Markdown: what it says, then everything about the question that is not in the search."""
    reading = context.reading
    steering = list(dict.fromkeys([*reading.steering, *(sentence for tool, sentence in reading.not_yet if not tool)]))
    remarks = [*context.remarks, *(f"{note[0].upper()}{note[1:]}." for note in reading.notes)]
    if reading.unusable:
        remarks.append(f"Not part of the search: {'; '.join(dict.fromkeys(reading.unusable))}.")
    context.unused += reading.leftovers
    if reading.leftovers:
        words = ", ".join(f"“{phrase}”" for phrase in dict.fromkeys(reading.leftovers))
        remarks.append(f"I could not use {words}; say it another way if it matters.")
    searched = [call for call in context.now.calls if call.name in BY_CONDITIONS]
    told = " ".join([*paragraphs, *remarks, *steering])
    if beside := unapplied(reading, context.now.calls, told):
        context.unused += beside
        remarks.append(f"This does not go by {listed([f'“{each}”' for each in dict.fromkeys(beside)])}.")
    if searched:
        given_up = [word.name for mention in reading.not_places for word in mention.meanings]
        handled = {*given_up, *reading.lifted_features, *reading.not_types}
        lost = unaccounted(reading.text, context.vocabulary, [call.arguments for call in searched], told)
        handled.add(f"{abs(reading.budget_change):,}")  # "100k more" is in the sum
        lost = [each for each in lost if each not in handled]
        context.unused += lost
        remarks += [f"This does not go by {listed([f'“{each}”' for each in dict.fromkeys(lost)])}."] if lost else []
    closing = paragraphs[-1:] if len(paragraphs) > 1 else []
    body = paragraphs[:-1] if closing else paragraphs
    said = [*body, " ".join(steering), " ".join(remarks), *closing]
    return "\n\n".join(paragraph for paragraph in said if paragraph)
