"""Whether a figure that is reckoned here is the one that is written, as exactly as it is written."""

from __future__ import annotations

from agent.guardrails.figures import Figure

# Of the figure: "about", at least and at most (half of the last digit that is not 0); "more than", "a bit under".
_HEDGED, _ROUNDED, _BEYOND = 0.01, 0.02, 0.1


def close(figure: Figure, value: float) -> bool:
    """Whether a value, whatever its sign, is the figure: to its last digit, further where it is hedged or a bound."""
    value = abs(value)
    slack = figure.tolerance * 1.02 + 1e-9
    if figure.hedged:
        slack = max(slack, _HEDGED * figure.value, min(_last_digit(figure) / 2, _ROUNDED * figure.value))
    if figure.bound:
        beyond = (value - figure.value) * (1 if figure.bound == "above" else -1)
        if 0 <= beyond <= _BEYOND * figure.value:
            return True
    return abs(figure.value - value) <= slack


def _last_digit(figure: Figure) -> float:
    """What one of the last digit that is not 0 is worth."""
    written, step = figure.value / figure.factor, 1.0
    if not written.is_integer():
        return 2 * figure.tolerance
    while written and (written / (step * 10)).is_integer():
        step *= 10
    return step * figure.factor
