"""Learn the weights and write them: `python -m tests.fair_housing.training`. Takes some minutes.

`--check` only prints how the classifier does on the cases of an author of whom it learned nothing.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "realestate.settings")
django.setup()

from realestate.fair_housing.classifier import WEIGHTS, written  # noqa: E402  (needs the settings)
from tests.fair_housing.training.machine import total, train  # noqa: E402
from tests.fair_housing.training.sentences import Example, examples, learned_from  # noqa: E402

COST = 1.5
ALARMS = 0.01  # of an unknown author's lawful texts in which the rules find nothing may be taken for steering
LATER = 0.45  # no lawful question of another author that follows others comes to this, nor do 92 % of ours
UNRULED = 0.03  # of an unknown author's steering texts that the rules find may be called lawful


def main() -> None:
    known = examples()
    judged = _judged_unread(known)
    above = _bound((v for e, v in judged if not e.hits and not e.steers), ALARMS, worst_first=True)
    below = _bound((v for e, v in judged if e.hits and e.steers), UNRULED, worst_first=False)
    print(f"{len(known)} examples, a text steers above {above}, what the rules find is none below {below}")
    _print_shares(judged, above, below)
    if "--check" in sys.argv:
        return
    weights, bias = train([_row(example) for example in known])
    figures = {"bias": bias, "above": above, "below": below, "later": LATER, "learned_from": learned_from()}
    WEIGHTS.write_bytes(written(weights, **figures))
    print(f"{len(weights)} weights, {WEIGHTS.stat().st_size:,} bytes in {WEIGHTS.name}")


def _row(example: Example) -> tuple[dict[int, float], bool, float]:
    """What the rules find anyway matters less."""
    return example.features, example.steers, COST * (0.5 if example.steers and example.hits > 1 else 1.0)


def _judged_unread(known: list[Example]) -> list[tuple[Example, float]]:
    """Each case with its sum by weights that were learned without any case of its author."""
    judged = []
    for author in sorted({example.author for example in known} - {""}):
        weights, bias = train([_row(example) for example in known if example.author != author])
        mine = [example for example in known if example.author == author and _is_alone(example)]
        judged += [(example, total(weights, bias, example.features)) for example in mine]
    return judged


def _is_alone(example: Example) -> bool:
    return example.surface != "answer" and not example.earlier


def _bound(values: Iterable[float], share: float, *, worst_first: bool) -> float:
    """The bound that this share of the values lies beyond: above it, or below."""
    ordered = sorted(values, reverse=worst_first)
    return round(ordered[int(len(ordered) * share)], 3)


def _print_shares(judged: list[tuple[Example, float]], above: float, below: float) -> None:
    for author in sorted({example.author for example, _ in judged}):
        for steers in (True, False):
            mine = [(e, value) for e, value in judged if e.author == author and e.steers == steers]
            found = sum(value > (below if e.hits else above) for e, value in mine)
            print(f"{'steering' if steers else 'lawful'}, author {author}: {found} of {len(mine)} found")


main()
