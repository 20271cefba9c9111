"""API tokens: make one, see when each was used, revoke."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.api_tokens import TooManyTokens, create_token
from accounts.forms import TokenForm


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """My tokens; a posted form makes one, which this answer shows and no other ever will."""
    form = TokenForm(request.POST or None)
    secret = ""
    if form.is_valid():
        days = form.cleaned_data["days"]
        expires_at = timezone.now() + timedelta(days=days) if days else None
        try:
            secret, _ = create_token(request.user, form.cleaned_data["name"], form.cleaned_data["scopes"], expires_at)
            form = TokenForm()
        except TooManyTokens as error:
            form.add_error(None, str(error))
    return render(request, "accounts/tokens.html", _shown(request, form) | {"secret": secret})


@login_required
@require_POST
def revoke(request: HttpRequest, token_id: uuid.UUID) -> HttpResponse:
    """Refuse one of my tokens from now on."""
    token = get_object_or_404(request.user.api_tokens, pk=token_id)
    request.user.api_tokens.filter(pk=token.pk).revoke()
    messages.success(request, f"“{token.name}” is revoked. Whatever used it is out.")
    return redirect("tokens")


def _shown(request: HttpRequest, form: TokenForm) -> dict[str, Any]:
    mine = request.user.api_tokens.usable()
    return {"form": form, "tokens": mine, "address": f"{settings.SITE_URL}/mcp", "nav": "profile"}
