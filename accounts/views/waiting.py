"""A page that tells somebody to wait: 429 with Retry-After."""

from __future__ import annotations

from django.http import HttpResponse

from accounts.throttling import TooManyTries


def told_to_wait(error: TooManyTries, page: HttpResponse) -> HttpResponse:
    """The page, which shows the error's sentence, with the status and header that programs read."""
    page.status_code = 429
    page["Retry-After"] = str(error.wait_seconds)
    return page
