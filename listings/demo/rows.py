"""Writes demo homes as rows: listings first, then everything that points at them, a thousand at a time."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from random import Random

from django.contrib.auth import get_user_model

from listings.demo.homes import LAND, PROPERTY_TYPES, Home
from listings.demo.offers import Offer
from listings.demo.remarks import public_remarks
from listings.models import (
    Listing,
    ListingFeature,
    Media,
    Member,
    Office,
    PriceChange,
    Source,
    StandardStatus,
    StatusChange,
)

BATCH = 1000
# Office, and the listing agents who work there. All made up; 555-01xx numbers ring nowhere.
_OFFICES = {
    "Portland": {
        "Rose City Realty": ("Maya Lindqvist", "Tomás Reyes", "Hannah Boateng"),
        "Bridgetown Homes": ("Oren Castellan", "Priya Raman", "Jonas Weller"),
        "Sellwood & Stark": ("Camille Duarte", "Derek Yoon"),
    },
    "Seattle": {
        "Emerald Door Realty": ("Nadia Farouk", "Elliot Braga", "Wen Zhao"),
        "Rainier Residential": ("Sofia Marchetti", "Kwame Adjei", "Lucas Ferrer"),
    },
    "Eastside": {
        "Lakeline Properties": ("Ingrid Solberg", "Arjun Mehta", "Beatriz Campos"),
        "Cascade Key Realty": ("Theo Nakamura", "Rosa Whitfield", "Samir Haddad"),
    },
}
_ROOMS = ("Front", "Living room", "Kitchen", "Primary bedroom", "Bath", "Back")


def demo_source() -> Source:
    """The source every demo listing belongs to."""
    source, _ = Source.objects.get_or_create(
        name="demo",
        defaults={
            "title": "Doorstep demo market",
            "attribution": "Demo data. Homes, people and offices are made up.",
            "is_demo": True,
            "outside_use": Source.OutsideUse.FULL,
        },
    )
    return source


class DemoRows:
    """Collects the rows of demo homes and saves them together."""

    def __init__(self, random: Random, source: Source) -> None:
        self._random, self._source = random, source
        self.listings: list[Listing] = []
        self._dependents: list[ListingFeature | Media | PriceChange | StatusChange] = []
        self._members = _create_members(source)

    def add(self, home: Home, offer: Offer) -> None:
        """One home with the story of its sale, under the next listing id: L001, L002 and so on."""
        listing = self._listing(home, offer, f"L{len(self.listings) + 1:03d}")
        self.listings.append(listing)
        pictures = 1 if home.sub_type == LAND else self._random.randrange(3, len(_ROOMS) + 1)
        self._dependents += [
            *(ListingFeature(listing=listing, name=name) for name in home.features),
            *(
                Media(
                    listing=listing,
                    order=order,
                    media_url=f"/listings/{listing.listing_id}/picture.svg?order={order}",
                    short_description="The lot" if home.sub_type == LAND else _ROOMS[order],
                )
                for order in range(pictures)
            ),
            *(PriceChange(listing=listing, changed_on=day, list_price=price) for day, price in offer.prices),
            *(StatusChange(listing=listing, changed_on=day, standard_status=status) for day, status in offer.statuses),
        ]

    def save(self) -> None:
        """Insert what was added."""
        Listing.objects.bulk_create(self.listings, batch_size=BATCH)
        for model in (ListingFeature, Media, PriceChange, StatusChange):
            rows = [row for row in self._dependents if isinstance(row, model)]
            model.objects.bulk_create(rows, batch_size=BATCH)

    def _listing(self, home: Home, offer: Offer, listing_id: str) -> Listing:
        team = self._members[_team(home)]
        # The homes that examples speak of belong to the first agent, who is a demo user.
        agent = self._random.choice(team) if len(self.listings) >= 3 else self._members["Portland"][0]
        price = offer.prices[-1][1]
        return Listing(
            source=self._source,
            listing_key=listing_id,
            listing_id=listing_id,
            standard_status=offer.status,
            property_type=PROPERTY_TYPES.get(home.sub_type, "Residential"),
            property_sub_type=home.sub_type,
            list_price=Decimal(price),
            original_list_price=Decimal(offer.prices[0][1]),
            close_price=None if offer.close_price is None else Decimal(offer.close_price),
            on_market_date=offer.listed_on,
            purchase_contract_date=offer.contract_on,
            close_date=offer.closed_on,
            off_market_date=_off_market(offer),
            unparsed_address=f"{home.address} #{home.unit}" if home.unit else home.address,
            unit_number=home.unit,
            city=home.city.name,
            county_or_parish=home.city.county,
            state_or_province=home.city.state,
            postal_code=home.neighbourhood.postal_code,
            subdivision_name=home.neighbourhood.name,
            latitude=home.latitude,
            longitude=home.longitude,
            bedrooms_total=home.bedrooms,
            bathrooms_full=home.full_baths,
            bathrooms_half=home.half_baths,
            bathrooms_total=None if home.baths is None else Decimal(str(home.baths)),
            living_area=home.living_area,
            lot_size_square_feet=home.lot_area,
            year_built=home.year_built,
            stories_total=None if home.stories is None else Decimal(str(home.stories)),
            garage_spaces=home.garage_spaces,
            association_fee=None if home.monthly_fee is None else Decimal(home.monthly_fee),
            tax_annual_amount=Decimal(round(home.value * self._random.uniform(0.0085, 0.0115))),
            public_remarks=public_remarks(self._random, home),
            list_agent=agent,
            list_office=agent.office,
        )


def _team(home: Home) -> str:
    return home.city.name if home.city.name in _OFFICES else "Eastside"


def _off_market(offer: Offer) -> date | None:
    # Under contract but still shown: on the market by the meaning of the status.
    if offer.status == StandardStatus.ACTIVE_UNDER_CONTRACT:
        return None
    return offer.contract_on or offer.left_on


def _create_members(source: Source) -> dict[str, list[Member]]:
    """The made-up listing agents by region; users with the role stand behind the first ones."""
    users = iter(get_user_model().objects.filter(role="listing_agent").order_by("pk")[:6])
    teams: dict[str, list[Member]] = {}
    number = 0
    for region, offices in _OFFICES.items():
        teams[region] = []
        for office_name, names in offices.items():
            slug = office_name.lower().replace(" & ", "-").replace(" ", "-")
            office, _ = Office.objects.get_or_create(
                source=source,
                office_key=slug,
                defaults={"office_name": office_name, "office_phone": f"(503) 555-01{number:02d}"},
            )
            for name in names:
                number += 1
                teams[region].append(
                    Member.objects.create(
                        source=source,
                        office=office,
                        user=next(users, None),
                        member_key=f"A{number:03d}",
                        member_full_name=name,
                        member_email=f"agent{number:02d}@{slug}.example",
                        member_phone=f"(503) 555-01{number + 20:02d}",
                        member_state_license=f"DEMO-{20_000 + number}",
                    )
                )
    return teams
