"""A real mail server, and mail that goes to it."""

from __future__ import annotations

import pytest

from listings.models import Listing, Source
from realestate import environment
from tests.mail_server import MailServer


@pytest.fixture
def mail_server(settings, monkeypatch):
    """A mail server that listens; the settings point to it."""
    server = MailServer()
    monkeypatch.setenv("EMAIL_URL", server.url)
    for name, value in environment.mail_server("EMAIL_URL").items():
        setattr(settings, name, value)
    yield server
    server.close()


@pytest.fixture
def home(db):
    """A home for sale in Portland."""
    source = Source.objects.create(
        name="demo", title="Demo", attribution="Courtesy of Demo MLS", disclaimer="Not verified.", is_demo=True
    )
    return Listing.objects.create(
        source=source,
        listing_key="1",
        listing_id="L1",
        standard_status="Active",
        list_price=500_000,
        unparsed_address="1 Elm Street",
        city="Portland",
        state_or_province="OR",
    )
