"""What a tool's card may have besides its figures: `{% load cards %}`."""

from __future__ import annotations

from typing import Literal

from django import template
from django.utils.html import format_html

register = template.Library()


@register.simple_block_tag(takes_context=True)
def tile(context: template.Context, content: str, kind: Literal["card", "homes"] = "card") -> str:
    """The button that stands for this card in a conversation and puts it on the table; nothing on other pages.

    kind: a "card" is shown on the table instead of in the text where there is room; "homes" are shown in both.
    """
    if not context.get("on_page"):
        return ""
    return format_html(
        '<button type="button" class="tile" value="{}" data-kind="{}" aria-controls="table">{}</button>',
        context["call"].pk,
        kind,
        content.strip(),
    )
