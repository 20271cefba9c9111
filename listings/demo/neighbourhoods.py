"""Where the demo homes stand: real neighbourhood names and zip codes, approximate middles and price levels."""

from __future__ import annotations

from typing import NamedTuple


class Neighbourhood(NamedTuple):
    """A part of a city.

    price_per_square_foot: US dollars for a detached home of about 1,900 square feet in average shape, today.
    prefix: the street direction addresses carry there. dense: mostly apartments and town houses.
    """

    name: str
    postal_code: str
    latitude: float
    longitude: float
    price_per_square_foot: int
    built_from: int
    built_to: int
    prefix: str = ""
    dense: bool = False


class City(NamedTuple):
    """A city of the demo market.

    sold_share, active_share: its part of all sales and of all homes for sale. pace_days: the usual wait for an offer.
    """

    name: str
    state: str
    county: str
    sold_share: float
    active_share: float
    pace_days: int
    neighbourhoods: tuple[Neighbourhood, ...]


_PORTLAND = (
    Neighbourhood("Pearl District", "97209", 45.5290, -122.6820, 470, 1998, 2021, "NW", dense=True),
    Neighbourhood("Northwest District", "97210", 45.5340, -122.6990, 445, 1900, 1930, "NW"),
    Neighbourhood("Goose Hollow", "97205", 45.5190, -122.6930, 420, 1905, 2010, "SW", dense=True),
    Neighbourhood("Downtown", "97201", 45.5120, -122.6830, 415, 1965, 2019, "SW", dense=True),
    Neighbourhood("Hillsdale", "97239", 45.4790, -122.6950, 360, 1940, 1985, "SW"),
    Neighbourhood("Multnomah County", "97219", 45.4660, -122.7110, 350, 1935, 2005, "SW"),
    Neighbourhood("Sellwood", "97202", 45.4650, -122.6530, 395, 1905, 1955, "SE"),
    Neighbourhood("Richmond", "97214", 45.5050, -122.6340, 400, 1905, 1940, "SE"),
    Neighbourhood("Mt. Tabor", "97215", 45.5110, -122.5960, 385, 1908, 1960, "SE"),
    Neighbourhood("Woodstock", "97206", 45.4790, -122.6120, 345, 1920, 1975, "SE"),
    Neighbourhood("Lents", "97266", 45.4810, -122.5660, 285, 1940, 2015, "SE"),
    Neighbourhood("Irvington", "97212", 45.5420, -122.6490, 410, 1905, 1935, "NE"),
    Neighbourhood("Alberta Arts District", "97211", 45.5600, -122.6420, 375, 1910, 1955, "NE"),
    Neighbourhood("Cully", "97218", 45.5620, -122.6020, 315, 1925, 2012, "NE"),
    Neighbourhood("Kenton", "97217", 45.5830, -122.6860, 340, 1910, 1960, "N"),
    Neighbourhood("St. Johns", "97203", 45.5900, -122.7490, 320, 1910, 2018, "N"),
)
_SEATTLE = (
    Neighbourhood("Downtown", "98101", 47.6110, -122.3350, 720, 1985, 2021, dense=True),
    Neighbourhood("Capitol Hill", "98102", 47.6300, -122.3210, 680, 1905, 1940, "E"),
    Neighbourhood("Queen Anne", "98109", 47.6370, -122.3560, 690, 1905, 1950, "W"),
    Neighbourhood("Ballard", "98107", 47.6680, -122.3760, 620, 1908, 2020, "NW"),
    Neighbourhood("Fremont", "98103", 47.6610, -122.3430, 640, 1908, 2018, "N"),
    Neighbourhood("Green Lake", "98115", 47.6820, -122.3170, 645, 1915, 1955, "NE"),
    Neighbourhood("Lake City", "98125", 47.7190, -122.2980, 530, 1940, 2016, "NE"),
    Neighbourhood("West Seattle", "98116", 47.5750, -122.3960, 575, 1915, 1975, "SW"),
    Neighbourhood("Delridge", "98106", 47.5410, -122.3570, 480, 1935, 2019, "SW"),
    Neighbourhood("Columbia City", "98118", 47.5590, -122.2860, 520, 1910, 2019, "S"),
    Neighbourhood("Beacon Hill", "98108", 47.5500, -122.3130, 500, 1915, 2017, "S"),
    Neighbourhood("Madison Park", "98112", 47.6350, -122.2900, 760, 1908, 1965, "E"),
)
_BELLEVUE = (
    Neighbourhood("Downtown Bellevue", "98004", 47.6150, -122.2010, 820, 1990, 2022, "NE", dense=True),
    Neighbourhood("West Bellevue", "98004", 47.6100, -122.2130, 960, 1950, 2018, "NE"),
    Neighbourhood("Crossroads", "98008", 47.6170, -122.1220, 640, 1958, 1985, "NE"),
    Neighbourhood("Bridle Trails", "98005", 47.6380, -122.1700, 780, 1965, 1998, "NE"),
    Neighbourhood("Somerset", "98006", 47.5610, -122.1500, 700, 1962, 1995, "SE"),
    Neighbourhood("Lake Hills", "98007", 47.5990, -122.1350, 630, 1955, 1978, "SE"),
    Neighbourhood("Factoria", "98006", 47.5750, -122.1690, 640, 1965, 2010, "SE"),
)
_KIRKLAND = (
    Neighbourhood("Downtown Kirkland", "98033", 47.6760, -122.2060, 860, 1985, 2021, dense=True),
    Neighbourhood("Houghton", "98033", 47.6600, -122.2000, 830, 1950, 2016, "NE"),
    Neighbourhood("Norkirk", "98033", 47.6850, -122.2030, 800, 1945, 2020),
    Neighbourhood("Juanita", "98034", 47.7080, -122.2080, 620, 1962, 2010, "NE"),
    Neighbourhood("Finn Hill", "98034", 47.7230, -122.2300, 590, 1965, 2015, "NE"),
    Neighbourhood("Totem Lake", "98034", 47.7150, -122.1770, 570, 1975, 2021, "NE", dense=True),
)
_REDMOND = (
    Neighbourhood("Downtown Redmond", "98052", 47.6730, -122.1210, 660, 1998, 2022, "NE", dense=True),
    Neighbourhood("Education Hill", "98052", 47.6880, -122.1110, 620, 1970, 2008, "NE"),
    Neighbourhood("Overlake", "98052", 47.6430, -122.1370, 630, 1962, 2019, "NE"),
    Neighbourhood("Grass Lawn", "98052", 47.6680, -122.1490, 640, 1968, 2005, "NE"),
    Neighbourhood("Union Hill", "98053", 47.6770, -122.0450, 590, 1985, 2018, "NE"),
    Neighbourhood("Redmond Ridge", "98053", 47.6960, -122.0390, 560, 2000, 2014, "NE"),
)

CITIES = (
    City("Portland", "OR", "Multnomah County", 0.31, 0.37, 24, _PORTLAND),
    City("Seattle", "WA", "King County", 0.26, 0.25, 14, _SEATTLE),
    City("Bellevue", "WA", "King County", 0.15, 0.14, 12, _BELLEVUE),
    City("Kirkland", "WA", "King County", 0.14, 0.12, 13, _KIRKLAND),
    City("Redmond", "WA", "King County", 0.14, 0.12, 13, _REDMOND),
)

STREETS = (
    "Alder", "Aspen", "Azalea", "Birch", "Blackberry", "Bramble", "Briar", "Camas", "Cedar", "Cherry", "Chestnut",
    "Clover", "Coral", "Cottonwood", "Currant", "Cypress", "Dogwood", "Elder", "Elm", "Fern", "Fir", "Foxglove",
    "Garnet", "Hawthorn", "Hazel", "Heather", "Hemlock", "Heron", "Holly", "Huckleberry", "Hyacinth", "Iris", "Ivy",
    "Juniper", "Kestrel", "Larch", "Larkspur", "Laurel", "Lilac", "Linden", "Lupine", "Madrone", "Magnolia",
    "Marigold", "Myrtle", "Nutmeg", "Olive", "Osprey", "Pear", "Plover", "Plum", "Poplar", "Quail", "Quince",
    "Raven", "Redwood", "Rowan", "Sage", "Sorrel", "Spruce", "Swallow", "Sycamore", "Tamarack", "Teal", "Thistle",
    "Tulip", "Vine", "Walnut", "Warbler", "Willow", "Wren", "Yarrow", "Yew",
)  # fmt: skip
STREET_ENDINGS = ("Street", "Street", "Street", "Avenue", "Avenue", "Drive", "Court", "Lane", "Place", "Way")
