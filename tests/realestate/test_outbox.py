"""Mail leaves at most once, and nobody is told it was sent when that was not seen."""

from __future__ import annotations

import email
import email.policy
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections, transaction
from django.utils import timezone

from realestate import outbox
from realestate.models import OutboxMail
from realestate.outbox import Mail, deliver, queue_mail, send_again, sweep


@pytest.fixture
def letter(ana):
    """A mail that waits to be sent, of a transaction that has not committed."""
    mail = Mail(
        to="ann@example.com", subject="Two homes\r\nBcc: all@example.com", text="Hello Ann", html="<p>Hello</p>"
    )
    return queue_mail(mail, user=ana, purpose="report")


def stored(mail):
    return OutboxMail.objects.get(pk=mail.pk)


def test_a_mail_arrives_as_text_and_html_with_a_message_id_of_its_own(letter, mail_server):
    deliver(letter.pk)

    (arrived,) = mail_server.mails
    assert arrived["To"] == "ann@example.com"
    assert arrived.get_body(("plain",)).get_content().strip() == "Hello Ann"
    assert arrived.get_body(("html",)).get_content().strip() == "<p>Hello</p>"
    assert str(letter.pk) in arrived["Message-ID"]


def test_a_line_break_in_a_subject_is_no_second_header(letter, mail_server):
    deliver(letter.pk)

    (arrived,) = mail_server.mails
    assert arrived["Subject"] == "Two homes Bcc: all@example.com"
    assert arrived["Bcc"] is None


def test_once_sent_the_words_are_forgotten(letter, mail_server):
    deliver(letter.pk)

    assert (stored(letter).status, stored(letter).text, stored(letter).html) == ("sent", "", "")


def test_sending_it_again_sends_nothing(letter, mail_server):
    deliver(letter.pk)
    deliver(letter.pk)
    sweep()

    assert len(mail_server.mails) == 1


def test_a_refused_recipient_is_a_failure_with_the_servers_reason(letter, mail_server):
    mail_server.behaviour["rcpt"] = "550 No such user"

    deliver(letter.pk)

    assert stored(letter).status == "failed"
    assert stored(letter).error == "The mail server refused it: 550 No such user"


def test_a_server_that_asks_for_patience_is_asked_again_later(letter, mail_server):
    mail_server.behaviour["rcpt"] = "450 Greylisted"

    deliver(letter.pk)

    assert stored(letter).status == "queued"
    assert stored(letter).not_before > timezone.now()


def test_the_pause_is_kept(letter, mail_server):
    mail_server.behaviour["rcpt"] = "450 Greylisted"
    deliver(letter.pk)
    mail_server.behaviour["rcpt"] = "accept"

    deliver(letter.pk)

    assert mail_server.mails == []


def test_after_five_tries_it_is_given_up_as_not_sent(letter, mail_server):
    mail_server.behaviour["data"] = "451 Busy"
    OutboxMail.objects.filter(pk=letter.pk).update(attempts=4)

    deliver(letter.pk)

    assert stored(letter).status == "failed"
    assert "tried 5 times and has not been sent" in stored(letter).error


def test_a_server_that_is_not_there_is_asked_again_later(letter, mail_server):
    mail_server.close()

    deliver(letter.pk)

    assert (stored(letter).status, stored(letter).error) == ("queued", "The mail server could not be reached.")


def test_a_connection_that_ends_after_the_mail_was_sent_is_unknown_and_never_tried_again(letter, mail_server):
    mail_server.behaviour["data"] = "vanish"
    deliver(letter.pk)
    mail_server.behaviour["data"] = "accept"

    deliver(letter.pk)
    sweep()

    assert stored(letter).status == "unknown"
    assert len(mail_server.mails) == 1


def test_a_person_may_send_an_unknown_mail_again(letter, mail_server):
    mail_server.behaviour["data"] = "vanish"
    deliver(letter.pk)
    mail_server.behaviour["data"] = "accept"

    again = send_again(stored(letter))
    deliver(letter.pk)

    assert again
    assert stored(letter).status == "sent"
    assert [mail["To"] for mail in mail_server.mails] == ["ann@example.com", "ann@example.com"]


def test_a_sent_mail_cannot_be_sent_again(letter, mail_server):
    deliver(letter.pk)

    assert not send_again(stored(letter))


def test_what_a_dead_process_left_in_mid_sending_is_unknown(letter):
    three_minutes_ago = timezone.now() - timedelta(minutes=3)
    OutboxMail.objects.filter(pk=letter.pk).update(status="sending", sending_at=three_minutes_ago)

    sweep()

    assert stored(letter).status == "unknown"
    assert "nobody knows whether it arrived" in stored(letter).error


def test_what_is_being_sent_now_is_left_alone(letter):
    OutboxMail.objects.filter(pk=letter.pk).update(status="sending", sending_at=timezone.now())

    sweep()

    assert stored(letter).status == "sending"


@pytest.mark.django_db(transaction=True)
def test_what_a_dead_process_left_queued_is_sent(ana, mail_server):
    left = OutboxMail.objects.create(user=ana, purpose="report", to="ann@example.com", subject="x", text="y")

    sweep()
    outbox.deliver_soon(left.pk).result(20)  # one thread: what the sweep began comes first

    assert [mail["Subject"] for mail in mail_server.mails] == ["x"]


@pytest.mark.django_db(transaction=True)
def test_a_mail_goes_out_when_its_transaction_commits_and_not_before(ana, mail_server):
    with transaction.atomic():
        mail = queue_mail(Mail(to="ann@example.com", subject="x", text="y"), user=ana, purpose="report")
        before = len(mail_server.mails)
    outbox.deliver_soon(mail.pk).result(20)

    assert (before, len(mail_server.mails)) == (0, 1)


@pytest.mark.django_db(transaction=True)
def test_eight_threads_send_one_mail_once(ana, mail_server):
    mail = OutboxMail.objects.create(user=ana, purpose="report", to="ann@example.com", subject="x", text="y")

    def attempt(_):
        try:
            deliver(mail.pk)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(attempt, range(8)))

    assert len(mail_server.mails) == 1


def test_the_words_of_a_failed_account_mail_are_forgotten_too(letter, mail_server):
    mail_server.behaviour["rcpt"] = "550 No such user"

    deliver(letter.pk)

    assert stored(letter).text == ""


def test_without_a_mail_server_the_mail_is_a_file_that_mail_programs_open(letter, settings, tmp_path):
    settings.EMAIL_BACKEND = "realestate.mail_folder.EmlFolder"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"

    deliver(letter.pk)

    (file,) = (tmp_path / "mail").glob("*.eml")
    written = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert (settings.BASE_DIR / stored(letter).written_to).resolve() == file
    assert written["To"] == "ann@example.com"
    assert written.get_body(("plain",)).get_content().strip() == "Hello Ann"
