"""How much may leave the house in somebody's name, and to whom no more: counted in the outbox, so that a restart or
another process forgets nothing.

A yes is not enough against abuse: the person who says it may be the one who abuses. So there is an end to what one
account sends a day (MAIL_DAILY), to what one address gets, and to how many strangers somebody writes to whose own
address nobody has confirmed; and whoever gets a mail can say "no more" with one click.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from realestate.models import Approval, OutboxMail, SuppressedAddress

DAY = timedelta(hours=24)
MOST_WAITING = 20  # letters of one user that wait for a yes: a flood is stopped before anybody has to read it
MOST_TO_ONE_ADDRESS = 5  # by one user and day
MOST_TO_ONE_STRANGER = 10  # by all users together and day, to an address that is not the sender's own
MOST_STRANGERS = 3  # different addresses and day, for an account whose own address is not confirmed

_signer = signing.Signer(salt="realestate.mail_limits.stop")


class MailRefused(Exception):
    """This mail may not leave; the text says why and what to do."""


def check_filing(user: Any, address: str) -> None:
    """Whether another letter of this user may be filed for a yes. Raises MailRefused."""
    if is_suppressed(address):
        raise MailRefused(_unwanted(address))
    if settings.THROTTLE and Approval.objects.visible_to(user).waiting().count() >= MOST_WAITING:
        raise MailRefused(f"{MOST_WAITING} mails wait for your yes already. Decide those first, on your profile page.")


def check_sending(user: Any, address: str) -> None:
    """Whether this user may send one more mail to this address now. Raises MailRefused.

    Inside the transaction that queues it: the user's row is locked (SQLite has one writer anyway), so that sixteen
    yeses at once are counted one after the other.
    """
    if is_suppressed(address):
        raise MailRefused(_unwanted(address))
    if not settings.THROTTLE:
        return
    get_user_model().objects.select_for_update().filter(pk=user.pk).first()
    today = OutboxMail.objects.filter(approval__isnull=False, created_at__gt=timezone.now() - DAY)
    sent = today.filter(user=user)
    if sent.count() >= settings.MAIL_DAILY:
        raise MailRefused(f"You have sent {settings.MAIL_DAILY} mails within a day. Try again tomorrow.")
    if sent.filter(to__iexact=address).count() >= MOST_TO_ONE_ADDRESS:
        raise MailRefused(f"{address} has had {MOST_TO_ONE_ADDRESS} mails from you within a day. Try again tomorrow.")
    if address.lower() == user.email.lower():
        return
    if today.filter(to__iexact=address).count() >= MOST_TO_ONE_STRANGER:
        raise MailRefused(f"{address} has had many mails from Doorstep within a day. Try again tomorrow.")
    strangers = {to.lower() for to in sent.values_list("to", flat=True)} - {user.email.lower(), address.lower()}
    if not user.email_confirmed_at and len(strangers) >= MOST_STRANGERS:
        message = f"You have written to {MOST_STRANGERS} people within a day. Confirm your own address to write to more"
        raise MailRefused(f"{message}: your profile page sends you the link.")


def is_suppressed(address: str) -> bool:
    """Whether who reads this address has said that Doorstep shall write no more."""
    return SuppressedAddress.objects.filter(address_hash=hash_of(address)).exists()


def suppress(address: str) -> None:
    """Write to this address no more; saying it again does no harm."""
    SuppressedAddress.objects.get_or_create(address_hash=hash_of(address))


def hash_of(address: str) -> str:
    """What is kept of an address that wants no mail: enough to know it again, not to write to it."""
    return salted_hmac("realestate.mail_limits", address.strip().lower(), algorithm="sha256").hexdigest()


def stop_page() -> str:
    """Where a recipient says "no more". Mails are written with this address; `stop_link` completes it as they leave,
    so that the sender, who reads the mail first, cannot say it in the recipient's place."""
    return settings.SITE_URL + reverse("mail-stop")


def stop_link(address: str) -> str:
    """The recipient's own link (RFC 8058: a POST to it is the whole click)."""
    return settings.SITE_URL + reverse("mail-stop-link", args=[signing.b64_encode(_sign(address)).decode()])


def address_of(token: str) -> str | None:
    """The address a stop link was made for, or None when it is not one of ours."""
    try:
        return _signer.unsign(signing.b64_decode(token.encode()).decode())
    except (signing.BadSignature, ValueError):
        return None


def _sign(address: str) -> bytes:
    return _signer.sign(address.strip().lower()).encode()


def _unwanted(address: str) -> str:
    return f"{address} has asked for no more mail from Doorstep. Write to them yourself, or name another address."
