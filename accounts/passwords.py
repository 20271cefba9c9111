"""A new password: chosen by somebody who knows the old one, or who reads the account's mail.

Either way every browser session and refresh family ends: whoever else was signed in is out.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from accounts.mail import from_templates
from accounts.models import User
from accounts.sessions import sign_out_everywhere
from accounts.throttling import RESET_BY_ACCOUNT, RESET_BY_ADDRESS
from realestate.models import OutboxMail
from realestate.outbox import queue_mail


class PasswordChanged(Exception):
    """Somebody else has set a password in the meantime."""


def set_password(user: User, password: str, *, by_mail: bool = False) -> None:
    """Store the password and sign this person out everywhere; PasswordChanged if the old one is not that of `user`.

    by_mail: they came by a mailed link, which also shows that the address is theirs.
    """
    columns = {"password": make_password(password)}
    if by_mail and user.email_confirmed_at is None:
        columns["email_confirmed_at"] = timezone.now()
    with transaction.atomic():
        # The old hash is in the condition: of two that use one link at once, one sets the password.
        if not User.objects.filter(pk=user.pk, password=user.password).update(**columns):
            raise PasswordChanged
        sign_out_everywhere(user)
    user.refresh_from_db(fields=list(columns))


def send_reset(email: str, *, address: str) -> None:
    """Mail a link for a new password, if there is an account; TooManyTries for an account or address that asks often.

    For an address without an account the same is done, in the same statements, and the mail is taken back before it
    is committed: neither the answer nor the time it takes tells who has an account.
    """
    account = email.strip().lower()
    RESET_BY_ADDRESS.count(address)
    RESET_BY_ACCOUNT.count(account)
    owner = User.objects.filter(email=account, is_active=True).first()
    if owner is not None and not owner.has_usable_password():
        owner = None
    user = owner or User(pk=0, email=account, password="!")
    place = [urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)]
    link = settings.SITE_URL + reverse("password-reset-confirm", args=place)
    with transaction.atomic():
        row = queue_mail(from_templates(user, "reset_password", link=link), user=owner, purpose="password-reset")
        OutboxMail.objects.filter(pk=row.pk, user=None).delete()
