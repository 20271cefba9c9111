"""Reads JSON files of listings record by record: RESO Common Format (`value[]` or one object), or a plain list."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from listings.importers.reading import ImportRefused, Row, encoding_of

_CHUNK = 1 << 18
_LONGEST = 16 << 20  # characters of one record; longer is a bracket that is never closed


def is_json(path: Path) -> bool:
    """Whether a file begins like JSON. Raises ImportRefused for what is no text."""
    with path.open(encoding=encoding_of(path)) as file:
        return file.read(_CHUNK).lstrip()[:1] in ("{", "[")


class JsonFile:
    """A JSON file, read to its end once before the first record is given out. One record is in memory at a time.

    Raises ImportRefused for what is not JSON, or holds no record.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._encoding = encoding_of(path)
        self.first: dict[str, Any] = {}
        count = 0
        for number, record in self._records():
            if number == 1 and isinstance(record, dict):
                self.first = record
            count = number
        if not count:
            raise ImportRefused(f"{path.name} holds no listing.")

    @property
    def columns(self) -> list[str]:
        """The names of the first record; others may have more."""
        return list(self.first)

    def rows(self) -> Iterator[Row]:
        """The records; their number, from 1, stands for the line."""
        for number, record in self._records():
            if not isinstance(record, dict):
                yield Row(number, problem=f"it is {type(record).__name__}, not an object")
                continue
            cells = {name: "" if value is None else _text(value) for name, value in record.items()}
            yield Row(number, cells, record=record)

    def _records(self) -> Iterator[tuple[int, Any]]:
        with self.path.open(encoding=self._encoding) as file:
            scanner = _Scanner(file, self.path.name)
            try:
                yield from enumerate(scanner.records(), 1)
            except RecursionError:
                raise ImportRefused(f"{self.path.name} is nested too deeply to be a file of listings.") from None


class _Scanner:
    """Reads a JSON text from a file piece by piece."""

    def __init__(self, file: TextIO, name: str) -> None:
        self._file, self._name = file, name
        self._text, self._at, self._passed = "", 0, 0
        self._decoder = json.JSONDecoder(parse_constant=self._refuse_constant)

    def records(self) -> Iterator[Any]:
        """The items of the list; of an object, those of its `value`, or the object itself when it has none."""
        if self._peek() == "[":
            yield from self._items()
        else:
            single: dict[str, Any] = {}
            wrapped = False
            for key in self._keys():
                if key == "value" and self._peek() == "[":
                    wrapped = True
                    yield from self._items()
                else:
                    single[key] = self._value()
            if not wrapped and single:
                yield single
        if self._peek():
            raise self._broken("there is more behind its end")

    def _items(self) -> Iterator[Any]:
        self._take("[")
        if self._peek() == "]":
            self._take("]")
            return
        while True:
            yield self._value()
            if self._peek() == "]":
                self._take("]")
                return
            self._take(",")

    def _keys(self) -> Iterator[str]:
        self._take("{")
        if self._peek() == "}":
            self._take("}")
            return
        while True:
            key = self._value()
            if not isinstance(key, str):
                raise self._broken("a name is missing")
            self._take(":")
            yield key
            if self._peek() == "}":
                self._take("}")
                return
            self._take(",")

    def _value(self) -> Any:
        self._peek()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if not self._more():
                    raise self._broken(error.msg.lower()) from None
                continue
            if end == len(self._text) and self._more():  # a number may go on
                continue
            self._at = end
            return value

    def _peek(self) -> str:
        """The next character that is no blank; "" at the end of the file."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in " \t\r\n":
                    return self._text[self._at]
                self._at += 1
            if not self._more():
                return ""

    def _take(self, character: str) -> None:
        if self._peek() != character:
            raise self._broken(f"“{character}” is missing")
        self._at += 1

    def _more(self) -> bool:
        self._passed += self._at
        self._text, self._at = self._text[self._at :], 0
        if len(self._text) > _LONGEST:
            raise self._broken("one listing is longer than 16 million characters")
        # The more is waited for, the more is read: a long record is not decoded again for every piece of it.
        piece = self._file.read(max(_CHUNK, len(self._text)))
        self._text += piece
        return bool(piece)

    def _broken(self, why: str) -> ImportRefused:
        return ImportRefused(f"{self._name} is not valid JSON near character {self._passed + self._at + 1:,}: {why}.")

    def _refuse_constant(self, name: str) -> Any:
        raise self._broken(f"{name} is no JSON number")


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return value if isinstance(value, str) else json.dumps(value)
