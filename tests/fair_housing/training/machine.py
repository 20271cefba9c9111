"""A linear support vector machine by dual coordinate descent: the same weights from the same examples, always.

Hsieh et al., A dual coordinate descent method for large-scale linear SVM (ICML 2008), with the squared hinge loss.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

Features = dict[str, float]
RARE = 3  # a feature of fewer examples is a word of theirs, and teaches nothing
ROUNDS = 25


def train(examples: Sequence[tuple[Features, bool, float]], kept: int | None = None) -> tuple[dict[str, float], float]:
    """(weights by feature, bias) that part the examples: features, whether it steers, how much a mistake costs.

    kept: how many features, the heaviest of a first training, may have a weight at all.
    """
    known = {name for name, times in Counter(f for each, _, _ in examples for f in each).items() if times >= RARE}
    weights, bias = _descend(examples, known)
    if kept is None or len(weights) <= kept:
        return weights, bias
    heaviest = sorted(weights, key=lambda name: (-abs(weights[name]), name))[:kept]
    return _descend(examples, set(heaviest))


def total(weights: dict[str, float], bias: float, found: Features) -> float:
    """The sum for one text."""
    return bias + sum(weights.get(name, 0.0) * value for name, value in found.items())


def _descend(examples: Sequence[tuple[Features, bool, float]], known: set[str]) -> tuple[dict[str, float], float]:
    places = {name: place for place, name in enumerate(sorted(known))}
    weights, bias = [0.0] * len(places), 0.0
    rows = []
    for found, steers, cost in examples:
        pairs = [(places[name], value) for name, value in sorted(found.items()) if name in places]
        softness = 1 / (2 * cost)
        rows.append([pairs, 1 if steers else -1, softness, 1 + softness + sum(v * v for _, v in pairs), 0.0])
    order, dice = list(range(len(rows))), random.Random(1)
    for _ in range(ROUNDS):
        dice.shuffle(order)
        for at in order:
            pairs, sign, softness, length, alpha = rows[at]
            margin = bias
            for place, value in pairs:
                margin += weights[place] * value
            moved = max(alpha - (sign * margin - 1 + softness * alpha) / length, 0.0)
            step = (moved - alpha) * sign
            if step:
                rows[at][4] = moved
                bias += step
                for place, value in pairs:
                    weights[place] += step * value
    return {name: weights[place] for name, place in places.items() if weights[place]}, bias
