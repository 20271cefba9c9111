"""Stored answers as HTML: a small Markdown, parsed and then sanitised. What a model writes is never trusted.

The page streams the same subset (static/js/markdown.js). Links lead only to our own pages; images, HTML and foreign
addresses stay text.
"""

from __future__ import annotations

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_TAGS = {"p", "br", "strong", "em", "code", "pre", "ul", "ol", "li", "h3", "h4", "hr", "blockquote"}
_TAGS |= {"table", "thead", "tbody", "tr", "th", "td", "a"}
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}


def _is_ours(address: str) -> bool:
    return address.startswith("/") and not address.startswith(("//", "/\\"))


_parser = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table")
_parser.disable(["image", "autolink", "html_block", "html_inline", "reference", "code", "lheading", "entity"])
_parser.validateLink = _is_ours


def to_html(text: str) -> SafeString:
    """Markdown text as safe HTML. Headings become h3 and h4: the page has the larger ones."""
    tokens = _parser.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = "h3" if token.tag in ("h1", "h2") else "h4"
    html = _parser.renderer.render(tokens, _parser.options, {})
    safe = nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, link_rel=None, url_schemes=set())
    return mark_safe(safe.replace("<th></th>", "<td></td>"))  # an empty corner is no heading
