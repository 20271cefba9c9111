"""Which classes are protected where: a data file for the federal law and for each state of FAIR_HOUSING_PACKS."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import Any

from django.conf import settings

HERE = Path(__file__).parent / "packs"


def names() -> list[str]:
    """The packs there are."""
    return sorted(path.stem for path in HERE.glob("*.toml"))


def read(name: str) -> dict[str, Any]:
    """A pack: the law it follows, and the classes with what the law says of them."""
    return tomllib.loads((HERE / f"{name}.toml").read_text())


@functools.cache
def protected() -> frozenset[str]:
    """The classes that any pack of FAIR_HOUSING_PACKS protects; the federal ones always."""
    return frozenset(name for pack in ("federal", *settings.FAIR_HOUSING_PACKS) for name in read(pack)["classes"])
