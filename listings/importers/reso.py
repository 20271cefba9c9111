"""RESO records (Data Dictionary 2.0) -> listings. Names in any spelling: ListPrice, listPrice, list_price.

Lookups come as OData keys (SingleFamilyResidence) or human names (Single Family Residence). A lookup value that is not
in the dictionary is kept as it came. What has no column goes to `raw`, private fields nowhere.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django.utils.text import slugify

from listings import features
from listings.importers.doubts import doubts
from listings.importers.mapping import MappedRow, Person, Picture, Unmappable
from listings.importers.private import public
from listings.importers.reading import ImportRefused, Row
from listings.importers.values import BadValue, converter, importable_fields, number
from listings.models import StandardStatus

_SQUARE_FEET = {"squarefeet": Decimal(1), "squaremeters": Decimal("10.76391"), "acres": Decimal(43560)}
_PER_MONTH = {
    "annually": 12, "semiannually": 6, "quarterly": 3, "bimonthly": 2, "monthly": 1, "semimonthly": "0.5",
    "biweekly": "0.4615", "weekly": "0.2308", "daily": "0.0329",
}  # fmt: skip
_STATUS = {"sold": "Closed", "contingent": "Active Under Contract", "cancelled": "Canceled"}
_FEATURE_FIELDS = (
    "accessibilityfeatures", "appliances", "architecturalstyle", "basement", "communityfeatures", "cooling",
    "exteriorfeatures", "fencing", "fireplacefeatures", "flooring", "heating", "interiorfeatures", "laundryfeatures",
    "lotfeatures", "parkingfeatures", "patioandporchfeatures", "poolfeatures", "securityfeatures", "spafeatures",
    "view", "waterfrontfeatures", "windowfeatures",
)  # fmt: skip
_FEATURE_IF = {
    "garageyn": "garage", "poolprivateyn": "pool", "waterfrontyn": "waterfront", "viewyn": "view",
    "fireplaceyn": "fireplace", "seniorcommunityyn": "senior community", "newconstructionyn": "new construction",
    "coolingyn": "air conditioning", "spayn": "hot tub",
}  # fmt: skip
_NO_FEATURE = {"none", "no", "other", "see remarks", "unknown", "n a", "not applicable", ""}
_STREET = ("streetnumber", "streetdirprefix", "streetname", "streetsuffix", "streetdirsuffix")
_PEOPLE = ("listagent", "listoffice")


def _squashed(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())


_LOOKUPS = {
    "standard_status": {_squashed(status): status.value for status in StandardStatus},
    "property_type": {_squashed(name): name for name in features.PROPERTY_TYPES},
    "property_sub_type": {_squashed(name): name for name in features.PROPERTY_SUB_TYPES},
}


class ResoMapping:
    """Maps RESO records; what `Mapping` is for tables. first: the file's first record, which may name the source."""

    name = "RESO"
    sets_features = sets_media = True
    columns: tuple[str, ...] = ()

    def __init__(self, first: dict[str, Any]) -> None:
        if not any(_squashed(name) in ("listingkey", "listingid") for name in first):
            raise ImportRefused(
                f"The first record has neither ListingKey nor ListingId. It has {', '.join(list(first)[:30])}. "
                "Name its columns in a mapping file."
            )
        system = {_squashed(name): value for name, value in first.items()}
        title = str(system.get("originatingsystemname") or system.get("sourcesystemname") or "")[:200]
        self.source: dict[str, Any] = {"name": slugify(title)[:50], "title": title} if slugify(title) else {}
        # By the name without blanks and case; the fields of the home's own that RESO has under another name are below.
        self._columns = {_squashed(name): (name, field) for name, field in importable_fields().items()}

    @property
    def field_names(self) -> list[str]:
        """The fields of Listing this mapping sets."""
        return [*(name for name, _ in self._columns.values()), "raw", "flags"]

    def key_of(self, row: Row) -> str:
        """The listing key a record has, even if the rest of it is unusable; "" when it has none."""
        given = {_squashed(name): value for name, value in row.record.items()}
        return str(given.get("listingkey") or given.get("listingid") or "")[:255]

    def map_row(self, row: Row) -> MappedRow:
        """The listing this record describes; Unmappable says what is wrong with it."""
        if row.problem:
            raise Unmappable(row.problem)
        names = {_squashed(name): name for name in row.record}
        given = {name: row.record[spelt] for name, spelt in names.items() if row.record[spelt] not in (None, "", [])}
        filled = given | _derived(given)
        values = {
            name: self._value(name, field, filled[key], names.get(key, name))
            for key, (name, field) in self._columns.items()
            if key in filled
        }
        for key in ("listing_key", "standard_status"):
            if not values.get(key):
                raise Unmappable(f"{'ListingKey' if key == 'listing_key' else 'StandardStatus'} must not be empty")
        values = {name: _blank(field) for name, field in self._columns.values()} | values
        used = self._columns.keys() | {"media"} | set(_STREET) | {each for each in names if each.startswith(_PEOPLE)}
        values["raw"] = public({spelt: row.record[spelt] for name, spelt in names.items() if name not in used})
        for name, lookup in _LOOKUPS.items():  # what the dictionary does not have is kept as it came
            if values[name] and values[name] not in lookup.values():
                values["raw"][names[_squashed(name)]] = public(row.record[names[_squashed(name)]])
        values["flags"] = doubts(values)
        return MappedRow(
            row.line,
            values,
            _features(given),
            media=_pictures(given.get("media")),
            agent=_person(given, "listagent", "fullname", "preferredphone", "directphone", "mobilephone"),
            office=_person(given, "listoffice", "name", "phone"),
        )

    def _value(self, name: str, field: Any, value: Any, spelt: str) -> Any:
        if name in _LOOKUPS:
            value = _looked_up(name, value)
        if isinstance(value, (dict, list)):
            raise Unmappable(f"{spelt} is {_shown(value)}; it must be one value")
        text = str(value).strip()
        if name in ("bedrooms_total", "living_area", "lot_size_square_feet", "garage_spaces"):
            text = _whole(text)
        try:
            return converter(field)(text) if text else _blank(field)
        except BadValue as error:
            raise Unmappable(f"{spelt} is {_shown(value)}; it must be {error}") from None


def _derived(given: dict[str, Any]) -> dict[str, Any]:
    """What our fields hold, of what RESO says in other fields; in squashed names."""
    found: dict[str, Any] = {}
    if "listingid" not in given and "listingkey" in given:
        found["listingid"] = given["listingkey"]
    if "listingkey" not in given and "listingid" in given:
        found["listingkey"] = given["listingid"]
    if given.get("mlgcanview") is False:
        found["standardstatus"] = "Delete"
    elif "standardstatus" not in given and "mlsstatus" in given:
        found["standardstatus"] = given["mlsstatus"]
    if "onmarketdate" not in given and "listingcontractdate" in given:
        found["onmarketdate"] = given["listingcontractdate"]
    if "unparsedaddress" not in given and "streetname" in given:
        street = " ".join(str(given[name]) for name in _STREET if name in given)
        found["unparsedaddress"] = f"{street} #{given['unitnumber']}" if "unitnumber" in given else street
    if "storiestotal" not in given and "stories" in given:
        found["storiestotal"] = given["stories"]
    full, half = given.get("bathroomsfull"), given.get("bathroomshalf")
    if "bathroomstotal" not in given:
        if full is not None:
            found["bathroomstotal"] = _product(full, 1) + _product(half or 0, "0.5")
        elif "bathroomstotalinteger" in given:
            found["bathroomstotal"] = given["bathroomstotalinteger"]
    if "livingarea" in given and (unit := _SQUARE_FEET.get(_squashed(str(given.get("livingareaunits", ""))))):
        found["livingarea"] = _product(given["livingarea"], unit)
    if "lotsizesquarefeet" not in given and "lotsizeacres" in given:
        found["lotsizesquarefeet"] = _product(given["lotsizeacres"], 43560)
    if "associationfee" in given and (
        times := _PER_MONTH.get(_squashed(str(given.get("associationfeefrequency", ""))))
    ):
        found["associationfee"] = _product(given["associationfee"], 1) / Decimal(times)
    return found


def _product(value: Any, factor: Any) -> Decimal:
    try:
        return number(str(value)) * Decimal(factor)
    except BadValue:
        raise Unmappable(f"{_shown(value)} must be a number") from None


def _whole(text: str) -> str:
    """Measures may have decimals; we keep whole square feet."""
    try:
        return str(number(text).quantize(Decimal(1)))
    except BadValue:
        return text


def _looked_up(name: str, value: Any) -> Any:
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if not isinstance(value, str):
        return value
    squashed = _squashed(value)
    if name == "standard_status":
        value = _STATUS.get(squashed, value)
        squashed = _squashed(value)
    return _LOOKUPS[name].get(squashed, value)


def _blank(field: Any) -> Any:
    return field.get_default() if field.has_default() else None if field.null else ""


def _features(given: dict[str, Any]) -> tuple[str, ...]:
    found = {
        feature for name, feature in _FEATURE_IF.items() if str(given.get(name)).casefold() in ("true", "1", "y", "yes")
    }
    for name in _FEATURE_FIELDS:
        values = given.get(name, [])
        for value in values if isinstance(values, list) else str(values).split(","):
            feature = features.feature_called(str(value))
            if feature not in _NO_FEATURE:
                found.add(feature)
    return tuple(sorted(found))


def _pictures(media: Any) -> tuple[Picture, ...]:
    """The pictures that may be shown, in their order. An address that is no web address is left out."""
    found = []
    for place, each in enumerate(media if isinstance(media, list) else []):
        item = {_squashed(name): value for name, value in each.items()} if isinstance(each, dict) else {}
        url, permission = str(item.get("mediaurl") or ""), str(item.get("permission") or "public")
        category = _squashed(str(item.get("mediacategory") or "photo"))
        if (
            re.match(r"https?://[^\s\x00]{1,1990}$", url)
            and category == "photo"
            and "private" not in permission.lower()
        ):
            order = item.get("order")
            words = public(str(item.get("shortdescription") or item.get("longdescription") or ""))[:300]
            found.append((order if isinstance(order, int) else place, place, Picture(url, words)))
    return tuple(picture for *_, picture in sorted(found)[:200])


def _person(given: dict[str, Any], prefix: str, name: str, *phones: str) -> Person | None:
    key, called = given.get(f"{prefix}key"), given.get(f"{prefix}{name}")
    if not called:
        return None
    phone = next((given[f"{prefix}{each}"] for each in phones if given.get(f"{prefix}{each}")), "")
    texts = (key or called, called, given.get(f"{prefix}email", ""), phone, given.get(f"{prefix}statelicense", ""))
    return Person(*(public(str(text)).strip()[:most] for text, most in zip(texts, (255, 150, 80, 16, 50), strict=True)))


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
