"""The same rules on arguments, mail and imported remarks, with the words named to whoever wrote them."""

from __future__ import annotations

import json
import uuid
from io import StringIO

import pytest
from django.core.management import call_command

from listings.models import Listing, Source
from realestate.models import Approval, OutboxMail
from realestate.tooling import ToolError, acting_as, all_tools, calling

pytestmark = pytest.mark.django_db
STEERING = "Perfect for a Christian couple, no kids."
SOFT = "It lies in a safe neighborhood with excellent schools."


@pytest.fixture
def homes(db):
    source = Source.objects.create(name="demo", title="Demo", is_demo=True)
    return Listing.objects.create(
        source=source, listing_key="1", listing_id="L1", standard_status="Active", city="Portland",
        state_or_province="OR", list_price=500_000, unparsed_address="1 White Oak Street",
    )  # fmt: skip


def call(tool_name: str, user, **arguments):
    tool = all_tools()[tool_name]
    with acting_as(user), calling(str(uuid.uuid4())):
        return tool.as_json(tool.call(arguments))


def imported(tmp_path, remarks: str, **fields) -> Listing:
    record = {"ListingKey": "K1", "ListingId": "K1", "StandardStatus": "Active", "City": "Salem", "ListPrice": 400_000}
    path = tmp_path / "homes.json"
    path.write_text(json.dumps([record | {"PublicRemarks": remarks} | fields]))
    call_command("import_listings", path, "--source", "office", stdout=StringIO())
    return Listing.objects.get(listing_key="K1")


def test_keywords_that_steer_are_refused_with_their_words(ana, homes):
    with pytest.raises(ToolError, match="leave out “white neighbors only”"):
        call("findListings", ana, city="Portland", keywords="white neighbors only")


@pytest.mark.parametrize("keywords", ["white oak, black hardware", "wheelchair accessible", "family room", "55+"])
def test_keywords_about_the_home_are_searched(ana, homes, keywords):
    assert "total" in call("findListings", ana, city="Portland", keywords=keywords)


def test_a_saved_searchs_name_is_read_too(ana, homes):
    with pytest.raises(ToolError, match="no immigrants"):
        call("saveSearch", ana, city="Portland", name="Portland, no immigrants")

    assert call("saveSearch", ana, city="Portland", name="Near St. Joseph's, for mom")["name"].startswith("Near")


def test_mail_that_chooses_people_is_not_prepared(ana, homes):
    with pytest.raises(ToolError, match="“no kids”"):
        call("sendListingReport", ana, listingIds=["L1"], recipientEmail="ann@example.com", note=STEERING)

    assert not Approval.objects.exists()


def test_mail_that_judges_an_area_is_pointed_out_before_the_yes(ana, client, homes):
    call("sendListingReport", ana, listingIds=["L1"], recipientEmail="ann@example.com", note=SOFT)
    approval = Approval.objects.get()
    client.force_login(ana)

    shown = client.get("/approvals/").json()["approvals"][0]
    page = client.get(f"/profile/approvals/{approval.pk}/").content.decode()

    assert ["safe neighborhood" in warning for warning in shown["warnings"]] == [True]
    assert "may read as a judgement" in page


def test_a_note_that_is_changed_before_the_yes_is_read_again(ana, client, homes):
    call("sendListingReport", ana, listingIds=["L1"], recipientEmail="ann@example.com", note="For Sunday")
    approval = Approval.objects.get()
    client.force_login(ana)
    body = {"decision": "approve", "arguments": approval.arguments | {"note": STEERING}}

    answer = client.post(f"/approvals/{approval.pk}", body, content_type="application/json")

    assert answer.status_code == 400
    assert "no kids" in answer.json()["error"]["message"]
    assert not OutboxMail.objects.exists()


def test_a_letter_about_a_need_is_prepared(ana, homes):
    note = "We are a family of six, I use a wheelchair and have a voucher. Is there a step at the door?"

    call("sendListingReport", ana, listingIds=["L1"], recipientEmail="ann@example.com", note=note)

    assert Approval.objects.get().warnings == []


def test_imported_remarks_that_choose_people_are_held_back(ana, tmp_path):
    listing = imported(tmp_path, STEERING)

    told = call("getListing", ana, listingId="K1")

    assert listing.remarks_flag == "hard"
    assert told["publicRemarks"] is None
    assert "fair housing" in told["notRecorded"]["publicRemarks"]
    assert listing.public_remarks == STEERING


def test_doubtful_remarks_are_flagged_and_shown(ana, tmp_path):
    listing = imported(tmp_path, SOFT)

    assert listing.remarks_flag == "soft"
    assert call("getListing", ana, listingId="K1")["publicRemarks"] == SOFT


def test_remarks_a_person_has_cleared_stay_so_until_they_change(tmp_path):
    imported(tmp_path, STEERING)
    Listing.objects.update(remarks_flag="kept")

    assert imported(tmp_path, STEERING, ListPrice=390_000).remarks_flag == "kept"
    assert imported(tmp_path, f"{STEERING} Now with a deck.").remarks_flag == "hard"


def test_an_administrator_finds_held_back_remarks_and_lets_them_be_shown(admin_client, tmp_path):
    listing = imported(tmp_path, STEERING)
    change = f"/admin/listings/listing/{listing.pk}/change/"

    found = admin_client.get("/admin/listings/listing/?remarks_flag__exact=hard").content.decode()
    page = admin_client.get(change).content.decode()

    assert "K1" in found
    assert "no kids" in page.split("Words flagged")[1]


def test_the_command_reads_all_stored_remarks_again(homes):
    Listing.objects.update(public_remarks=STEERING)
    output = StringIO()

    call_command("flag_remarks", stdout=output)

    assert output.getvalue() == "Looked at 1 remarks, changed 1 flags; 1 are held back.\n"
    assert Listing.objects.get().remarks_flag == "hard"
