"""What the page of one home says beside its picture: facts in words, its history, and where to go from it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from listings.summaries import ListingDetail
from listings.templatetags.homes import area, dollars, in_unit, lot, money, number, status_words


def factsheet(home: ListingDetail) -> dict[str, Any]:
    """The page's context for this home."""
    return {
        "home": home.model_dump(mode="json", by_alias=True),
        "facts": _facts(home),
        "history": _history(home),
        "ask_address": f"{reverse('chat')}?{urlencode({'q': _question(home)})}",
        "city_address": f"{reverse('listings')}?{urlencode({'place': _city(home)})}" if home.city else "",
    }


def _facts(home: ListingDetail) -> list[dict[str, str]]:
    """Label and value of each fact that is known, or known never to be recorded by the source."""
    rows = [
        ("Kind of home", "property_sub_type", home.property_sub_type or home.property_type or ""),
        ("Bedrooms", "bedrooms_total", number(home.bedrooms_total)),
        ("Baths", "bathrooms_total", number(home.bathrooms_total)),
        ("Living area", "living_area", area(home.living_area)),
        ("Lot", "lot_size_square_feet", lot(home.lot_size_square_feet)),
        ("Built", "year_built", str(home.year_built or "")),
        ("Floors", "stories_total", number(home.stories_total)),
        ("Garage spaces", "garage_spaces", number(home.garage_spaces)),
        ("Price per sq ft", "price", dollars(home.price_per_square_foot)),
        ("Association fee", "association_fee", _each(home.association_fee, "dollarsPerMonth")),
        ("Property tax", "tax_annual_amount", _each(home.tax_annual_amount, "dollarsPerYear")),
        ("County", "county_or_parish", home.county_or_parish or ""),
        ("List price", "list_price", money(home.list_price) if home.close_price is not None else ""),
    ]
    return [
        {"label": label, "value": value or "not recorded by this source"}
        for label, column, value in rows
        if value or column in home.not_recorded
    ]


def _history(home: ListingDetail) -> list[dict[str, str]]:
    """Prices and statuses together, the latest first."""
    events = [
        *((each.date, 0, f"Listed at {money(each.price)}") for each in home.price_history[:1]),
        *((each.date, 1, f"Price set to {money(each.price)}") for each in home.price_history[1:]),
        *((each.date, 2, status_words(each.status)) for each in home.status_history),
    ]
    if home.close_date and home.close_price is not None:
        events.append((home.close_date, 3, f"Closed at {money(home.close_price)}"))
    return [{"date": each.isoformat(), "words": words} for each, _, words in sorted(events, reverse=True)]


def _each(amount: Any, unit: str) -> str:
    return "" if amount is None else in_unit(amount, unit)


def _question(home: ListingDetail) -> str:
    if home.unparsed_address:
        return f"Tell me about {home.unparsed_address} (listing {home.listing_id})"
    return f"Tell me about listing {home.listing_id}"


def _city(home: ListingDetail) -> str:
    return ", ".join(part for part in (home.city, home.state_or_province) if part)
