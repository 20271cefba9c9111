"""An administrator uploads a file of listings and reads what became of its rows."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from listings import places, uploads
from listings.models import Listing

PATH = "/admin/listings/listing/import/"
HEADER = (
    "id,date,price,bedrooms,bathrooms,sqft_living,sqft_lot,floors,waterfront,view,yr_built,yr_renovated,sqft_basement"
)
HEADER += ",zipcode,lat,long"


def sale(number, price="480000", zipcode="98115"):
    """One row of King County's file."""
    return f"{number},20141013T000000,{price},3,1.5,1340,5000,1,0,0,1955,0,0,{zipcode},47.68,-122.29"


def table(*rows, name="sales.csv"):
    return SimpleUploadedFile(name, "\n".join([HEADER, *rows, ""]).encode())


@pytest.fixture
def desk(client, admin):
    """The admin, signed in."""
    client.force_login(admin)
    return client


@pytest.fixture
def clerk(client, ben):
    """Ben at the admin, who may see and change listings and not add any."""
    ben.is_staff = True
    ben.save()
    ben.user_permissions.set(Permission.objects.filter(codename__in=["view_listing", "change_listing"]))
    client.force_login(ben)
    return client


def sent(desk, file, **more):
    """The page after the form was posted."""
    answer = desk.post(PATH, {"file": file} | more)
    assert answer.status_code == 200
    return answer


def counts_of(answer):
    return str(answer.context["report"].counts)


def test_the_list_of_homes_leads_to_the_page(desk):
    assert f'<a href="{PATH}">Import listings</a>' in desk.get("/admin/listings/listing/").content.decode()


def test_the_page_offers_the_mappings_we_have(desk):
    shown = desk.get(PATH).content.decode()

    assert '<option value="" selected>The one that fits the columns</option>' in shown
    assert '<option value="king_county">King County house sales, May 2014 - May 2015</option>' in shown
    assert 'id="id_dry_run" checked' in shown


def test_rows_become_listings(desk):
    answer = sent(desk, table(sale(1), sale(2)), mapping="king_county")

    assert counts_of(answer) == "created 2, updated 0, unchanged 0, quarantined 0"
    assert Listing.objects.filter(source__name="king-county").count() == 2
    assert "Dry run" not in answer.content.decode().partition("<form")[0]


def test_the_mapping_is_found_from_the_columns(desk):
    assert counts_of(sent(desk, table(sale(1)))) == "created 1, updated 0, unchanged 0, quarantined 0"


def test_a_second_time_tells_what_changed(desk):
    sent(desk, table(sale(1), sale(2)))

    answer = sent(desk, table(sale(1, price="490000"), sale(2), sale(3)))

    assert counts_of(answer) == "created 1, updated 1, unchanged 1, quarantined 0"


def test_bad_rows_are_shown_with_the_reason(desk):
    answer = sent(desk, table(sale(1), sale(2, price="<b>cheap</b>"), sale(3, zipcode="00000")))

    shown = answer.content.decode()
    assert counts_of(answer) == "created 1, updated 0, unchanged 0, quarantined 2"
    assert "<li>Line 3: price is &#x27;&lt;b&gt;cheap&lt;/b&gt;&#x27;; it must be a number.</li>" in shown
    assert "<li>Line 4: &#x27;00000&#x27; is no US zip code.</li>" in shown


def test_a_dry_run_writes_nothing_and_says_so(desk):
    answer = sent(desk, table(sale(1), sale(2, price="")), dry_run="on")

    assert counts_of(answer) == "created 1, updated 0, unchanged 0, quarantined 1"
    assert "Dry run, nothing written: sales.csv" in answer.content.decode()
    assert not Listing.objects.exists()


def test_200_reasons_are_shown_and_the_rest_is_counted(desk):
    answer = sent(desk, table(*(sale(number, price="") for number in range(205))))

    shown = answer.content.decode()
    assert shown.count("<li>Line ") == 200
    assert "And 5 more." in shown


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (SimpleUploadedFile("empty.csv", b""), "The submitted file is empty."),
        (SimpleUploadedFile("homes.csv", b"a,b\n1,2\n"), "No mapping that comes with Doorstep fits the columns a, b."),
        (SimpleUploadedFile("photo.csv", b"\x89PNG\x00\x00"), "photo.csv is not a text file: it contains zero bytes."),
        (SimpleUploadedFile("head.csv", HEADER.encode()), "head.csv has a header and no rows."),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_a_sentence(desk, file, sentence):
    answer = sent(desk, file)

    assert sentence in answer.content.decode()
    assert not Listing.objects.exists()


def test_utf_16_that_breaks_off_is_refused_in_a_sentence(desk):
    answer = sent(desk, SimpleUploadedFile("sales.csv", b"\xff\xfea\0,"))

    assert answer.status_code == 200
    assert "begins like UTF-16 text and is broken" in answer.content.decode()


def test_a_mapping_that_does_not_fit_names_what_is_missing(desk):
    answer = sent(desk, SimpleUploadedFile("homes.csv", b"id,price\n1,2\n"), mapping="king_county")

    assert "homes.csv lacks 14 columns that king_county.toml needs: date, bedrooms," in answer.content.decode()


def test_a_mapping_we_do_not_have_is_refused(desk):
    answer = sent(desk, table(sale(1)), mapping="../../../etc/passwd")

    assert "is not one of the available choices." in answer.content.decode()


def test_a_file_must_be_chosen(desk):
    assert "This field is required." in desk.post(PATH, {"mapping": ""}).content.decode()


def test_a_file_over_the_limit_is_refused_in_a_sentence(desk, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_BYTES", 1024 * 1024)
    file = SimpleUploadedFile("large.csv", b"a" * 1_600_000)

    answer = sent(desk, file)

    assert "The file has 1.5 MB; the most is 1 MB. Bring larger ones in with" in answer.content.decode()


def test_the_limit_is_20_mb():
    assert uploads.MOST_BYTES == 20_971_520


@pytest.mark.parametrize("name", ["a" * 250 + ".csv", "ü" * 200 + ".csv", "../../etc/passwd", "sales", "a b;c.csv"])
def test_any_file_name_will_do(desk, name):
    assert counts_of(sent(desk, table(sale(1), name=name))) == "created 1, updated 0, unchanged 0, quarantined 0"


def test_a_clerk_who_may_not_add_listings_may_not_import_any(clerk):
    assert clerk.get("/admin/listings/listing/").status_code == 200
    assert "Import listings" not in clerk.get("/admin/listings/listing/").content.decode()
    assert clerk.get(PATH).status_code == 403
    assert clerk.post(PATH, {"file": table(sale(1))}).status_code == 403
    assert not Listing.objects.exists()


def test_a_buyer_is_led_to_the_log_in_of_the_admin(client, ana):
    client.force_login(ana)

    assert client.post(PATH, {"file": table(sale(1))}).status_code == 302
    assert not Listing.objects.exists()


def test_a_form_from_another_site_is_refused(admin):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(admin)

    assert browser.post(PATH, {"file": table(sale(1))}).status_code == 403


def test_places_of_the_file_are_found_at_once(desk):
    assert [place for place in places.resolve("Seattle") if place.listings] == []

    sent(desk, table(sale(1)))

    assert [place.listings for place in places.resolve("Seattle") if place.listings] == [1]


def measured(queries):
    return [query["sql"] for query in queries if query["sql"].startswith("ANALYZE")]


def test_after_more_than_1000_rows_the_database_measures_its_tables(desk):
    file = table(*(sale(number) for number in range(1001)))

    with CaptureQueriesContext(connection) as queries:
        sent(desk, file)

    assert measured(queries) == ['ANALYZE "listings_listing"', 'ANALYZE "listings_listingfeature"']


def test_after_fewer_rows_it_does_not(desk):
    file = table(*(sale(number) for number in range(1000)))

    with CaptureQueriesContext(connection) as queries:
        sent(desk, file)

    assert measured(queries) == []


def test_a_dry_run_measures_nothing(desk):
    file = table(*(sale(number) for number in range(1001)))

    with CaptureQueriesContext(connection) as queries:
        sent(desk, file, dry_run="on")

    assert measured(queries) == []
