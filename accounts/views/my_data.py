"""Taking one's data along, and leaving."""

from __future__ import annotations

from django.contrib import auth, messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.closing import close_account, what_stays
from accounts.credentials import WrongCredentials, check_password
from accounts.forms import CurrentPasswordForm
from accounts.throttling import TooManyTries
from accounts.views.waiting import told_to_wait


@never_cache
@login_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest) -> HttpResponse:
    """Say what goes and what stays, ask for the password, and delete the account."""
    form = CurrentPasswordForm(request.POST or None)
    if form.is_valid():
        try:
            check_password(request.user, form.cleaned_data["password"])
        except WrongCredentials:
            form.add_error("password", "This is not your password. Nothing was deleted.")
        except TooManyTries as error:
            form.add_error(None, str(error))
            return told_to_wait(error, _page(request, form))
        else:
            close_account(request.user)
            auth.logout(request)
            messages.success(request, "Your account and everything that was yours is deleted.")
            return redirect("login")
    return _page(request, form)


def _page(request: HttpRequest, form: CurrentPasswordForm) -> HttpResponse:
    context = {"form": form, "stays": what_stays(request.user), "nav": "profile"}
    return render(request, "accounts/delete.html", context)
