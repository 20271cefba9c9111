"""What no rule took of a question: the words that carry meaning, to be named in the answer or tried as a place."""

from __future__ import annotations

import re

from agent.llm.offline import words


def leftover_phrases(rest: str) -> list[tuple[int, str]]:
    """Words no rule took and that carry meaning, neighbours joined: [(where, "wine cellar")]."""
    phrases: list[tuple[int, str]] = []
    for match in re.finditer(r"\$?\d[\d,.]*\d(?:k|m)?%?(?!\w)|[\w$][\w'.$@%-]*[\w%]|\w", rest):
        word = match[0]
        if word in words.STOP or word.replace("'s", "") in words.STOP or (len(word) == 1 and not word.isdigit()):
            continue
        if phrases and not rest[phrases[-1][0] + len(phrases[-1][1]) : match.start()].strip(" "):
            start = phrases[-1][0]
            phrases[-1] = (start, rest[start : match.end()])
        else:
            negated = re.search(r"\b(?:no|not|without|except) $", rest[: match.start()])
            start = negated.start() if negated else match.start()
            phrases.append((start, rest[start : match.end()]))
    return phrases
