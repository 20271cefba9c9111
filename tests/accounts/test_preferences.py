"""What a buyer looks for: by the tool and on the profile page, in the words findListings takes."""

from __future__ import annotations

import asyncio

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from accounts.models import BuyerProfile, User
from accounts.tools import get_my_profile, update_my_profile
from listings.models import Listing, Source
from realestate.tooling import ToolError, acting_as, all_tools


@pytest.fixture
def homes(db):
    """Homes in Portland OR, Portland ME and Seattle's Capitol Hill."""
    source = Source.objects.create(name="demo", title="Demo", is_demo=True)
    plain = {"source": source, "standard_status": "Active", "list_price": 500_000}
    places = [
        ("Portland", "OR", "97202", ""),
        ("Portland", "ME", "04101", ""),
        ("Seattle", "WA", "98102", "Capitol Hill"),
    ]
    for number, (city, state, zip_code, area) in enumerate(places):
        where = {"city": city, "state_or_province": state, "postal_code": zip_code, "subdivision_name": area}
        Listing.objects.create(listing_key=f"L{number}", listing_id=f"L{number}", **plain, **where)


def call(user, **arguments):
    """The tool's answer as the model sees it."""

    async def through():
        with acting_as(user):
            return await all_tools()["updateMyProfile"].run(arguments, None, convert_result=True)

    return asyncio.run(through()).structured_content["preferences"]


def test_what_is_given_is_kept(ana, homes):
    call(
        ana,
        minPrice=300_000,
        maxPrice=650_000,
        places=["Portland, OR", "98102"],
        minBedrooms=3,
        minBathrooms=1.5,
        propertyTypes=["house", "townhouse"],
    )

    assert get_my_profile(user=ana).preferences.model_dump(mode="json", by_alias=True) == {
        "minPrice": 300_000,
        "maxPrice": 650_000,
        "places": ["Portland, OR", "98102"],
        "minBedrooms": 3,
        "minBathrooms": 1.5,
        "propertyTypes": ["house", "townhouse"],
    }


def test_only_what_is_given_changes(ana):
    call(ana, maxPrice=650_000, minBedrooms=3)

    assert call(ana, minBedrooms=4) == {
        "minPrice": None,
        "maxPrice": 650_000,
        "places": [],
        "minBedrooms": 4,
        "minBathrooms": None,
        "propertyTypes": [],
    }


@pytest.mark.parametrize(
    ("cleared", "field", "nothing"),
    [
        ({"maxPrice": None}, "maxPrice", None),
        ({"propertyTypes": []}, "propertyTypes", []),
        ({"propertyTypes": None}, "propertyTypes", []),
    ],
)
def test_null_or_empty_forgets_one_and_keeps_the_others(ana, cleared, field, nothing):
    call(ana, maxPrice=650_000, propertyTypes=["condo"], minBedrooms=2)

    answer = call(ana, **cleared)

    assert answer[field] == nothing
    assert answer["minBedrooms"] == 2


def test_the_same_again_changes_nothing_more(ana):
    first = call(ana, maxPrice=650_000)

    assert call(ana, maxPrice=650_000) == first
    assert BuyerProfile.objects.count() == 1


def test_zero_is_a_value_and_not_nothing(ana):
    assert call(ana, minBedrooms=0)["minBedrooms"] == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"maxPrice": -1}, "maxPrice is -1: should be greater than or equal to 0."),
        ({"maxPrice": 10**12}, "maxPrice is 1000000000000: should be less than or equal to 1000000000."),
        ({"maxPrice": "cheap"}, "maxPrice is 'cheap': should be a valid integer."),
        ({"minBedrooms": 51}, "minBedrooms is 51: should be less than or equal to 50."),
        ({"minBathrooms": 1.3}, "minBathrooms is 1.3: should be a multiple of 0.25."),
        ({"religion": "any"}, "There is no argument 'religion'."),
        ({"notes": "a family area"}, "There is no argument 'notes'."),
        ({"userId": 1}, "There is no argument 'userId'."),
        ({"propertyTypes": ["castle"]}, "propertyTypes is 'castle': should be 'house', 'condo',"),
        (
            {"minPrice": 2, "maxPrice": 1},
            "minPrice: The lowest price, $2, is above the highest, $1. Change one of them.",
        ),
        ({}, "Nothing to change was given. Name at least one of minPrice, maxPrice, places,"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(ana, arguments, message):
    with pytest.raises(ToolError) as refusal:
        call(ana, **arguments)

    assert str(refusal.value).startswith(message)
    assert not BuyerProfile.objects.exists()


def test_a_price_that_crosses_the_one_kept_is_refused(ana):
    call(ana, minPrice=500_000)

    with pytest.raises(ToolError, match=r"maxPrice: The lowest price, \$500,000, is above"):
        call(ana, maxPrice=400_000)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("seattle", "Seattle, WA"),
        ("PORTLAND, or", "Portland, OR"),
        ("  Capitol   Hill ", "Capitol Hill, Seattle, WA"),
        ("97202", "97202"),
    ],
)
def test_a_place_is_kept_as_listings_name_it(ana, homes, said, kept):
    assert call(ana, places=[said, said])["places"] == [kept]


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("Portland", "'Portland' can be Portland, ME or Portland, OR. Say which."),
        ("Seatle", "No homes here lie in 'Seatle'. Perhaps Seattle, WA?"),
        ("a Christian neighborhood", "No homes here lie in 'a Christian neighborhood'."),
    ],
)
def test_a_place_that_means_nothing_or_two_is_refused(ana, homes, said, message):
    with pytest.raises(ToolError) as refusal:
        call(ana, places=[said])

    assert message in str(refusal.value)


def test_a_place_stays_when_its_last_home_is_sold(ana, homes):
    call(ana, places=["Seattle, WA"])
    Listing.objects.filter(city="Seattle").delete()

    assert call(ana, places=["seattle, wa", "Portland, OR"])["places"] == ["Seattle, WA", "Portland, OR"]


def test_one_persons_preferences_are_not_anothers(ana, eve):
    call(ana, maxPrice=650_000)

    assert call(eve, minBedrooms=2)["maxPrice"] is None
    assert get_my_profile(user=ana).preferences.min_bedrooms is None


def test_called_from_python_only_what_is_given_changes(ana):
    update_my_profile(max_price=650_000, user=ana)

    assert update_my_profile(min_bedrooms=2, user=ana).preferences.max_price == 650_000


@pytest.mark.parametrize("template", ["tools/getMyProfile.html", "tools/updateMyProfile.html"])
def test_the_card_says_what_is_kept(ana, homes, template):
    call(ana, maxPrice=650_000, places=["Seattle, WA"], minBathrooms=1.5, propertyTypes=["condo"])
    result = get_my_profile(user=ana).model_dump(mode="json", by_alias=True)

    card = render_to_string(template, {"result": result})

    words = ["Ana Alvarez", "≤ $650,000", "Seattle, WA", "1.5+ bathrooms", "Condo", 'href="/profile/#preferences"']
    assert [word for word in words if word not in card] == []
    assert "Nothing saved yet" not in card


def test_the_page_keeps_them(client, ana, homes):
    client.force_login(ana)
    fields = {
        "min_price": "",
        "max_price": "$650,000",
        "places": "Portland, OR\r\n98102\r\n\r\n",
        "min_bedrooms": "3",
        "min_bathrooms": "1.5",
        "property_types": ["house", "land"],
    }

    assertRedirects(client.post("/profile/preferences/", fields), "/profile/#main")

    kept = BuyerProfile.objects.get(user=ana)
    assert (kept.min_price, kept.max_price, kept.places) == (None, 650_000, ["Portland, OR", "98102"])
    assert (kept.min_bedrooms, float(kept.min_bathrooms), kept.property_types) == (3, 1.5, ["house", "land"])


def test_the_page_shows_what_is_kept(client, ana, homes):
    call(ana, maxPrice=650_000, places=["Portland, OR", "98102"], propertyTypes=["land"])
    client.force_login(ana)

    answer = client.get("/profile/")

    assertContains(answer, 'value="650000"')
    assertContains(answer, "Portland, OR\n98102</textarea>")
    assertContains(answer, 'value="land" id="id_property_types_11" checked')


def test_an_emptied_form_forgets_everything(client, ana, homes):
    call(ana, maxPrice=650_000, places=["Seattle, WA"], minBedrooms=2, propertyTypes=["condo"])
    client.force_login(ana)

    client.post("/profile/preferences/", {"max_price": "", "places": ""})

    kept = BuyerProfile.objects.get()
    assert (kept.max_price, kept.places, kept.min_bedrooms, kept.property_types) == (None, [], None, [])


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"max_price": "a lot"}, "Enter a whole number."),
        ({"max_price": "-5"}, "Ensure this value is greater than or equal to 0."),
        (
            {"min_price": "700,000", "max_price": "650,000"},
            "The highest price, $650,000, is below the lowest, $700,000.",
        ),
        ({"places": "Atlantis"}, "No homes here lie in &#x27;Atlantis&#x27;."),
        ({"places": "x" * 1001}, "Ensure this value has at most 1000 characters"),
        ({"property_types": ["castle"]}, "Select a valid choice. castle is not one of the available choices."),
        ({"min_bathrooms": "51"}, "Ensure this value is less than or equal to 50."),
    ],
)
def test_the_page_explains_what_cannot_be_kept(client, ana, homes, fields, message):
    client.force_login(ana)

    assertContains(client.post("/profile/preferences/", fields), message)
    assert not BuyerProfile.objects.exists()


def test_a_listing_agent_has_the_same_page(client, ben):
    client.force_login(ben)

    assertContains(client.get("/profile/"), "What you look for")


def test_the_profile_page_costs_four_queries(client, ana):
    client.force_login(ana)

    with CaptureQueriesContext(connection) as queries:
        client.get("/profile/")

    assert len(queries) == 4, [each["sql"] for each in queries]  # session, user, name again, preferences


def test_the_ways_on_are_there(client, ana):
    client.force_login(ana)

    answer = client.get("/profile/")

    assertContains(answer, 'href="/profile/approvals/"')
    assertContains(answer, 'href="/auth/export"')
    assertContains(answer, 'href="/profile/delete/"')
    assertNotContains(answer, "<script>")


def test_the_admin_shows_them_and_changes_nothing(client, admin, ana):
    call(ana, maxPrice=650_000)
    client.force_login(admin)

    assertContains(client.get("/admin/accounts/buyerprofile/"), "650000")
    assert client.post(f"/admin/accounts/buyerprofile/{BuyerProfile.objects.get().pk}/change/", {}).status_code == 403
    assert User.objects.count() == 2


@pytest.mark.parametrize("path", ["preferences", "password", "confirmation", "sign-out-everywhere"])
def test_who_had_to_log_in_before_a_form_comes_back_to_the_profile(client, ana, path):
    client.force_login(ana)

    assertRedirects(client.get(f"/profile/{path}/"), "/profile/")
    assert client.get("/profile/").status_code == 200
