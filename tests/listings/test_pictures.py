"""Drawn pictures of homes."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import pytest

from listings.pictures import picture


@pytest.mark.parametrize(
    "sub_type",
    ["Single Family Residence", "Condominium", "Townhouse", "Duplex", "Cabin", "Unimproved Land", "Mobile Home", ""],
)
def test_picture_is_small_sound_and_without_script(sub_type):
    drawn = picture("L001", sub_type)

    assert ElementTree.fromstring(drawn).get("viewBox") == "0 0 400 300"
    assert len(drawn.encode()) < 4096
    assert "script" not in drawn


def test_same_home_is_always_drawn_the_same():
    assert picture("L001", "Cabin") == picture("L001", "Cabin")


def test_homes_and_kinds_are_drawn_differently():
    assert picture("L001", "Cabin") != picture("L002", "Cabin")
    assert picture("L001", "Cabin") != picture("L001", "Townhouse")


@pytest.mark.parametrize("shows", ["Living room", "Kitchen", "Main bedroom", "Bathroom", "Dining room"])
def test_room_is_drawn_where_the_description_names_one(shows):
    drawn = picture("L001", "Townhouse", 1, shows)

    assert ElementTree.fromstring(drawn).get("viewBox") == "0 0 400 300"
    assert len(drawn.encode()) < 4096
    assert drawn != picture("L001", "Townhouse", 1)


def test_id_with_markup_draws_nothing_of_it():
    assert "<script" not in picture('"><script>', "Cabin", 3)
