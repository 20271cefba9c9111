"""Who may call a JSON endpoint, unless the view says otherwise."""

from __future__ import annotations

from typing import Any

from rest_framework.permissions import SAFE_METHODS, IsAuthenticated

from realestate.refusals import ApiError
from realestate.scopes import missing_scopes, refusal


class MayCall(IsAuthenticated):
    """Somebody signed in; a program needs the scope `read` to read and `write` for everything else."""

    def has_permission(self, request: Any, view: Any) -> bool:
        if not super().has_permission(request, view):
            return False
        require_scopes(request.user, "read" if request.method in SAFE_METHODS else "write")
        return True


def require_scopes(user: Any, *needed: str) -> None:
    """ApiError 403 that names what is missing, unless the caller has all these scopes."""
    if missing := missing_scopes(user, *needed):
        raise ApiError(403, "insufficient_scope", refusal(missing), scope=" ".join(needed))
