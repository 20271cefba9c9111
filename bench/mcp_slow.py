"""Our application with one slow answer: findPlaces takes 200 ms for "Portland, OR"."""

from __future__ import annotations

import time
from typing import Any

from realestate import asgi
from realestate.tooling import all_tools

_tool = all_tools()["findPlaces"]
_quick = _tool.fn


def _slow(text: str) -> Any:
    if text == "Portland, OR":
        time.sleep(0.2)
    return _quick(text=text)


_tool.fn = _slow
application = asgi.application
