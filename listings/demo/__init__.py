"""A demo market: some 1,800 made-up homes in five real cities, with prices, histories, agents and pictures.

Everything is drawn from one random seed and dated relative to one day, so two people who seed on the same day look at
the same homes.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from django.db import transaction

from listings.demo.homes import HOUSE, Home, draw_home
from listings.demo.neighbourhoods import CITIES
from listings.demo.offers import Offer, draw_offer, plan
from listings.demo.rows import DemoRows, demo_source
from listings.importers.importing import measure_tables
from listings.models import Source
from listings.models import StandardStatus as Status
from realestate.seeding import SeedOptions


def seed(options: SeedOptions) -> None:
    """Write the demo market, whole or not at all; if there is one, leave it and say so."""
    present = Source.objects.filter(name="demo", listings__isnull=False).exists()
    if present:
        options.write("Demo listings: already there.")
        return
    with transaction.atomic():
        rows = DemoRows(Random(options.random_seed), demo_source())
        for home, offer in draw_market(options):
            rows.add(home, offer)
        rows.save()
    measure_tables()  # PostgreSQL would look through every home's words until it has counted them
    options.write(f"Demo listings: {len(rows.listings):,} homes in {', '.join(city.name for city in CITIES)}.")


def flush() -> None:
    """Remove the demo source with everything that belongs to it."""
    Source.objects.filter(name="demo").delete()


def draw_market(options: SeedOptions) -> list[tuple[Home, Offer]]:
    """The three homes that examples speak of, then as many as are wanted, no address twice."""
    random = Random(options.random_seed)
    market = [_known_home(options.today, **known) for known in KNOWN_HOMES]
    addresses = {home.address for home, _ in market}
    for city, status, closed_on in plan(random, options.listings - len(market), options.today):
        home = draw_home(random, CITIES[city], options.today.year)
        while home.address in addresses:
            home = draw_home(random, CITIES[city], options.today.year)
        addresses.add(home.address)
        market.append((home, draw_offer(random, home, status, closed_on, options.today)))
    return market


KNOWN_HOMES = (
    {
        "city": 0, "neighbourhood": "Downtown", "address": "123 Oak Street", "price": 825_000, "bedrooms": 3,
        "baths": (2, 0), "area": 1840, "lot": 4900, "built": 1926, "garage": 1, "days": 24,
        "features": ["garage", "fireplace", "hardwood floors", "basement", "deck"],
    },
    {
        "city": 0, "neighbourhood": "Goose Hollow", "address": "456 Pine Avenue", "price": 799_000, "bedrooms": 4,
        "baths": (3, 0), "area": 2260, "lot": 5200, "built": 1912, "garage": None, "days": 47, "first_price": 815_000,
        "features": ["fireplace", "hardwood floors", "fenced yard", "heat pump"],
    },
    {
        "city": 1, "neighbourhood": "Downtown", "address": "789 Maple Drive", "price": 1_250_000, "bedrooms": 5,
        "baths": (3, 1), "area": 2980, "lot": 4400, "built": 2008, "garage": 2, "days": 16,
        "features": ["garage", "air conditioning", "deck", "ev charging", "view"],
    },
)  # fmt: skip


def _known_home(today: date, **known) -> tuple[Home, Offer]:
    city = CITIES[known["city"]]
    place = next(each for each in city.neighbourhoods if each.name == known["neighbourhood"])
    home = Home(
        city=city,
        neighbourhood=place,
        sub_type=HOUSE,
        address=known["address"],
        latitude=place.latitude,
        longitude=place.longitude,
        bedrooms=known["bedrooms"],
        full_baths=known["baths"][0],
        half_baths=known["baths"][1],
        living_area=known["area"],
        lot_area=known["lot"],
        year_built=known["built"],
        stories=2,
        garage_spaces=known["garage"],
        features=known["features"],
        value=known["price"],
    )
    listed_on = today - timedelta(days=known["days"])
    prices = [(listed_on, known.get("first_price", known["price"]))]
    if "first_price" in known:
        prices.append((listed_on + timedelta(days=28), known["price"]))
    return home, Offer(Status.ACTIVE, listed_on, prices=prices, statuses=[(listed_on, Status.ACTIVE)])
