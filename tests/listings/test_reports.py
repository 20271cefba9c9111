"""The mail of a listing report: what its text part says."""

from __future__ import annotations

from datetime import date

from listings.reports import listing_report


def test_one_bath_is_one_bath_in_the_mail(house, ana):
    house.bathrooms_total = 1
    house.save()

    mail = listing_report([house], recipient="ann@example.com", note="", sender=ana, today=date(2026, 11, 23))

    assert "3 bedrooms, 1 bath, 1,840 sq ft" in mail.text
    assert "Data from Rose MLS" in mail.text
    assert "Data from Rose MLS" in mail.html
