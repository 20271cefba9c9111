"""The whole way of a report through real processes and a real mail server: one yes, one mail."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.mail_server import MailServer
from tests.servers import Server, running

pytestmark = pytest.mark.server
_numbers = itertools.count()
REPORT = {"listingIds": ["L001", "L002"], "recipientEmail": "ann@example.com"}


@pytest.fixture(scope="module")
def mail():
    """A mail server for real processes."""
    server = MailServer()
    yield server
    server.close()


@pytest.fixture(scope="module")
def two(tmp_path_factory, mail):
    """Two server processes on one database of homes and one mail server."""
    folder = tmp_path_factory.mktemp("two")
    with running("uvicorn", folder, homes=60, EMAIL_URL=mail.url) as first:
        second = Server("daphne", folder, EMAIL_URL=mail.url)
        second.start()
        yield first, second
        second.stop()


@pytest.fixture
def filed(two, mail):
    """(the token of a new user, the id of a report that waits for their yes)."""
    mail.mails.clear()
    first, _ = two
    token = first.sign_up(f"ana{next(_numbers)}@example.com")
    status, answer = first.request("POST", "/api/tools/sendListingReport", REPORT, token=token)
    assert status == 200, answer
    return token, answer["approvalId"]


def decide(server, token, approval_id, decision):
    return server.request("POST", f"/approvals/{approval_id}", {"decision": decision}, token=token)


def test_sixteen_yeses_at_once_to_two_processes_send_one_mail(two, filed, mail):
    token, approval_id = filed

    with ThreadPoolExecutor(16) as tabs:
        answers = list(tabs.map(lambda n: decide(two[n % 2], token, approval_id, "approve"), range(16)))

    assert {status for status, _ in answers} == {200}
    assert {answer["status"] for _, answer in answers} <= {"queued", "done"}
    assert len(mail.sent_to("ann@example.com")) == 1


def test_yes_and_no_at_once_let_one_of_them_win(two, filed, mail):
    token, approval_id = filed

    with ThreadPoolExecutor(2) as tabs:
        yes, no = tabs.map(lambda n: decide(two[n], token, approval_id, ["approve", "reject"][n]), range(2))

    assert sorted([yes[0], no[0]]) == [200, 409]
    assert len(mail.sent_to("ann@example.com")) == (1 if yes[0] == 200 else 0)


def test_the_mail_has_both_homes_with_their_attribution(two, filed, mail):
    token, approval_id = filed

    status, answer = decide(two[0], token, approval_id, "approve")

    (arrived,) = mail.sent_to("ann@example.com")
    words = arrived.get_body(("plain",)).get_content()
    assert (status, answer["status"]) == (200, "done")
    assert "listing L001" in words
    assert "listing L002" in words
    assert "Demo data. Homes, people and offices are made up." in words
    assert arrived.get_body(("html",)) is not None


def test_a_queued_mail_survives_the_death_of_its_process(two, filed, mail):
    token, approval_id = filed
    first, second = two
    mail.behaviour["rcpt"] = "450 Later"
    decide(first, token, approval_id, "approve")
    mail.behaviour["rcpt"] = "accept"
    first.kill()
    first.start()

    shown = second.request("GET", f"/approvals/{approval_id}", token=token)[1]
    for _ in range(200):
        if shown["status"] == "done":
            break
        shown = second.request("GET", f"/approvals/{approval_id}", token=token)[1]
        second._pause()

    assert shown["status"] == "done"
    assert len(mail.sent_to("ann@example.com")) == 1
