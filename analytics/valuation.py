"""Pure arithmetic of an estimate from comparable sales; no ORM, no request. The method, in the order it runs:

1. From the pool of nearby sales, coefficients are estimated for the logarithm of the price: for the time of sale,
   living area, lot, baths, bedrooms and age. Huber's robust regression, by iteratively reweighted least squares, pulled
   to the stated values below as strongly as STATED_SALES sales would, so that a small pool cannot say anything wild.
2. The most similar sales are the comparables: near, alike in area, age and bedrooms, and recent.
3. Each comparable's price is adjusted by the coefficients times what it differs by from the home.
4. The estimate is the weighted median of the adjusted prices, its range what they scatter, weighted, on both sides.

Sources: the sales comparison approach of appraisers (the idea only: none has looked at anything); Huber 1964.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

LEAST_COMPARABLES = 3
MOST_COMPARABLES = 15
STATED_SALES = 25
_HUBER = 1.345  # scales beyond which a sale's say is cut; the usual value
_ROUNDS = 8
# Change of the logarithm of the price by one unit of each; 0.55 of log area: 10 % more area is 5.4 % more price.
STATED = {"time": 0.0, "livingArea": 0.55, "lotSize": 0.08, "bathrooms": 0.04, "bedrooms": 0.0, "age": -0.01}
# Half of the comparables lie within these of each other's usual difference: what one step of unlikeness is.
_MILES, _LOG_AREA, _YEARS, _BEDROOMS, _MONTHS = 0.8, 0.3, 25, 1.5, 9
_LEAST_SCATTER = 0.08  # of the logarithm: no two homes are worth the same to within 8 %
# Scatters to either side of the estimate. Chosen so that four of five King County sales lie within (docs/valuation.md):
# the normal distribution's 1.28 would leave out what comparables do not show, such as condition and view.
_REACH = 1.7


class Home(NamedTuple):
    """What of a home counts; None where it is not known. Square feet; sold_months before the estimate's day."""

    living_area: int
    lot_size: int | None = None
    bathrooms: float | None = None
    bedrooms: int | None = None
    year_built: int | None = None
    sold_months: float = 0.0
    miles: float | None = None


class Adjusted(NamedTuple):
    """A comparable by its place in the pool: dollars added for each difference, the price they lead to, its weight."""

    place: int
    adjustments: dict[str, float]
    price: float
    weight: float


@dataclass(frozen=True)
class Estimate:
    """US dollars, unrounded. low to high: where four of five such homes are expected by the comparables' scatter."""

    value: float
    low: float
    high: float
    comparables: list[Adjusted]
    coefficients: dict[str, float]


def estimate(home: Home, pool: Sequence[tuple[Home, float]]) -> Estimate | None:
    """The value of a home from sold ones with their prices; None for fewer than three comparables."""
    near = sorted(range(len(pool)), key=lambda place: _unlikeness(home, pool[place][0]))[:MOST_COMPARABLES]
    if len(near) < LEAST_COMPARABLES:
        return None
    coefficients = fit(pool)
    adjusted = [_adjusted(home, pool, place, coefficients) for place in near]
    logs = [(math.log(each.price), each.weight) for each in adjusted]
    middle = weighted_median(logs)
    scatter = 1.4826 * weighted_median([(abs(value - middle), weight) for value, weight in logs])
    reach = _REACH * max(scatter, _LEAST_SCATTER)
    value = math.exp(middle)
    return Estimate(value, value * math.exp(-reach), value * math.exp(reach), adjusted, coefficients)


def fit(pool: Sequence[tuple[Home, float]]) -> dict[str, float]:
    """The coefficients of the pool's sales, robust against odd prices and pulled to STATED."""
    names = list(STATED)
    usual = Home(*(_middle([getattr(each, name) for each, _ in pool]) for name in Home._fields[:5]), 0.0)
    rows = [[1.0, *_differences(each, usual).values()] for each, _ in pool]
    logs = [math.log(price) for _, price in pool]
    scales = [0.0] + [_spread([row[column] for row in rows]) for column in range(1, len(names) + 1)]
    beta, weights = [_middle(logs) or 0.0, *STATED.values()], [1.0] * len(pool)
    for _ in range(_ROUNDS):
        beta = _ridge(rows, logs, weights, [beta[0], *STATED.values()], [STATED_SALES * s * s for s in scales])
        residuals = [y - sum(b * x for b, x in zip(beta, row, strict=True)) for y, row in zip(logs, rows, strict=True)]
        scale = 1.4826 * (_middle([abs(each) for each in residuals]) or 0.0) or 1e-9
        weights = [min(1.0, _HUBER * scale / max(abs(each), 1e-12)) for each in residuals]
    return dict(zip(names, beta[1:], strict=True))


def weighted_median(values: Sequence[tuple[float, float]]) -> float:
    """The value at which half of the weight is reached, between the two neighbours in proportion."""
    ordered = sorted(values)
    half, reached, before = sum(weight for _, weight in ordered) / 2, 0.0, None
    for value, weight in ordered:
        at = reached + weight / 2
        if at >= half:
            return value if before is None else before[0] + (value - before[0]) * (half - before[1]) / (at - before[1])
        before, reached = (value, at), reached + weight
    return ordered[-1][0]


def _adjusted(home: Home, pool: Sequence[tuple[Home, float]], place: int, coefficients: dict[str, float]) -> Adjusted:
    sold, price = pool[place]
    adjustments, running = {}, price
    for name, difference in _differences(home, sold).items():
        factor = math.exp(coefficients[name] * difference)
        if difference:
            adjustments[name] = running * (factor - 1)
        running *= factor
    return Adjusted(place, adjustments, running, math.exp(-_unlikeness(home, sold)))


def _differences(home: Home, other: Home) -> dict[str, float]:
    """What the home has more than the other, in the units of STATED; 0 where either is not known."""

    def more(name: str, unit: float = 1.0, *, log: bool = False) -> float:
        own, its = getattr(home, name), getattr(other, name)
        if not own or not its:
            return 0.0
        return math.log(own / its) if log else (own - its) / unit

    return {
        "time": other.sold_months - home.sold_months,  # a month nearer to the day
        "livingArea": more("living_area", log=True),
        "lotSize": more("lot_size", log=True),
        "bathrooms": more("bathrooms"),
        "bedrooms": more("bedrooms"),
        "age": -more("year_built", 10),  # a decade older
    }


def _unlikeness(home: Home, sold: Home) -> float:
    steps = [
        (sold.miles or 0.0) / _MILES,
        abs(math.log(home.living_area / sold.living_area)) / _LOG_AREA,
        sold.sold_months / _MONTHS,
    ]
    if home.year_built and sold.year_built:
        steps.append(abs(home.year_built - sold.year_built) / _YEARS)
    if home.bedrooms and sold.bedrooms:
        steps.append(abs(home.bedrooms - sold.bedrooms) / _BEDROOMS)
    return sum(steps)


def _ridge(
    rows: Sequence[Sequence[float]], ys: Sequence[float], weights: Sequence[float], to: Sequence[float],
    strengths: Sequence[float],
) -> list[float]:  # fmt: skip
    """Weighted least squares with each coefficient held to a stated value by a spring; by elimination."""
    size = len(to)
    left = [
        [sum(w * row[i] * row[j] for w, row in zip(weights, rows, strict=True)) for j in range(size)]
        for i in range(size)
    ]
    right = [sum(w * row[i] * y for w, row, y in zip(weights, rows, ys, strict=True)) for i in range(size)]
    for place, strength in enumerate(strengths):
        left[place][place] += strength + 1e-9
        right[place] += (strength + 1e-9) * to[place]
    for column in range(size):
        pivot = max(range(column, size), key=lambda row: abs(left[row][column]))
        left[column], left[pivot], right[column], right[pivot] = left[pivot], left[column], right[pivot], right[column]
        for row in range(column + 1, size):
            factor = left[row][column] / left[column][column]
            left[row] = [a - factor * b for a, b in zip(left[row], left[column], strict=True)]
            right[row] -= factor * right[column]
    beta = [0.0] * size
    for row in reversed(range(size)):
        known = sum(left[row][column] * beta[column] for column in range(row + 1, size))
        beta[row] = (right[row] - known) / left[row][row]
    return beta


def _middle(values: Sequence[float | None]) -> float | None:
    known = sorted(value for value in values if value is not None)
    return known[len(known) // 2] if known else None


def _spread(values: Sequence[float]) -> float:
    mean = sum(values) / len(values)
    return math.sqrt(sum((value - mean) ** 2 for value in values) / len(values)) or 1e-3
