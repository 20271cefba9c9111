"""The page on which a person lets an AI client in, or does not."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode, urlsplit

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import oauth
from realestate.scopes import SCOPES


class ConsentForm(forms.Form):
    """What the client may do."""

    scopes = forms.MultipleChoiceField(
        label="It may", choices=list(SCOPES.items()), widget=forms.CheckboxSelectMultiple
    )


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def consent(request: HttpRequest, asking: str) -> HttpResponse:
    """Show who asks for what; a yes or a no leads back to the client."""
    try:
        wanted = oauth.asked(asking)
    except BadSignature:
        return render(request, "accounts/consent.html", {"nav": "profile"}, status=410)
    if request.POST.get("decision") == "no":
        return _back(wanted, error="access_denied")
    form = ConsentForm(request.POST or None, initial={"scopes": wanted["scopes"]})
    if form.is_valid():
        return _back(wanted, code=oauth.say_yes(request.user, wanted, form.cleaned_data["scopes"]))
    target = urlsplit(wanted["redirect"])
    page = render(
        request, "accounts/consent.html", {"form": form, "wanted": wanted, "target": target, "nav": "profile"}
    )
    # The browser follows the form's answer to the client, which the policy would otherwise forbid.
    web = target.scheme in ("http", "https")
    origin = f"{target.scheme}://{target.netloc}" if web else f"{target.scheme}:"
    page._csp_update = {"form-action": ["'self'", origin]}
    return page


def _back(wanted: dict[str, Any], **answer: str) -> HttpResponse:
    parameters = answer | ({"state": wanted["state"]} if wanted["state"] else {}) | {"iss": settings.SITE_URL}
    joint = "&" if urlsplit(wanted["redirect"]).query else "?"
    return _ToClient(f"{wanted['redirect']}{joint}{urlencode(parameters)}", urlsplit(wanted["redirect"]).scheme)


class _ToClient(HttpResponseRedirect):
    """A redirect to an address that was registered, also of a program on this machine (cursor://...)."""

    def __init__(self, address: str, scheme: str) -> None:
        self.allowed_schemes = [scheme]
        super().__init__(address)
