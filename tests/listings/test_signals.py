"""What other apps hear of what happens to homes."""

from __future__ import annotations

import pytest
from django.urls import reverse

from listings import signals


@pytest.fixture
def heard():
    """Every signal of this app that was sent, as (name, arguments)."""
    found, receivers = [], []
    for name, signal in vars(signals).items():
        if isinstance(signal, signals.Signal):

            def receive(sender, signal, name=name, **arguments):
                found.append((name, arguments))

            receivers.append(receive)
            signal.connect(receive)
    yield found
    for signal in vars(signals).values():
        for receive in receivers if isinstance(signal, signals.Signal) else ():
            signal.disconnect(receive)


def names(heard):
    return [name for name, _ in heard]


def test_a_page_of_results_is_an_impression_of_each_home_on_it(client, house, condo, heard):
    client.get("/listings/?place=Portland")

    (name, arguments), *more = heard
    assert name == "listing_shown"
    assert arguments["listings"] == [house.pk]
    assert arguments["request"].path == "/listings/"
    assert more == []


def test_the_nearest_homes_of_an_empty_search_are_impressions_too(client, house, heard):
    client.get("/listings/?place=Portland&maxPrice=100000")

    assert [arguments["listings"] for _, arguments in heard] == [[house.pk]]


def test_a_page_without_homes_is_no_impression(client, db, heard):
    client.get("/listings/")

    assert heard == []


def test_opening_a_home_is_a_view(client, house, heard):
    client.get("/listings/L001/")

    (name, arguments), *more = heard
    assert name == "listing_viewed"
    assert arguments["listing"] == house
    assert more == []


def test_opening_a_home_from_the_results_is_a_view_and_a_click(client, house, heard):
    client.get("/listings/L001/", headers={"referer": "http://testserver/listings/?place=Portland"})

    assert names(heard) == ["listing_viewed", "listing_clicked"]
    assert heard[1][1]["listing"] == house


@pytest.mark.parametrize(
    "came_from",
    ["https://elsewhere.example/listings/", "http://testserver/listings/L001/", "http://testserver/profile/", "//["],
)
def test_a_reload_or_a_link_from_elsewhere_is_no_click(client, house, heard, came_from):
    client.get("/listings/L001/", headers={"referer": came_from})

    assert names(heard) == ["listing_viewed"]


@pytest.mark.parametrize("path", ["/", "/c/6d3f7d0e-2f58-4f0c-9f7b-2b8a51b0f9a1/", "/saved/", "/listings/L002/"])
def test_every_page_that_lists_homes_gives_clicks(client, house, heard, path):
    client.get("/listings/L001/", headers={"referer": f"http://testserver{path}"})

    assert names(heard) == ["listing_viewed", "listing_clicked"]


def test_an_unknown_home_is_no_view(client, house, heard):
    client.get("/listings/L404/")

    assert heard == []


def test_asking_for_the_head_alone_is_neither_view_nor_impression(client, house, heard):
    client.head("/listings/L001/")
    client.head("/listings/")

    assert heard == []


def test_a_receiver_that_fails_does_not_spoil_the_page(client, house):
    def fail(**kwargs):
        raise RuntimeError("counting failed")

    signals.listing_viewed.connect(fail)

    answer = client.get(reverse("listing", args=["L001"]))

    signals.listing_viewed.disconnect(fail)
    assert answer.status_code == 200
