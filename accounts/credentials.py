"""Signing up and proving who one is: the rules that the JSON calls and the pages share."""

from __future__ import annotations

from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction

from accounts.confirming import send_confirmation
from accounts.models import User
from accounts.throttling import LOGIN_BY_ACCOUNT, LOGIN_BY_ADDRESS, PASSWORD_BY_ACCOUNT, SIGNUP_BY_ADDRESS


class EmailTaken(Exception):
    """Somebody has an account with this e-mail address."""


class WrongCredentials(Exception):
    """No account with this e-mail address and password. Which of the two is wrong is not said."""


def sign_up(email: str, password: str, name: str, *, address: str) -> User:
    """A new consumer, who is mailed a link to confirm the address. Raises EmailTaken or TooManyTries."""
    SIGNUP_BY_ADDRESS.count(address)
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, password, name=name)
            send_confirmation(user)
            return user
    except IntegrityError as error:
        raise EmailTaken(email) from error


def verified_user(email: str, password: str, *, address: str) -> User:
    """The active user these credentials belong to. Raises WrongCredentials or TooManyTries.

    Each try is counted before the password is looked at, so that parallel tries cannot slip through. Django hashes
    once for an unknown address too: the time does not tell whether there is an account.
    """
    account = email.strip().lower()
    LOGIN_BY_ADDRESS.count(address)
    LOGIN_BY_ACCOUNT.count(account)
    user = authenticate(email=account, password=password)
    if user is None:
        raise WrongCredentials
    LOGIN_BY_ACCOUNT.forget(account)
    return user


def check_password(user: User, password: str) -> None:
    """Make sure that it is still this person who sits there. Raises WrongCredentials or TooManyTries.

    Counted before the password is looked at, as log-in is: an open browser is no place to try passwords either.
    """
    PASSWORD_BY_ACCOUNT.count(str(user.pk))
    if not user.check_password(password):
        raise WrongCredentials
    PASSWORD_BY_ACCOUNT.forget(str(user.pk))
