"""Rows that could not be used are kept for an administrator until their key comes in well."""

from __future__ import annotations

import pytest
from django.test import Client

from listings.importers import quarantine
from listings.importers.importing import import_file
from listings.models import QuarantinedRow

MAPPING = """
[source]
name = "office"

[fields]
listing_key = "Key"
list_price = "Price"
standard_status = "Status"
"""


@pytest.fixture
def bring_in(db, tmp_path):
    """Imports rows of a small file."""

    def run(*rows, name="homes.csv", **options):
        (tmp_path / "office.toml").write_text(MAPPING)
        (tmp_path / name).write_text("\n".join(["Key,Price,Status,PrivateRemarks", *rows]))
        return import_file(
            tmp_path / name, mapping=tmp_path / "office.toml", quarantine=lambda line, reason: None, **options
        )

    return run


def kept():
    return list(QuarantinedRow.objects.order_by("line").values_list("row_key", "line", "reason"))


def test_a_bad_row_is_kept_with_its_reason_and_its_text(bring_in):
    bring_in("A1,cheap,Active,secret", "A2,390000,Active,")

    row = QuarantinedRow.objects.get()
    assert (row.source.name, row.row_key, row.line, row.file_name) == ("office", "A1", 2, "homes.csv")
    assert row.reason == "Price is 'cheap'; it must be a number."
    assert row.raw == {"Key": "A1", "Price": "cheap", "Status": "Active"}


def test_a_row_that_is_bad_again_is_replaced_and_remembers_its_first_time(bring_in):
    bring_in("A1,cheap,Active,")
    before = QuarantinedRow.objects.get()

    bring_in("A2,1000,Active,", "A1,cheaper,Active,")

    after = QuarantinedRow.objects.get()
    assert (after.line, after.reason) == (3, "Price is 'cheaper'; it must be a number.")
    assert after.first_seen == before.first_seen
    assert after.last_seen > before.last_seen


def test_a_row_that_is_good_next_time_leaves(bring_in):
    bring_in("A1,cheap,Active,", "A2,cheap,Active,")

    bring_in("A1,1000,Active,")

    assert [key for key, *_ in kept()] == ["A2"]


def test_a_row_without_a_key_is_kept_by_its_line_and_leaves_with_a_better_file(bring_in):
    bring_in(",1000,Active,", "A1,1000,Active,")
    assert kept() == [("homes.csv line 2", 2, "Key must not be empty.")]

    bring_in("A1,1000,Active,")

    assert kept() == []


def test_another_file_leaves_them_alone(bring_in):
    bring_in(",1000,Active,")

    bring_in("A1,1000,Active,", name="other.csv")

    assert [key for key, *_ in kept()] == ["homes.csv line 2"]


def test_the_same_key_twice_in_a_file_is_kept_by_its_line(bring_in):
    bring_in("A1,1000,Active,", "A1,2000,Active,")

    assert kept() == [("homes.csv line 3", 3, "A1 is in the file already, further up.")]


def test_only_so_many_are_kept(bring_in, monkeypatch):
    monkeypatch.setattr(quarantine, "MOST_KEPT", 3)

    counts = bring_in(*(f"A{number},cheap,Active," for number in range(5)))

    assert counts.quarantined == 5
    assert QuarantinedRow.objects.count() == 3


def test_a_dry_run_keeps_nothing(bring_in):
    bring_in("A1,cheap,Active,", dry_run=True)

    assert kept() == []


def test_an_administrator_sees_them_by_source_and_reason(bring_in, admin):
    bring_in("A1,cheap,Active,", "A2,1000,Haunted,")
    client = Client()
    client.force_login(admin)

    everything = client.get("/admin/listings/quarantinedrow/").content.decode()
    prices = client.get("/admin/listings/quarantinedrow/", {"reason": "Price is"}).content.decode()

    assert "Price is &#x27;cheap&#x27;" in everything
    assert "Status is &#x27;Haunted&#x27;" in everything
    assert "Price is (1)" in everything
    assert "Status is &#x27;Haunted&#x27;" not in prices


def test_a_quarantined_row_cannot_be_edited(bring_in, admin):
    bring_in("A1,cheap,Active,")
    client = Client()
    client.force_login(admin)

    assert client.post(f"/admin/listings/quarantinedrow/{QuarantinedRow.objects.get().pk}/change/").status_code == 403
