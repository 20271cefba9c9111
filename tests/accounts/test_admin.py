"""Users in the admin."""

from __future__ import annotations

import pytest
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from accounts.models import RefreshFamily, User
from accounts.tokens import open_family


@pytest.fixture
def at_desk(client, admin):
    client.force_login(admin)
    return client


def test_users_are_found_by_a_part_of_their_address(at_desk, ana, eve):
    answer = at_desk.get("/admin/accounts/user/?q=ana@")

    assertContains(answer, "ana@example.com")
    assertNotContains(answer, "eve@example.com")


def test_a_user_can_be_made_with_a_hashed_password(at_desk):
    fields = {"email": "Mia@Example.com", "name": "Mia", "role": "listing_agent", "usable_password": "true"}
    passwords = {"password1": "correct-horse-9", "password2": "correct-horse-9"}

    at_desk.post("/admin/accounts/user/add/", fields | passwords)

    mia = User.objects.get(email="mia@example.com")
    assert mia.role == "listing_agent"
    assert mia.check_password("correct-horse-9")


def test_a_user_can_be_changed(at_desk, ana):
    page = at_desk.get(f"/admin/accounts/user/{ana.pk}/change/")
    answer = at_desk.post(
        f"/admin/accounts/user/{ana.pk}/change/", {"email": "ana@example.com", "name": "Ana", "role": "admin"}
    )

    assertContains(page, "ana@example.com")
    assertRedirects(answer, "/admin/accounts/user/")
    assert User.objects.get(pk=ana.pk).role == "admin"


def test_a_device_can_be_signed_out(at_desk, ana):
    open_family(ana)
    family = RefreshFamily.objects.get()

    at_desk.post("/admin/accounts/refreshfamily/", {"action": "end", "_selected_action": str(family.pk)})

    assert RefreshFamily.objects.get().ended_at is not None
