"""The one shape of errors and bodies that every JSON endpoint shares."""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404
from rest_framework import exceptions
from rest_framework.permissions import BasePermission
from rest_framework.response import Response
from rest_framework.views import set_rollback

from realestate.refusals import ApiError
from realestate.scopes import missing_scopes

__all__ = [
    "MAX_BODY_BYTES",
    "ApiError",
    "IsAdministrator",
    "error_body",
    "error_response",
    "first_problem",
    "storage_away",
]

log = logging.getLogger(__name__)
MAX_BODY_BYTES = 64 * 1024


def error_body(code: str, message: str, field: str | None = None) -> dict[str, Any]:
    """`{"success": false, "error": {"code", "message", "field"?}}`."""
    return {"success": False, "error": {"code": code, "message": message} | ({"field": field} if field else {})}


def storage_away() -> ApiError:
    """The answer while the database is away or its disk is full, from an `except` block: what failed is logged."""
    log.exception("The database could not be used")
    message = "Nothing can be stored just now, and nothing was. Try again in a moment."
    return ApiError(503, "storage", message, retryAfter=5)


class IsAdministrator(BasePermission):
    """Users of the role admin, and superusers."""

    message = "Only administrators may see this."

    def has_permission(self, request: Any, view: Any) -> bool:
        user = request.user
        is_one = user.is_authenticated and (user.is_superuser or user.role == "admin")
        return is_one and not missing_scopes(user, "read")


def error_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """REST framework's exception handler: every refusal in the one error shape."""
    set_rollback()
    if isinstance(error, OperationalError | InterfaceError):
        error = storage_away()
    if isinstance(error, ApiError):
        body = error_body(error.code, error.message, error.field)
        body["error"] |= error.extra
        headers = {"Retry-After": str(error.extra["retryAfter"])} if "retryAfter" in error.extra else None
        return Response(body, status=error.status_code, headers=headers)
    if isinstance(error, RequestDataTooBig):
        return Response(error_body("too_large", "The body is too large."), status=413)
    if isinstance(error, Http404):
        return Response(error_body("not_found", "There is nothing here with that id."), status=404)
    if isinstance(error, PermissionDenied):
        return Response(error_body("permission_denied", "You may not do that."), status=403)
    if isinstance(error, exceptions.ValidationError):
        field, message = first_problem(error.detail)
        return Response(error_body("invalid", message, field), status=400)
    if isinstance(error, exceptions.APIException):
        headers = {}
        if getattr(error, "wait", None):
            headers["Retry-After"] = str(int(error.wait) + 1)
        if getattr(error, "auth_header", None):
            headers["WWW-Authenticate"] = error.auth_header
        body = error_body(error.get_codes() if isinstance(error.get_codes(), str) else "error", str(error.detail))
        return Response(body, status=error.status_code, headers=headers)
    return None


def first_problem(detail: Any, field: str | None = None) -> tuple[str | None, str]:
    """The first message in REST framework's nested error detail, and the field it belongs to."""
    if isinstance(detail, dict):
        key, value = next(iter(detail.items()))
        return first_problem(value, None if key == "non_field_errors" else key)
    if isinstance(detail, list):
        return first_problem(detail[0], field)
    return field, str(detail)
