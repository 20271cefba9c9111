"""The tools, called as functions and once as the model calls them."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest
from mcp import Client

from listings import tools
from listings.models import Media, PriceChange, StatusChange
from realestate import tooling
from realestate.tooling import ToolError


def wire(result):
    return result.model_dump(mode="json", by_alias=True)


def call(name, arguments, user):
    """The tool's answer as an MCP client sees it."""

    async def ask():
        with tooling.acting_as(user):
            async with Client(tooling.servers()["listings"]) as client:
                return await client.call_tool(name, arguments)

    return asyncio.run(ask())


def test_search_answers_in_reso_words_with_money_as_numbers(house, ana):
    answer = wire(tools.find_listings(city="portland", max_price=900_000, user=ana))

    [home] = answer["listings"]
    assert answer["total"] == 1
    assert answer["statistics"]["medianPrice"] == 825_000
    assert answer["appliedFilters"] == {"city": "Portland, OR", "maxPrice": 900_000, "status": "Active"}
    assert home["listingId"] == "L001"
    assert (home["listPrice"], home["price"], home["closePrice"]) == (825_000, 825_000, None)
    assert (home["bathroomsTotal"], home["pricePerSquareFoot"], home["priceChange"]) == (2, 448.37, -25_000)
    assert home["url"] == "/listings/L001/"
    assert home["picture"] == "/listings/L001/picture.svg"
    assert home["features"] == ["fireplace", "garage"]
    assert home["attribution"] == "Listed by Maya Lind, Oak Realty, (503) 555-0100 · Data from Rose MLS"


def test_every_place_takes_one_or_a_list(house, condo, ana):
    page = tools.find_listings(city=["Portland", "Seattle"], state=["OR", "WA"], user=ana)

    assert page.total == 2


def test_unclear_search_is_an_error_for_the_model(house, ana):
    with pytest.raises(ToolError, match="'spaceship' is no known kind of home"):
        tools.find_listings(property_type="spaceship", user=ana)


def test_nothing_fits_gives_advice_and_homes(house, ana):
    answer = wire(tools.find_listings(city="Portland", min_bedrooms=9, user=ana))

    assert answer["listings"] == []
    assert answer["relaxed"]["best"] == {
        "without": ["minBedrooms"],
        "words": "Without “9 or more bedrooms”, 1 home fits.",
        "total": 1,
        "suggested": {"minBedrooms": 3},
    }
    assert [home["listingId"] for home in answer["relaxed"]["listings"]] == ["L001"]


def test_withheld_address_gives_no_point_on_the_map_either(make_home, ana):
    make_home("L1", unparsed_address="1 Hidden Way", latitude=45.5, longitude=-122.6, internet_address_display_yn=False)

    home = wire(tools.get_listing("L1", user=ana))

    assert (home["unparsedAddress"], home["latitude"], home["longitude"]) == (None, None, None)


def test_home_without_people_still_has_its_source_as_attribution(condo, ana):
    assert tools.get_listing("L002", user=ana).attribution == "Data from Rose MLS"


def test_detail_has_histories_and_pictures_in_order(house, ana):
    PriceChange.objects.create(listing=house, changed_on=date(2026, 11, 15), list_price=825_000)
    PriceChange.objects.create(listing=house, changed_on=date(2026, 11, 1), list_price=850_000)
    StatusChange.objects.create(listing=house, changed_on=date(2026, 11, 1), standard_status="Active")
    Media.objects.create(listing=house, media_url="/b.jpg", order=1)
    Media.objects.create(listing=house, media_url="/a.jpg", order=0, short_description="Front")

    home = wire(tools.get_listing("l001", user=ana))

    assert [change["price"] for change in home["priceHistory"]] == [850_000, 825_000]
    assert home["statusHistory"] == [{"date": "2026-11-01", "status": "Active"}]
    assert [picture["url"] for picture in home["pictures"]] == ["/a.jpg", "/b.jpg"]
    assert home["picture"] == "/a.jpg"
    assert home["publicRemarks"] == "A quiet house."


def test_days_on_market_end_with_the_accepted_offer(sold_house, ana):
    assert tools.get_listing("L003", user=ana).days_on_market == 20


def test_days_on_market_are_unknown_without_their_first_day(make_home, ana):
    make_home("L1", on_market_date=None)

    assert tools.get_listing("L1", user=ana).days_on_market is None


def test_unknown_listing_is_named(db, ana):
    with pytest.raises(ToolError, match="There is no listing 'L999'"):
        tools.get_listing("L999", user=ana)


def test_hidden_listing_answers_like_an_unknown_one(make_home, ana):
    make_home("L1", internet_entire_listing_display_yn=False)

    with pytest.raises(ToolError, match="There is no listing 'L1'"):
        tools.get_listing("L1", user=ana)


def test_comparison_marks_differences_and_the_best(house, condo, ana):
    comparison = tools.compare_listings(["L001", "L002"], user=ana)

    rows = {row.fact: row for row in comparison.facts}
    assert (rows["price"].values, rows["price"].differs, rows["price"].best) == ([825_000, 450_000], True, [1])
    assert rows["livingArea"].best == [0]
    assert rows["yearBuilt"].best == []
    assert rows["standardStatus"].differs is False
    assert comparison.features_that_differ[0].model_dump() == {"feature": "elevator", "has": [False, True]}


def test_comparison_names_unknown_ids_and_goes_on(house, condo, ana):
    assert tools.compare_listings(["L001", "nope", "L002"], user=ana).unknown == ["nope"]


def test_comparison_of_one_home_is_refused_with_the_unknown_named(house, ana):
    with pytest.raises(ToolError, match=r"There is no listing 'nope'.*two to four different homes"):
        tools.compare_listings(["L001", "nope"], user=ana)


def test_place_lookup_offers_similar_names_for_an_unknown_one(house, ana):
    found = tools.find_places("Sellwod Place")

    assert found.places == []
    assert [place.label for place in found.similar] == ["Sellwood, Portland, OR"]


def test_vocabulary_names_loaded_places_features_and_kinds(house):
    words = tools.vocabulary()

    assert {"kind": "city", "name": "Portland, OR", "words": ["portland", "portland, or"], "listings": 1,
            "state": "OR", "city": "Portland"} in words  # fmt: skip
    assert [entry["name"] for entry in words if "swimming pool" in entry["words"]] == ["pool"]
    assert [entry["name"] for entry in words if "condos" in entry["words"]] == ["condo"]


def test_every_word_of_the_vocabulary_is_understood_by_the_search(house, condo, ana):
    places = [entry["name"] for entry in tools.vocabulary() if entry["kind"] == "neighborhood"]

    assert tools.find_listings(neighborhood=places, user=ana).total == 2


def test_model_sees_structured_content_that_fits_the_output_schema(house, ana):
    result = call("findListings", {"city": "Portland", "limit": 5}, ana)

    assert result.is_error is False
    assert result.structured_content["listings"][0]["listingId"] == "L001"


def test_unknown_argument_is_refused_by_name(house, ana):
    result = call("findListings", {"town": "Portland"}, ana)

    assert result.is_error is True
    assert result.content[0].text.startswith("There is no argument 'town'. This tool takes: city, state,")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"maxPrice": "900000"}, "maxPrice is '900000': should be a valid integer"),
        ({"minBedrooms": True}, "minBedrooms is True: should be a valid integer"),
        ({"limit": 26}, "limit is 26: should be less than or equal to 25"),
        ({"closedAfter": "yesterday"}, "closedAfter is 'yesterday': should be a valid date"),
        ({"features": "pool"}, "features is 'pool': should be a valid"),
    ],
)
def test_wrong_argument_is_refused_in_words(house, ana, arguments, message):
    result = call("findListings", arguments, ana)

    assert result.is_error is True
    assert message in result.content[0].text


def test_nobody_signed_in_finds_nothing(house):
    assert call("findListings", {}, None).is_error is True
