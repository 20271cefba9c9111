"""OAuth 2.1 for hosts that ask people themselves (authorization code with PKCE, self-registration): the SDK's
handlers over `accounts.oauth`, on raw routes beside `/mcp`.
"""

from __future__ import annotations

import functools
import io
import re
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from django.urls import reverse
from mcp.server.auth.handlers.authorize import AuthorizationHandler
from mcp.server.auth.handlers.metadata import MetadataHandler
from mcp.server.auth.handlers.register import RegistrationHandler
from mcp.server.auth.handlers.revoke import RevocationHandler
from mcp.server.auth.handlers.token import TokenHandler
from mcp.server.auth.middleware.client_auth import ClientAuthenticator
from mcp.server.auth.provider import (
    AccessToken,
    AuthorizationCode,
    AuthorizationParams,
    AuthorizeError,
    OAuthAuthorizationServerProvider,
    RefreshToken,
    RegistrationError,
    TokenError,
)
from mcp.server.auth.settings import ClientRegistrationOptions
from mcp.server.transport_security import RequestBodyLimitMiddleware
from mcp.shared.auth import OAuthClientInformationFull, OAuthMetadata, OAuthToken
from pydantic import AnyHttpUrl
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from accounts import oauth
from accounts.models import ApiToken, OAuthCode
from accounts.throttling import REGISTERED_CLIENTS, TooManyTries, client_address
from realestate.api import MAX_BODY_BYTES
from realestate.database import in_database
from realestate.scopes import SCOPES

PREFIX = "/oauth/"
METADATA = "/.well-known/oauth-authorization-server"
_UNSAFE_SCHEMES = {"javascript", "data", "vbscript", "file", "blob", "about", "ftp"}
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")  # 32 bytes in base64url
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class Provider(OAuthAuthorizationServerProvider):
    """What the SDK's handlers ask of us: each one call into `accounts.oauth` on a database thread."""

    async def get_client(self, client_id: str) -> OAuthClientInformationFull | None:
        client = await in_database(oauth.client_of, client_id)
        if client is None:
            return None
        known = OAuthClientInformationFull.model_validate(client.metadata)
        if known.token_endpoint_auth_method != "none":
            known.client_secret = oauth.client_secret(client_id)
        return known

    async def register_client(self, client_info: OAuthClientInformationFull) -> None:
        for uri in client_info.redirect_uris or []:
            _check_redirect(str(uri))
        if client_info.client_secret:
            client_info.client_secret = oauth.client_secret(client_info.client_id)
        kept = client_info.model_dump(mode="json", exclude_none=True, exclude={"client_secret"})
        await in_database(oauth.remember_client, client_info.client_id, client_info.client_name or "", kept)

    async def authorize(self, client: OAuthClientInformationFull, params: AuthorizationParams) -> str:
        """The address of our own page, where the person says what this client may do."""
        if not _CHALLENGE.fullmatch(params.code_challenge):
            raise AuthorizeError("invalid_request", "code_challenge must be the S256 hash of a PKCE verifier.")
        if params.resource and params.resource.rstrip("/") not in (f"{settings.SITE_URL}/mcp", settings.SITE_URL):
            raise AuthorizeError("invalid_target", "Tokens from here are for this site's /mcp alone.")
        request = oauth.asking(
            client=client.client_id,
            name=(client.client_name or "An AI client")[:80],
            challenge=params.code_challenge,
            redirect=str(params.redirect_uri),
            named=params.redirect_uri_provided_explicitly,
            scopes=params.scopes or ["read"],
            state=params.state,
        )
        return reverse("oauth-consent", args=[request])

    async def load_authorization_code(
        self, client: OAuthClientInformationFull, authorization_code: str
    ) -> AuthorizationCode | None:
        code = await in_database(oauth.code_of, client.client_id, authorization_code)
        return _as_code(code) if code else None

    async def exchange_authorization_code(
        self, client: OAuthClientInformationFull, authorization_code: AuthorizationCode
    ) -> OAuthToken:
        pair = await in_database(oauth.collect, authorization_code.code)
        return _as_answer(pair)

    async def load_refresh_token(self, client: OAuthClientInformationFull, refresh_token: str) -> RefreshToken | None:
        row = await in_database(oauth.token_to_renew, client.client_id, refresh_token)
        if row is None:
            return None
        return RefreshToken(token=refresh_token, client_id=client.client_id, scopes=row.scopes, subject=str(row.pk))

    async def exchange_refresh_token(
        self, client: OAuthClientInformationFull, refresh_token: RefreshToken, scopes: list[str]
    ) -> OAuthToken:
        return _as_answer(await in_database(oauth.renew, refresh_token.token, scopes))

    async def load_access_token(self, token: str) -> AccessToken | None:
        """For revocation only: `door` checks tokens itself."""
        usable = ApiToken.objects.usable().filter(token_hash=oauth.hash_of(token), client__isnull=False)
        row: ApiToken | None = await in_database(usable.first)
        if row is None:
            return None
        return AccessToken(token="-", client_id=str(row.client_id), scopes=row.scopes, subject=str(row.pk))

    async def revoke_token(self, token: AccessToken | RefreshToken) -> None:
        await in_database(oauth.revoke, token.subject)


def route(scope: dict[str, Any]) -> Callable[..., Awaitable[None]] | None:
    """What answers this request, or None when it is none of ours. The page that asks people is a Django view."""
    path = scope["path"]
    known = path.rsplit("/", 1)[-1] in ("authorize", "token", "register", "revoke") and path.startswith(PREFIX)
    return _application() if known or path == METADATA else None


@functools.cache
def _application() -> Starlette:
    provider = Provider()
    authenticator = ClientAuthenticator(provider)
    registration = RegistrationHandler(
        provider, ClientRegistrationOptions(enabled=True, valid_scopes=list(SCOPES), default_scopes=list(SCOPES))
    )
    routes = [
        Route(METADATA, MetadataHandler(_metadata()).handle, methods=["GET"]),
        Route(f"{PREFIX}authorize", AuthorizationHandler(provider).handle, methods=["GET", "POST"]),
        Route(f"{PREFIX}token", TokenHandler(provider, authenticator).handle, methods=["POST"]),
        Route(f"{PREFIX}register", functools.partial(_register, registration), methods=["POST"]),
        Route(f"{PREFIX}revoke", RevocationHandler(provider, authenticator).handle, methods=["POST"]),
    ]
    # Hosts that run in a browser read these from their own origin; nothing here goes by cookies.
    cors = Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "POST"], allow_headers=["*"])
    limited = Middleware(RequestBodyLimitMiddleware, max_body_size=MAX_BODY_BYTES)
    return Starlette(routes=routes, middleware=[cors, limited])


async def _register(registration: RegistrationHandler, request: Request) -> Response:
    """Anybody may register a client, but not endlessly many."""
    address = client_address(ASGIRequest(request.scope, io.BytesIO(b"")))
    try:
        await in_database(REGISTERED_CLIENTS.count, address)
    except TooManyTries as error:
        headers = {"Retry-After": str(error.wait_seconds)}
        return JSONResponse({"error": "temporarily_unavailable", "error_description": str(error)}, 429, headers)
    return await registration.handle(request)


def _metadata() -> OAuthMetadata:
    def at(name: str) -> AnyHttpUrl:
        return AnyHttpUrl(f"{settings.SITE_URL}{PREFIX}{name}")

    methods = ["none", "client_secret_post", "client_secret_basic"]
    return OAuthMetadata(
        issuer=settings.SITE_URL,
        authorization_endpoint=at("authorize"),
        token_endpoint=at("token"),
        registration_endpoint=at("register"),
        revocation_endpoint=at("revoke"),
        scopes_supported=list(SCOPES),
        response_types_supported=["code"],
        grant_types_supported=["authorization_code", "refresh_token"],
        token_endpoint_auth_methods_supported=methods,
        revocation_endpoint_auth_methods_supported=methods,
        code_challenge_methods_supported=["S256"],
        authorization_response_iss_parameter_supported=True,
    )


def _check_redirect(uri: str) -> None:
    parts = urlsplit(uri)
    plain = parts.scheme == "http" and parts.hostname not in _LOOPBACK
    if plain or parts.scheme in _UNSAFE_SCHEMES or parts.fragment:
        raise RegistrationError("invalid_redirect_uri", f"{uri[:200]} is no safe place to send a code to.")


def _as_code(code: OAuthCode) -> AuthorizationCode:
    return AuthorizationCode(
        code=code.code_hash,
        scopes=code.scopes,
        expires_at=code.expires_at.timestamp(),
        client_id=str(code.client_id),
        code_challenge=code.code_challenge,
        redirect_uri=code.redirect_uri,
        redirect_uri_provided_explicitly=code.redirect_uri_named,
    )


def _as_answer(pair: oauth.Pair | None) -> OAuthToken:
    if pair is None:
        raise TokenError("invalid_grant", "This was used before.")
    return OAuthToken(
        access_token=pair.access_token,
        token_type="Bearer",
        expires_in=oauth.ACCESS_SECONDS,
        scope=" ".join(pair.scopes),
        refresh_token=pair.refresh_token,
    )
