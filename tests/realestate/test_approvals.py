"""What leaves the house waits for one yes, and goes out once."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from django.utils import timezone

from listings.models import Listing, Source
from realestate import approvals
from realestate.api import ApiError
from realestate.models import Approval, OutboxMail
from realestate.outbox import deliver
from realestate.tooling import ToolError, acting_as, all_tools, calling

ARGUMENTS = {"listingIds": ["L1", "L2"], "recipientEmail": "ann@example.com", "note": "For Sunday"}


@pytest.fixture
def homes(db):
    """Two homes with an attribution and a disclaimer; the second hides its address."""
    source = Source.objects.create(
        name="demo", title="Demo", attribution="Courtesy of Demo MLS", disclaimer="Not verified.", is_demo=True
    )
    shared = {"source": source, "standard_status": "Active", "city": "Portland", "state_or_province": "OR"}
    Listing.objects.create(
        listing_key="1", listing_id="L1", list_price=500_000, unparsed_address="1 Elm Street", **shared
    )
    Listing.objects.create(
        listing_key="2",
        listing_id="L2",
        list_price=700_000,
        unparsed_address="2 Oak Street",
        internet_address_display_yn=False,
        **shared,
    )


@pytest.fixture
def send(ana, homes):
    """Calls sendListingReport as ana; the answer as on the wire."""

    def call(call_id="call-1", user=ana, **changes):
        tool = all_tools()["sendListingReport"]
        with acting_as(user), calling(call_id):
            return tool.as_json(tool.call(ARGUMENTS | changes))

    return call


@pytest.fixture
def waiting(send):
    """A report that waits for ana's yes."""
    send()
    return Approval.objects.get()


def refused(approval, decision, arguments=None):
    with pytest.raises(ApiError) as error:
        approvals.decide(approval, decision, arguments)
    return error.value


def test_a_report_is_filed_and_not_sent(send):
    answer = send()

    approval = Approval.objects.get()
    assert answer["status"] == "approval_required"
    assert answer["approvalId"] == str(approval.pk)
    assert answer["url"] == f"http://127.0.0.1:8000/profile/approvals/{approval.pk}/"
    assert approval.status == "pending"
    assert not OutboxMail.objects.exists()


def test_the_same_call_again_finds_what_it_filed(send):
    assert send()["approvalId"] == send()["approvalId"]
    assert Approval.objects.count() == 1


def test_another_call_files_another(send):
    assert send("call-1")["approvalId"] != send("call-2")["approvalId"]


def test_one_users_call_id_is_not_anothers(send, eve):
    assert send("call-1")["approvalId"] != send("call-1", user=eve)["approvalId"]


def test_a_call_id_cannot_be_used_for_something_else(send):
    send()

    with pytest.raises(ToolError, match="made before with other arguments"):
        send(recipientEmail="bob@example.com")


def test_the_mail_shows_homes_attribution_and_disclaimer(waiting):
    text = waiting.mail["text"]

    assert waiting.mail["subject"] == "2 homes from Ana Alvarez"
    assert "1 Elm Street" in text
    assert "$500,000" in text
    assert "Courtesy of Demo MLS" in text
    assert "Not verified." in text
    assert "For Sunday" in text
    assert "ana@example.com" in text


def test_an_address_that_may_not_be_shown_is_not_mailed(waiting):
    assert "Oak Street" not in waiting.mail["text"] + waiting.mail["html"]


def test_a_note_cannot_carry_markup_into_the_mail(send):
    send(note="<script>alert(1)</script>")

    assert "<script>" not in Approval.objects.get().mail["html"]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("ann", "recipientEmail is 'ann'; it must be one address"),
        ("ann@example.com, bob@example.com", "must be one address"),
        ("ann@example.com\nBcc: bob@example.com", "must be one address"),
        ("", "must be one address"),
    ],
)
def test_only_one_sound_address_is_taken(send, address, said):
    with pytest.raises(ToolError, match=said):
        send(recipientEmail=address)

    assert not Approval.objects.exists()


def test_an_unknown_home_is_named_and_nothing_is_filed(send):
    with pytest.raises(ToolError, match="There is no listing 'L9'"):
        send(listingIds=["L1", "L9"])

    assert not Approval.objects.exists()


def test_a_yes_queues_one_mail(waiting):
    decided = approvals.decide(waiting, "approve")

    mail = OutboxMail.objects.get()
    assert decided.status == "queued"
    assert (mail.to, mail.subject) == ("ann@example.com", "2 homes from Ana Alvarez")
    assert mail.approval == decided


def test_a_second_yes_gives_the_state_and_no_second_mail(waiting):
    approvals.decide(waiting, "approve")

    assert approvals.decide(waiting, "approve").status == "queued"
    assert OutboxMail.objects.count() == 1


def test_a_no_sends_nothing_and_stays_no(waiting):
    assert approvals.decide(waiting, "reject").status == "rejected"
    assert approvals.decide(waiting, "reject").status == "rejected"

    error = refused(waiting, "approve")
    assert (error.status_code, error.code) == (409, "already_decided")
    assert not OutboxMail.objects.exists()


def test_a_no_after_the_yes_comes_too_late(waiting):
    approvals.decide(waiting, "approve")

    assert refused(waiting, "reject").status_code == 409
    assert OutboxMail.objects.count() == 1


@pytest.mark.parametrize("decision", ["approve", "reject"])
def test_after_a_day_nothing_can_be_decided(waiting, decision):
    Approval.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    waiting.refresh_from_db()

    assert waiting.status == "expired"
    assert refused(waiting, decision).code == "expired"
    assert not OutboxMail.objects.exists()


def test_it_waits_for_a_day(waiting):
    assert waiting.expires_at - waiting.created_at >= timedelta(hours=23, minutes=59)


def test_edited_arguments_write_the_mail_anew(waiting):
    approvals.decide(waiting, "approve", {"listingIds": ["L1"], "recipientEmail": "bob@example.com"})

    mail = OutboxMail.objects.get()
    assert (mail.to, mail.subject) == ("bob@example.com", "1 home from Ana Alvarez")
    assert Approval.objects.get().arguments == {"listingIds": ["L1"], "recipientEmail": "bob@example.com"}


def test_edited_arguments_are_checked_like_any(waiting):
    error = refused(waiting, "approve", {"listingIds": ["L9"], "recipientEmail": "bob@example.com"})

    assert error.status_code == 400
    assert "L9" in error.message
    assert Approval.objects.get().status == "pending"


def test_edited_arguments_after_the_yes_are_refused(waiting):
    approvals.decide(waiting, "approve")

    assert refused(waiting, "approve", ARGUMENTS | {"recipientEmail": "bob@example.com"}).status_code == 409
    assert OutboxMail.objects.get().to == "ann@example.com"


def test_the_answer_comes_once_the_mail_is_out(waiting, mail_server):
    approvals.decide(waiting, "approve")
    assert Approval.objects.get().result is None

    deliver(OutboxMail.objects.get().pk)

    approval = Approval.objects.get()
    assert approval.status == "done"
    assert approval.result["success"] is True
    assert approval.result["message"] == "The report on 2 homes was sent to ann@example.com."
    assert approval.result["reportId"].startswith("R-")


def test_a_mail_that_became_a_file_is_not_called_sent(waiting, settings, tmp_path):
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "realestate.mail_folder.EmlFolder", tmp_path
    approvals.decide(waiting, "approve")

    deliver(OutboxMail.objects.get().pk)

    message = Approval.objects.get().result["message"]
    assert message.startswith("No mail server is set up, so it was not sent but written to ")
    assert message.endswith(".eml.")


def test_mail_to_oneself_still_asks_by_default(send, ana):
    ana.email_confirmed_at = timezone.now()

    assert send(recipientEmail="ana@example.com")["status"] == "approval_required"


def test_with_own_mail_to_ones_confirmed_address_goes_at_once(send, ana, settings):
    settings.AGENT_APPROVALS = "own"
    ana.email_confirmed_at = timezone.now()

    answer = send(recipientEmail="Ana@Example.com")

    assert answer["message"] == "queued"
    assert answer["reportId"].startswith("R-")
    assert OutboxMail.objects.get().to == "Ana@Example.com"


def test_with_own_the_same_call_again_sends_nothing_more(send, ana, settings):
    settings.AGENT_APPROVALS = "own"
    ana.email_confirmed_at = timezone.now()

    first, second = send(recipientEmail="ana@example.com"), send(recipientEmail="ana@example.com")

    assert first == second
    assert OutboxMail.objects.count() == 1


@pytest.mark.parametrize("address", ["ana@example.com", "ann@example.com"])
def test_with_own_an_unconfirmed_or_foreign_address_asks(send, ana, settings, address):
    settings.AGENT_APPROVALS = "own"
    ana.email_confirmed_at = timezone.now() if address == "ann@example.com" else None

    assert send(recipientEmail=address)["status"] == "approval_required"


def test_an_mcp_client_gets_the_same_answer(ana, homes):
    async def through():
        with acting_as(ana):
            return await all_tools()["sendListingReport"].run(ARGUMENTS, None, convert_result=True)

    answer = asyncio.run(through()).structured_content

    assert (answer["status"], answer["approvalId"]) == ("approval_required", str(Approval.objects.get().pk))
