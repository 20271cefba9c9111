"""A mail that a client wants sent: it waits on our page, and no client and no token can say yes."""

from __future__ import annotations

from typing import Any

import pytest
from mcp.types import ElicitResult

from realestate.approvals import decide
from realestate.database import in_database
from realestate.models import Approval, OutboxMail
from tests.realestate.mcp_server.conftest import rpc

REPORT = {"listingIds": ["L1"], "recipientEmail": "ann@example.com"}
CALL = {"name": "sendListingReport", "arguments": REPORT}


def send(client: Any) -> Any:
    return client.call_tool("sendListingReport", REPORT)


def test_a_client_that_cannot_ask_gets_the_page(ana, home, as_client, settings):
    answer = as_client(ana, send)

    approval = Approval.objects.get()
    assert answer.structured_content["status"] == "approval_required"
    assert answer.structured_content["url"] == f"{settings.SITE_URL}/profile/approvals/{approval.pk}/"
    assert answer.structured_content["url"] in answer.content[0].text
    assert (approval.user, approval.status) == (ana, "pending")
    assert not OutboxMail.objects.exists()


@pytest.mark.parametrize("mode", ["2026-07-28", "legacy"])
def test_a_client_that_can_open_pages_is_asked_to(ana, home, as_client, mode):
    asked = []

    async def look(context: Any, params: Any) -> ElicitResult:
        asked.append(params.url)
        return ElicitResult(action="accept")

    answer = as_client(ana, send, elicitation_callback=look, mode=mode)

    assert asked == [answer.structured_content["url"]]
    assert answer.structured_content["status"] == "approval_required"
    assert Approval.objects.get().status == "pending"


@pytest.mark.parametrize("mode", ["2026-07-28", "legacy"])
def test_a_yes_on_the_page_meanwhile_is_told(ana, home, as_client, mode, mail_server):
    async def look(context: Any, params: Any) -> ElicitResult:
        approval = await in_database(lambda: decide(Approval.objects.get(), "approve"))
        await in_database(lambda: OutboxMail.objects.filter(approval=approval).update(status="sent"))
        return ElicitResult(action="accept")

    answer = as_client(ana, send, elicitation_callback=look, mode=mode)

    assert answer.structured_content["success"] is True
    assert answer.structured_content["message"] == "The report on 1 home was sent to ann@example.com."


@pytest.mark.parametrize("mode", ["2026-07-28", "legacy"])
def test_a_no_on_the_page_is_told(ana, home, as_client, mode):
    async def look(context: Any, params: Any) -> ElicitResult:
        await in_database(lambda: decide(Approval.objects.get(), "reject"))
        return ElicitResult(action="accept")

    answer = as_client(ana, send, elicitation_callback=look, mode=mode)

    assert answer.is_error
    assert "said no" in answer.content[0].text


def test_a_client_that_can_only_ask_asks_first_and_files_nothing(token, home):
    asked = rpc("tools/call", CALL, token=token, elicitation={}).json()["result"]

    assert asked["resultType"] == "input_required"
    assert "ann@example.com" in asked["inputRequests"]["prepare"]["params"]["message"]
    assert not Approval.objects.exists()


@pytest.mark.parametrize(
    ("answer", "filed"),
    [
        ({"action": "accept", "content": {"prepare": True}}, 1),
        ({"action": "accept", "content": {"prepare": False}}, 0),
        ({"action": "decline"}, 0),
        ({"action": "cancel"}, 0),
    ],
)
def test_its_answer_decides_whether_it_is_prepared_and_never_whether_it_is_sent(token, home, answer, filed):
    result = rpc("tools/call", CALL | {"inputResponses": {"prepare": answer}}, token=token, elicitation={}).json()

    assert Approval.objects.count() == filed
    assert not OutboxMail.objects.exists()
    assert bool(result["result"].get("isError")) is not bool(filed)


def test_a_wrong_mail_is_refused_before_anybody_is_asked(token, home):
    wrong = {"name": "sendListingReport", "arguments": REPORT | {"recipientEmail": "nobody"}}

    result = rpc("tools/call", wrong, token=token, elicitation={}).json()["result"]

    assert result["isError"]
    assert "recipientEmail is 'nobody'" in result["content"][0]["text"]


def test_a_client_without_the_scope_is_not_asked(ana, home, as_client):
    answer = as_client(ana, send, scopes=frozenset({"read", "write"}))

    assert "lacks the scope 'send'" in answer.content[0].text
    assert not Approval.objects.exists()
