"""What a source and a seller want shown, and withheld, on every surface."""

from __future__ import annotations

import json

import pytest
from django.template.loader import render_to_string
from django.test import Client

from listings import search
from listings.models import Media
from listings.tools import compare_listings, find_listings, get_listing, list_saved_listings, save_listing

ADDRESS = "123 Oak Street"


@pytest.fixture
def withheld(house, condo):
    """The house, whose seller does not want its address on the internet; a picture's caption names the street."""
    Media.objects.create(listing=house, media_url="/p.svg", short_description="123 Oak Street from the front")
    house.internet_address_display_yn = False
    house.save()
    return house


@pytest.fixture
def unreleased(house, condo):
    """The house, whose seller does not want it on the internet at all."""
    house.internet_entire_listing_display_yn = False
    house.save()
    return house


def everything(ana):
    """All that tools, pages and API say when they are asked for the house in every way there is."""
    client = Client()
    client.force_login(ana)
    pages = [
        "/listings/",
        "/listings/L001/",
        "/listings/L002/",
        "/listings/?keywords=oak",
        "/saved/",
        "/api/listings/",
        "/api/listings/L001/",
        "/listings/L001/picture.svg",
    ]
    tools = [find_listings(user=ana), find_listings(keywords="oak", user=ana), list_saved_listings(user=ana)]
    said = [client.get(page).content.decode() for page in pages]
    return "\n".join(said + [answer.model_dump_json(by_alias=True) for answer in tools])


def test_a_withheld_address_is_on_no_surface(ana, withheld):
    save_listing("L001", user=ana)
    detail = get_listing("L001", user=ana).model_dump(mode="json", by_alias=True)
    compared = compare_listings(["L001", "L002"], user=ana).model_dump(mode="json", by_alias=True)
    cards = render_to_string("tools/getListing.html", {"result": detail}) + render_to_string(
        "tools/compareListings.html", {"result": compared}
    )

    said = everything(ana) + json.dumps([detail, compared]) + cards

    assert "L001" in said
    assert "Oak Street" not in said
    assert "45.465" not in said
    assert "122.653" not in said


def test_a_shown_address_is_on_the_surfaces(ana, house, condo):
    save_listing("L001", user=ana)

    assert everything(ana).count(ADDRESS) >= 6


def test_a_home_that_is_not_released_is_on_no_surface(ana, unreleased):
    said = everything(ana)

    assert ADDRESS not in said
    assert "825" not in said


def test_every_home_is_shown_with_who_lists_it_and_how_to_reach_them(ana, house, source):
    said = everything(ana)

    assert said.count("Listed by Maya Lind, Oak Realty, (503) 555-0100 · Data from Rose MLS") >= 5


def test_the_attribution_names_who_lists_the_home_and_whose_data_it_is(house):
    (home,), _ = search.with_ids(["L001"], visible_to=None)

    assert home.attribution == "Listed by Maya Lind, Oak Realty, (503) 555-0100 · Data from Rose MLS"


def test_a_home_without_people_still_has_an_attribution(condo, source):
    source.attribution = ""
    source.save()
    (home,), _ = search.with_ids(["L002"], visible_to=None)

    assert home.attribution == "Rose MLS"


def test_the_disclaimer_is_on_the_page_and_in_the_api(client, house, source):
    source.disclaimer = "Deemed reliable, not guaranteed."
    source.save()

    assert "Deemed reliable" in client.get("/listings/L001/").content.decode()
    assert client.get("/api/listings/L001/").json()["disclaimer"] == "Deemed reliable, not guaranteed."


@pytest.fixture
def photographed(house):
    """The house, with a photo that stands elsewhere."""
    Media.objects.create(listing=house, media_url="https://photos.example.com/1.jpg")


def test_a_photo_from_an_origin_that_is_not_allowed_gives_way_to_the_drawing(ana, photographed):
    home = get_listing("L001", user=ana)

    assert home.picture == "/listings/L001/picture.svg"
    assert [each.url for each in home.pictures] == ["/listings/L001/picture.svg"]


def test_a_photo_from_an_allowed_origin_is_shown(ana, photographed, settings):
    settings.IMAGE_ORIGINS = ["https://photos.example.com"]

    home = get_listing("L001", user=ana)

    assert home.pictures[0].url == "https://photos.example.com/1.jpg"
    assert find_listings(user=ana).listings[0].picture == "https://photos.example.com/1.jpg"


@pytest.mark.parametrize("url", ["//photos.example.com/1.jpg", "https://photos.example.com.evil.example/1.jpg"])
def test_a_look_alike_of_an_allowed_origin_is_not_shown(ana, house, settings, url):
    settings.IMAGE_ORIGINS = ["https://photos.example.com"]
    Media.objects.create(listing=house, media_url=url)

    assert get_listing("L001", user=ana).pictures[0].url == "/listings/L001/picture.svg"
