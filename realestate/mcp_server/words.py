"""A tool's result for hosts that draw no cards: in words, with addresses that work outside our pages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string

_ADDRESSES = ("url", "picture")


def absolute(content: Any, name: str = "") -> Any:
    """The same JSON, the paths under `url` and `picture` as whole addresses of this site."""
    if isinstance(content, dict):
        return {key: absolute(value, key) for key, value in content.items()}
    if isinstance(content, list):
        return [absolute(item, name) for item in content]
    if name in _ADDRESSES and isinstance(content, str) and content.startswith("/"):
        return settings.SITE_URL + content
    return content


def in_words(tool: str, result: dict[str, Any]) -> str:
    """The result as Markdown that stands alone, by `templates/mcp/<tool>.md`; "" for a tool without one."""
    try:
        return render_to_string(f"mcp/{tool}.md", {"result": result}).strip()
    except TemplateDoesNotExist:
        return ""
