"""Mails about an account, from the templates in templates/accounts/email/."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from accounts.models import User
from realestate.outbox import Mail

SUBJECTS = {"confirm_email": "Confirm your e-mail address", "reset_password": "Choose a new password"}


def from_templates(user: User, name: str, **context: Any) -> Mail:
    """The mail `name` to this person, as text and as HTML.

    It holds nothing that somebody typed in, the name least of all: who signs up with a stranger's address must not be
    able to write to them through us.
    """
    context |= {"site_url": settings.SITE_URL, "subject": SUBJECTS[name]}
    text, html = (render_to_string(f"accounts/email/{name}.{kind}", context) for kind in ("txt", "html"))
    return Mail(to=user.email, subject=f"{SUBJECTS[name]} · Doorstep", text=text, html=html)
