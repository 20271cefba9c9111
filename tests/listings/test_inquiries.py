"""Writing to a listing agent about a home."""

from __future__ import annotations

import pytest
from django.test import Client

from listings import inquiries
from listings.models import Inquiry
from listings.signals import inquiry_made

MESSAGE = {"name": "Ana Alvarez", "email": "ana@example.com", "phone": "", "message": "When can I see it?"}


@pytest.fixture
def anas(ana):
    """Ana's browser."""
    client = Client()
    client.force_login(ana)
    return client


@pytest.fixture
def heard():
    """What the signal said."""
    found = []

    def receive(sender, **arguments):
        found.append(arguments)

    inquiry_made.connect(receive)
    yield found
    inquiry_made.disconnect(receive)


def test_a_message_is_kept_with_how_to_reach_the_person(anas, ana, house, heard):
    answer = anas.post("/listings/L001/inquiry/", MESSAGE, follow=True)

    made = Inquiry.objects.get()
    assert (made.listing, made.user, made.email, made.message) == (house, ana, "ana@example.com", "When can I see it?")
    assert [(each["listing"], each["user"]) for each in heard] == [(house, ana)]
    assert "Your message is with the listing agent" in answer.content.decode()


def test_the_form_knows_who_asks(anas, house):
    page = anas.get("/listings/L001/").content.decode()

    assert 'value="Ana Alvarez"' in page
    assert 'value="ana@example.com"' in page
    assert "I would like to know more about 123 Oak Street." in page


def test_pressing_twice_is_one_message(anas, house, heard):
    anas.post("/listings/L001/inquiry/", MESSAGE)
    anas.post("/listings/L001/inquiry/", MESSAGE)

    assert (Inquiry.objects.count(), len(heard)) == (1, 1)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"email": "nobody"}, "Enter a valid email address."),
        ({"message": ""}, "This field is required."),
        ({"message": "x" * 2001}, "Ensure this value has at most 2000 characters"),
        ({"name": "\0"}, "Null characters are not allowed."),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_kept(anas, house, changed, sentence):
    page = anas.post("/listings/L001/inquiry/", MESSAGE | {"phone": "503 555"} | changed).content.decode()

    assert sentence in page
    assert 'value="503 555"' in page
    assert Inquiry.objects.count() == 0


def test_nobody_writes_to_every_agent(anas, house, condo, office, monkeypatch):
    monkeypatch.setattr(inquiries, "MOST_A_DAY", 1)
    anas.post("/listings/L001/inquiry/", MESSAGE)

    page = anas.post("/listings/L001/inquiry/", MESSAGE | {"message": "Again"}).content.decode()

    assert "You wrote to listing agents 1 times in the last 24 hours, which is the most." in page
    assert Inquiry.objects.count() == 1


def test_nobody_in_particular_is_asked_to_log_in(client, house):
    assert client.post("/listings/L001/inquiry/", MESSAGE)["Location"].startswith("/login/?next=")
    assert 'href="/login/?next=/listings/L001/"' in client.get("/listings/L001/").content.decode()


@pytest.mark.parametrize("listing_id", ["L404", "L003", "L002"])
def test_a_home_nobody_lists_or_that_is_sold_has_no_form(anas, house, condo, sold_house, listing_id):
    assert anas.post(f"/listings/{listing_id}/inquiry/", MESSAGE).status_code == 404
    assert b'id="contact"' not in anas.get(f"/listings/{listing_id}/").content


def test_an_inquiry_goes_with_the_person(anas, ana, house):
    anas.post("/listings/L001/inquiry/", MESSAGE)

    ana.delete()

    assert Inquiry.objects.count() == 0


def test_a_phone_number_nobody_can_call_is_refused_by_name(anas, house):
    answer = anas.post("/listings/L001/inquiry/", MESSAGE | {"phone": "call me"})

    assert "“call me” is not a phone number" in answer.content.decode()
    assert Inquiry.objects.count() == 0


def test_an_administrator_reads_inquiries(anas, admin, house):
    anas.post("/listings/L001/inquiry/", MESSAGE)
    client = Client()
    client.force_login(admin)

    assert "Ana Alvarez" in client.get("/admin/listings/inquiry/").content.decode()


def test_the_form_needs_its_token(ana, house):
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(ana)

    assert careful.post("/listings/L001/inquiry/", MESSAGE).status_code == 403


def test_a_withheld_address_is_not_in_the_message(anas, house):
    house.internet_address_display_yn = False
    house.save()

    assert b"123 Oak Street" not in anas.get("/listings/L001/").content
