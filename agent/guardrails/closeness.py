"""Whether a figure that is reckoned here is the one that is written, as exactly as it is written."""

from __future__ import annotations

from agent.guardrails.figures import Figure

_HEDGED, _BEYOND = 0.01, 0.1  # of the figure: "about", and how far "more than" and "a bit under" reach


def close(figure: Figure, value: float) -> bool:
    """Whether a value, whatever its sign, is the figure: to its last digit, further where it is hedged or a bound."""
    value = abs(value)
    slack = figure.tolerance * 1.02 + 1e-9
    if figure.hedged:
        slack = max(slack, _HEDGED * figure.value)
    if figure.bound:
        beyond = (value - figure.value) * (1 if figure.bound == "above" else -1)
        if 0 <= beyond <= _BEYOND * figure.value:
            return True
    return abs(figure.value - value) <= slack
