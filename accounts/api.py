"""The JSON calls under /auth: sign up, log in, refresh, sign out, profile, export, delete."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import auth
from django.contrib.auth.models import update_last_login
from django.http import HttpResponse
from django.utils import timezone
from rest_framework.authentication import SessionAuthentication
from rest_framework.decorators import api_view, authentication_classes, permission_classes
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.authentication import BearerAuthentication
from accounts.closing import close_account
from accounts.credentials import EmailTaken, WrongCredentials, check_password, sign_up, verified_user
from accounts.exporting import export
from accounts.forms import CurrentPasswordForm, LogInForm, RefreshForm, SignUpForm
from accounts.models import RefreshFamily, User
from accounts.throttling import EXPORT_BY_ACCOUNT, TooManyTries, client_address
from accounts.tokens import FAMILY_CLAIM, RefreshRefused, TokenPair, open_family, renew
from realestate.api import ApiError


@api_view(["POST"])
@authentication_classes([])
@permission_classes([AllowAny])
def signup(request: Request) -> Response:
    """A new account and its first token pair."""
    fields = checked_fields(SignUpForm, request.data)
    try:
        user = sign_up(**fields, address=client_address(request))
    except EmailTaken as error:
        message = "There is an account with this e-mail address already. Log in instead."
        raise ApiError(409, "email_taken", message, "email") from error
    except TooManyTries as error:
        raise too_many_tries(error) from error
    return _signed_in(user, status=201)


@api_view(["POST"])
@authentication_classes([])
@permission_classes([AllowAny])
def login(request: Request) -> Response:
    """A token pair for an e-mail address and its password."""
    fields = checked_fields(LogInForm, request.data)
    try:
        user = verified_user(**fields, address=client_address(request))
    except WrongCredentials as error:
        raise ApiError(401, "wrong_credentials", "The e-mail address or the password is wrong.") from error
    except TooManyTries as error:
        raise too_many_tries(error) from error
    return _signed_in(user, status=200)


@api_view(["POST"])
@authentication_classes([])
@permission_classes([AllowAny])
def refresh(request: Request) -> Response:
    """The next token pair for a refresh token."""
    fields = checked_fields(RefreshForm, request.data)
    try:
        return _secret({"success": True} | _tokens(renew(fields["refresh_token"])))
    except RefreshRefused as error:
        raise ApiError(401, "invalid_token", str(error)) from error


@api_view(["POST"])
@authentication_classes([BearerAuthentication])
def signout(request: Request) -> Response:
    """End the family of the token that asks."""
    RefreshFamily.objects.filter(pk=request.auth[FAMILY_CLAIM]).end()
    return Response({"success": True})


@api_view(["GET"])
def profile(request: Request) -> Response:
    """Who is asking."""
    return Response({"success": True, "user": user_fields(request.user)})


@api_view(["GET"])
@authentication_classes([BearerAuthentication, SessionAuthentication])  # never an API token: this is everything
def export_my_data(request: Request) -> HttpResponse:
    """All my data as a JSON file."""
    try:
        EXPORT_BY_ACCOUNT.count(str(request.user.pk))
    except TooManyTries as error:
        raise too_many_tries(error) from error
    name = f"doorstep-{timezone.now():%Y-%m-%d}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(export(request.user), content_type="application/json", headers=headers)


@api_view(["DELETE"])
@authentication_classes([BearerAuthentication, SessionAuthentication])
def account(request: Request) -> Response:
    """Delete my account with all that is mine, and name what stays without me. Asks for the password once more."""
    fields = checked_fields(CurrentPasswordForm, request.data)
    try:
        check_password(request.user, fields["password"])
    except WrongCredentials as error:
        message = "This is not the password of this account. Nothing was deleted."
        raise ApiError(403, "wrong_password", message, "password") from error
    except TooManyTries as error:
        raise too_many_tries(error) from error
    kept = [{"name": each.name, "count": each.count} for each in close_account(request.user)]
    auth.logout(request)
    return Response({"success": True, "kept": kept})


def user_fields(user: User) -> dict[str, Any]:
    """What others of our own pages and clients see of a user."""
    fields = {"id": user.pk, "email": user.email, "name": user.name, "role": user.role}
    return fields | {"emailConfirmed": user.email_confirmed_at is not None}


def too_many_tries(error: TooManyTries) -> ApiError:
    """429 with Retry-After."""
    return ApiError(429, "too_many_tries", str(error), retryAfter=error.wait_seconds)


def checked_fields(form_class: type[forms.Form], body: Any) -> dict[str, Any]:
    """The body's fields as the form cleans them; ApiError 400 names the first field that is wrong or not known."""
    if not isinstance(body, dict):
        raise ApiError(400, "invalid", "The body must be a JSON object.")
    for name, value in body.items():
        if name not in form_class.base_fields:
            known = ", ".join(form_class.base_fields)
            raise ApiError(
                400, "unknown_field", f"There is no field {name[:60]!r}. This call takes: {known}.", name[:60]
            )
        if not isinstance(value, str) and not (value is None and not form_class.base_fields[name].required):
            raise ApiError(400, "invalid", f"{name} must be text.", name)
    form = form_class(body)
    if not form.is_valid():
        name, messages = next(iter(form.errors.items()))
        raise ApiError(400, "invalid", _named(name, messages[0]), name)
    return form.cleaned_data


def _named(field: str, message: str) -> str:
    return f"{field} is missing." if message == "This field is required." else message


def _signed_in(user: User, *, status: int) -> Response:
    update_last_login(None, user)
    return _secret({"success": True, "user": user_fields(user)} | _tokens(open_family(user)), status)


def _tokens(pair: TokenPair) -> dict[str, str]:
    return {"access_token": pair.access_token, "refresh_token": pair.refresh_token}


def _secret(body: dict[str, Any], status: int = 200) -> Response:
    return Response(body, status=status, headers={"Cache-Control": "no-store"})
