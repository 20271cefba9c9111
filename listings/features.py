"""The words people use for features and kinds of homes -> the words listings are stored with."""

from __future__ import annotations

import re
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA


class HomeKind(NamedTuple):
    """RESO types that one everyday word stands for: a listing of any of them is meant."""

    property_types: tuple[str, ...] = ()
    property_sub_types: tuple[str, ...] = ()


# Name as stored and shown -> what people and sources say as well. The first word of an entry is its name.
FEATURES: dict[str, tuple[str, ...]] = {
    "garage": ("garages", "attached garage", "detached garage", "garage parking", "car garage", "two car garage"),
    "parking": ("off street parking", "parking space", "driveway", "carport", "covered parking", "assigned parking"),
    "pool": ("swimming pool", "private pool", "inground pool", "in ground pool", "community pool"),
    "hot tub": ("spa", "jacuzzi", "whirlpool"),
    "waterfront": ("on the water", "lakefront", "oceanfront", "riverfront", "beachfront", "lake front", "water front"),
    "view": ("views", "mountain view", "water view", "city view", "lake view", "scenic view", "territorial view"),
    "fireplace": ("fireplaces", "wood stove", "gas fireplace", "wood burning fireplace"),
    "basement": ("finished basement", "full basement", "daylight basement", "cellar", "unfinished basement"),
    "air conditioning": ("ac", "a c", "aircon", "air con", "air conditioned", "central air", "central ac", "cooling"),
    "heat pump": ("heat pumps", "mini split", "mini splits", "ductless heat pump"),
    "ev charging": ("ev charger", "ev", "electric car charger", "electric vehicle charging", "car charger", "ev ready"),
    "solar panels": ("solar", "solar power", "photovoltaic", "pv"),
    "deck": ("decks", "wood deck"),
    "rooftop deck": ("roof deck", "roof terrace", "rooftop terrace"),
    "patio": ("patios", "terrace", "covered patio"),
    "balcony": ("balconies", "private balcony"),
    "porch": ("front porch", "veranda", "covered porch"),
    "fenced yard": ("fenced", "fence", "fenced backyard", "fenced in yard", "fully fenced"),
    "yard": ("backyard", "back yard", "garden", "front yard", "lawn"),
    "hardwood floors": ("hardwood", "hardwoods", "wood floors", "wood floor", "hardwood floor", "wooden floors"),
    "laundry in unit": ("in unit laundry", "in unit washer and dryer", "washer and dryer", "washer dryer", "laundry"),
    "elevator": ("lift", "elevators"),
    "step-free entry": (
        "accessible entrance", "wheelchair accessible", "wheelchair access", "wheelchair", "step free", "accessible",
        "no steps", "step free entrance", "ada accessible", "ramp", "zero step entry", "accessible entry",
    ),
    "single level": ("one level", "single story", "one story", "single floor", "no stairs", "rambler", "ranch style"),
    "workshop": ("shop", "work shop"),
    "home office": ("office", "den", "study"),
    "guest house": ("adu", "accessory dwelling unit", "in law suite", "mother in law", "guest suite", "casita"),
    "pets allowed": ("pets", "pet friendly", "dogs allowed", "cats allowed"),
    "furnished": ("fully furnished",),
    "gated": ("gated community", "gate"),
    "senior community": ("55 plus", "55 and over", "55 and older", "over 55", "55 community", "active adult"),
    "new construction": ("newly built", "brand new", "new build", "new home", "never lived in"),
    "renovated": ("remodeled", "remodelled", "updated", "recently renovated", "move in ready"),
    "no association fee": ("no hoa", "no hoa fee", "no hoa fees", "no hoa dues", "no homeowners association"),
    "corner lot": ("corner",),
    "level lot": ("flat lot",),
    "alley access": ("alley",),
    "utilities at street": ("utilities",),
}  # fmt: skip

# Asking for the first also finds homes that name the second, which is a kind of it.
INCLUDES: dict[str, tuple[str, ...]] = {
    "deck": ("rooftop deck",),
    "parking": ("garage",),
    "yard": ("fenced yard",),
}

KINDS: dict[str, HomeKind] = {
    "house": HomeKind(property_sub_types=("Single Family Residence",)),
    "condo": HomeKind(property_sub_types=("Condominium",)),
    "townhouse": HomeKind(property_sub_types=("Townhouse",)),
    "duplex": HomeKind(property_sub_types=("Duplex",)),
    "triplex": HomeKind(property_sub_types=("Triplex",)),
    "fourplex": HomeKind(property_sub_types=("Quadruplex",)),
    "multi-family": HomeKind(
        property_types=("Residential Income",), property_sub_types=("Multi Family", "Duplex", "Triplex", "Quadruplex")
    ),
    "apartment": HomeKind(property_sub_types=("Apartment", "Condominium", "Stock Cooperative")),
    "co-op": HomeKind(property_sub_types=("Stock Cooperative",)),
    "cabin": HomeKind(property_sub_types=("Cabin",)),
    "manufactured home": HomeKind(
        property_types=("Manufactured In Park",),
        property_sub_types=("Manufactured Home", "Manufactured On Land", "Mobile Home"),
    ),
    "land": HomeKind(property_types=("Land",), property_sub_types=("Unimproved Land",)),
    "farm": HomeKind(property_types=("Farm",), property_sub_types=("Farm", "Agriculture")),
    "rental": HomeKind(property_types=("Residential Lease",)),
    "commercial": HomeKind(property_types=("Commercial Sale", "Commercial Lease", "Business Opportunity")),
}
KIND_WORDS: dict[str, tuple[str, ...]] = {
    "house": ("houses", "single family", "single family home", "single family house", "single family homes",
              "detached", "detached home", "detached house", "sfr", "sfh", "bungalow", "craftsman"),
    "condo": ("condos", "condominiums"),
    "townhouse": ("townhouses", "town house", "town houses", "townhome", "townhomes", "town home", "row house",
                  "rowhouse"),
    "duplex": ("duplexes",),
    "triplex": ("triplexes",),
    "fourplex": ("fourplexes", "four plex", "quadplex", "4 plex"),
    "multi-family": ("multifamily", "multi family home", "multi unit", "income property", "plex"),
    "apartment": ("apartments", "flat", "flats"),
    "co-op": ("coop", "co ops", "coops", "cooperative"),
    "cabin": ("cabins", "cottage", "cottages"),
    "manufactured home": ("mobile home", "mobile homes", "trailer", "manufactured", "manufactured homes",
                          "mobile"),
    "land": ("lot", "lots", "vacant land", "empty lot", "acreage", "building lot", "plot"),
    "farm": ("farms",),
    "rental": ("rentals", "lease", "for rent"),
    "commercial": ("commercial property",),
}  # fmt: skip
# Words that mean any kind, so they set no condition.
ANY_KIND = frozenset({"home", "homes", "property", "properties", "any", "place", "listing", "real estate", "residence"})

PROPERTY_TYPES = (
    "Residential", "Residential Lease", "Residential Income", "Land", "Farm", "Manufactured In Park",
    "Commercial Sale", "Commercial Lease", "Business Opportunity",
)  # fmt: skip
PROPERTY_SUB_TYPES = (
    "Agriculture", "Apartment", "Boat Slip", "Business", "Cabin", "Condominium", "Co-Ownership", "Deeded Parking",
    "Duplex", "Farm", "Hotel/Motel", "Industrial", "Manufactured Home", "Manufactured On Land", "Mixed Use",
    "Mobile Home", "Mobile Home Park", "Multi Family", "Office", "Own Your Own", "Quadruplex", "Ranch", "Retail",
    "Single Family Residence", "Stock Cooperative", "Tenancy in Common", "Timeshare", "Townhouse", "Triplex",
    "Unimproved Land", "Warehouse",
)  # fmt: skip


def feature_named(words: str) -> str | None:
    """The feature these words mean ("AC" -> "air conditioning"), spelling corrected; None when there is none."""
    return _meaning(words, _FEATURE_BY_WORDS)


def feature_called(words: str) -> str:
    """The feature's name for a source's words, spelling not corrected: "Central Air" -> "air conditioning".

    Words that no feature has are their own name, in lower case, at most 60 characters.
    """
    plain = _plain(words)
    return _FEATURE_BY_WORDS.get(plain, plain[:60])


def stored_names(feature: str) -> tuple[str, ...]:
    """Every name a listing that has this feature may carry: the name, its other words, what it includes."""
    names = (feature, *INCLUDES.get(feature, ()))
    return tuple(dict.fromkeys(word for name in names for word in (name, *FEATURES.get(name, ()))))


def kind_of_home(words: str) -> tuple[str, HomeKind] | None:
    """The kind of home these words mean, with its name; None when unknown.

    "condos" -> ("condo", ...); RESO's own values ("Single Family Residence", "SingleFamilyResidence") stand for
    themselves; "home" gives a kind without types, which is no condition.
    """
    plain = _plain(words)
    if plain in ANY_KIND:
        return "home", HomeKind()
    if plain in _RESO_BY_WORDS:
        name = _RESO_BY_WORDS[plain]
        return name, HomeKind((name,) if name in PROPERTY_TYPES else (), (name,) if name in PROPERTY_SUB_TYPES else ())
    kind = _meaning(words, _KIND_BY_WORDS)
    return (kind, KINDS[kind]) if kind else None


def _plain(words: str) -> str:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", words)  # RESO's OData keys: SingleFamilyResidence
    return " ".join(re.sub(r"[^a-z0-9]+", " ", spaced.casefold()).split())


def _meaning(words: str, by_words: dict[str, str]) -> str | None:
    plain = _plain(words)
    if plain in by_words or len(plain) < 5:
        return by_words.get(plain)
    nearest = process.extractOne(plain, by_words.keys(), scorer=OSA.distance, score_cutoff=1 if len(plain) < 8 else 2)
    return by_words[nearest[0]] if nearest and nearest[0][0] == plain[0] else None


_FEATURE_BY_WORDS = {_plain(word): name for name, words in FEATURES.items() for word in (name, *words)}
_KIND_BY_WORDS = {_plain(word): name for name, words in KIND_WORDS.items() for word in (name, *words)}
# "Farm" and "Land" are types and everyday words: the everyday meaning, which covers both, wins.
_RESO_BY_WORDS = {
    _plain(name): name for name in (*PROPERTY_SUB_TYPES, *PROPERTY_TYPES) if _plain(name) not in _KIND_BY_WORDS
}
