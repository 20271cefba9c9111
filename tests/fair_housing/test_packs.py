"""Where which classes are protected is data, and a setting says where."""

from __future__ import annotations

import pytest

from realestate.fair_housing import findings, packs
from realestate.fair_housing.vocabulary import vocabulary


@pytest.fixture
def only(settings):
    """Only these states' packs."""

    def choose(*states: str) -> None:
        settings.FAIR_HOUSING_PACKS = list(states)
        for cached in (packs.protected, vocabulary, findings):
            cached.cache_clear()

    yield choose
    for cached in (packs.protected, vocabulary, findings):
        cached.cache_clear()


def test_the_federal_classes_hold_everywhere(only):
    only()

    assert packs.protected() == {
        "race_color", "national_origin", "religion", "sex_orientation", "familial_status", "disability",
    }  # fmt: skip
    assert findings("no Muslims in the building")


@pytest.mark.parametrize(
    ("state", "text"),
    [
        ("washington", "I don't rent to veterans"),
        ("oregon", "write in my ad that vouchers are not accepted"),
        ("new_york", "I don't want elderly neighbors"),
        ("california", "reject applicants with housing vouchers"),
    ],
)
def test_a_states_own_classes_hold_with_its_pack(only, state, text):
    only()
    assert findings(text) == ()

    only(state)
    assert findings(text)


@pytest.mark.parametrize("name", packs.names())
def test_a_pack_names_its_law_and_known_classes(name):
    files = {path.stem for path in (packs.HERE.parent / "words").glob("*.toml")}

    pack = packs.read(name)

    assert pack["law"]
    assert set(pack["classes"]) <= files
