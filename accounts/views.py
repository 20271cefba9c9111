"""The pages for people: log in, sign up, log out, profile."""

from __future__ import annotations

from django.conf import settings
from django.contrib import auth, messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.credentials import EmailTaken, WrongCredentials, sign_up, verified_user
from accounts.forms import LogInForm, ProfileForm, SignUpForm
from accounts.throttling import TooManyTries, client_address


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Ask for address and password, then go on to where the person was heading."""
    if request.user.is_authenticated:
        return redirect(_next(request))
    form = LogInForm(request.POST or None)
    if form.is_valid():
        try:
            user = verified_user(**form.cleaned_data, address=client_address(request))
        except WrongCredentials:
            form.add_error(None, "The e-mail address or the password is wrong.")
        except TooManyTries as error:
            return _told_to_wait(request, "accounts/login.html", form, error)
        else:
            auth.login(request, user)
            return redirect(_next(request))
    return _form_page(request, "accounts/login.html", form)


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def signup(request: HttpRequest) -> HttpResponse:
    """Make an account and log in."""
    if request.user.is_authenticated:
        return redirect(_next(request))
    form = SignUpForm(request.POST or None)
    if form.is_valid():
        try:
            user = sign_up(**form.cleaned_data, address=client_address(request))
        except EmailTaken:
            form.add_error("email", "There is an account with this e-mail address already. Log in instead.")
        except TooManyTries as error:
            return _told_to_wait(request, "accounts/signup.html", form, error)
        else:
            auth.login(request, user)
            return redirect(_next(request))
    return _form_page(request, "accounts/signup.html", form)


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """End this browser's session."""
    auth.logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


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
    return render(request, "accounts/profile.html", {"form": form, "nav": "profile"})


def _next(request: HttpRequest) -> str:
    """Where to go on to: the `next` asked for if it is a page of ours, else the chat."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if ours else resolve_url(settings.LOGIN_REDIRECT_URL)


def _form_page(request: HttpRequest, template: str, form: LogInForm | SignUpForm, status: int = 200) -> HttpResponse:
    target = request.POST.get("next") or request.GET.get("next") or ""
    return render(request, template, {"form": form, "next": target}, status=status)


def _told_to_wait(
    request: HttpRequest, template: str, form: LogInForm | SignUpForm, error: TooManyTries
) -> HttpResponse:
    form.add_error(None, str(error))
    page = _form_page(request, template, form, status=429)
    page["Retry-After"] = str(error.wait_seconds)
    return page
