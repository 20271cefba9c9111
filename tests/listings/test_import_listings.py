"""`manage.py import_listings`: good rows come in, bad ones are named, unusable files are refused in a sentence."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from listings.models import Listing, ListingFeature, Source

pytestmark = pytest.mark.django_db

MAPPING = """
key = ["listing_key"]
required = ["listing_key", "list_price"]

[source]
name = "office"
title = "The office"

[constants]
state_or_province = "OR"

[fields]
listing_key = "Key"
list_price = "Price"
standard_status = { column = "Status", values = { Sold = "Closed" } }
city = "City"
bedrooms_total = "Beds"
on_market_date = { column = "Listed", format = "%m/%d/%Y", optional = true }

[features]
garage = "Garage"
"""
HEADER = "Key,Price,Status,City,Beds,Garage"
ASTORIA = "A1,450000,Active,Astoria,3,1"
SALEM = "A2,390000,Sold,Salem,2,0"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "office.toml").write_text(MAPPING)
    return tmp_path


@pytest.fixture
def run(folder):
    def run_import(content, *options, mapping="office.toml", name="homes.csv"):
        path = folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        output = StringIO()
        call_command("import_listings", path, "--mapping", folder / mapping, *options, stdout=output)
        return output.getvalue()

    return run_import


def table(*rows, line_end="\n"):
    return line_end.join([HEADER, *rows, ""])


def test_rows_become_listings(run):
    said = run(table(ASTORIA, SALEM))

    assert "created 2, updated 0, unchanged 0, quarantined 0" in said
    astoria, salem = Listing.objects.order_by("listing_key")
    assert (astoria.list_price, astoria.city, astoria.bedrooms_total) == (Decimal(450_000), "Astoria", 3)
    assert (salem.standard_status, salem.state_or_province) == ("Closed", "OR")


def test_a_number_above_zero_gives_the_feature(run):
    run(table(ASTORIA, SALEM))

    assert list(ListingFeature.objects.values_list("listing__listing_key", "name")) == [("A1", "garage")]


def test_a_changed_row_updates_its_listing(run):
    run(table(ASTORIA, SALEM))

    said = run(table("A1,440000,Active,Astoria,3,0", SALEM))

    assert "created 0, updated 1, unchanged 1, quarantined 0" in said
    assert Listing.objects.get(listing_key="A1").list_price == 440_000
    assert not ListingFeature.objects.exists()


def test_a_row_that_came_as_it_was_is_left_alone(run):
    run(table(ASTORIA))
    before = Listing.objects.get().modification_timestamp

    run(table(ASTORIA))

    assert Listing.objects.get().modification_timestamp == before


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("A9,cheap,Active,Salem,2,0", "line 2: Price is 'cheap'; it must be a number."),
        ("A9,NaN,Active,Salem,2,0", "line 2: Price is 'NaN'; it must be a number."),
        ("A9,1e400,Active,Salem,2,0", "line 2: Price is '1e400'; it must be a number."),
        ("A9,-5,Active,Salem,2,0", "line 2: Price is '-5'; it must be at least 1."),
        ("A9,9e12,Active,Salem,2,0", "line 2: Price is '9e12'; it must be below 1,000,000,000,000."),
        ("A9,390000,Active,Salem,2.5,0", "line 2: Beds is '2.5'; it must be a whole number."),
        ("A9,390000,Active,Salem,99999,0", "line 2: Beds is '99999'; it must be at most 32767."),
        ("A9,390000,Active,Salem,2,many", "line 2: Garage is 'many'; it must be a number."),
        ("A9,,Active,Salem,2,0", "line 2: Price must not be empty."),
        (",,Active,Salem,2,0", "line 2: Price and Key must not be empty."),
        ("A9,390000,Gone,Salem,2,0", "line 2: Status is 'Gone'; it must be one of Active,"),
        ("A9,390000,Active,Salem", "line 2: the row has 4 cells, the header has 6."),
        ("A9,390000,Active," + "x" * 51 + ",2,0", "it must be at most 50 characters long."),
    ],
)
def test_a_bad_row_is_put_aside_with_the_reason(run, row, reason):
    said = run(table(row, ASTORIA))

    assert reason in said
    assert "created 1, updated 0, unchanged 0, quarantined 1" in said


def test_a_key_that_comes_twice_is_put_aside(run):
    said = run(table(ASTORIA, "A1,1000,Active,Salem,1,0"))

    assert "line 3: A1 is in the file already, further up." in said
    assert Listing.objects.get().list_price == 450_000


def test_an_id_that_another_source_uses_is_put_aside(run):
    other = Source.objects.create(name="other", title="Another source")
    Listing.objects.create(source=other, listing_key="77", listing_id="A1", standard_status="Active")

    said = run(table(ASTORIA, SALEM))

    assert "line 2: the id A1 is already used by other." in said
    assert "created 1, updated 0, unchanged 0, quarantined 1" in said


def test_strict_fails_when_a_row_was_put_aside_and_keeps_the_good_ones(run):
    with pytest.raises(CommandError, match="1 rows were quarantined"):
        run(table("A9,cheap,Active,Salem,2,0", ASTORIA), "--strict")

    assert Listing.objects.count() == 1


def test_a_dry_run_writes_nothing_and_counts_the_same(run):
    said = run(table(ASTORIA, SALEM, "A9,cheap,Active,Salem,2,0"), "--dry-run")

    assert "Dry run, nothing written: created 2, updated 0, unchanged 0, quarantined 1" in said
    assert not Listing.objects.exists()
    assert not Source.objects.exists()


def test_source_names_another_source(run):
    run(table(ASTORIA), "--source", "branch")

    assert Listing.objects.get().source.name == "branch"


def test_the_import_is_noted_at_its_source(run):
    run(table(ASTORIA))

    assert Source.objects.get(name="office").last_imported_at is not None


@pytest.mark.parametrize(
    "content",
    [
        table(ASTORIA, SALEM, line_end="\r\n"),
        table(ASTORIA, SALEM, line_end="\r"),
        "\ufeff" + table(ASTORIA, SALEM),
        table(ASTORIA, SALEM).replace(",", ";"),
        table(ASTORIA, SALEM).replace(",", "\t"),
        table(ASTORIA, SALEM).encode("utf-16"),
        table(ASTORIA, SALEM) + "\n\n",
        table(ASTORIA, SALEM).removesuffix("\n"),
    ],
    ids=["crlf", "cr", "mark", "semicolons", "tabs", "utf-16", "blank lines", "no last line end"],
)
def test_common_kinds_of_tables_are_understood(run, content):
    assert "created 2, updated 0, unchanged 0, quarantined 0" in run(content)


@pytest.mark.parametrize(("encoding", "city"), [("utf-8", "Cañon"), ("cp1252", "Cañon’s"), ("latin-1", "Cañ\x81n")])
def test_letters_of_common_encodings_are_read_right(run, encoding, city):
    run(table(f"A1,450000,Active,{city},3,1").encode(encoding))

    assert Listing.objects.get().city == city


def test_a_price_may_be_written_with_dollar_sign_and_commas(run):
    run(table('A1,"$1,450,000.50",Active,Astoria,3,1'))

    assert Listing.objects.get().list_price == Decimal("1450000.50")


def test_a_date_is_read_in_the_format_of_its_column(run):
    run(f"{HEADER},Listed\n{ASTORIA},10/31/2026\n")

    assert Listing.objects.get().on_market_date == date(2026, 10, 31)


def test_a_date_in_another_format_is_put_aside(run):
    said = run(f"{HEADER},Listed\n{ASTORIA},31.10.2026\n")

    assert "Listed is '31.10.2026'; it must be a date like 10/13/2014." in said


def test_a_column_without_a_field_is_kept_as_it_came(run):
    run(f"{HEADER},Agent's note\n{ASTORIA},call first\n")

    assert Listing.objects.get().raw == {"Garage": "1", "Agent's note": "call first"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "homes.csv is empty."),
        ("\n\n", "homes.csv has no header: its first line is empty."),
        (HEADER, "homes.csv has a header and no rows."),
        (b"PK\x03\x04\x00\x00", "homes.csv is not a text file: it contains zero bytes."),
        ("Key,Price,Beds\n1,2,3\n", "homes.csv lacks 3 columns that office.toml needs: Status, City, Garage."),
        ('{"value": [{"ListingKey": 1}]}\n{}\n', "homes.csv is not valid JSON near character 32: there is more"),
        (f"{HEADER},Key\n{ASTORIA},x\n", "homes.csv has the column 'Key' more than once."),
        (table(ASTORIA, '"' + "x" * 140_000), "homes.csv cannot be read as a table from line"),
    ],
)
def test_an_unusable_file_is_refused_before_anything_is_written(run, content, sentence):
    with pytest.raises(CommandError) as refusal:
        run(content)

    assert sentence in str(refusal.value)
    assert not Source.objects.exists()


def test_a_missing_file_is_refused(folder):
    with pytest.raises(CommandError, match=r"There is no file .*nowhere\.csv\."):
        call_command("import_listings", folder / "nowhere.csv")


def test_a_directory_is_refused(folder):
    with pytest.raises(CommandError, match="is a directory; give a file"):
        call_command("import_listings", folder)


def test_columns_that_no_shipped_mapping_knows_are_refused(folder):
    (folder / "homes.csv").write_text(table(ASTORIA))

    with pytest.raises(CommandError, match="No mapping that comes with Doorstep fits the columns Key, Price"):
        call_command("import_listings", folder / "homes.csv")


@pytest.mark.parametrize(
    ("mapping", "sentence"),
    [
        ("key = [", "The mapping other.toml is not valid"),
        ('fields = "x"', "The mapping other.toml must have the sections"),
        ('[fields]\nbeds = "Beds"', "other.toml names the field 'beds', which a listing does not have. It has"),
        ('[fields]\nprice = "Price"', "other.toml names the field 'price', which a listing does not have."),
        ("[fields]\ncity = 5", "other.toml: city must name a column."),
        ('[columns]\ncity = "City"', "other.toml has the unknown entry columns; known are constants"),
        ('[fields]\ncity = {column = "City", as = 1}', "city in other.toml has the unknown entry as; known are"),
        ('[fields]\nlisting_key = "Key"', "other.toml fills no standard_status, which every listing needs."),
        ('[constants]\nstandard_status = "Gone"', "other.toml: standard_status is 'Gone'; it must be one of Active,"),
    ],
)
def test_a_mapping_that_names_what_does_not_exist_is_refused(run, folder, mapping, sentence):
    (folder / "other.toml").write_text(mapping)

    with pytest.raises(CommandError) as refusal:
        run(table(ASTORIA), mapping="other.toml")

    assert sentence in str(refusal.value)


def test_a_missing_mapping_is_refused(run):
    with pytest.raises(CommandError, match=r"The mapping .*none\.toml cannot be read: No such file or directory\."):
        run(table(ASTORIA), mapping="none.toml")


def test_a_mapping_may_be_json(run, folder):
    (folder / "office.json").write_text(
        '{"source": {"name": "office"}, "fields": {"listing_key": "Key", "standard_status": "Status"}}'
    )

    assert "created 1" in run(table(ASTORIA), mapping="office.json")


def test_nothing_is_imported_into_the_demo_market(run):
    Source.objects.create(name="demo", title="Demo", is_demo=True)

    with pytest.raises(CommandError, match="demo is the demo market, which is open to everyone"):
        run(table(ASTORIA), "--source", "demo")


def test_a_source_name_is_letters_digits_and_hyphens(run):
    with pytest.raises(CommandError, match="'my office' is no source name"):
        run(table(ASTORIA), "--source", "my office")
