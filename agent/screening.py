"""Fair housing before the first step: what the question comes to, whichever model would answer it."""

from __future__ import annotations

from agent.transcript import Transcript
from realestate import fair_housing


def verdict_on(transcript: Transcript) -> fair_housing.Verdict | None:
    """What the question is answered with before any model is asked; None where nothing steers.

    Where only an area's reputation was asked for beside homes, the question loses those words, so that the model
    answers the rest. Later steps of a turn, also after a crash, are those of a question that was let through.
    """
    if transcript.step > 1 or transcript.open or transcript.finished:
        return None
    asked = [message for message in transcript.messages if message["role"] == "user"]
    if not asked:
        return None
    *earlier, question = [message["content"] for message in asked]
    verdict = fair_housing.judge(question, earlier)
    if verdict and verdict.rest:
        asked[-1]["content"] = verdict.rest
    return verdict
