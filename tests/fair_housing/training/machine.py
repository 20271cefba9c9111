"""A linear support vector machine by dual coordinate descent: the same weights from the same examples, always.

Hsieh et al., A dual coordinate descent method for large-scale linear SVM (ICML 2008), with the squared hinge loss.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

Features = dict[int, float]  # by slot
RARE = 3  # a feature of fewer examples is a word of theirs, and teaches nothing
ROUNDS = 15


def train(examples: Sequence[tuple[Features, bool, float]]) -> tuple[dict[int, float], float]:
    """(weights by slot, bias) that part the examples: features, whether it steers, how much a mistake costs."""
    known = {slot for slot, times in Counter(f for each, _, _ in examples for f in each).items() if times >= RARE}
    return _descend(examples, known)


def total(weights: dict[int, float], bias: float, found: Features) -> float:
    """The sum for one text."""
    return bias + sum(weights.get(slot, 0.0) * value for slot, value in found.items())


def _descend(examples: Sequence[tuple[Features, bool, float]], known: set[int]) -> tuple[dict[int, float], float]:
    places = {slot: place for place, slot in enumerate(sorted(known))}
    weights, bias = [0.0] * len(places), 0.0
    rows = []
    for found, steers, cost in examples:
        pairs = [(places[slot], value) for slot, value in sorted(found.items()) if slot in places]
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
    return {slot: weights[place] for slot, place in places.items() if weights[place]}, bias
