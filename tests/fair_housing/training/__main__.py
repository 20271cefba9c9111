"""Learn the weights and write them: `python -m tests.fair_housing.training`. Takes some minutes.

`--check` only prints how the classifier does on examples it did not learn from, for several thresholds.
"""

from __future__ import annotations

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "realestate.settings")
django.setup()

from realestate.fair_housing.classifier import WEIGHTS, Model, written  # noqa: E402  (needs the settings)
from tests.fair_housing.training.machine import total, train  # noqa: E402
from tests.fair_housing.training.sentences import Example, examples, learned_from  # noqa: E402

PARTS = 5  # of the examples; each is judged by what the others taught
KEPT = 20_000  # features, so that the file stays small
COST = 1.5
ALARMS = 0.02  # of the hard lawful texts in which the rules find nothing may be taken for steering
UNRULED = 0.03  # of the rules' single findings that are right may be overruled
SCALE = 0.01


def main() -> None:
    known = examples()
    sums = _sums_of_unknown(known)
    quiet = [(example, value) for example, value in zip(known, sums, strict=True) if example.hard]
    above = _from_which_on(sorted((v for e, v in quiet if not e.hits and not e.steers), reverse=True), ALARMS)
    below = _from_which_on(sorted(v for e, v in quiet if e.hits == 1 and e.steers), UNRULED)
    print(f"{len(known)} examples, a text steers above {above}, a single finding is none below {below}")
    _print_shares(quiet, above, below)
    if "--check" in sys.argv:
        return
    weights, bias = train([_row(example) for example in known], KEPT)
    WEIGHTS.write_text(written(Model(weights, bias, above, below, learned_from()), SCALE))
    print(f"{len(weights)} weights, {WEIGHTS.stat().st_size:,} bytes in {WEIGHTS.name}")


def _row(example: Example) -> tuple[dict[str, float], bool, float]:
    """What the rules find anyway matters less."""
    return example.features, example.steers, COST * (0.5 if example.steers and example.hits > 1 else 1.0)


def _sums_of_unknown(known: list[Example]) -> list[float]:
    """The sum of each example by weights that were learned without it and all that are much like it."""
    groups = _alike(known)
    sums = [0.0] * len(known)
    for part in range(PARTS):
        weights, bias = train([_row(e) for e, group in zip(known, groups, strict=True) if group % PARTS != part])
        for at, (example, group) in enumerate(zip(known, groups, strict=True)):
            if group % PARTS == part:
                sums[at] = total(weights, bias, example.features)
    return sums


def _alike(known: list[Example]) -> list[int]:
    """A number for each example, the same for those that share most of their words with one of the group."""
    said = [frozenset(name for name in example.features if name.isalpha()) for example in known]
    numbers: list[int] = []
    by_word: dict[str, list[int]] = {}
    for at, words in enumerate(said):
        rare = sorted(words, key=lambda word: (len(by_word.get(word, ())), word))[:4]
        near = {other for word in rare for other in by_word.get(word, ())}
        twins = [other for other in near if len(said[other] & words) > 0.6 * len(said[other] | words)]
        numbers.append(numbers[min(twins)] if twins else at)
        for word in words:
            by_word.setdefault(word, []).append(at)
    return numbers


def _from_which_on(values: list[float], share: float) -> float:
    """The bound that this share of the values, sorted from the worst on, lies beyond."""
    return round(values[int(len(values) * share)], 3) if values else 0.0


def _print_shares(judged: list[tuple[Example, float]], above: float, below: float) -> None:
    for steers in (True, False):
        mine = [(example, value) for example, value in judged if example.steers == steers]
        ruled = sum(e.hits > 0 for e, _ in mine)
        both = sum(v > above if not e.hits else e.hits > 1 or v >= below for e, v in mine)
        print(f"{'steering' if steers else 'lawful'}: {len(mine)}, by rules {ruled}, with the classifier {both}")
    for share in (0.005, 0.01, 0.02, 0.03):
        bound = _from_which_on(sorted((v for e, v in judged if not e.hits and not e.steers), reverse=True), share)
        grey = [v > bound for e, v in judged if e.steers and not e.hits]
        print(f"at {share:.1%} of the lawful ones ({bound}): {sum(grey)} of {len(grey)} that rules miss")


main()
