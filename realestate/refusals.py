"""How a JSON endpoint says no. By itself, because REST framework loads who may call before its views."""

from __future__ import annotations

from typing import Any

from rest_framework.exceptions import APIException


class ApiError(APIException):
    """An anticipated refusal with its status, code and a sentence that says what to do."""

    def __init__(self, status: int, code: str, message: str, field: str | None = None, **extra: Any) -> None:
        super().__init__(message, code)
        self.status_code, self.code, self.message, self.field, self.extra = status, code, message, field, extra
