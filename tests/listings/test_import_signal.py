"""What other apps hear of an import."""

from __future__ import annotations

import pytest

from listings.importers.importing import import_file
from listings.models import Listing
from listings.signals import import_finished

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
    """Imports rows of a small file, and returns what the signal said."""
    heard = []

    def receive(sender, **arguments):
        heard.append(arguments)

    def run(*rows, **options):
        heard.clear()
        (tmp_path / "office.toml").write_text(MAPPING)
        (tmp_path / "homes.csv").write_text("\n".join(["Key,Price,Status", *rows]))
        import_file(
            tmp_path / "homes.csv", mapping=tmp_path / "office.toml", quarantine=lambda line, reason: None, **options
        )
        return heard

    import_finished.connect(receive)
    yield run
    import_finished.disconnect(receive)


def test_an_import_tells_what_it_created(bring_in):
    (heard,) = bring_in("A1,450000,Active", "A2,390000,Active", "A3,,Sold to a friend")

    assert heard["source"].name == "office"
    assert (heard["counts"].created, heard["counts"].quarantined) == (2, 1)
    assert set(heard["changed"]) == set(Listing.objects.values_list("pk", flat=True))


def test_the_next_import_tells_only_what_it_changed(bring_in):
    bring_in("A1,450000,Active", "A2,390000,Active")

    (heard,) = bring_in("A1,440000,Active", "A2,390000,Active")

    assert set(heard["changed"]) == {Listing.objects.get(listing_id="A1").pk}


def test_an_import_that_changes_nothing_tells_so(bring_in):
    bring_in("A1,450000,Active")

    (heard,) = bring_in("A1,450000,Active")

    assert list(heard["changed"]) == []


def test_a_dry_run_tells_nothing(bring_in):
    assert bring_in("A1,450000,Active", dry_run=True) == []
