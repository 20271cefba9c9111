"""What a demo home is: type, size, age, features and what it is worth, drawn at random but consistent in itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from listings.demo.neighbourhoods import STREET_ENDINGS, STREETS, City, Neighbourhood

HOUSE, CONDO, TOWNHOUSE = "Single Family Residence", "Condominium", "Townhouse"
DUPLEX, MANUFACTURED, LAND = "Duplex", "Manufactured Home", "Unimproved Land"
PROPERTY_TYPES = {DUPLEX: "Residential Income", LAND: "Land"}

_WEIGHTS_DENSE = {CONDO: 74, TOWNHOUSE: 18, HOUSE: 8}
_WEIGHTS_OTHER = {HOUSE: 68, TOWNHOUSE: 15, CONDO: 11, DUPLEX: 3, MANUFACTURED: 1, LAND: 2}
# Bedrooms by type: what is built, and how often.
_BEDROOMS = {
    HOUSE: {2: 12, 3: 46, 4: 31, 5: 10, 6: 1},
    CONDO: {0: 6, 1: 36, 2: 46, 3: 12},
    TOWNHOUSE: {2: 34, 3: 54, 4: 12},
    DUPLEX: {4: 60, 5: 15, 6: 25},
    MANUFACTURED: {2: 55, 3: 45},
}
_AREA_BASE = {HOUSE: 620, CONDO: 360, TOWNHOUSE: 420, DUPLEX: 640, MANUFACTURED: 520}
_AREA_PER_BEDROOM = {HOUSE: 440, CONDO: 330, TOWNHOUSE: 380, DUPLEX: 360, MANUFACTURED: 350}
# Against a detached house of the same size, land being part of the price.
_TYPE_FACTOR = {HOUSE: 1.0, CONDO: 0.86, TOWNHOUSE: 0.92, DUPLEX: 0.9, MANUFACTURED: 0.45}
_BASEMENT_UNTIL = 1965
_NEW_FROM = 2015


@dataclass
class Home:
    """A home as it stands, before anyone offers it. Areas in square feet, fees in dollars a month."""

    city: City
    neighbourhood: Neighbourhood
    sub_type: str
    address: str
    latitude: float
    longitude: float
    unit: str = ""
    bedrooms: int | None = None
    full_baths: int | None = None
    half_baths: int | None = None
    living_area: int | None = None
    lot_area: int | None = None
    year_built: int | None = None
    stories: float | None = None
    garage_spaces: int | None = None
    monthly_fee: int | None = None
    renovated: bool = False
    features: list[str] = field(default_factory=list)
    value: int = 0  # US dollars, today, in an average month

    @property
    def baths(self) -> float | None:
        """Baths as people say them: 2.5 is two full and one half."""
        return None if self.full_baths is None else self.full_baths + self.half_baths / 2


def draw_home(random: Random, city: City, this_year: int) -> Home:
    """A home somewhere in the city. this_year: nothing is newer."""
    place = random.choice(city.neighbourhoods)
    sub_type = weighted(random, _WEIGHTS_DENSE if place.dense else _WEIGHTS_OTHER)
    home = Home(
        city=city,
        neighbourhood=place,
        sub_type=sub_type,
        address=_address(random, place),
        latitude=round(place.latitude + random.gauss(0, 0.005), 5),
        longitude=round(place.longitude + random.gauss(0, 0.007), 5),
    )
    if sub_type == LAND:
        home.lot_area = random.randrange(3500, 22_000, 100)
        home.features = random.sample(["level lot", "corner lot", "utilities at street", "alley access"], 2)
    else:
        _draw_structure(random, home, this_year)
        home.features = _draw_features(random, home)
    home.value = worth(random, home, this_year)
    return home


def weighted(random: Random, weights: dict) -> object:
    """One of the keys, as often as its weight says."""
    return random.choices(list(weights), list(weights.values()))[0]


def worth(random: Random, home: Home, this_year: int) -> int:
    """What the home would sell for today, in whole dollars: place, size, type, age and a share of luck.

    Larger homes are worth more but less a square foot (the exponent); a garage, baths and a renovation add.
    """
    rate = home.neighbourhood.price_per_square_foot
    if home.sub_type == LAND:
        return round(rate * 210 * (home.lot_area / 6000) ** 0.5 * random.uniform(0.85, 1.15))
    price = rate * 1900 * (home.living_area / 1900) ** 0.82 * _TYPE_FACTOR[home.sub_type]
    age = max(0, this_year - home.year_built)
    price *= 1.06 if age < 8 else 1 - min(age, 60) * 0.0012
    price *= 1.07 if home.renovated else 1
    price *= 1 + 0.02 * ((home.garage_spaces or 0) - 1) + 0.025 * (home.baths - 2)
    price *= 1.22 if "waterfront" in home.features else 1
    if home.sub_type in (HOUSE, DUPLEX):
        price *= (home.lot_area / 6000) ** 0.07
    return round(price * random.lognormvariate(0, 0.085))


def _address(random: Random, place: Neighbourhood) -> str:
    number = random.randrange(101, 9899)
    street = f"{random.choice(STREETS)} {random.choice(STREET_ENDINGS)}"
    return f"{number} {place.prefix} {street}" if place.prefix else f"{number} {street}"


def _draw_structure(random: Random, home: Home, this_year: int) -> None:
    kind, place = home.sub_type, home.neighbourhood
    home.bedrooms = weighted(random, _BEDROOMS[kind])
    spread = random.gauss(1, 0.13)
    area = (_AREA_BASE[kind] + _AREA_PER_BEDROOM[kind] * home.bedrooms) * spread
    home.living_area = max(380, _to_ten(area))
    home.year_built = _year_built(random, kind, place, this_year)
    home.full_baths, home.half_baths = _baths(random, home)
    home.stories = {CONDO: 1, MANUFACTURED: 1, TOWNHOUSE: random.choice((2, 2, 3))}.get(kind) or random.choice(
        (1, 1, 1.5, 2, 2)
    )
    home.garage_spaces = _garage(random, home)
    home.renovated = home.year_built < this_year - 25 and random.random() < 0.3
    if kind == CONDO:
        home.unit = f"{random.randrange(1, 19)}{random.randrange(1, 15):02d}"
        home.monthly_fee = _to_ten(120 + home.living_area * random.uniform(0.35, 0.72))
    elif kind == TOWNHOUSE:
        home.lot_area = random.randrange(900, 2400, 10)
        home.monthly_fee = random.choice((None, None, random.randrange(90, 420, 10)))
    else:
        typical = 5200 if home.city.name in ("Portland", "Seattle") else 8600
        home.lot_area = max(1800, _to_ten(typical * random.lognormvariate(0, 0.34)))
    if kind == MANUFACTURED:
        home.monthly_fee = random.randrange(650, 1050, 10)


def _to_ten(amount: float) -> int:
    return round(amount / 10) * 10


def _year_built(random: Random, kind: str, place: Neighbourhood, this_year: int) -> int:
    if random.random() < 0.08:
        return random.randrange(_NEW_FROM, this_year)
    if kind in (CONDO, TOWNHOUSE):
        return random.randrange(max(place.built_from, 1965), max(place.built_to, 2019) + 1)
    if kind == MANUFACTURED:
        return random.randrange(1974, 2008)
    return random.randrange(place.built_from, place.built_to + 1)


def _baths(random: Random, home: Home) -> tuple[int, int]:
    if home.sub_type == DUPLEX:
        return 2, random.choice((0, 2))
    if home.bedrooms <= 1:
        return 1, 0
    modern = home.year_built > 1975
    full = weighted(random, {1: 18 if modern else 42, 2: 58 if modern else 46, 3: 24 if modern else 12})
    full = min(full, home.bedrooms)
    if home.bedrooms >= 5:
        full = max(full, 2)
    return full, int(random.random() < (0.55 if home.sub_type == TOWNHOUSE or modern else 0.25))


def _garage(random: Random, home: Home) -> int | None:
    if home.sub_type == CONDO:
        return random.choice((None, 1, 1))
    if home.sub_type == TOWNHOUSE:
        return random.choice((1, 1, 2))
    if home.year_built < 1945:
        return random.choice((None, None, 1))
    return random.choice((None, 1, 2, 2, 2, 3))


def _draw_features(random: Random, home: Home) -> list[str]:
    chances = {
        "fireplace": 0.45,
        "hardwood floors": 0.5 if home.year_built < 1960 else 0.3,
        "air conditioning": 0.65 if home.year_built > 2005 else 0.3,
        "heat pump": 0.35 if home.year_built > 2012 or home.renovated else 0.12,
        "laundry in unit": 0.8 if home.sub_type == CONDO else 0.0,
        "elevator": 0.7 if home.sub_type == CONDO and home.year_built > 1985 else 0.0,
        "balcony": 0.6 if home.sub_type == CONDO else 0.1,
        "rooftop deck": 0.12 if home.sub_type in (CONDO, TOWNHOUSE) else 0.0,
        "deck": 0.4 if home.sub_type == HOUSE else 0.0,
        "patio": 0.35 if home.sub_type != CONDO else 0.0,
        "fenced yard": 0.5 if home.sub_type in (HOUSE, DUPLEX) else 0.0,
        "basement": 0.6 if home.sub_type == HOUSE and home.year_built < _BASEMENT_UNTIL else 0.0,
        "workshop": 0.08 if home.sub_type == HOUSE else 0.0,
        "pool": 0.03 if home.sub_type == HOUSE else 0.0,
        "solar panels": 0.08 if home.sub_type != CONDO else 0.0,
        "ev charging": 0.22 if home.garage_spaces and home.year_built > 2010 else 0.05,
        "step-free entry": 0.3 if home.stories == 1 else 0.04,
        "waterfront": 0.05 if home.neighbourhood.name in ("Houghton", "Madison Park", "Downtown Kirkland") else 0.0,
        "view": 0.14,
    }
    drawn = [name for name, chance in chances.items() if random.random() < chance]
    return (["garage"] if home.garage_spaces else []) + drawn
