"""The homes' pages, as nobody in particular."""

from __future__ import annotations

import pytest


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_search_page_shows_homes_to_anyone(client, house, condo):
    shown = page(client, "/listings/")

    assert "2 homes" in shown
    assert 'href="/listings/L001/"' in shown
    assert "Listed by Maya Lind, Oak Realty" in shown


def test_search_address_can_be_shared(client, house, condo):
    shown = page(client, "/listings/?place=portland&maxPrice=%24900k&features=garage&sort=-price")

    assert "/listings/L001/" in shown
    assert "/listings/L002/" not in shown
    assert 'value="$900k"' in shown


def test_each_condition_is_a_link_that_takes_it_away(client, house):
    shown = page(client, "/listings/?place=Portland&minBedrooms=3&features=garage")

    assert 'href="?place=Portland&amp;minBedrooms=3"' in shown
    assert 'href="?minBedrooms=3&amp;features=garage"' in shown


def test_nothing_fits_links_to_what_does(client, house):
    shown = page(client, "/listings/?place=Portland&maxPrice=100000")

    assert "No home fits all of this" in shown
    assert '<a href="?place=Portland">Without “at most $100,000”, 1 home fits.</a>' in shown


def test_ambiguous_place_is_asked_back_with_links(client, house, make_home):
    make_home("L9", city="Portland", state_or_province="ME")

    shown = page(client, "/listings/?place=Portland&minBedrooms=2")

    assert "Which one do you mean?" in shown
    assert 'href="?place=Portland%2C+ME&amp;minBedrooms=2"' in shown


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ("place=Xyzzyville", "No place called “Xyzzyville” is known."),
        ("minPrice=abc", "“abc” is not a whole number."),
        ("status=haunted", "&#x27;haunted&#x27; is no status to search by. Use Active"),
        ("minPrice=9&maxPrice=8", "minPrice 9 is above maxPrice 8"),
        ("cursor=zzz", "That cursor is not one this search gave."),
        ("minYearBuilt=5000000000", "minYearBuilt is &#x27;5000000000&#x27;: it should be less than"),
    ],
)
def test_search_that_cannot_be_read_says_why(client, house, parameters, sentence):
    assert sentence in page(client, f"/listings/?{parameters}")


def test_second_page_is_a_link(client, make_home):
    homes = [make_home(f"L{number:02}", list_price=number) for number in range(1, 26)]

    first = client.get("/listings/?sort=price")
    second = client.get("/listings/" + first.context["next_address"])

    assert len(homes) == 25
    assert [home["listingId"] for home in second.context["page"]["listings"]] == ["L25"]


def test_home_page_shows_facts_history_and_whose_listing_it_is(client, house):
    shown = page(client, "/listings/L001/")

    assert "123 Oak Street" in shown
    assert "$825,000" in shown
    assert "1,840 sq ft" in shown
    assert "$25,000 below the first list price of $850,000" in shown
    assert "Listed by Maya Lind, Oak Realty, (503) 555-0100 · Data from Rose MLS" in shown
    assert "/?q=Tell+me+about+123+Oak+Street+%28listing+L001%29" in shown


def test_home_page_offers_similar_homes(client, house, make_home):
    make_home("L20", list_price=800_000)
    make_home("L21", list_price=100_000)

    similar = client.get("/listings/L001/").context["similar"]

    assert [home["listingId"] for home in similar] == ["L20"]


@pytest.mark.parametrize("address", ["/listings/L999/", "/listings/L999/picture.svg"])
def test_unknown_home_is_not_found(client, house, address):
    assert client.get(address).status_code == 404


def test_hidden_home_is_not_found(client, make_home):
    make_home("L1", internet_entire_listing_display_yn=False)

    assert client.get("/listings/L1/").status_code == 404


def test_withheld_address_is_not_on_the_page(client, make_home):
    make_home("L1", unparsed_address="1 Hidden Way", internet_address_display_yn=False)

    assert "Hidden Way" not in page(client, "/listings/L1/")


def test_id_with_a_slash_has_a_page_and_a_picture(client, make_home):
    home = make_home("A/7 b")

    assert home.get_absolute_url() == "/listings/A/7%20b/"
    assert client.get("/listings/A/7%20b/").status_code == 200
    assert client.get("/listings/A/7%20b/picture.svg").status_code == 200


def test_remarks_are_shown_as_text(client, make_home):
    make_home("L1", public_remarks="<script>alert(1)</script>")

    shown = page(client, "/listings/L1/")

    assert "&lt;script&gt;alert(1)" in shown
    assert "<script>alert" not in shown


@pytest.mark.parametrize("address", ["/listings/", "/listings/L001/"])
def test_pages_have_no_inline_style_or_script(client, house, address):
    shown = page(client, address)

    assert " style=" not in shown
    assert "<style" not in shown
    assert "<script>" not in shown


def test_pages_only_answer_reading(client, house):
    assert client.post("/listings/").status_code == 405


def test_picture_is_a_small_drawing_that_may_be_kept(client, house):
    answer = client.get("/listings/L001/picture.svg?order=1")

    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Cache-Control"] == "public, max-age=2592000"
    assert len(answer.content) < 4096


@pytest.mark.parametrize("order", ["x", "-1", "99999", "٣"])
def test_picture_of_a_nonsense_order_is_the_first(client, house, order):
    first = client.get("/listings/L001/picture.svg")

    assert client.get(f"/listings/L001/picture.svg?order={order}").content == first.content
