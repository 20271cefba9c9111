"""Tokens for AI clients that ask for them by OAuth 2.1: what is kept of a client, a yes, and what came of it.

The protocol itself (parsing, PKCE, error shapes) is the MCP SDK's: `realestate.mcp_server.oauth`.
"""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.api_tokens import hash_of, new_secret
from accounts.models import ApiToken, OAuthClient, OAuthCode, User

CODE_SECONDS = 60
ACCESS_SECONDS = 3600
UNUSED_DAYS = 30  # a client that renews nothing for so long is forgotten
ASKING_SECONDS = 600
_ASKING = "accounts.oauth.asking"


@dataclass(frozen=True)
class Pair:
    """What a client gets: a key for an hour, and the paper to renew it once."""

    access_token: str
    refresh_token: str
    scopes: list[str]


def client_secret(client_id: str) -> str:
    """The secret of a client that wants one: derived from its id, so that none is stored."""
    return salted_hmac("accounts.oauth.client", client_id, secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()


def asking(**request: Any) -> str:
    """A client's request as text that only we can have written, for the address of the page that asks the person."""
    return signing.dumps(request, salt=_ASKING)


def asked(text: str) -> dict[str, Any]:
    """The request that `asking` wrote; signing.BadSignature when it is none, or older than ten minutes."""
    return signing.loads(text, salt=_ASKING, max_age=ASKING_SECONDS)


def say_yes(user: User, request: dict[str, Any], scopes: list[str]) -> str:
    """The code for the client of this request, good for a minute."""
    code = secrets.token_urlsafe(32)
    OAuthCode.objects.filter(expires_at__lte=timezone.now()).delete()
    OAuthCode.objects.create(
        code_hash=hash_of(code),
        client_id=uuid.UUID(request["client"]),
        user=user,
        scopes=sorted(scopes),
        code_challenge=request["challenge"],
        redirect_uri=request["redirect"],
        redirect_uri_named=request["named"],
        expires_at=timezone.now() + timedelta(seconds=CODE_SECONDS),
    )
    return code


def code_of(client_id: str, code: str) -> OAuthCode | None:
    """The yes that this code stands for, if it is this client's."""
    found = OAuthCode.objects.filter(code_hash=hash_of(code), client=client_id, expires_at__gt=timezone.now())
    return found.select_related("client").first()


def collect(code_hash: str) -> Pair | None:
    """Spend a code; the first pair, or None when somebody was quicker."""
    with transaction.atomic():
        code = OAuthCode.objects.select_related("client").filter(code_hash=code_hash).first()
        if code is None or not OAuthCode.objects.filter(pk=code.pk).delete()[0]:
            return None
        pair, columns = _fresh_pair(code.scopes)
        ApiToken.objects.create(
            user_id=code.user_id, name=code.client.name, scopes=code.scopes, client=code.client, **columns
        )
        return pair


def token_to_renew(client_id: str, refresh_token: str) -> ApiToken | None:
    """The token that this refresh token renews, if it is this client's.

    One that was spent before means that two parties hold it, one of them a thief: the token is revoked.
    """
    spent = hash_of(refresh_token)
    ApiToken.objects.filter(client=client_id, spent_hash=spent).revoke()
    usable = ApiToken.objects.usable().filter(client=client_id, refresh_hash=spent, user__is_active=True)
    return usable.select_related("user").first()


def renew(refresh_token: str, scopes: list[str]) -> Pair | None:
    """Spend a refresh token; the next pair, or None when somebody was quicker."""
    spent = hash_of(refresh_token)
    pair, columns = _fresh_pair(scopes)
    usable = ApiToken.objects.usable().filter(refresh_hash=spent)
    return pair if usable.update(spent_hash=spent, scopes=sorted(scopes), **columns) else None


def revoke(token_id: str) -> None:
    """Refuse a token and its refresh token from now on."""
    ApiToken.objects.filter(pk=token_id).revoke()


def remember_client(client_id: str, name: str, metadata: dict[str, Any]) -> None:
    """Keep a client that registered itself; those that nobody let in within a day are forgotten."""
    yesterday = timezone.now() - timedelta(days=1)
    OAuthClient.objects.filter(tokens=None, codes=None, created_at__lt=yesterday).delete()
    OAuthClient.objects.create(id=uuid.UUID(client_id), name=name[:80] or "An AI client", metadata=metadata)


def client_of(client_id: str) -> OAuthClient | None:
    """The client with this id, if there is one."""
    try:
        return OAuthClient.objects.filter(pk=uuid.UUID(client_id)).first()
    except ValueError:
        return None


def _fresh_pair(scopes: list[str]) -> tuple[Pair, dict[str, Any]]:
    """(a new pair, the columns of its row)."""
    pair, now = Pair(new_secret(), secrets.token_urlsafe(32), sorted(scopes)), timezone.now()
    return pair, {
        "token_hash": hash_of(pair.access_token),
        "hint": pair.access_token[-4:],
        "refresh_hash": hash_of(pair.refresh_token),
        "access_until": now + timedelta(seconds=ACCESS_SECONDS),
        "expires_at": now + timedelta(days=UNUSED_DAYS),
    }
