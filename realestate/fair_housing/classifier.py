"""The second layer: how much a text reads like those that steer, learned from labelled sentences.

A linear model over `features`, trained by `python -m tests.fair_housing.training`. Where the rules find nothing it
finds what reads like steering all the same; where they find something it may say that this is none.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from realestate.fair_housing.features import SLOTS, features
from realestate.fair_housing.vocabulary import Tagged

WEIGHTS = Path(__file__).with_name("weights.bin")
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
    """A weight for each slot as a multiple of `scale`, and how a sum of them is read.

    above: the sum from which on a text steers. below: the sum under which what the rules find is none. later: as
    `above`, for a question together with what was said before it.
    learned_from: the SHA-256 of what the weights were learned from.
    """

    weights: Sequence[int]
    scale: float
    bias: float
    above: float
    below: float
    later: float
    learned_from: str


def score(words: Tagged, text: str, surface: str, after: str = "") -> float:
    """How much a text steers; `model` says from which sum on. 0.0 where there is nothing to judge by."""
    known = model()
    weights, found = known.weights, features(words, text, surface, after)
    return known.bias + known.scale * sum(weights[slot] * value for slot, value in found.items()) if found else 0.0


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
    return read(WEIGHTS.read_bytes())


def read(file: bytes) -> Model:
    """A model from its file: a line of JSON with the figures, then a signed byte for each slot."""
    figures, _, weights = file.partition(b"\n")
    return Model(memoryview(weights).cast("b"), **json.loads(figures))


def written(weights: Mapping[int, float], **figures: float | str) -> bytes:
    """A model's file: `weights` by slot, so that the largest is 127 times the scale, and the other figures."""
    scale = max(map(abs, weights.values())) / 127
    figures["scale"] = scale
    rows = bytes(round(weights.get(slot, 0.0) / scale) % 256 for slot in range(SLOTS))
    return json.dumps(figures).encode() + b"\n" + rows
