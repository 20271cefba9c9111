"""The second layer: how much a text reads like those that steer, learned from labelled sentences.

A linear model over `features`, trained by `python -m tests.fair_housing.training`. Where the rules find nothing it
finds what reads like steering all the same; where they find something it may say that this is none.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

from realestate.fair_housing.features import features
from realestate.fair_housing.vocabulary import Tagged

WEIGHTS = Path(__file__).with_name("weights.tsv")
# A text's code by the first of these tags that stand in it, where the classifier found it.
_CODES = (
    ("B2", ("ad", "landlord", "deny", "want_tenant", "tenant_who", "screen", "only_rent", "evade", "unwanted")),
    ("L1", ("lender", "lender_q")),
    ("R2", ("safe", "schools", "quality", "rated", "crime", "verdict")),
    ("B1", ("avoid",)),
    ("R3", ("mine", "mine_people", "fit_in")),
)


@dataclass(frozen=True)
class Model:
    """Weights by feature, and how a sum of them is read.

    above: the sum from which on a text steers. below: the sum under which what the rules find is none.
    learned_from: the SHA-256 of what the weights were learned from.
    """

    weights: dict[str, float]
    bias: float
    above: float
    below: float
    learned_from: str


def score(words: Tagged, text: str, surface: str) -> float:
    """How much a text steers; `model` says from which sum on. 0.0 where there is nothing to judge by."""
    known = model()
    get = known.weights.get
    found = features(words, text, surface)
    return known.bias + sum(get(name, 0.0) * weight for name, weight in found.items()) if found else 0.0


def code_of(words: Tagged) -> str:
    """The code of docs/fair-housing.md that a text with these tags comes nearest to."""
    there = words.spans.keys()
    return next((code for code, tags in _CODES if not there.isdisjoint(tags)), "R1")


def topic_of(words: Tagged, code: str) -> str:
    """What a judgement of an area is about: safety, schools or quality; people for other codes."""
    if code != "R2":
        return "people"
    there = words.spans.keys()
    if "schools" in there:
        return "schools"
    return "safety" if not there.isdisjoint(("safe", "crime")) else "quality"


@functools.cache
def model() -> Model:
    """The weights as they were trained."""
    return read(WEIGHTS.read_text())


def read(text: str) -> Model:
    """A model from the text of its file: a line of figures, then a line for each weight with its features."""
    first, *lines = text.splitlines()
    scale, bias, above, below, learned_from = first.split("\t")
    weights = {
        feature: int(weight) * float(scale)
        for weight, *found in (line.split("\t") for line in lines)
        for feature in found
    }
    return Model(weights, float(bias), float(above), float(below), learned_from)


def written(model: Model, scale: float) -> str:
    """The text of a model's file: weights as whole multiples of `scale`."""
    by_weight: dict[int, list[str]] = {}
    for feature, weight in sorted(model.weights.items()):
        if multiple := round(weight / scale):
            by_weight.setdefault(multiple, []).append(feature)
    figures = (scale, round(model.bias, 4), model.above, model.below, model.learned_from)
    lines = ["\t".join(map(str, figures)), *("\t".join([str(n), *by_weight[n]]) for n in sorted(by_weight))]
    return "\n".join(lines) + "\n"
