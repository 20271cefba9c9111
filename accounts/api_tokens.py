"""API tokens: keys that people give to their own programs and AI clients, by hand or through OAuth.

A token is shown once and kept as a hash. It says what its holder may do by scopes, and is never a way to say yes for
a person: approvals, the export and the account itself do not open to it.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from accounts.models import ApiToken, User
from accounts.throttling import CALLS_BY_TOKEN
from realestate.prepared import Prepared
from realestate.scopes import ALL, as_program

PREFIX = "doorstep_"
MOST_TOKENS = 50
_TOKEN = re.compile(PREFIX + r"[A-Za-z0-9_-]{43}")
_SEEN_EVERY = timedelta(minutes=1)  # "last used" need not cost a write per call


class TooManyTokens(Exception):
    """One person has as many tokens as there may be; the text says what to do."""


def create_token(
    user: User, name: str, scopes: Iterable[str], expires_at: datetime | None = None
) -> tuple[str, ApiToken]:
    """(the token to show once, its row). Raises TooManyTokens, and ValueError for a scope there is not."""
    wanted = sorted(set(scopes))
    if not wanted or set(wanted) - ALL:
        raise ValueError(f"The scopes are {', '.join(sorted(ALL))}; give at least one of them.")
    if user.api_tokens.usable().count() >= MOST_TOKENS:
        raise TooManyTokens(f"You have {MOST_TOKENS} tokens, which is the most. Revoke one that you no longer use.")
    secret = new_secret()
    row = user.api_tokens.create(
        name=name, scopes=wanted, token_hash=hash_of(secret), hint=secret[-4:], expires_at=expires_at
    )
    return secret, row


def new_secret() -> str:
    """A token nobody has: 256 bits, recognisable by its beginning to people and to scanners of leaked secrets."""
    return PREFIX + secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    """What is stored of it. A plain hash: 256 random bits cannot be tried through, so slow hashing gains nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()


_usable = Prepared(
    lambda token_hash, now: ApiToken.objects.usable(now).select_related("user").filter(token_hash=token_hash),
    (ApiToken, "token_hash"),
    (ApiToken, "expires_at"),
)


def user_of_token(secret: str) -> tuple[User, ApiToken] | None:
    """(the user as the program that holds this token, its row), or None when it opens nothing.

    Raises TooManyTries when this token calls too often.
    """
    if not _TOKEN.fullmatch(secret):
        return None
    now = timezone.now()
    token = next(iter(_usable(hash_of(secret), now)), None)
    if token is None or not token.user.is_active or (token.access_until and token.access_until <= now):
        return None
    CALLS_BY_TOKEN.count(str(token.pk))
    if token.last_used_at is None or token.last_used_at <= now - _SEEN_EVERY:
        seen_before = Q(last_used_at=None) | Q(last_used_at__lt=now)
        ApiToken.objects.filter(seen_before, pk=token.pk).update(last_used_at=now)
    return as_program(token.user, frozenset(token.scopes)), token
