"""Who a bearer token speaks for. Whatever the token holds, the answer is a user or 401."""

from __future__ import annotations

import uuid
from typing import Any

from rest_framework.exceptions import AuthenticationFailed
from rest_framework_simplejwt.authentication import JWTAuthentication
from rest_framework_simplejwt.tokens import Token

from accounts.models import RefreshFamily, User
from accounts.tokens import FAMILY_CLAIM


class BearerAuthentication(JWTAuthentication):
    """`Authorization: Bearer <access token>`, refused as soon as its family has ended.

    `authenticate(request)` needs nothing of the request but `.META` (or `.headers`), so the raw ASGI routes call it
    with what they have.
    """

    def get_header(self, request: Any) -> bytes | None:
        meta = getattr(request, "META", None)
        header = request.headers.get("Authorization") if meta is None else meta.get("HTTP_AUTHORIZATION")
        return header.encode("latin-1", "replace") if isinstance(header, str) else header

    def get_validated_token(self, raw_token: bytes) -> Token:
        try:
            return super().get_validated_token(raw_token)
        except (AuthenticationFailed, ArithmeticError, OSError, TypeError, ValueError, RecursionError) as error:
            # simplejwt turns claims into dates unchecked: exp = 10**400 is an OverflowError there, 10**18 an OSError.
            raise _refused() from error

    def get_user(self, validated_token: Token) -> User:
        family = _family(validated_token.get(FAMILY_CLAIM))
        if family is None or str(family.user_id) != validated_token.get("sub") or not family.user.is_active:
            raise _refused()
        return family.user


def _family(claim: Any) -> RefreshFamily | None:
    try:
        family_id = uuid.UUID(hex=claim)
    except (AttributeError, TypeError, ValueError):
        return None
    return RefreshFamily.objects.open().select_related("user").filter(pk=family_id).first()


def _refused() -> AuthenticationFailed:
    return AuthenticationFailed("This access token is not valid or has expired. Refresh it or log in.", "invalid_token")
