"""What may be typed in: the forms of the pages, and the fields of the JSON calls."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.validators import RegexValidator

from accounts.models import User

_one_line = RegexValidator(r"[\x00-\x1f\x7f]", "A name is one line of text.", inverse_match=True)


def _name_field() -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "name"})
    return forms.CharField(max_length=150, required=False, widget=widget, validators=[_one_line])


def _email_input(**attributes: Any) -> forms.EmailInput:
    return forms.EmailInput(attrs={"autocapitalize": "none", "spellcheck": "false", **attributes})


class SignUpForm(forms.Form):
    """A new account: the password must be hard to guess for somebody who knows the name and address."""

    name = _name_field()
    email = forms.EmailField(label="E-mail", max_length=254, widget=_email_input(autocomplete="email"))
    password = forms.CharField(
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 8 characters. A few unrelated words are good.",
    )

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    def clean(self) -> dict[str, Any]:
        fields = super().clean()
        if "password" in fields:
            user = User(email=fields.get("email", ""), name=fields.get("name", ""))
            try:
                validate_password(fields["password"], user)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return fields


class LogInForm(forms.Form):
    """Any text will do: an address that cannot exist is simply not known."""

    email = forms.CharField(label="E-mail", max_length=254, widget=_email_input(autocomplete="username"))
    password = forms.CharField(
        strip=False, max_length=256, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


class RefreshForm(forms.Form):
    """The one field of POST /auth/refresh."""

    refresh_token = forms.CharField(max_length=256)


class ProfileForm(forms.ModelForm):
    """What people may change about themselves."""

    name = _name_field()

    class Meta:
        model = User
        fields = ["name"]
