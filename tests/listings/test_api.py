"""Homes over REST: the tools' answers at addresses, and one shape of errors."""

from __future__ import annotations

import pytest

from listings.models import Listing
from listings.tools import find_listings, get_listing


def wire(answer):
    return answer.model_dump(mode="json", by_alias=True)


def test_the_answer_is_that_of_the_tool(client, ana, house, condo):
    answer = client.get("/api/listings/?city=Portland&city=Seattle&maxPrice=900000&features=garage&sort=-price")

    expected = find_listings(
        city=["Portland", "Seattle"], max_price=900_000, features=["garage"], sort="-price", user=ana
    )
    assert answer.status_code == 200
    assert answer.json() == wire(expected)
    assert answer.json()["total"] == 1


def test_pages_follow_the_cursor(client, house, condo):
    first = client.get("/api/listings/", {"limit": 1, "sort": "price"}).json()

    second = client.get("/api/listings/", {"limit": 1, "sort": "price", "cursor": first["nextCursor"]}).json()

    assert [each["listings"][0]["listingId"] for each in (first, second)] == ["L002", "L001"]
    assert second["nextCursor"] is None


def test_a_circle_is_three_numbers(client, house, condo):
    answer = client.get("/api/listings/?near=45.465,-122.653,5").json()

    assert [home["listingId"] for home in answer["listings"]] == ["L001"]
    assert answer["appliedFilters"]["near"] == {"latitude": 45.465, "longitude": -122.653, "miles": 5.0}


@pytest.mark.parametrize(
    ("parameters", "code", "field", "sentence"),
    [
        ("colour=red", "unknown_parameter", "colour", "There is no parameter 'colour'. Known are city, state,"),
        ("min_price=1", "unknown_parameter", "min_price", "There is no parameter 'min_price'."),
        ("maxPrice=cheap", "invalid", "maxPrice", "maxPrice is 'cheap': it should be a valid integer"),
        ("maxPrice=1&maxPrice=2", "invalid", "maxPrice", "maxPrice is given 2 times; give it once."),
        ("limit=26", "invalid", "limit", "limit is '26': it should be less than or equal to 25."),
        ("near=here", "invalid", "near", "near is 'here': it must be latitude,longitude,miles"),
        ("near=91,0,5", "invalid", "near", "near is '91,0,5': it must be latitude,longitude,miles"),
        ("closedAfter=yesterday", "invalid", "closedAfter", "closedAfter is 'yesterday': it should be a valid date"),
        ("city=Atlantisburg", "unclear", None, "No place called 'Atlantisburg' is known (city)."),
        ("minPrice=2&maxPrice=1", "unclear", None, "minPrice 2 is above maxPrice 1"),
        ("cursor=zzz", "unclear", None, "That cursor is not one this search gave."),
        ("status=haunted", "unclear", None, "'haunted' is no status to search by."),
    ],
)
def test_what_cannot_be_read_is_named(client, house, parameters, code, field, sentence):
    answer = client.get(f"/api/listings/?{parameters}")

    assert answer.status_code == 400
    error = answer.json()["error"]
    assert (error["code"], error.get("field")) == (code, field)
    assert error["message"].startswith(sentence)


def test_one_listing_is_the_tools_answer(client, ana, house):
    answer = client.get("/api/listings/L001/")

    assert answer.json() == wire(get_listing("L001", user=ana))


def test_an_id_may_contain_a_slash(client, make_home):
    make_home("ML/81/9")

    assert client.get("/api/listings/ML/81/9/").json()["listingId"] == "ML/81/9"


@pytest.mark.parametrize("listing_id", ["L404", "L001", "<script>"])
def test_an_unknown_or_hidden_listing_is_not_found(client, house, listing_id):
    Listing.objects.update(internet_entire_listing_display_yn=False)

    answer = client.get(f"/api/listings/{listing_id}/")

    assert answer.status_code == 404
    assert answer.json() == {
        "success": False,
        "error": {"code": "not_found", "message": f"There is no listing '{listing_id}'."},
    }


def test_a_wrong_token_is_refused(client, house):
    assert client.get("/api/listings/", headers={"authorization": "Bearer nonsense"}).status_code == 401


@pytest.mark.parametrize("address", ["/api/listings/", "/api/listings/L001/"])
def test_the_homes_cannot_be_written(client, house, address):
    assert client.post(address, {}).status_code == 405


def test_a_withheld_address_is_nowhere_in_the_answer(client, make_home):
    make_home(
        "H1", unparsed_address="77 Secretary Lane", internet_address_display_yn=False, latitude=45.5, longitude=-122.6
    )

    shown = client.get("/api/listings/").content + client.get("/api/listings/H1/").content

    assert b"Secretary" not in shown
    assert b"-122.6" not in shown


def test_a_page_takes_as_many_queries_for_many_homes(client, make_home, django_assert_num_queries):
    for number in range(12):
        make_home(f"M{number}", ["garage"])
    client.get("/api/listings/")  # loads the place names

    with django_assert_num_queries(8):
        client.get("/api/listings/?city=Portland")


@pytest.mark.parametrize(
    "address",
    [
        "/api/listings/?features=%00&city=%00&excludePlaces=%00",
        "/api/listings/?features=po%00ol",
        "/api/listings/?keywords=%00%27",
        "/listings/?features=%00&status=%00&propertyType=%00",
        "/listings/?city=%00&near=%00",
        "/listings/?place=%00",
    ],
)
def test_zero_bytes_in_parameters_are_no_error(client, house, address):
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "address", ["/api/listings/%00/", "/listings/L001%00/", "/listings/%00/picture.svg", "/listings/%00/save/"]
)
def test_zero_bytes_in_an_id_are_not_found(client, house, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "parameters",
    [
        "near=nan,nan,nan",
        "near=inf,0,1",
        "minBathrooms=nan",
        "maxBathrooms=inf",
        "maxPrice=1e999",
        "near=1,2",
        "near=,,",
    ],
)
def test_numbers_that_are_none_are_refused(client, house, parameters):
    assert client.get(f"/api/listings/?{parameters}").status_code == 400


def test_markup_in_a_parameter_stays_text_on_the_page(client, house):
    shown = client.get(
        "/listings/", {"features": "<b>x</b>", "city": "<i>y</i>", "status": "<u>z</u>"}
    ).content.decode()

    assert "<b>x" not in shown
    assert "<i>y" not in shown
    assert "<u>z" not in shown
