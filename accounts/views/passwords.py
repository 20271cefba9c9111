"""A forgotten password: ask for a link, follow it, choose another one."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.views import INTERNAL_RESET_SESSION_TOKEN, PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.forms import NewPasswordForm, ResetRequestForm
from accounts.passwords import PasswordChanged, send_reset, set_password
from accounts.throttling import TooManyTries, client_address
from accounts.views.waiting import told_to_wait


@never_cache
@require_http_methods(["GET", "POST"])
def reset(request: HttpRequest) -> HttpResponse:
    """Ask for an address, and say the same whether or not there is an account with it."""
    form = ResetRequestForm(request.POST or None)
    if form.is_valid():
        try:
            send_reset(form.cleaned_data["email"], address=client_address(request))
        except TooManyTries as error:
            form.add_error(None, str(error))
            return told_to_wait(error, render(request, "accounts/reset.html", {"form": form}))
        return redirect("password-reset-sent")
    return render(request, "accounts/reset.html", {"form": form})


@require_http_methods(["GET"])
def reset_sent(request: HttpRequest) -> HttpResponse:
    """What to do next."""
    return render(request, "accounts/reset_sent.html")


class ChooseNewPassword(PasswordResetConfirmView):
    """Django's view: it moves the token from the address into the session, so that no other site is told it."""

    form_class = NewPasswordForm
    template_name = "accounts/reset_confirm.html"
    success_url = reverse_lazy("login")

    def form_valid(self, form: NewPasswordForm) -> HttpResponse:
        try:
            set_password(self.user, form.cleaned_data["new_password1"], by_mail=True)
        except PasswordChanged:
            return self.render_to_response(self.get_context_data(form=None, validlink=False))
        self.request.session.pop(INTERNAL_RESET_SESSION_TOKEN, None)
        messages.success(self.request, "Your new password is saved. Log in with it.")
        return redirect(self.success_url)
