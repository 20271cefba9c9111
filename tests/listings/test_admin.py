"""The homes in the admin."""

from __future__ import annotations

import pytest

from listings import places


@pytest.fixture
def desk(client, admin):
    """The admin, signed in."""
    client.force_login(admin)
    return client


@pytest.mark.parametrize("model", ["listing", "source", "office", "member"])
def test_every_list_opens_and_searches(desk, house, model):
    assert desk.get(f"/admin/listings/{model}/?q=L001").status_code == 200


def test_home_opens_with_its_histories_and_pictures(desk, house):
    shown = desk.get(f"/admin/listings/listing/{house.pk}/change/").content.decode()

    assert "price_changes-TOTAL_FORMS" in shown
    assert "status_changes-TOTAL_FORMS" in shown
    assert "media-TOTAL_FORMS" in shown


def test_homes_deleted_by_hand_are_places_no_longer(desk, house):
    assert places.resolve("Sellwood")[0].listings == 1

    desk.post("/admin/listings/listing/", {"action": "delete_selected", "_selected_action": house.pk, "post": "yes"})

    assert places.resolve("Sellwood, Portland, OR") == []
