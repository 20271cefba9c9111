"""Log in, sign up, log out."""

from __future__ import annotations

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.credentials import EmailTaken, WrongCredentials, sign_up, verified_user
from accounts.forms import LogInForm, SignUpForm
from accounts.throttling import TooManyTries, client_address
from accounts.views.waiting import told_to_wait


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
            form.add_error(None, str(error))
            return told_to_wait(error, _form_page(request, "accounts/login.html", form))
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
            form.add_error(None, str(error))
            return told_to_wait(error, _form_page(request, "accounts/signup.html", form))
        else:
            auth.login(request, user)
            return redirect(_next(request))
    return _form_page(request, "accounts/signup.html", form)


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """End this browser's session."""
    auth.logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


def _next(request: HttpRequest) -> str:
    """Where to go on to: the `next` asked for if it is a page of ours, else the chat."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if ours else resolve_url(settings.LOGIN_REDIRECT_URL)


def _form_page(request: HttpRequest, template: str, form: LogInForm | SignUpForm) -> HttpResponse:
    target = request.POST.get("next") or request.GET.get("next") or ""
    return render(request, template, {"form": form, "next": target})
