"""Who a bearer token speaks for. Whatever the token holds, the answer is a user or 401."""

from __future__ import annotations

import uuid
from typing import Any

from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework_simplejwt.authentication import JWTAuthentication
from rest_framework_simplejwt.tokens import Token

from accounts.api_tokens import PREFIX, user_of_token
from accounts.models import ApiToken, RefreshFamily, User
from accounts.throttling import TooManyTries
from accounts.tokens import FAMILY_CLAIM
from realestate.prepared import Prepared
from realestate.refusals import ApiError


class BearerAuthentication(JWTAuthentication):
    """`Authorization: Bearer <access token>`, refused as soon as its family has ended.

    `authenticate(request)` needs nothing of the request but `.META` (or `.headers`), so the raw ASGI routes call it
    with what they have.
    """

    def get_header(self, request: Any) -> bytes | None:
        header = _header(request)
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


class ApiTokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer doorstep_...`: the user as a program of theirs, limited to the token's scopes.

    Views that open to people only name their own classes, without this one. `authenticate(request)` needs nothing of
    the request but `.META` (or `.headers`).
    """

    def authenticate(self, request: Any) -> tuple[User, ApiToken] | None:
        scheme, _, secret = str(_header(request) or "").partition(" ")
        if scheme.lower() != "bearer" or not secret.startswith(PREFIX):
            return None  # some other kind of token, which the next class reads
        try:
            found = user_of_token(secret)
        except TooManyTries as error:
            raise ApiError(429, "too_many_calls", str(error), retryAfter=error.wait_seconds) from error
        if found is None:
            message = "This API token is not valid, has expired or was revoked. Make another on your profile page."
            raise AuthenticationFailed(message, "invalid_token")
        return found

    def authenticate_header(self, request: Any) -> str:
        return 'Bearer realm="api"'


def _header(request: Any) -> Any:
    meta = getattr(request, "META", None)
    return request.headers.get("Authorization") if meta is None else meta.get("HTTP_AUTHORIZATION")


def _family(claim: Any) -> RefreshFamily | None:
    try:
        family_id = uuid.UUID(hex=claim)
    except (AttributeError, TypeError, ValueError):
        return None
    return next(iter(_open_families(family_id)), None)


_open_families = Prepared(
    lambda family: RefreshFamily.objects.open().select_related("user").filter(pk=family), (RefreshFamily, "id")
)


def _refused() -> AuthenticationFailed:
    return AuthenticationFailed("This access token is not valid or has expired. Refresh it or log in.", "invalid_token")
