"""The words people use for features and kinds of homes."""

from __future__ import annotations

import pytest

from listings import features


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Garage", "garage"),
        ("swimming pool", "pool"),
        ("A/C", "air conditioning"),
        ("EV charger", "ev charging"),
        ("wheelchair-accessible", "step-free entry"),
        ("in-unit laundry", "laundry in unit"),
        ("no HOA", "no association fee"),
        ("fireplce", "fireplace"),
        ("55+", None),
        ("helipad", None),
        ("", None),
    ],
)
def test_feature_is_known_by_its_everyday_words(words, name):
    assert features.feature_named(words) == name


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("condos", "condo"),
        ("Single-Family Home", "house"),
        ("town house", "townhouse"),
        ("SingleFamilyResidence", "Single Family Residence"),
        ("Residential Income", "Residential Income"),
        ("homes", "home"),
    ],
)
def test_kind_of_home_is_known_by_everyday_and_reso_words(words, name):
    assert features.kind_of_home(words)[0] == name


def test_any_home_is_no_condition():
    assert features.kind_of_home("home")[1] == features.HomeKind()


def test_unknown_kind_of_home_is_none():
    assert features.kind_of_home("spaceship") is None


def test_asking_for_a_deck_finds_rooftop_decks_too():
    assert "rooftop deck" in features.stored_names("deck")


def test_no_word_means_two_features():
    words = [word for name, others in features.FEATURES.items() for word in (name, *others)]

    assert sorted(words) == sorted(set(words))
