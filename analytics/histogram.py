"""How often each amount came: kept small, put together with others, and asked for the exact middle."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import accumulate


class Histogram:
    """Whole amounts in order, and of each how many are no larger."""

    def __init__(self, amounts: array, up_to: array) -> None:
        self._amounts, self._up_to = amounts, up_to

    @classmethod
    def of(cls, amounts: Iterable[int]) -> Histogram:
        """The histogram of these amounts."""
        counts = sorted(Counter(amounts).items())
        return cls(array("q", (amount for amount, _ in counts)), array("i", accumulate(count for _, count in counts)))

    @classmethod
    def from_bytes(cls, content: bytes) -> Histogram:
        """The histogram that `to_bytes` wrote."""
        half = len(content) // 12 * 8
        amounts, up_to = array("q"), array("i")
        amounts.frombytes(content[:half])
        up_to.frombytes(content[half:])
        return cls(amounts, up_to)

    def to_bytes(self) -> bytes:
        """Twelve bytes for each different amount."""
        return self._amounts.tobytes() + self._up_to.tobytes()

    @property
    def count(self) -> int:
        """How many amounts it holds."""
        return self._up_to[-1] if self._up_to else 0

    @property
    def ends(self) -> tuple[int, int]:
        """The smallest and the largest amount; there is one."""
        return self._amounts[0], self._amounts[-1]

    def no_larger_than(self, amount: int) -> int:
        """How many amounts are this one or less."""
        place = bisect_right(self._amounts, amount)
        return self._up_to[place - 1] if place else 0


def median(histograms: Sequence[Histogram]) -> Fraction | None:
    """The middle of all their amounts together, the mean of the two middle ones for an even count; None for none."""
    filled = [each for each in histograms if each.count]
    count = sum(each.count for each in filled)
    if not count:
        return None
    return Fraction(_at(filled, (count - 1) // 2) + _at(filled, count // 2), 2)


def _at(histograms: Sequence[Histogram], place: int) -> int:
    """The amount at this place of all of them in order: the least that more than `place` amounts are no larger than."""
    low = min(each.ends[0] for each in histograms)
    high = max(each.ends[1] for each in histograms)
    while low < high:
        middle = (low + high) // 2
        if sum(each.no_larger_than(middle) for each in histograms) > place:
            high = middle
        else:
            low = middle + 1
    return low
