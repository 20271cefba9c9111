"""Public remarks of demo homes: what the building is and has. Never who lives there or near, never for whom."""

from __future__ import annotations

from random import Random

from listings.demo.homes import CONDO, DUPLEX, HOUSE, LAND, MANUFACTURED, TOWNHOUSE, Home

_NOUN = {
    HOUSE: "house",
    CONDO: "condominium",
    TOWNHOUSE: "townhouse",
    DUPLEX: "duplex",
    MANUFACTURED: "manufactured home",
}
_COUNT = {1: "One", 2: "Two", 3: "Three", 4: "Four", 5: "Five", 6: "Six"}
_OLD = (
    "Original trim and built-in cabinets remain on the main floor.",
    "Coved ceilings and a deep front porch date from the first build.",
    "Fir floors run through the living and dining rooms.",
    "Divided-light windows face the street.",
)
_NEWER = (
    "Large windows bring daylight into the open main floor.",
    "The plan puts kitchen, dining and living in one room.",
    "Tall ceilings and wide-plank floors run through the main level.",
    "Double-pane windows and added insulation keep heating bills low.",
)
_RENOVATED = (
    "The kitchen was renovated with quartz counters and new cabinets.",
    "Recent work includes a new roof, updated wiring and a rebuilt kitchen.",
    "Plumbing and the electrical panel have been replaced.",
    "The baths were redone with tile floors and new fixtures.",
)
_KITCHENS = (
    "The kitchen has a gas range and a pantry.",
    "An island with seating anchors the kitchen.",
    "The kitchen opens to the dining room through a wide doorway.",
    "Stainless appliances stay with the home.",
    "A breakfast nook sits beside the kitchen window.",
)
_UPSTAIRS_LINE = "The primary bedroom is on the upper floor with a reading alcove."
_BEDROOM_LINES = (
    "The primary bedroom has a walk-in closet.",
    "One bedroom works well as an office.",
    "Bedrooms are set away from the living room.",
)
_FEATURE_LINES = {
    "fireplace": "A fireplace warms the living room.",
    "air conditioning": "Central air conditioning is in place.",
    "heat pump": "A heat pump heats and cools the home.",
    "deck": "A deck off the back adds outdoor space.",
    "patio": "The paved patio is reached from the dining room.",
    "fenced yard": "The back yard is fully fenced.",
    "basement": "The basement offers storage and room to finish.",
    "workshop": "A separate workshop has power and a bench.",
    "pool": "The in-ground pool was resurfaced recently.",
    "solar panels": "Solar panels on the roof are owned.",
    "ev charging": "A 240-volt car charger is installed.",
    "step-free entry": "The entry is step-free.",
    "waterfront": "The lot meets the water.",
    "view": "Upper windows look out over the treetops.",
    "rooftop deck": "A roof deck tops the building.",
    "balcony": "A covered balcony opens from the living room.",
    "elevator": "The building has an elevator.",
    "laundry in unit": "Washer and dryer are in the unit.",
}
_LAND_LINES = (
    "Survey and soil report are available.",
    "Water, power and sewer are at the street.",
    "The lot is level and cleared.",
    "Zoning allows one or two dwellings; buyer to verify with the city.",
    "Mature firs stand along the rear line.",
)


def public_remarks(random: Random, home: Home) -> str:
    """Two to four sentences about the property, different from home to home."""
    if home.sub_type == LAND:
        opening = f"A {home.lot_area:,} sq ft building lot in {home.neighbourhood.name}."
        return " ".join([opening, *random.sample(_LAND_LINES, 2)])
    details = [line for name, line in _FEATURE_LINES.items() if name in home.features]
    choices = random.sample(details, min(2, len(details)))
    choices.append(random.choice(_RENOVATED if home.renovated else _OLD if home.year_built < 1950 else _NEWER))
    choices.append(random.choice(_KITCHENS))
    if home.bedrooms >= 2:
        choices.append(random.choice(_BEDROOM_LINES if home.stories == 1 else (*_BEDROOM_LINES, _UPSTAIRS_LINE)))
    random.shuffle(choices)
    return " ".join([_opening(random, home), *choices[: random.choice((1, 2, 2, 3, 3))]])


def _opening(random: Random, home: Home) -> str:
    noun, place, area = _NOUN[home.sub_type], home.neighbourhood.name, f"{home.living_area:,} sq ft"
    if home.bedrooms == 0:
        return f"A {area} studio in {place}, built in {home.year_built}."
    count = _COUNT[home.bedrooms]
    bedrooms = "bedroom" if home.bedrooms == 1 else "bedrooms"
    baths = f"{home.baths:g} bath" if home.baths == 1 else f"{home.baths:g} baths"
    return random.choice(
        (
            f"A {count.lower()}-bedroom {noun} in {place}, built in {home.year_built}.",
            f"{count} {bedrooms} and {baths} in a {home.year_built} {noun} in {place}.",
            f"This {count.lower()}-bedroom {noun} has {area} on {_floors(home)}.",
            f"{place} {noun} of {area} with {count.lower()} {bedrooms}.",
        )
    )


def _floors(home: Home) -> str:
    return "one floor" if home.stories == 1 else f"{home.stories:g} floors"
