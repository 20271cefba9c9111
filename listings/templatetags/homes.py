"""Money, areas and facts of homes as people read them: `{% load homes %}`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import template
from django.conf import settings

from listings import saved

register = template.Library()

# Doubts about a record by the importer's codes; a code without words here is shown with blanks for underscores.
_FLAGS = {
    "bedrooms_implausible": "bedroom count looks wrong",
    "bedrooms_zero": "recorded with no bedroom",
    "bathrooms_zero": "recorded with no bath",
    "living_area_zero": "recorded with no living area",
    "sold_before_year_built": "sold before it was built",
}


@register.filter
def money(value: Any) -> str:
    """825000 -> $825,000; 2108.5 -> $2,108.50; "" for nothing."""
    amount = _decimal(value)
    if amount is None:
        return ""
    whole = amount == amount.to_integral_value()
    return f"{'−' if amount < 0 else ''}${abs(amount):,.{0 if whole else 2}f}"


@register.filter
def dollars(value: Any) -> str:
    """Rounded to whole dollars: 549.57 -> $550."""
    amount = _decimal(value)
    return "" if amount is None else money(round(amount))


@register.filter
def cut(value: Any) -> str:
    """A negative change as the amount it went down: -15000 -> $15,000."""
    amount = _decimal(value)
    return "" if amount is None else dollars(abs(amount))


@register.filter
def shown(homes: list, most: int) -> int:
    """How many of these homes a card shows when it shows at most so many."""
    return min(len(homes), most)


@register.filter
def area(value: Any) -> str:
    """1840 -> 1,840 sq ft."""
    amount = _decimal(value)
    return "" if amount is None else f"{amount:,.0f} sq ft"


@register.filter
def lot(value: Any) -> str:
    """A lot's area: square feet, and acres from half an acre on: 54450 -> 1.25 acres."""
    amount = _decimal(value)
    if amount is None or amount < 21780:
        return area(value)
    acres = _short(round(amount / 43560, 2))
    return f"{acres} acre{'' if acres == '1' else 's'}"


@register.filter
def number(value: Any) -> str:
    """2.50 -> 2.5; 3 -> 3; 12000 -> 12,000."""
    amount = _decimal(value)
    return "" if amount is None else _short(amount)


@register.filter
def day(value: Any) -> str:
    """A date, also as ISO text: Nov 3, 2026."""
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value[:10])
        except ValueError:
            return value
    return f"{value:%b} {value.day}, {value.year}" if isinstance(value, date) else ""  # a datetime is a date too


@register.filter
def in_unit(value: Any, unit: str) -> str:
    """A compared value in the words of its unit; "not given" for nothing."""
    if value is None or value == "":
        return "not given"
    written = {
        "dollars": money,
        "dollarChange": lambda amount: f"{'+' if amount > 0 else ''}{money(amount)}" if amount else "unchanged",
        "status": status_words,
        "dollarsPerMonth": lambda amount: f"{money(amount)} a month",
        "dollarsPerYear": lambda amount: f"{money(amount)} a year",
        "squareFeet": area,
        "count": number,
        "days": lambda days: f"{number(days)} day{'' if days == 1 else 's'}",
    }
    return written.get(unit, str)(value)


@register.filter
def flag(code: str) -> str:
    """A doubt about a record in words."""
    return _FLAGS.get(code, str(code).replace("_", " "))


@register.filter
def sentence_case(name: str) -> str:
    """A feature or kind as a label: "ev charging" -> "EV charging"."""
    return f"EV{name[2:]}" if name.startswith("ev ") else name[:1].upper() + name[1:]


@register.filter
def status_words(status: str) -> str:
    """A StandardStatus as people say it: Active -> For sale."""
    return {"Active": "For sale", "Closed": "Sold", "Active Under Contract": "Under contract"}.get(status, status)


@register.filter
def alt(home: dict[str, Any]) -> str:
    """What the picture of a home shows, for those who do not see it."""
    return f"{home.get('propertySubType') or 'Home'} in {home.get('city') or 'an unnamed place'}"


@register.filter
def short_price(value: Any) -> str:
    """A price short enough for a point on a map: $825K, $1.25M; "" for none."""
    amount = _decimal(value)
    if amount is None:
        return ""
    return f"${_short(round(amount / 1_000_000, 2))}M" if amount >= 999_500 else f"${round(amount / 1000)}K"


@register.filter
def homes_title(page: dict[str, Any]) -> str:
    """How many homes a search found, and how many of them are here: "6 of 1,512 homes"."""
    total, here = page["total"], len(page["listings"])
    found = f"{number(total)}{'+' if page.get('totalIsLowerBound') else ''} home{'' if total == 1 else 's'}"
    return found if here == total else f"{here} of {found}"


@register.filter
def alone(home: dict[str, Any]) -> list[dict[str, Any]]:
    """One home as a list of homes."""
    return [home]


@register.filter
def unwrapped(saved_homes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The homes among saved ones, without their notes."""
    return [each["listing"] for each in saved_homes]


@register.filter
def chips(page: dict[str, Any]) -> list[dict[str, str]]:
    """Each condition in words, and the question that asks for all the others.

    That is "" for the only one, and for homes being for sale, which holds unless another status is asked for.
    """
    words = page.get("appliedInWords", [])
    questions = ["Homes " + ", ".join(words[:place] + words[place + 1 :]) for place in range(len(words))]
    return [
        {"words": each, "without": "" if len(words) == 1 or each == "for sale" else question}
        for each, question in zip(words, questions, strict=True)
    ]


@register.inclusion_tag("listings/_map.html")
def home_map(place_id: str, homes: list[dict[str, Any]]) -> dict[str, Any]:
    """Where a map of these homes is drawn once it is seen; they stand around it in an element with data-homes."""
    count = sum(home["latitude"] is not None for home in homes)
    return {
        "place_id": place_id,
        "label": f"Map of {count} home{'' if count == 1 else 's'}; the list has them all",
        "placed": count,
        "tiles": settings.MAP_TILES,
        "attribution": settings.MAP_ATTRIBUTION,
    }


@register.inclusion_tag("listings/_save.html", takes_context=True)
def save_button(context: template.Context, home: dict[str, Any]) -> dict[str, Any]:
    """The star that keeps a home, as a form. Nothing where the page is not anybody's (a mail, a card without request).

    What is kept is read once for a page: one query, however many homes it shows.
    """
    request = context.get("request")
    if request is None:
        return {"request": None}
    if not hasattr(request, "saved_listing_ids"):
        request.saved_listing_ids = saved.saved_ids(request.user)
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "home": home,
        "kept": home["listingId"] in request.saved_listing_ids,
    }


def _decimal(value: Any) -> Decimal | None:
    if value is None or value == "" or isinstance(value, bool):
        return None
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() else None


def _short(amount: Decimal) -> str:
    text = f"{amount:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
