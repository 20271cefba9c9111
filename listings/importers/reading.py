"""Reads text tables: finds out encoding, line ends and delimiter, and yields rows one by one."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

_CHUNK = 1 << 20
_DELIMITERS = (",", ";", "\t", "|")
_LONGEST_CELL = 131_072  # characters; longer is an unclosed quotation mark


class ImportRefused(Exception):
    """The file or the mapping cannot be used at all; the message is a sentence for the person who tried."""


@dataclass(frozen=True)
class Row:
    """One row of a file. line: where it ends, from 1. cells: text by column. problem: why it cannot be read."""

    line: int
    cells: dict[str, str] = field(default_factory=dict)
    problem: str = ""
    record: dict[str, Any] = field(default_factory=dict)  # of a JSON file: the values as they came


class CsvFile:
    """A text table with a header, checked from end to end before its first row is given out.

    Raises ImportRefused for what is not such a file. Holds one row in memory, however long the file is.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._encoding = encoding_of(path)
        self._delimiter, self.columns = self._header()
        self._check_shape()

    def rows(self) -> Iterator[Row]:
        """The rows below the header, blank lines left out."""
        with self._open() as file:
            reader = csv.reader(file, delimiter=self._delimiter)
            next(reader)
            for cells in reader:
                if len(cells) == len(self.columns):
                    yield Row(reader.line_num, dict(zip(self.columns, cells, strict=True)))
                elif any(cell.strip() for cell in cells):
                    problem = f"the row has {len(cells)} cells, the header has {len(self.columns)}"
                    yield Row(reader.line_num, problem=problem)

    def _open(self) -> TextIO:
        # No newline translation: the csv module knows LF, CRLF and CR, and keeps line ends inside quotation marks.
        return self.path.open(encoding=self._encoding, newline="")

    def _header(self) -> tuple[str, list[str]]:
        with self._open() as file:
            line = file.readline(_LONGEST_CELL)
        if not line.strip():
            raise ImportRefused(f"{self.path.name} has no header: its first line is empty.")
        delimiter = max(_DELIMITERS, key=lambda each: len(next(csv.reader([line], delimiter=each))))
        columns = [name.strip() for name in next(csv.reader([line], delimiter=delimiter))]
        twice = sorted({name for name in columns if columns.count(name) > 1})
        if twice:
            raise ImportRefused(f"{self.path.name} has the column {_listed(twice)} more than once.")
        return delimiter, columns

    def _check_shape(self) -> None:
        """Read to the end once, so that a broken quotation mark is found before the first row is stored."""
        with self._open() as file:
            reader = csv.reader(file, delimiter=self._delimiter)
            try:
                count = sum(1 for _ in reader)
            except csv.Error as error:
                raise ImportRefused(
                    f"{self.path.name} cannot be read as a table from line {reader.line_num} on: {error}."
                ) from None
        if count < 2:
            raise ImportRefused(f"{self.path.name} has a header and no rows.")


def encoding_of(path: Path) -> str:
    """UTF-8 with or without mark, UTF-16 with mark, else Windows' Latin letters; ImportRefused for what is no text."""
    try:
        with path.open("rb") as file:
            start = file.read(_CHUNK)
            if not start:
                raise ImportRefused(f"{path.name} is empty.")
            if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                return _sound_utf_16(path)
            decoder, is_utf8 = codecs.getincrementaldecoder("utf-8")(), True
            while start:
                if b"\0" in start:
                    raise ImportRefused(f"{path.name} is not a text file: it contains zero bytes.")
                is_utf8 = is_utf8 and _decodes(decoder, start)
                start = file.read(_CHUNK)
            if is_utf8 and _decodes(decoder, b"", final=True):
                return "utf-8-sig"
    except FileNotFoundError:
        raise ImportRefused(f"There is no file {path}.") from None
    except IsADirectoryError:
        raise ImportRefused(f"{path} is a directory; give a file.") from None
    except OSError as error:
        raise ImportRefused(f"{path} cannot be read: {error.strerror}.") from None
    return _latin(path)


def _sound_utf_16(path: Path) -> str:
    """The name of the encoding, once every byte of the file has been read in it."""
    try:
        with path.open(encoding="utf-16") as file:
            while file.read(_CHUNK):
                pass
    except UnicodeDecodeError as error:
        raise ImportRefused(
            f"{path.name} begins like UTF-16 text and is broken at byte {error.start:,}: {error.reason}. "
            "Save it again as UTF-8."
        ) from None
    return "utf-16"


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _latin(path: Path) -> str:
    """Windows' code page if every byte has a letter there, else Latin-1, where every byte has one."""
    with path.open("rb") as file:
        for chunk in iter(lambda: file.read(_CHUNK), b""):
            try:
                chunk.decode("cp1252")
            except UnicodeDecodeError:
                return "latin-1"
    return "cp1252"


def _listed(names: list[str]) -> str:
    return ", ".join(repr(name) for name in names)
