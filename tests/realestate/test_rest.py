"""REST over the tools and the approvals: the same answers and refusals as anywhere."""

from __future__ import annotations

import uuid

import pytest
from rest_framework.test import APIClient

from realestate import database
from realestate.models import Approval, OutboxMail
from realestate.tooling import all_tools

REPORT = {"listingIds": ["L1"], "recipientEmail": "ann@example.com"}


@pytest.fixture
def as_ana(ana):
    client = APIClient()
    client.force_authenticate(ana)
    return client


@pytest.fixture
def as_eve(eve):
    client = APIClient()
    client.force_authenticate(eve)
    return client


@pytest.fixture
def filed(as_ana, home):
    """The id of a report that waits for ana's yes."""
    return as_ana.post("/api/tools/sendListingReport", REPORT, format="json").json()["approvalId"]


def decide(client, approval_id, **body):
    return client.post(f"/approvals/{approval_id}", body, format="json")


def test_every_tool_is_listed_with_its_schemas(as_ana):
    answer = as_ana.get("/api/tools/").json()

    assert {each["name"] for each in answer["tools"]} == set(all_tools())
    assert answer["count"] == len(all_tools())
    (find,) = [each for each in answer["tools"] if each["name"] == "findListings"]
    assert find["effect"] == "read"
    assert find["inputSchema"]["properties"]["maxPrice"]
    assert find["outputSchema"]["type"] == "object"
    assert find["annotations"]["readOnlyHint"] is True


def test_a_tool_answers_its_result(as_ana, home):
    answer = as_ana.post("/api/tools/findListings", {"city": "Portland"}, format="json")

    assert answer.status_code == 200
    assert [each["listingId"] for each in answer.json()["listings"]] == ["L1"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"town": "Portland"}, "There is no argument 'town'"),
        ({"maxPrice": "cheap"}, "maxPrice is 'cheap'"),
        ({"maxPrice": -1}, "maxPrice is -1"),
        ({"maxPrice": 10**17}, "maxPrice is too large"),
        ([], "The arguments must be an object"),
    ],
)
def test_wrong_arguments_are_refused_in_the_tools_words(as_ana, body, said):
    answer = as_ana.post("/api/tools/findListings", body, format="json")

    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "tool_error"
    assert said in answer.json()["error"]["message"]


def test_an_unknown_tool_is_404(as_ana):
    answer = as_ana.post("/api/tools/dropTables", {}, format="json")

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "unknown_tool")


def test_nobody_calls_a_tool(db):
    assert APIClient().post("/api/tools/findListings", {}, format="json").status_code == 401
    assert APIClient().get("/api/tools/").status_code == 401


def test_an_idempotency_key_finds_what_was_filed(as_ana, home):
    first = as_ana.post("/api/tools/sendListingReport", REPORT, format="json", headers={"Idempotency-Key": "k"})
    again = as_ana.post("/api/tools/sendListingReport", REPORT, format="json", headers={"Idempotency-Key": "k"})

    assert first.json()["approvalId"] == again.json()["approvalId"]
    assert Approval.objects.count() == 1


def test_an_endless_idempotency_key_is_refused(as_ana, home):
    answer = as_ana.post("/api/tools/findListings", {}, format="json", headers={"Idempotency-Key": "k" * 129})

    assert (answer.status_code, answer.json()["error"]["field"]) == (400, "Idempotency-Key")


def test_an_approval_is_shown_to_its_user_alone(as_ana, as_eve, filed):
    shown = as_ana.get("/approvals/").json()["approvals"][0]

    assert (shown["approvalId"], shown["status"], shown["to"]) == (filed, "pending", "ann@example.com")
    assert shown["arguments"] == REPORT
    assert as_eve.get("/approvals/").json() == {"success": True, "approvals": [], "count": 0, "nextCursor": None}
    assert as_ana.get(f"/approvals/{filed}").json()["approvalId"] == filed


def test_a_stranger_cannot_decide(as_ana, as_eve, filed):
    answer = decide(as_eve, filed, decision="approve")

    assert answer.status_code == 404
    assert answer.json() == decide(as_eve, uuid.uuid4(), decision="approve").json()
    assert Approval.objects.get().status == "pending"


def test_a_yes_answers_with_the_result_once_the_mail_is_out(as_ana, filed, mail_server):
    answer = decide(as_ana, filed, decision="approve").json()

    assert (answer["success"], answer["status"]) == (True, "done")
    assert answer["result"]["message"] == "The report on 1 home was sent to ann@example.com."
    assert [mail["To"] for mail in mail_server.mails] == ["ann@example.com"]


def test_repeating_the_yes_sends_one_mail(as_ana, filed, mail_server):
    decide(as_ana, filed, decision="approve")

    assert decide(as_ana, filed, decision="approve").json()["status"] == "done"
    assert len(mail_server.mails) == 1


def test_another_decision_is_409_and_sends_nothing(as_ana, filed, mail_server):
    decide(as_ana, filed, decision="reject")

    answer = decide(as_ana, filed, decision="approve")

    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "already_decided")
    assert answer.json()["error"]["approvalStatus"] == "rejected"
    assert mail_server.mails == []


def test_a_yes_with_changed_arguments_sends_what_was_changed(as_ana, filed, mail_server):
    decide(as_ana, filed, decision="approve", arguments=REPORT | {"recipientEmail": "bob@example.com"})

    assert [mail["To"] for mail in mail_server.mails] == ["bob@example.com"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"decision": "maybe"},
        {"decision": ["approve"]},
        {"decision": "approve", "userId": 1},
        {"decision": "approve", "arguments": "all"},
        {"decision": "reject", "arguments": {}},
    ],
)
def test_a_wrong_body_decides_nothing(as_ana, filed, body):
    assert decide(as_ana, filed, **body).status_code == 400
    assert Approval.objects.get().status == "pending"


def test_a_mail_server_that_cannot_be_reached_leaves_it_queued(as_ana, filed, mail_server):
    mail_server.close()

    assert decide(as_ana, filed, decision="approve").json()["status"] == "queued"
    assert OutboxMail.objects.get().error == "The mail server could not be reached."


def test_a_session_without_a_csrf_token_decides_nothing(ana, filed):
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(ana)

    assert decide(client, filed, decision="approve").status_code == 403
    assert Approval.objects.get().status == "pending"


@pytest.mark.parametrize("path", ["/api/nothing", "/agents/nothing", "/auth/nothing", "/approvals/x"])
def test_an_unknown_address_of_the_api_has_the_one_error_shape(client, db, path):
    answer = client.get(path)

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


def test_an_unknown_address_is_a_page_for_people_and_json_for_programs(client, ana):
    client.force_login(ana)

    page, program = client.get("/nothing/"), client.get("/nothing/", headers={"accept": "application/json"})

    assert page.status_code == program.status_code == 404
    assert "There is nothing at this address" in page.content.decode()
    assert program.json()["success"] is False


def test_the_pool_is_not_used_by_a_view(as_ana, home, monkeypatch):
    monkeypatch.setattr(database, "pool", None)

    assert as_ana.post("/api/tools/findListings", {"city": "Portland"}, format="json").status_code == 200


def test_a_body_that_is_no_json_is_the_callers_mistake(as_ana):
    answer = as_ana.post("/api/tools/sendListingReport", '{"listingIds": [', content_type="application/json")

    assert answer.status_code == 400
    assert "The body is not JSON" in answer.json()["error"]["message"]


def test_a_body_too_large_for_a_tool_is_refused_as_such(as_ana):
    answer = as_ana.post("/api/tools/sendListingReport", "[" + "1," * 2_000_000 + "1]", content_type="application/json")

    assert answer.status_code == 413
