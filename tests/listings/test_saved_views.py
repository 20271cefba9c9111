"""The page of what is saved, and the buttons that save and remove, with and without JavaScript."""

from __future__ import annotations

import pytest
from django.test import Client

from listings import saved
from listings.models import SavedListing, SavedSearch
from listings.query import SearchQuery


@pytest.fixture
def anas(ana):
    """Ana's browser."""
    client = Client()
    client.force_login(ana)
    return client


@pytest.fixture
def search(ana, house):
    """Ana's saved search for homes in Portland."""
    return saved.save_search(ana, SearchQuery(city=["Portland"]))[0]


def shown(client, address="/saved/"):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_nothing_saved_says_how_to_save(anas):
    page = shown(anas)

    assert "No saved searches yet." in page
    assert "No saved homes yet." in page


def test_the_star_keeps_a_home_and_goes_back_where_it_stood(anas, house):
    answer = anas.post(
        "/listings/L001/save/", {"keep": "yes"}, headers={"referer": "http://testserver/listings/?place=x"}
    )

    assert (answer.status_code, answer["Location"]) == (302, "http://testserver/listings/?place=x")
    assert "123 Oak Street" in shown(anas)


def test_the_star_says_whether_the_home_is_kept(anas, house):
    assert 'aria-pressed="false"' in shown(anas, "/listings/L001/")

    anas.post("/listings/L001/save/")

    assert 'aria-pressed="true"' in shown(anas, "/listings/L001/")
    assert 'aria-pressed="true"' in shown(anas, "/listings/")


def test_pressing_again_lets_the_home_go(anas, house):
    anas.post("/listings/L001/save/")

    anas.post("/listings/L001/save/", {"keep": "no"})

    assert SavedListing.objects.count() == 0


def test_a_script_hears_whether_it_is_kept(anas, house):
    answer = anas.post("/listings/L001/save/", headers={"accept": "application/json"})

    assert answer.json() == {"saved": True, "message": ""}


def test_too_many_is_said_in_a_sentence(anas, ana, house, condo, monkeypatch):
    monkeypatch.setattr(saved, "MOST_LISTINGS", 1)
    saved.save_listing(ana, condo)

    answer = anas.post("/listings/L001/save/", headers={"accept": "application/json"})

    assert answer.status_code == 409
    assert answer.json()["message"].startswith("1 homes are saved, which is the most.")
    assert "1 homes are saved" in anas.post("/listings/L001/save/", follow=True).content.decode()


def test_a_note_that_is_too_long_is_said_in_a_sentence(anas, house):
    answer = anas.post("/listings/L001/save/", {"note": "x" * 501}, follow=True)

    assert "The note has 501 characters; shorten it to 500." in answer.content.decode()
    assert SavedListing.objects.count() == 0


def test_nobody_in_particular_is_led_to_the_login_and_back_to_the_home(client, house):
    answer = client.post("/listings/L001/save/")

    assert answer["Location"] == "/login/?next=/listings/L001/"


def test_a_foreign_page_is_not_gone_back_to(anas, house):
    answer = anas.post("/listings/L001/save/", headers={"referer": "https://evil.example/"})

    assert answer["Location"] == "/saved/"


@pytest.mark.parametrize("keep", ["yes", "no"])
def test_an_unknown_home_is_not_found(anas, db, keep):
    assert anas.post("/listings/L404/save/", {"keep": keep}).status_code == 404


def test_an_id_with_a_slash_is_saved(anas, make_home):
    make_home("ML/81/9")

    anas.post("/listings/ML/81/9/save/")

    assert SavedListing.objects.get().listing.listing_id == "ML/81/9"


def test_the_star_needs_its_token(ana, house):
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(ana)

    assert careful.post("/listings/L001/save/").status_code == 403


def test_a_search_is_saved_as_its_page_was_asked_for(anas, ana, house):
    answer = anas.post("/saved/searches/", {"criteria": "place=portland&maxPrice=%24900k&features=garage"}, follow=True)

    assert ana.saved_searches.get().search_query["maxPrice"] == 900_000
    assert "Saved: In Portland, OR, at most $900,000, with garage, for sale." in answer.content.decode()


@pytest.mark.parametrize(
    ("criteria", "sentence"),
    [
        ("", "Give at least one condition to save"),
        ("place=Atlantisburg", "No place called “Atlantisburg” is known."),
        ("minPrice=abc", "Price from: “abc” is not a whole number."),
        ("near=here", "near is &#x27;here&#x27;: it must be latitude,longitude,miles"),
        ("minBedrooms=lots", "minBedrooms is &#x27;lots&#x27;: it should be a valid integer"),
    ],
)
def test_a_search_that_cannot_be_saved_says_why(anas, house, criteria, sentence):
    answer = anas.post("/saved/searches/", {"criteria": criteria}, follow=True)

    assert sentence in answer.content.decode()
    assert SavedSearch.objects.count() == 0


def test_a_saved_search_leads_to_its_homes_and_is_looked_at(anas, search, make_home):
    make_home("L009")
    assert "1 new" in shown(anas)

    answer = anas.get(search.get_absolute_url())

    assert answer["Location"] == "/listings/?place=Portland%2C+OR"
    assert "1 new" not in shown(anas)


def test_every_condition_survives_the_way_to_the_page(anas, ana, house, condo, make_home):
    query = SearchQuery(
        city=["Portland", "Seattle"], property_type=["house", "condo"], exclude_places=["98101"], max_bedrooms=6,
        exclude_features=["pool"], near={"latitude": 45.46, "longitude": -122.65, "miles": 5}, sort="price",
    )  # fmt: skip
    kept, _ = saved.save_search(ana, query)

    page = shown(anas, anas.get(kept.get_absolute_url())["Location"])

    assert "1 home</h2>" in page
    assert "/listings/L001/" in page
    assert saved.save_search(ana, query)[1] is False
    for words in ("in Portland, OR or Seattle, WA", "a house or condo", "not in 98101", "at most 6 bedrooms"):
        assert words in page


def test_a_search_is_renamed(anas, search):
    anas.post(f"{search.get_absolute_url()}rename/", {"name": "  Near\0 work "})

    assert "Near work" in shown(anas)


def test_an_empty_name_is_refused(anas, search):
    answer = anas.post(f"{search.get_absolute_url()}rename/", {"name": "  "}, follow=True)

    assert "The name is empty; give it one of up to 200 letters." in answer.content.decode()


def test_a_search_is_removed(anas, search):
    answer = anas.post(f"{search.get_absolute_url()}delete/", follow=True)

    assert "Removed: In Portland, OR, for sale." in answer.content.decode()
    assert SavedSearch.objects.count() == 0


@pytest.mark.parametrize(("method", "action"), [("get", ""), ("post", "rename/"), ("post", "delete/")])
def test_a_strangers_search_is_an_unknown_one(client, eve, search, method, action):
    client.force_login(eve)
    unknown = "/saved/searches/6d3f7d0e-2f58-4f0c-9f7b-2b8a51b0f9a1/"

    theirs = getattr(client, method)(search.get_absolute_url() + action, {"name": "Mine"})
    nothing = getattr(client, method)(unknown + action, {"name": "Mine"})

    assert (theirs.status_code, theirs.content) == (nothing.status_code, nothing.content) == (404, nothing.content)
    assert SavedSearch.objects.get().saved_search_name == "In Portland, OR, for sale"


@pytest.mark.parametrize("address", ["/saved/", "/saved/searches/6d3f7d0e-2f58-4f0c-9f7b-2b8a51b0f9a1/"])
def test_nobody_is_led_to_the_login(client, db, address):
    assert client.get(address)["Location"] == f"/login/?next={address}"


def test_the_page_takes_as_many_queries_for_many_homes(anas, ana, make_home, search, django_assert_num_queries):
    for number in range(30):
        saved.save_listing(ana, make_home(f"M{number}"))
    anas.get("/saved/")  # loads the place names

    with django_assert_num_queries(12):
        page = shown(anas)

    assert page.count('class="home-card"') == 24
    assert 'href="?homes=24"' in page
    assert shown(anas, "/saved/?homes=24").count('class="home-card"') == 6


def test_a_nonsense_page_is_the_first(anas, search):
    assert "In Portland" in shown(anas, "/saved/?searches=x&homes=-1")


@pytest.mark.parametrize(
    "conditions",
    [
        {"state": ["Oregon"]},
        {"county": ["Multnomah County"]},
        {"postal_code": ["97202"]},
        {"neighborhood": ["Sellwood"]},
        {"keywords": 'quiet -"busy street"'},
        {"status": "Sold", "max_price": 700_000},
        {"status": "Any", "min_bedrooms": 3},
        {"closed_after": "2026-06-01"},
        {"features": ["fireplace", "ev charging"], "status": "Coming Soon"},
    ],
)
def test_a_saved_search_and_the_page_it_leads_to_find_the_same(anas, ana, house, sold_house, condo, conditions):
    kept, _ = saved.save_search(ana, SearchQuery(**conditions))

    answer = anas.get(anas.get(kept.get_absolute_url())["Location"])

    assert answer.context["problem"] == ""
    assert answer.context["page"]["total"] == saved.fitting(kept).total
