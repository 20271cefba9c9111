"""Demo users: one of each role, for trying the product out on one's own machine."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import User
from realestate.seeding import SeedOptions

CONSUMER, LISTING_AGENT, ADMIN = "demo@example.com", "agent@example.com", "admin@example.com"


def seed(options: SeedOptions) -> None:
    """Make the demo users that are missing, and print how to log in as them.

    Only with DEBUG: accounts with known addresses have no place in production.
    """
    if not settings.DEBUG:
        return
    there = set(User.objects.filter(email__in=[CONSUMER, LISTING_AGENT, ADMIN]).values_list("email", flat=True))
    password = demo_password()
    confirmed = {"email_confirmed_at": timezone.now()}  # no mail reaches these addresses
    if CONSUMER not in there:
        User.objects.create_user(CONSUMER, password, name="Demo Buyer", **confirmed)
    if LISTING_AGENT not in there:
        User.objects.create_user(LISTING_AGENT, password, name="Demo Agent", role=User.Role.LISTING_AGENT, **confirmed)
    if ADMIN not in there:
        User.objects.create_superuser(ADMIN, password, name="Demo Admin", **confirmed)
    options.write(f"Demo log-in: {CONSUMER}, {LISTING_AGENT} or {ADMIN}, password {password}")


def demo_password() -> str:
    """The demo users' password: different on every installation, kept nowhere, and the same at every start."""
    return salted_hmac("accounts.demo", "password").hexdigest()[:12]


def flush() -> None:
    """Remove the demo users and all that is theirs."""
    User.objects.filter(email__in=[CONSUMER, LISTING_AGENT, ADMIN]).delete()
