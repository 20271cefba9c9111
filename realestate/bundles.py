"""Pages' scripts and styles as one file each, made from the plain sources when they are asked for or collected.

A phone pays for each request. The sources stay ES modules and style sheets without a build step: this finder joins
them, so that `make run`, `make serve` and tests serve the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

# Each bundle with its entries. A script's imports come with it; `import()` stays a request of its own.
BUNDLES = {
    "js/chat.bundle.js": ["js/notifications.js", "js/save.js", "js/chat.js"],
    "js/homes.bundle.js": ["js/save.js", "js/map_places.js"],
    "css/chat.bundle.css": [
        "css/base.css",
        "css/notifications.css",
        "css/cards.css",
        "css/charts.css",
        "css/approvals.css",
        "css/chat.css",
        "css/map.css",
        "css/table.css",
    ],
    "css/homes.bundle.css": [
        "css/base.css",
        "css/notifications.css",
        "css/cards.css",
        "css/charts.css",
        "css/map.css",
        "css/listings.css",
    ],
}
_IMPORT = re.compile(r"^import \{ (?P<names>[\w, ]+) \} from '\./(?P<file>[\w.]+)';$", re.MULTILINE)
_EXPORT = re.compile(r"^export (?P<what>(?:async )?(?:function|class|const) (?P<name>\w+))", re.MULTILINE)


def bundle(name: str, root: Path) -> str:
    """The text of a bundle, from the sources under `root`."""
    entries = [root / each for each in BUNDLES[name]]
    if name.endswith(".css"):
        return "\n".join(entry.read_text() for entry in entries)
    return "".join(_wrapped(path) for path in _in_order(entries))


def _in_order(entries: Iterable[Path]) -> list[Path]:
    """These modules after those they import, each once."""
    found: dict[Path, None] = {}
    for entry in entries:
        if entry not in found:
            imported = [entry.parent / match["file"] for match in _IMPORT.finditer(entry.read_text())]
            found |= dict.fromkeys([*_in_order(imported), entry])
    return list(found)


def _wrapped(path: Path) -> str:
    """One module in a scope of its own, that hands out what it exports."""
    text = path.read_text()
    body = _IMPORT.sub(lambda match: f"const {{ {match['names']} }} = {_variable(match['file'])}", text)
    body = _EXPORT.sub(r"\g<what>", body)
    exported = ", ".join(match["name"] for match in _EXPORT.finditer(text))
    return f"const {_variable(path.name)} = (() => {{\n{body}\nreturn {{ {exported} }}\n}})()\n"


def _variable(file: str) -> str:
    return f"${file.removesuffix('.js')}"


class BundleFinder(BaseFinder):
    """Finds the bundles as files under var/, written again whenever a source has changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sources = Path(settings.STATICFILES_DIRS[0])
        self.storage = FileSystemStorage(location=settings.BASE_DIR / "var" / "bundles")

    def check(self, **kwargs: Any) -> list[Any]:
        """Nothing can be set wrongly."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> str | list[str]:
        """Where the bundle is, if `path` names one."""
        if path not in BUNDLES:
            return []
        found = str(self._written(path))
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """Every bundle with its storage."""
        for name in BUNDLES:
            self._written(name)
            yield name, self.storage

    def _written(self, name: str) -> Path:
        target, text = Path(self.storage.path(name)), bundle(name, self.sources)
        if not target.exists() or target.read_text() != text:
            target.parent.mkdir(parents=True, exist_ok=True)
            unfinished = target.with_name(f".{target.name}.{id(self)}")
            unfinished.write_text(text)
            unfinished.replace(target)  # at once: other processes may be reading
        return target
