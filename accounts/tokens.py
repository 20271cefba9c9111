"""Access and refresh tokens: made at log-in, renewed in families, refused when a family has ended.

A refresh token is `<family>.<number>.<signature>`. Renewing moves the family's number on by one conditional UPDATE,
so of two callers with the same token one wins and the other, if it comes within the grace, is told the same pair.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from rest_framework_simplejwt.tokens import AccessToken

from accounts.models import RefreshFamily, User

FAMILY_CLAIM = "family"
GRACE = timedelta(seconds=10)  # two tabs wake up together and both renew
_TOKEN = re.compile(r"([0-9a-f]{32})\.([1-9][0-9]{0,8})\.([0-9a-f]{64})")


class RefreshRefused(Exception):
    """This refresh token opens nothing (any more); the text says why in a sentence."""


@dataclass(frozen=True)
class TokenPair:
    """What a client keeps: a short-lived key and the paper to renew it."""

    access_token: str
    refresh_token: str


def open_family(user: User) -> TokenPair:
    """The first pair of a new family: this person has just proved who they are."""
    family = RefreshFamily.objects.create(user=user)
    return _pair(family.pk, family.number, user_id=user.pk, made_at=family.rotated_at)


def renew(refresh_token: str) -> TokenPair:
    """The next pair for a refresh token, which is dead from then on.

    Within GRACE a repeat gets the same next pair. A later repeat means that two parties hold the token, one of them
    a thief: the whole family ends. Raises RefreshRefused.
    """
    family_id, number = _read(refresh_token)
    now = timezone.now()
    # Own columns only: PostgreSQL does not look again into a subquery for a row that changed while it waited.
    renewed = (
        RefreshFamily.objects.open()
        .filter(pk=family_id, number=number, rotated_at__gt=now - settings.SIMPLE_JWT["REFRESH_TOKEN_LIFETIME"])
        .update(number=number + 1, rotated_at=now)
    )
    family = RefreshFamily.objects.select_related("user").filter(pk=family_id).first()
    if family is None or family.ended_at or not family.user.is_active:
        raise RefreshRefused("This session has ended. Log in again.")
    if renewed:
        return _pair(family.pk, number + 1, user_id=family.user_id, made_at=now)
    return _repeat(family, number, now)


def _repeat(family: RefreshFamily, number: int, now: datetime) -> TokenPair:
    if number == family.number:
        raise RefreshRefused("This session was not used for too long. Log in again.")
    if number == family.number - 1 and now - family.rotated_at <= GRACE:
        return _pair(family.pk, family.number, user_id=family.user_id, made_at=family.rotated_at)
    RefreshFamily.objects.filter(pk=family.pk).end()
    raise RefreshRefused("This refresh token was used before, so its session has been ended. Log in again.")


def _pair(family_id: uuid.UUID, number: int, *, user_id: int, made_at: datetime) -> TokenPair:
    """Everything follows from the arguments, so the same arguments give the same bytes."""
    access = AccessToken()
    access.set_exp(from_time=made_at)
    # No "issued at": a server whose clock is behind would refuse it, and nothing here asks for it.
    del access.payload["iat"]
    access["jti"] = _signature("access", family_id, number)[:32]
    access["sub"] = str(user_id)
    access[FAMILY_CLAIM] = family_id.hex
    return TokenPair(str(access), f"{family_id.hex}.{number}.{_signature('refresh', family_id, number)}")


def _read(refresh_token: str) -> tuple[uuid.UUID, int]:
    parts = _TOKEN.fullmatch(refresh_token)
    if parts:
        family_id, number = uuid.UUID(parts[1]), int(parts[2])
        if constant_time_compare(parts[3], _signature("refresh", family_id, number)):
            return family_id, number
    raise RefreshRefused("This is not a valid refresh token. Log in again.")


def _signature(kind: str, family_id: uuid.UUID, number: int) -> str:
    secret = settings.SIMPLE_JWT["SIGNING_KEY"]
    return salted_hmac(
        f"accounts.tokens.{kind}", f"{family_id.hex}.{number}", secret=secret, algorithm="sha256"
    ).hexdigest()
