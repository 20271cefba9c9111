"""How JSON bodies are read. On its own, because REST framework imports it while it loads its views."""

from __future__ import annotations

from typing import Any

import orjson
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class AnyTypeJSONParser(JSONParser):
    """Reads the body as JSON whatever its Content-Type says: many small clients never set it."""

    media_type = "*/*"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: dict[str, Any] | None = None) -> Any:
        # orjson, because it refuses what json takes and the database does not (a lone surrogate), and what crashes json
        # (10,000 open brackets).
        try:
            return orjson.loads(stream.read())
        except orjson.JSONDecodeError as error:
            raise ParseError(f"The body is not JSON: {error}.") from error
