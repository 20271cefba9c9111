"""Confirming an e-mail address: a mailed link that says this person reads what is sent there."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from accounts.mail import from_templates
from accounts.models import User
from accounts.throttling import CONFIRMATION_BY_ACCOUNT
from realestate.outbox import queue_mail

LINK_LIVES = timedelta(days=3)
USED = "This link has been used: the address is confirmed."
INCOMPLETE = "This link is not complete. Use the whole link from the mail, or ask for a new one."


class LinkRefused(Exception):
    """This link confirms nothing (any more); the text says why in a sentence."""


def send_confirmation(user: User) -> None:
    """Mail the link, in the caller's transaction. Raises TooManyTries for one who asks again and again."""
    CONFIRMATION_BY_ACCOUNT.count(str(user.pk))
    link = settings.SITE_URL + reverse("confirm-email", args=[_signer(user).sign(str(user.pk))])
    queue_mail(from_templates(user, "confirm_email", link=link), user=user, purpose="email-confirmation")


def confirm(token: str) -> None:
    """Note that the address is confirmed, once. Nothing else changes. Raises LinkRefused."""
    unconfirmed = User.objects.filter(pk=_account(token).pk, email_confirmed_at=None)
    if not unconfirmed.update(email_confirmed_at=timezone.now()):
        raise LinkRefused(USED)


def check_link(token: str) -> User:
    """The account whose address this link would confirm. Raises LinkRefused for one that is spent or never was."""
    user = _account(token)
    if user.email_confirmed_at:
        raise LinkRefused(USED)
    return user


def _account(token: str) -> User:
    """The account a token was made for. It is signed with the address, so another address needs another link."""
    number = token.split(":")[0]
    user = User.objects.filter(pk=number).first() if number.isdecimal() and len(number) < 19 else None
    if user is None:
        raise LinkRefused(INCOMPLETE)
    try:
        _signer(user).unsign(token, max_age=LINK_LIVES)
    except signing.SignatureExpired as error:
        raise LinkRefused("This link is older than three days. Ask for a new one on your profile page.") from error
    except signing.BadSignature as error:
        raise LinkRefused(INCOMPLETE) from error
    return user


def _signer(user: User) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"accounts.confirming.{user.email}")
