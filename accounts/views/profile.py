"""Everything about one's own account: name, address, password, preferences, sessions."""

from __future__ import annotations

from typing import Any

from django.contrib import auth, messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.confirming import send_confirmation
from accounts.forms import ChangePasswordForm, PreferencesForm, ProfileForm
from accounts.models import BuyerProfile
from accounts.passwords import PasswordChanged, set_password
from accounts.sessions import sign_out_everywhere
from accounts.throttling import PASSWORD_BY_ACCOUNT, TooManyTries
from accounts.views.waiting import told_to_wait


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Who I am here, and changing my name."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, "Your name is saved.")
        return redirect("profile")
    request.user.refresh_from_db(fields=["name"])  # a refused form has written its name onto the user shown above it
    return _page(request, form=form)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Change what I look for."""
    if request.method == "GET":  # somebody who had to log in first
        return redirect("profile")
    form = PreferencesForm(request.POST, instance=_preferences(request))
    if form.is_valid():
        form.save()
        messages.success(request, "Your preferences are saved.")
        return _top()
    return _page(request, preferences_form=form)


@never_cache
@login_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change my password; this browser stays signed in, every other is signed out."""
    if request.method == "GET":  # somebody who had to log in first
        return redirect("profile")
    form = ChangePasswordForm(request.user, request.POST)
    try:
        PASSWORD_BY_ACCOUNT.count(str(request.user.pk))
    except TooManyTries as error:
        form.is_valid()
        form.errors.clear()
        form.add_error(None, str(error))
        return told_to_wait(error, _page(request, password_form=form))
    if form.is_valid():
        try:
            set_password(request.user, form.cleaned_data["new_password1"])
        except PasswordChanged:
            return redirect("profile")
        PASSWORD_BY_ACCOUNT.forget(str(request.user.pk))
        auth.update_session_auth_hash(request, request.user)
        messages.success(request, "Your new password is saved. Other browsers and devices are signed out.")
        return _top()
    return _page(request, password_form=form)


@login_required
@require_http_methods(["GET", "POST"])
def confirmation(request: HttpRequest) -> HttpResponse:
    """Mail me the link that confirms my address once more."""
    if request.method == "GET":  # somebody who had to log in first
        return redirect("profile")
    if request.user.email_confirmed_at:
        return redirect("profile")
    try:
        send_confirmation(request.user)
    except TooManyTries as error:
        messages.warning(request, str(error))
        return told_to_wait(error, _page(request))
    messages.success(request, f"A link is on its way to {request.user.email}. It works for three days.")
    return redirect("profile")


@login_required
@require_http_methods(["GET", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign me out everywhere, here too."""
    if request.method == "GET":  # somebody who had to log in first
        return redirect("profile")
    sign_out_everywhere(request.user)
    auth.logout(request)
    messages.success(request, "You are signed out on every browser and device.")
    return redirect("login")


def _top() -> HttpResponse:
    """Where the message is; a browser would otherwise keep the place on the page that the form was sent to."""
    return redirect(reverse("profile") + "#main")


def _page(request: HttpRequest, **forms: Any) -> HttpResponse:
    """The profile page; a form that was just refused takes the place of the fresh one."""
    shown = {
        "form": forms.get("form") or ProfileForm(instance=request.user),
        "preferences_form": forms.get("preferences_form") or PreferencesForm(instance=_preferences(request)),
        "password_form": forms.get("password_form") or ChangePasswordForm(request.user),
    }
    return render(request, "accounts/profile.html", shown | {"nav": "profile"})


def _preferences(request: HttpRequest) -> BuyerProfile:
    return BuyerProfile.objects.filter(user=request.user).first() or BuyerProfile(user=request.user)
