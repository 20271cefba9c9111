"""The page that a mailed confirmation link opens."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.confirming import LinkRefused, check_link, confirm


@never_cache
@require_http_methods(["GET", "POST"])
def confirm_email(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm on POST only: programs that scan mail for bad links open every one of them."""
    try:
        if request.method == "POST":
            confirm(token)
            return render(request, "accounts/confirm_email.html", {"confirmed": True})
        return render(request, "accounts/confirm_email.html", {"email": check_link(token).email})
    except LinkRefused as error:
        return render(request, "accounts/confirm_email.html", {"refusal": str(error)}, status=410)
