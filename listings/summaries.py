"""A home as it goes over the wire: the short form of lists and the long form of its own page."""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from listings.models import Listing
from realestate import fair_housing
from realestate.wire import Number, WireModel


class ListingSummary(WireModel):
    """A home in short. Dollars, square feet; null where the source does not say."""

    listing_id: str
    url: str
    picture: str
    standard_status: str
    price: Number | None  # what it sold for, else the list price
    list_price: Number | None
    close_price: Number | None
    original_list_price: Number | None
    price_change: Number | None  # list price less original list price: negative is a reduction
    price_per_square_foot: Number | None
    bedrooms_total: int | None
    bathrooms_total: Number | None  # 2.5 is two and a half
    living_area: int | None
    lot_size_square_feet: int | None
    year_built: int | None
    property_type: str | None
    property_sub_type: str | None
    unparsed_address: str | None  # null also where the seller withholds it
    city: str | None
    county_or_parish: str | None
    state_or_province: str | None
    postal_code: str | None
    subdivision_name: str | None
    latitude: float | None
    longitude: float | None
    distance_miles: float | None = None  # only in a search near a point
    days_on_market: int | None
    close_date: date | None
    features: list[str]
    flags: list[str]  # doubts about the record, e.g. "bedrooms_implausible"
    list_agent_full_name: str | None
    list_office_name: str | None
    list_office_phone: str | None
    attribution: str


class DatedPrice(WireModel):
    """The list price set on a day."""

    date: date
    price: Number


class DatedStatus(WireModel):
    """The status taken on a day."""

    date: date
    status: str


class Picture(WireModel):
    """A picture and what it shows."""

    url: str
    description: str


class ListingDetail(ListingSummary):
    """Everything that may be shown of a home."""

    public_remarks: str | None
    garage_spaces: int | None
    stories_total: Number | None
    association_fee: Number | None  # dollars a month
    tax_annual_amount: Number | None
    on_market_date: date | None
    purchase_contract_date: date | None
    price_history: list[DatedPrice]
    status_history: list[DatedStatus]
    pictures: list[Picture]
    disclaimer: str | None
    not_recorded: dict[str, str]  # fields this source never has, with the reason


def summary(listing: Listing, today: date | None = None) -> ListingSummary:
    """A home in short, not to be changed. Made by `search`, it costs no further query."""
    today = today or timezone.localdate()
    told = getattr(listing, "told", None)  # by day, where the home is kept in memory: see `columns.Columns.homes`
    if told is None or getattr(listing, "distance_miles", None) is not None:
        return ListingSummary(**_facts(listing, today))
    if today not in told:
        told.clear()
        told[today] = ListingSummary(**_facts(listing, today))
    return told[today]


def detail(listing: Listing, today: date | None = None) -> ListingDetail:
    """Everything that may be shown of a home; three more queries for its histories and pictures."""
    return ListingDetail(
        **_facts(listing, today or timezone.localdate()),
        public_remarks=listing.shown_remarks or None,
        garage_spaces=listing.garage_spaces,
        stories_total=listing.stories_total,
        association_fee=listing.association_fee,
        tax_annual_amount=listing.tax_annual_amount,
        on_market_date=listing.on_market_date,
        purchase_contract_date=listing.purchase_contract_date,
        price_history=[
            DatedPrice(date=change.changed_on, price=change.list_price) for change in listing.price_changes.all()
        ],
        status_history=[
            DatedStatus(date=change.changed_on, status=change.standard_status)
            for change in listing.status_changes.all()
        ],
        pictures=[
            # A caption may name the street.
            Picture(url=picture.media_url, description=picture.short_description if listing.shown_address else "")
            for picture in listing.media.all()
            if _may_be_shown(picture.media_url)
        ]
        or [Picture(url=drawn_picture(listing), description="A drawing, not a photo")],
        disclaimer=listing.source.disclaimer or None,
        not_recorded=_not_recorded(listing),
    )


def _not_recorded(listing: Listing) -> dict[str, str]:
    held_back = listing.public_remarks and not listing.shown_remarks
    remarks = {"publicRemarks": fair_housing.sentence("remarks")} if held_back else {}
    return {name: str(reason) for name, reason in listing.source.lacks.items()} | remarks


def _first_picture(listing: Listing) -> str:
    url = getattr(listing, "picture_url", None) or ""
    return url if _may_be_shown(url) else drawn_picture(listing)


def _may_be_shown(url: str) -> bool:
    """Whether the pages' Content-Security-Policy lets a browser load this picture."""
    return bool(re.match(r"/(?!/)", url)) or url.startswith(tuple(f"{origin}/" for origin in settings.IMAGE_ORIGINS))


def drawn_picture(listing: Listing) -> str:
    """Where the drawing of a home without photos is."""
    return reverse("listing-picture", args=[listing.listing_id])


def _facts(listing: Listing, today: date) -> dict[str, Any]:
    placed = listing.internet_address_display_yn
    distance = getattr(listing, "distance_miles", None)
    change = None
    if listing.list_price is not None and listing.original_list_price is not None:
        change = listing.list_price - listing.original_list_price
    return {
        "listing_id": listing.listing_id,
        "url": listing.get_absolute_url(),
        "picture": _first_picture(listing),
        "standard_status": listing.standard_status,
        "price": listing.price,
        "list_price": listing.list_price,
        "close_price": listing.close_price,
        "original_list_price": listing.original_list_price,
        "price_change": change,
        "price_per_square_foot": _price_per_square_foot(listing),
        "bedrooms_total": listing.bedrooms_total,
        "bathrooms_total": listing.bathrooms_total,
        "living_area": listing.living_area,
        "lot_size_square_feet": listing.lot_size_square_feet,
        "year_built": listing.year_built,
        "property_type": listing.property_type or None,
        "property_sub_type": listing.property_sub_type or None,
        "unparsed_address": listing.shown_address or None,
        "city": listing.city or None,
        "county_or_parish": listing.county_or_parish or None,
        "state_or_province": listing.state_or_province or None,
        "postal_code": listing.postal_code or None,
        "subdivision_name": listing.subdivision_name or None,
        # A point on the map is an address.
        "latitude": listing.latitude if placed else None,
        "longitude": listing.longitude if placed else None,
        "distance_miles": None if distance is None or not placed else round(distance, 2),
        "days_on_market": listing.days_on_market(today),
        "close_date": listing.close_date,
        "features": sorted(feature.name for feature in listing.features.all()),
        "flags": listing.flags,
        "list_agent_full_name": str(listing.list_agent) if listing.list_agent else None,
        "list_office_name": str(listing.list_office) if listing.list_office else None,
        "list_office_phone": (listing.list_office.office_phone or None) if listing.list_office else None,
        "attribution": listing.attribution,
    }


def _price_per_square_foot(listing: Listing) -> Decimal | None:
    """Dollars a square foot, to the cent."""
    if listing.price is None or not listing.living_area:
        return None
    return (listing.price / listing.living_area).quantize(Decimal("0.01"), ROUND_HALF_UP)
