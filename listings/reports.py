"""The listing report: a few homes as a mail, in text and HTML, with what each source wants shown beside them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.template.loader import render_to_string

from listings.linked import link_to
from listings.models import Listing
from listings.summaries import summary
from realestate.mail_limits import stop_page
from realestate.outbox import Mail
from realestate.wire import WireModel


class ReportSent(WireModel):
    """The report is on its way, or has been handed to the mail server."""

    success: bool
    message: str
    report_id: str


class BadRecipient(ValueError):
    """No mail can go to this address; the text says why."""


def listing_report(
    homes: list[Listing],
    *,
    recipient: str,
    note: str,
    sender: Any,
    today: date,
    links: Sequence[Listing] = (),
) -> Mail[ReportSent]:
    """The finished mail about these homes, in the order given; nothing is sent.

    recipient: one e-mail address. note: the sender's own words, plain text, may be empty. links: homes that may only
    be linked to. Raises BadRecipient.
    """
    recipient = _sound(recipient)
    report_id = f"R-{uuid.uuid4().hex[:12]}"
    shown = [*homes, *links]
    count = f"{len(shown)} home{'' if len(shown) == 1 else 's'}"
    context = {
        "homes": [summary(home, today).model_dump(mode="json", by_alias=True) for home in homes],
        "links": [link_to(home) for home in links],
        "disclaimers": list(dict.fromkeys(each.source.disclaimer for each in shown if each.source.disclaimer)),
        "count": count,
        "note": note.strip(),
        "sender": sender,
        "site": settings.SITE_URL,
        "stop": stop_page(),
        "today": today,
        "report_id": report_id,
    }
    return Mail(
        to=recipient,
        subject=f"{count} from {sender.get_full_name()}",
        text=render_to_string("email/listing_report.txt", context),
        html=render_to_string("email/listing_report.html", context),
        answer=ReportSent(success=True, message=f"The report on {count} was sent to {recipient}.", report_id=report_id),
    )


def _sound(recipient: str) -> str:
    address = recipient.strip()
    try:
        validate_email(address)
    except ValidationError:
        problem = f"recipientEmail is {address[:80]!r}; it must be one address like ann@example.com."
        raise BadRecipient(problem) from None
    return address
