"""What may be typed in: the forms of the pages, and the fields of the JSON calls."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.contrib.auth.password_validation import validate_password
from django.core.validators import MaxLengthValidator, RegexValidator

from accounts.models import BuyerProfile, User
from accounts.preferences import WrongPreference, known_places
from realestate.scopes import SCOPES

MOST_PASSWORD_CHARS = 256
PASSWORD_HINT = "At least 8 characters. A few unrelated words are good."

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
        max_length=MOST_PASSWORD_CHARS,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=PASSWORD_HINT,
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
        strip=False,
        max_length=MOST_PASSWORD_CHARS,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
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


class DollarsField(forms.IntegerField):
    """Whole dollars as people write them: 650000, 650,000 or $650,000."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "any"})

    def to_python(self, value: Any) -> int | None:
        return super().to_python(value.replace("$", "").replace(",", "").strip() if isinstance(value, str) else value)


class PreferencesForm(forms.ModelForm):
    """What a buyer looks for."""

    min_price = DollarsField(label="Lowest price", required=False, min_value=0, max_value=BuyerProfile.MOST_DOLLARS)
    max_price = DollarsField(label="Highest price", required=False, min_value=0, max_value=BuyerProfile.MOST_DOLLARS)
    places = forms.CharField(
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One a line: a city, a neighborhood, a county or a zip code.",
    )
    min_bedrooms = forms.IntegerField(
        label="Bedrooms, at least", required=False, min_value=0, max_value=BuyerProfile.MOST_ROOMS
    )
    min_bathrooms = forms.DecimalField(
        label="Bathrooms, at least", required=False, min_value=0, max_value=BuyerProfile.MOST_ROOMS, decimal_places=2
    )
    property_types = forms.MultipleChoiceField(
        label="Kinds of homes",
        required=False,
        choices=BuyerProfile.HomeType.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = BuyerProfile
        fields = ["min_price", "max_price", "places", "min_bedrooms", "min_bathrooms", "property_types"]

    def __init__(self, *args: Any, instance: BuyerProfile, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance, initial={"places": "\n".join(instance.places)}, **kwargs)
        self.fields["min_bathrooms"].widget.attrs["step"] = "0.25"

    def clean_places(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["places"].splitlines() if line.strip()]
        try:
            return known_places(lines, kept=self.instance.places) if lines else []
        except WrongPreference as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        fields = super().clean()
        low, high = fields.get("min_price"), fields.get("max_price")
        if low is not None and high is not None and low > high:
            self.add_error("max_price", f"The highest price, ${high:,}, is below the lowest, ${low:,}. Change one.")
        return fields


class ResetRequestForm(forms.Form):
    """Where to mail the link for a new password."""

    email = forms.EmailField(label="E-mail", max_length=254, widget=_email_input(autocomplete="username"))


class CurrentPasswordForm(forms.Form):
    """The password once more, before something that cannot be undone. Also the body of DELETE /auth/account."""

    password = forms.CharField(
        label="Your password",
        strip=False,
        max_length=MOST_PASSWORD_CHARS,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class TokenForm(forms.Form):
    """A new API token. days: how long it works; 0 is until it is revoked."""

    name = forms.CharField(
        label="What for", max_length=80, validators=[_one_line], widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    scopes = forms.MultipleChoiceField(
        label="It may", choices=list(SCOPES.items()), initial=["read"], widget=forms.CheckboxSelectMultiple
    )
    days = forms.TypedChoiceField(
        label="It works for",
        choices=[("90", "90 days"), ("30", "30 days"), ("365", "a year"), ("0", "until it is revoked")],
        coerce=int,
    )


class NewPasswordForm(SetPasswordForm):
    """Django's form for a mailed link, with our words and the limit that log-in has."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self)


class ChangePasswordForm(PasswordChangeForm):
    """Django's form with the current password, with our words and the limit that log-in has."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self)
        self.fields["old_password"].label = "Current password"
        del self.fields["old_password"].widget.attrs["autofocus"]  # the profile page has other things before it


def _in_our_words(form: SetPasswordForm) -> None:
    first, second = form.fields["new_password1"], form.fields["new_password2"]
    first.label, first.help_text = "New password", PASSWORD_HINT
    second.label, second.help_text = "New password again", ""
    first.validators.append(MaxLengthValidator(MOST_PASSWORD_CHARS))
