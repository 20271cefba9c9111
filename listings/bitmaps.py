"""Columns as bit slices: conditions, order and figures over a million rows with a few operations on whole numbers.

A set of rows is one `int`: bit n says whether row n is in it. A column keeps its values as ranks, and of the ranks one
`int` for each binary digit, so that a comparison takes one operation for each digit, whatever it matches.
"""

from __future__ import annotations

import math
import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

FEW = 500  # rows: so many are sooner looked at one by one
_SET = re.compile(rb"[^\0]")
_BITS = [[bit for bit in range(8) if byte >> bit & 1] for byte in range(256)]
_DIGIT = [bytes(48 + (byte >> bit & 1) for byte in range(256)) for bit in range(8)]


def rows_of(members: int) -> Iterator[int]:
    """The rows of a set, lowest first."""
    content = members.to_bytes(members.bit_length() // 8 + 1, "little")
    for match in _SET.finditer(content):
        start = match.start()
        for bit in _BITS[content[start]]:
            yield start * 8 + bit


def set_of(rows: Iterable[int], size: int) -> int:
    """The set of these rows, each below `size`."""
    digits = bytearray(b"0") * (size + 1)
    for row in rows:
        digits[size - row] = 49
    return int(digits, 2)


class Column:
    """One value for each row, or none. values: the different ones, in order. ranks: of each row, 0 for none."""

    def __init__(self, values: Sequence[Any], ranks: array, known: int) -> None:
        self.values, self.ranks, self.known = values, ranks, known
        # Of each digit, lowest first, the known rows that have a 0 there.
        self._zeros = [known ^ (known & ones) for ones in _digits(ranks, max(1, (len(values) - 1).bit_length()))]

    @classmethod
    def of(cls, rows: Sequence[Any]) -> Column:
        """The column of these values, None for none; they must be comparable."""
        numbers: dict[Any, int] = {}
        return cls.numbered(
            array("i", (-1 if v is None else numbers.setdefault(v, len(numbers)) for v in rows)), numbers
        )

    @classmethod
    def numbered(cls, numbers_by_row: array, numbers: dict[Any, int]) -> Column:
        """The same from the number of each row's value, -1 for none, and the numbers of the values."""
        values = sorted(numbers)
        rank = [0] * (len(values) + 1)  # the last for -1
        for place, value in enumerate(values):
            rank[numbers[value]] = place
        known = int(bytes(reversed([48 + (number >= 0) for number in numbers_by_row])) or b"0", 2)
        return cls(values, array("i", [rank[number] for number in numbers_by_row]), known)

    def equal(self, value: Any) -> int:
        """The rows of this value."""
        rank = bisect_left(self.values, value)
        if rank == len(self.values) or self.values[rank] != value:
            return 0
        found = self.known
        for digit, zeros in enumerate(self._zeros):
            found = found ^ (found & zeros) if rank >> digit & 1 else found & zeros
        return found

    def below(self, value: Any) -> int:
        """The rows of a smaller value."""
        return self._below(bisect_left(self.values, value))

    def up_to(self, value: Any) -> int:
        """The rows of this value or a smaller one."""
        return self._below(bisect_right(self.values, value))

    def smallest(self, among: int) -> Any:
        """The smallest value of these rows; all of them are known, and there is one."""
        for zeros in reversed(self._zeros):
            among = among & zeros or among
        return self.values[self.ranks[among.bit_length() - 1]]

    def largest(self, among: int) -> Any:
        """The largest value of these rows; all of them are known, and there is one."""
        for zeros in reversed(self._zeros):
            among = among ^ (among & zeros) or among
        return self.values[self.ranks[among.bit_length() - 1]]

    def middle(self, among: int, count: int) -> list[Any]:
        """The middle value of these `count` known rows, or the two middle ones."""
        low, high = (count - 1) // 2, count // 2
        for zeros in reversed(self._zeros):
            if count <= FEW:
                break
            part = among & zeros
            size = part.bit_count()
            if high < size:
                among, count = part, size
            elif low >= size:
                among, count, low, high = among ^ part, count - size, low - size, high - size
            else:
                return [self.largest(part), self.smallest(among ^ part)]
        if count > FEW:  # all of one value
            return [self.smallest(among)] * (high - low + 1)
        ranks = sorted(self.ranks[row] for row in rows_of(among))
        return [self.values[rank] for rank in ranks[low : high + 1]]

    def first(self, among: int, wanted: int, ties: Column, *, ways: tuple[bool, bool] = (False, False)) -> list[int]:
        """The first `wanted` of these rows by value, equal ones by `ties`, those without a value last.

        ties: has a different value for each row. ways: whether values, and ties, go from the largest down.
        """
        known = among & self.known
        found = self._first_known(known, wanted, ties, ways)
        if len(found) < wanted and among != known:
            found += ties._first_known(among ^ known, wanted - len(found), ties, (ways[1], ways[1]))
        return found

    def _first_known(self, among: int, wanted: int, ties: Column, ways: tuple[bool, bool]) -> list[int]:
        before, count, missing = 0, among.bit_count(), wanted
        for column, descending in ((self, ways[0]), (ties, ways[1])):
            for zeros in reversed(column._zeros):
                if count <= FEW:
                    break
                part = among & zeros
                if descending:
                    part ^= among
                size = part.bit_count()
                if size >= missing:
                    among, count = part, size
                else:
                    before, among, count, missing = before | part, among ^ part, count - size, missing - size
        by, then_by = (-1 if way else 1 for way in ways)
        rows = [*rows_of(before), *rows_of(among)]
        return sorted(rows, key=lambda row: (by * self.ranks[row], then_by * ties.ranks[row]))[:wanted]

    def _below(self, rank: int) -> int:
        if rank >= len(self.values):
            return self.known
        found = 0
        for digit, zeros in enumerate(self._zeros):
            found = found | zeros if rank >> digit & 1 else found & zeros
        return found


class Amounts:
    """Whole numbers of each row, 0 where there is none, for adding up."""

    def __init__(self, amounts: Sequence[int]) -> None:
        self._unit = math.gcd(*amounts) or 1
        units = array("q", [amount // self._unit for amount in amounts])
        self._ones = _digits(units, max(units, default=0).bit_length())

    def total(self, among: int) -> int:
        """The sum over these rows."""
        return self._unit * sum((among & ones).bit_count() << digit for digit, ones in enumerate(self._ones))


def _digits(numbers: array, count: int) -> list[int]:
    """For each binary digit, lowest first, the rows whose number has a 1 there. numbers: none is negative."""
    content, width = numbers.tobytes(), numbers.itemsize
    found = []
    for place in range((count + 7) // 8):
        column = content[place::width][::-1] or b"\0"  # on a little-endian machine; the last row is the highest digit
        found += [int(column.translate(digit), 2) for digit in _DIGIT]
    return found[:count]
