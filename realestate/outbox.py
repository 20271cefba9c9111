"""What leaves the house: each mail at most once, and no outcome that was not seen is called success.

queued   committed together with the reason for it (an approval's yes, a password reset); found after a crash: sent.
sending  committed before the socket is opened. Found so for two minutes (SMTP times out at 30 s a step): unknown.
sent     the server took it; the body is emptied.
failed   the server refused it, or could not be reached five times: it has surely not been sent.
unknown  the connection ended after the mail was on its way: only a person may send it again.

Mail goes out as soon as its transaction commits, on a thread of its own; the ticker sends what was left behind.
"""

from __future__ import annotations

import logging
import smtplib
import uuid
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from realestate import database, mail_limits
from realestate.models import Approval, Notification, OutboxMail
from realestate.notifications import notify

__all__ = ["Mail", "deliver", "queue_mail", "send_again", "sweep"]

log = logging.getLogger(__name__)
Answer = TypeVar("Answer")
LOST_AFTER = timedelta(minutes=2)
# Pauses between tries while the server cannot be reached or asks for patience.
PAUSES = [timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=5), timedelta(minutes=30)]
Status = OutboxMail.Status
_submitted: set[uuid.UUID] = set()  # waiting for this process's mail thread, so that no look submits them again


@dataclass(frozen=True)
class Mail(Generic[Answer]):
    """A finished mail. `answer` is what a tool says once it is sent."""

    to: str
    subject: str
    text: str
    html: str = ""
    answer: Answer | None = None


def queue_mail(mail: Mail, *, user: Any, purpose: str, approval: Approval | None = None) -> OutboxMail:
    """Store the mail in the caller's transaction; it is sent when that commits, by whichever process is alive."""
    row = OutboxMail.objects.create(
        user=user,
        approval=approval,
        purpose=purpose,
        to=mail.to,
        subject=" ".join(mail.subject.split())[:200],  # a line break would be another header
        text=mail.text,
        html=mail.html,
    )
    transaction.on_commit(lambda: deliver_soon(row.pk))
    return row


def deliver_soon(mail_id: uuid.UUID) -> Future[None]:
    """Send it on the mail thread; the future ends when the outcome is stored."""
    _submitted.add(mail_id)
    return database.mail_sender.submit(deliver, mail_id)


def deliver(mail_id: uuid.UUID) -> None:
    """Send a queued mail, unless another thread or process has it; store what came of it."""
    _submitted.discard(mail_id)
    now = timezone.now()
    mine = OutboxMail.objects.filter(pk=mail_id, status=Status.QUEUED, not_before__lte=now)
    if not mine.update(status=Status.SENDING, sending_at=now, attempts=F("attempts") + 1):
        return
    mail = OutboxMail.objects.get(pk=mail_id)
    unwanted = mail.approval_id and mail_limits.is_suppressed(mail.to)
    outcome = _failed(mail, f"{mail.to} has asked for no more mail from Doorstep.") if unwanted else _send(mail)
    log.info("Mail %s (%s): %s %s", mail.pk, mail.purpose, outcome["status"], outcome.get("error", ""))
    # Also a mail that was given up as unknown meanwhile: what was seen wins over what was feared.
    with transaction.atomic():
        open_still = OutboxMail.objects.filter(pk=mail_id, status__in=[Status.SENDING, Status.UNKNOWN])
        if open_still.update(**outcome):
            _tell(mail, outcome["status"], outcome.get("written_to", ""))


def send_again(mail: OutboxMail) -> bool:
    """A person's decision to send a failed or unknown mail once more; false when it is neither (any more)."""
    ended = OutboxMail.objects.filter(pk=mail.pk, status__in=[Status.FAILED, Status.UNKNOWN])
    with transaction.atomic():
        again = ended.update(status=Status.QUEUED, attempts=0, error="", not_before=timezone.now(), ended_at=None)
        if again:
            transaction.on_commit(lambda: deliver_soon(mail.pk))
    return bool(again)


def sweep() -> None:
    """Send what a dead process left queued, and give up what it left in mid-sending."""
    now = timezone.now()
    for mail_id in OutboxMail.objects.filter(status=Status.QUEUED, not_before__lte=now).values_list("pk", flat=True):
        if mail_id not in _submitted:
            deliver_soon(mail_id)
    lost = OutboxMail.objects.filter(status=Status.SENDING, sending_at__lte=now - LOST_AFTER)
    error = "The server stopped while this was being sent, so nobody knows whether it arrived."
    for mail in list(lost):
        with transaction.atomic():
            if lost.filter(pk=mail.pk).update(status=Status.UNKNOWN, ended_at=now, error=error):
                _tell(mail, Status.UNKNOWN)


# What its owner is told of a mail that needed a yes, once it has come to an end.
TOLD = {
    Status.SENT: (Notification.Kind.MAIL_SENT, "Sent to {to}: {subject}"),
    Status.FAILED: (Notification.Kind.MAIL_FAILED, "Not sent to {to}: {subject}. Open it to read why and try again."),
    Status.UNKNOWN: (Notification.Kind.MAIL_UNKNOWN, "Perhaps sent to {to}: {subject}. Open it to read more."),
}


def _tell(mail: OutboxMail, status: str, written_to: str = "") -> None:
    if mail.approval_id and mail.user_id and status in TOLD:
        kind, sentence = TOLD[Status(status)]
        if written_to:
            sentence = "Written to a file, for there is no mail server: {subject}"
        page = reverse("approval", args=[mail.approval_id])
        notify(mail.user_id, kind, sentence.format(to=mail.to, subject=mail.subject), page)


def _send(mail: OutboxMail) -> dict[str, Any]:
    """Hand the mail to the mail server; the columns that say what came of it."""
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        log.warning("The mail server cannot be used: %s", error)
        return _later(mail, "The mail server could not be reached.")
    message = _message(mail)
    try:
        connection.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        return _refused(mail, *next(iter(error.recipients.values())))
    except smtplib.SMTPResponseException as error:
        return _refused(mail, error.smtp_code, error.smtp_error)
    except (OSError, smtplib.SMTPException):
        text = "The connection to the mail server ended while this was being sent; it may have arrived."
        return {"status": Status.UNKNOWN, "ended_at": timezone.now(), "error": text}
    finally:
        _close(connection)
    place = getattr(message, "written_to", "")
    return {"status": Status.SENT, "ended_at": timezone.now(), "text": "", "html": "", "written_to": place}


def _close(connection: Any) -> None:
    try:
        connection.close()
    except (OSError, smtplib.SMTPException):
        log.debug("The mail server did not say goodbye")


def _message(mail: OutboxMail) -> EmailMultiAlternatives:
    headers = {"Message-ID": f"<{mail.pk}@{settings.EMAIL_DOMAIN}>", "Auto-Submitted": "auto-generated"}
    text, html = mail.text, mail.html
    if mail.approval_id:  # somebody's letter to somebody else, who may want no more of them
        page, link = mail_limits.stop_page(), mail_limits.stop_link(mail.to)
        text, html = text.replace(page, link), html.replace(page, link)
        headers |= {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    message = EmailMultiAlternatives(mail.subject, text, to=[mail.to], headers=headers)
    if html:
        message.attach_alternative(html, "text/html")
    return message


def _refused(mail: OutboxMail, code: int, reason: bytes | str) -> dict[str, Any]:
    said = reason.decode(errors="replace") if isinstance(reason, bytes) else str(reason)
    error = f"The mail server refused it: {code} {said}"[:300]
    return _later(mail, error) if 400 <= code < 500 else _failed(mail, error)


def _later(mail: OutboxMail, error: str) -> dict[str, Any]:
    if mail.attempts > len(PAUSES):
        return _failed(mail, f"{error} It was tried {mail.attempts} times and has not been sent."[:300])
    return {"status": Status.QUEUED, "not_before": timezone.now() + PAUSES[mail.attempts - 1], "error": error[:300]}


def _failed(mail: OutboxMail, error: str) -> dict[str, Any]:
    outcome = {"status": Status.FAILED, "ended_at": timezone.now(), "error": error}
    # Only what a person can send again keeps its body; a reset link does not lie around.
    return outcome if mail.approval_id else outcome | {"text": "", "html": ""}
