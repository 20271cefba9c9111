"""How the chat page writes tool calls."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import orjson
from django import template
from django.template.loader import select_template
from django.utils.safestring import SafeString, mark_safe

from agent.models import ToolCall

register = template.Library()
MOST_JSON_CHARS = 6000
# Tools are titled for the moment they work ("Searching homes"); done, they say what they did.
DONE = {
    "Searching": "Searched",
    "Looking": "Looked",
    "Comparing": "Compared",
    "Reading": "Read",
    "Counting": "Counted",
    "Preparing": "Prepared",
    "Saving": "Saved",
    "Estimating": "Estimated",
    "Calculating": "Calculated",
    "Removing": "Removed",
    "Working": "Worked",
    "Writing": "Wrote",
}


@register.filter
def as_json(value: Any) -> str:
    """Indented JSON for the curious, cut where it gets long."""
    text = orjson.dumps(value if value is not None else {}, option=orjson.OPT_INDENT_2).decode()
    return text if len(text) <= MOST_JSON_CHARS else text[:MOST_JSON_CHARS] + "\n..."


@register.filter
def seconds(milliseconds: int) -> str:
    """1234 as "1.2 s"; anything quicker than a tenth as "0.1 s"."""
    return f"{max(milliseconds / 1000, 0.1):.1f} s"


@register.filter
def past_tense(title: str) -> str:
    """ "Searching homes" as "Searched homes"; a title that begins otherwise stays as it is."""
    verb, _, rest = title.partition(" ")
    return f"{DONE.get(verb, verb)} {rest}".strip()


@register.simple_tag(takes_context=True)
def tool_card(context: template.Context, call: ToolCall) -> SafeString:
    """The card of a completed call, from its own template or the plain one."""
    shown = {"call": call, "result": call.result, "arguments": call.arguments, "on_page": True}
    page = getattr(call, "page", "")
    shown |= {"approval": getattr(call, "approval", None), "next": page, "page": page}
    return mark_safe(select_template(call.card_template).render(shown, context.get("request")))


@register.simple_tag(takes_context=True)
def table_card(context: template.Context, call: ToolCall) -> SafeString:
    """The same call as the table shows it: its own template there, or the card with ids of its own."""
    shown = {"call": SimpleNamespace(pk=f"table-{call.pk}"), "result": call.result, "arguments": call.arguments}
    names = [f"tools/table/{call.name}.html", *call.card_template]
    return mark_safe(select_template(names).render(shown, context.get("request")))
