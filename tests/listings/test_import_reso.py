"""RESO Common Format and plain JSON: what becomes of names, lookups, media, people, private fields and bad records."""

from __future__ import annotations

import json
import tracemalloc
from datetime import date
from decimal import Decimal

import pytest

from listings.importers import importing
from listings.importers.importing import import_file
from listings.importers.reading import ImportRefused
from listings.models import Listing, Media, Member, QuarantinedRow, Source

HOME = {
    "ListingKey": "K-1",
    "ListingId": "M100",
    "StandardStatus": "ActiveUnderContract",
    "PropertyType": "Residential",
    "PropertySubType": "SingleFamilyResidence",
    "ListPrice": 825000.0,
    "StreetNumber": "12",
    "StreetName": "Elm",
    "StreetSuffix": "Street",
    "City": "Portland",
    "StateOrProvince": "OR",
    "PostalCode": "97202",
    "BedroomsTotal": 3,
    "BathroomsFull": 2,
    "BathroomsHalf": 1,
    "LivingArea": 100.0,
    "LivingAreaUnits": "SquareMeters",
    "LotSizeAcres": 0.25,
    "OnMarketDate": "2026-11-01T08:00:00.000Z",
    "AssociationFee": 1200,
    "AssociationFeeFrequency": "Annually",
    "GarageYN": True,
    "InteriorFeatures": ["HardwoodFloors", "Wine Cellar", "None"],
    "Cooling": ["Central Air"],
    "InternetAddressDisplayYN": True,
    "InternetAutomatedValuationDisplayYN": False,
    "ListAgentKey": "A1",
    "ListAgentFullName": "Maya Lind",
    "ListAgentPreferredPhone": "503-555-0100",
    "ListOfficeKey": "O1",
    "ListOfficeName": "Oak Realty",
    "ListOfficePhone": "503-555-0199",
    "PublicRemarks": "Quiet.",
    "PrivateRemarks": "The seller must move",
    "ShowingInstructions": "Key under the mat",
    "X_LockBoxCode": "1234",
    "ModificationTimestamp": "2026-11-20T10:00:00Z",
    "Zoning": "R5",
    "OriginatingSystemName": "Rose MLS",
    "Media": [
        {"MediaURL": "https://img.example/2.jpg", "Order": 2, "ShortDescription": "Kitchen"},
        {"MediaURL": "https://img.example/1.jpg", "Order": 1},
        {"MediaURL": "javascript:alert(1)", "Order": 0},
        {"MediaURL": "https://img.example/plan.pdf", "MediaCategory": "Document"},
    ],
}


@pytest.fixture
def bring_in(db, tmp_path):
    """Imports what is given as the text or the value of a JSON file; (counts, reasons by number)."""

    def run(content, **options):
        reasons = {}
        (tmp_path / "homes.json").write_text(content if isinstance(content, str) else json.dumps(content))
        counts = import_file(
            tmp_path / "homes.json", quarantine=lambda line, reason: reasons.update({line: reason}), **options
        )
        return counts, reasons

    return run


def test_a_record_becomes_a_listing(bring_in):
    bring_in({"@reso.context": "urn:reso:metadata:2.0:resource:property", "value": [HOME]})

    home = Listing.objects.get()
    assert (home.listing_key, home.listing_id) == ("K-1", "M100")
    assert (home.standard_status, home.property_sub_type) == ("Active Under Contract", "Single Family Residence")
    assert (home.list_price, home.unparsed_address) == (Decimal("825000.00"), "12 Elm Street")
    assert (home.bathrooms_total, home.living_area, home.lot_size_square_feet) == (Decimal("2.50"), 1076, 10890)
    assert (home.on_market_date, home.association_fee) == (date(2026, 11, 1), Decimal("100.00"))
    assert home.internet_automated_valuation_display_yn is False
    assert set(home.features.values_list("name", flat=True)) == {
        "garage",
        "hardwood floors",
        "wine cellar",
        "air conditioning",
    }
    assert (home.source.name, home.source.title) == ("rose-mls", "Rose MLS")


def test_who_lists_it_is_known(bring_in):
    bring_in([HOME])

    home = Listing.objects.select_related("list_agent__office").get()
    assert (home.list_agent.member_full_name, home.list_agent.member_phone) == ("Maya Lind", "503-555-0100")
    assert home.list_agent.office == home.list_office
    assert home.list_office.office_phone == "503-555-0199"


def test_pictures_come_in_order_and_only_web_addresses(bring_in):
    bring_in([HOME])

    assert list(Media.objects.values_list("order", "media_url", "short_description")) == [
        (0, "https://img.example/1.jpg", ""),
        (1, "https://img.example/2.jpg", "Kitchen"),
    ]


def test_private_fields_are_stored_nowhere(bring_in):
    bring_in([HOME, HOME | {"ListingKey": "K-2", "ListingId": "M2", "ListPrice": "cheap"}])

    stored = json.dumps([Listing.objects.get().raw, QuarantinedRow.objects.get().raw])
    assert "R5" in stored
    assert "must move" not in stored
    assert "Key under the mat" not in stored
    assert "1234" not in stored


@pytest.mark.parametrize(
    "content",
    [HOME, [HOME], {"value": [HOME], "@odata.count": 1}, {"@odata.context": "x", "value": [HOME]}],
)
def test_one_object_a_list_and_a_value_are_read_alike(bring_in, content):
    assert bring_in(content)[0].created == 1


def test_names_may_be_spelt_in_any_case(bring_in):
    plain = {"listingKey": "P1", "standard_status": "Active", "LISTPRICE": 1000, "city": "Portland"}

    bring_in([plain], source_name="office")

    home = Listing.objects.get()
    assert (home.listing_id, home.standard_status, home.list_price, home.city) == ("P1", "Active", 1000, "Portland")


def test_a_lookup_value_that_is_not_in_the_dictionary_is_kept(bring_in):
    bring_in([HOME | {"PropertySubType": "TreeHouse"}])

    home = Listing.objects.get()
    assert home.property_sub_type == "TreeHouse"
    assert home.raw["PropertySubType"] == "TreeHouse"


def test_the_same_file_again_changes_nothing(bring_in):
    bring_in([HOME])

    counts, _ = bring_in([HOME])

    assert (counts.created, counts.updated, counts.unchanged) == (0, 0, 1)


@pytest.mark.parametrize(
    "changed",
    [
        {"ListPrice": 800000},
        {"ListAgentKey": "A2", "ListAgentFullName": "Ben Okafor"},
        {"Media": []},
        {"GarageYN": False},
        {"PublicRemarks": None},
    ],
)
def test_every_change_is_an_update(bring_in, changed):
    bring_in([HOME])

    assert bring_in([HOME | changed])[0].updated == 1


def test_what_a_record_no_longer_says_is_no_longer_known(bring_in):
    bring_in([HOME])

    bring_in([{name: HOME[name] for name in ("ListingKey", "ListingId", "StandardStatus", "OriginatingSystemName")}])

    home = Listing.objects.get()
    assert (home.list_price, home.city, home.public_remarks, home.list_agent) == (None, "", "", None)
    assert Member.objects.count() == 1


def test_a_listing_that_may_not_be_viewed_is_hidden(bring_in):
    bring_in([HOME | {"MlgCanView": False}])

    assert Listing.objects.visible_to(None).count() == 0


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"ListPrice": "cheap"}, "ListPrice is 'cheap'; it must be a number."),
        ({"StandardStatus": "Haunted"}, "StandardStatus is 'Haunted'; it must be one of Active, Active Under"),
        ({"StandardStatus": None}, "StandardStatus must not be empty."),
        ({"City": ["Portland", "Salem"]}, "City is ['Portland', 'Salem']; it must be one value."),
        ({"Latitude": 91}, "Latitude is 91; it must be at most 90."),
        ({"BedroomsTotal": True}, "BedroomsTotal is True; it must be a number."),
        ({"OnMarketDate": "soon"}, "OnMarketDate is 'soon'; it must be a date like 2014-10-13."),
        ({"LivingArea": "big"}, "'big' must be a number."),
        ({"ListingKey": None, "ListingId": None}, "ListingKey must not be empty."),
    ],
)
def test_a_bad_record_is_put_aside_with_its_reason(bring_in, changed, reason):
    counts, reasons = bring_in([HOME, HOME | {"ListingKey": "K-2", "ListingId": "M2"} | changed])

    assert (counts.created, counts.quarantined) == (1, 1)
    assert reasons[2].startswith(reason)


def test_what_is_no_object_is_put_aside(bring_in):
    counts, reasons = bring_in([HOME, 12, None, "home", [HOME]])

    assert (counts.created, counts.quarantined) == (1, 4)
    assert reasons[2] == "it is int, not an object."


def test_text_that_no_database_stores_is_cleaned(bring_in):
    bring_in(json.dumps([HOME | {"Zoning": "R\x005", "Note\ud800": "\ud800x"}]))

    raw = Listing.objects.get().raw
    assert (raw["Zoning"], raw["Note"]) == ("R5", "x")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("[]", "holds no listing"),
        ("{}", "holds no listing"),
        ('{"value": []}', "holds no listing"),
        ('[{"ListingKey": 1},', "is not valid JSON near character"),
        ('[{"ListingKey": 1} {"ListingKey": 2}]', "“,” is missing"),
        ('{"value": [{"ListingKey": NaN}]}', "NaN is no JSON number"),
        ('[{"ListingKey": 1}] and more', "there is more behind its end"),
        ("[" * 5000, "nested too deeply"),
        ('[{"name": "Elm"}]', "The first record has neither ListingKey nor ListingId. It has name."),
        ('[{"ListingKey": "1", "StandardStatus": "Active"}]', "RESO does not name a source; give one"),
    ],
)
def test_an_unusable_file_is_refused_before_anything_is_written(bring_in, content, sentence):
    with pytest.raises(ImportRefused, match=sentence):
        bring_in(content)

    assert Source.objects.count() == 0


def test_plain_json_is_read_with_a_mapping_file(bring_in, tmp_path):
    mapping = tmp_path / "office.toml"
    mapping.write_text(
        '[source]\nname = "office"\n[fields]\nlisting_key = "id"\nlist_price = "price"\nstandard_status = "state"\n'
        '[features]\ngarage = "garages"\n'
    )

    counts, _ = bring_in(
        [{"id": 7, "price": 450000, "state": "Active", "garages": 2}, {"id": 8, "price": None, "state": "Active"}],
        mapping=mapping,
    )

    assert counts.created == 2
    assert Listing.objects.get(listing_id="7").features.get().name == "garage"


def test_a_dry_run_writes_nothing(bring_in):
    counts, _ = bring_in([HOME, HOME | {"ListingKey": None, "ListingId": None}], dry_run=True)

    assert (counts.created, counts.quarantined) == (1, 1)
    assert (Listing.objects.count(), Source.objects.count(), QuarantinedRow.objects.count()) == (0, 0, 0)


def test_memory_does_not_grow_with_the_file(tmp_path, db, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 50)
    path = tmp_path / "many.json"
    with path.open("w") as file:
        file.write('{"value": [')
        for number in range(1500):
            home = HOME | {"ListingKey": f"K{number}", "ListingId": f"K{number}", "PublicRemarks": "x" * 3000}
            file.write(("," if number else "") + json.dumps(home))
        file.write("]}")
    tracemalloc.start()

    counts = import_file(path, dry_run=True, quarantine=lambda line, reason: None)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert counts.created == 1500
    assert path.stat().st_size > 6_000_000
    assert peak < 5_000_000
