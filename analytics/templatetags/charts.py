"""Charts and figures of markets and visitors: `{% load charts %}`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template

from analytics import charts

register = template.Library()


@register.inclusion_tag("analytics/_market_chart.html")
def market_chart(series: list[dict[str, Any]], card_id: Any) -> dict[str, Any]:
    """The chart of a market's months; nothing when there are too few. card_id keeps ids unique on a page."""
    return {"chart": charts.market_chart(series), "card_id": card_id}


@register.inclusion_tag("analytics/_sparkline.html")
def sparkline(metrics: dict[str, Any], card_id: Any) -> dict[str, Any]:
    """The small chart of a listing's views by week."""
    return {"chart": charts.sparkline(metrics["weekly"]), "card_id": f"{card_id}-{metrics['listingId']}"}


@register.inclusion_tag("analytics/_funnel.html")
def funnel(metrics: dict[str, Any], definitions: dict[str, str]) -> dict[str, Any]:
    """Views, saves and inquiries as words and bars."""
    bars = charts.funnel(metrics)
    names = (("pageViews", "views"), ("saves", "saves"), ("inquiries", "inquiries"))
    steps = [
        {"bar": bar, "word": word, "definition": definitions.get(name, "")}
        for bar, (name, word) in zip(bars, names, strict=bool(bars))
    ]
    return {"steps": steps, "reason": metrics["reasons"].get("pageViews", "")}


@register.inclusion_tag("analytics/_payment.html")
def payment(result: dict[str, Any]) -> dict[str, Any]:
    """The parts of a monthly payment as one bar and a list with figures."""
    parts = result["parts"]
    places = charts.stacked_bar([part["amount"] for part in parts])
    drawn = [part | {"x": x, "width": width} for part, (x, width) in zip(parts, places, strict=True)]
    return {"parts": drawn, "total": result["monthlyPayment"], "width": charts.WIDTH}


@register.filter
def cents(amount: Any) -> str:
    """4171.65 -> $4,171.65; 700 -> $700.00."""
    return f"${amount:,.2f}"


@register.filter
def assumed(assumption: dict[str, Any]) -> str:
    """An assumption's value in its unit: "$8,400 a year", "6.5% a year", "30 years"; a dash where it is left out."""
    value = assumption["value"]
    if value is None:
        return "–"
    amount = f"${value:,.2f}".removesuffix(".00")
    return {
        "dollars": amount,
        "dollarsPerMonth": f"{amount} a month",
        "dollarsPerYear": f"{amount} a year",
        "percent": f"{value:g}%",
        "percentPerYear": f"{value:g}% a year",
        "years": f"{value} years",
    }[assumption["unit"]]


@register.filter
def price_words(position: dict[str, Any]) -> str:
    """A price beside those of comparable homes: "3.1% above the median list price of 34 comparable homes"."""
    words = f"{_beside(position['differencePercent'])} the median list price of {position['n']} comparable homes"
    if position["differencePercentPerSquareFoot"] is None:
        return words
    return f"{words}, and per square foot {_beside(position['differencePercentPerSquareFoot'])} theirs"


def _beside(percent: float) -> str:
    return f"{abs(percent):g}% {'above' if percent > 0 else 'below'}" if percent else "level with"


@register.filter
def month_name(month: str) -> str:
    """2014-06 -> June 2014."""
    return f"{date.fromisoformat(f'{month}-01'):%B %Y}"


@register.filter
def day_name(day: str) -> str:
    """2014-06-02 or 2014-06-02T00:00:00Z -> 2 June 2014."""
    parsed = datetime.fromisoformat(day)
    return f"{parsed.day} {parsed:%B %Y}"


@register.filter
def signed_percent(change: float) -> str:
    """3.1 -> +3.1%, -2.2 -> −2.2%, 0 -> 0%."""
    if not change:
        return "0%"
    return f"{'+' if change > 0 else '−'}{abs(change):g}%"


@register.filter
def lookup(mapping: dict[str, str], key: str) -> str:
    """The entry of a dictionary, "" when there is none."""
    return mapping.get(key, "")
