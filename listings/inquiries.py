"""Writing to a listing agent about a home: the form, its limits, and what is kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone

from listings.models import Inquiry, Listing, StandardStatus
from listings.signals import inquiry_made

MOST_A_DAY = 10
_FEWEST_DIGITS = 7  # a local number without its area code
_DAY = timedelta(days=1)


class InquiryForm(forms.Form):
    """What a person writes, and how to reach them."""

    name = forms.CharField(max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(label="E-mail", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    phone = forms.CharField(
        max_length=40, required=False, widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"})
    )
    message = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, user: Any, listing: Listing, posted: Any = None) -> None:
        self._user, self._listing = user, listing
        called = listing.shown_address or f"listing {listing.listing_id}"
        mine = {"name": user.name, "email": user.email, "message": f"I would like to know more about {called}."}
        super().__init__(posted, initial=mine, auto_id="inquiry-%s")

    def clean_phone(self) -> str:
        phone = self.cleaned_data["phone"]
        if phone and sum(character.isdigit() for character in phone) < _FEWEST_DIGITS:
            raise forms.ValidationError(
                f"“{phone}” is not a phone number: write at least {_FEWEST_DIGITS} digits, or leave it empty."
            )
        return phone

    def clean(self) -> dict[str, Any]:
        made = Inquiry.objects.filter(user=self._user, made_at__gt=timezone.now() - _DAY)
        if made.count() >= MOST_A_DAY:
            raise forms.ValidationError(
                f"You wrote to listing agents {MOST_A_DAY} times in the last 24 hours, which is the most. "
                "Write again tomorrow, or call the office."
            )
        return super().clean()

    def send(self, request: HttpRequest) -> Inquiry:
        """Keep what was written and tell of it; the same words about the same home within a day are kept once."""
        same = Inquiry.objects.filter(user=self._user, listing=self._listing, message=self.cleaned_data["message"])
        if made := same.filter(made_at__gt=timezone.now() - _DAY).first():
            return made
        made = Inquiry.objects.create(user=self._user, listing=self._listing, **self.cleaned_data)
        inquiry_made.send_robust(Listing, listing=self._listing, request=request, user=self._user)
        return made


def can_ask(listing: Listing) -> bool:
    """Whether there is somebody to write to about this home: it is not sold, and somebody lists it."""
    return listing.standard_status != StandardStatus.CLOSED and bool(listing.list_agent or listing.list_office)
