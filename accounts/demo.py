"""Demo users: one of each role, for trying the product out on one's own machine."""

from __future__ import annotations

import secrets

from django.conf import settings

from accounts.models import User
from realestate.seeding import SeedOptions

CONSUMER, LISTING_AGENT, ADMIN = "demo@example.com", "agent@example.com", "admin@example.com"


def seed(options: SeedOptions) -> None:
    """Make the demo users that are missing, and print their one password: it is kept nowhere else.

    Only with DEBUG: accounts with known addresses have no place in production.
    """
    if not settings.DEBUG:
        return
    there = set(User.objects.filter(email__in=[CONSUMER, LISTING_AGENT, ADMIN]).values_list("email", flat=True))
    password = secrets.token_urlsafe(9)
    if CONSUMER not in there:
        User.objects.create_user(CONSUMER, password, name="Demo Buyer")
    if LISTING_AGENT not in there:
        User.objects.create_user(LISTING_AGENT, password, name="Demo Agent", role=User.Role.LISTING_AGENT)
    if ADMIN not in there:
        User.objects.create_superuser(ADMIN, password, name="Demo Admin")
    made = [email for email in (CONSUMER, LISTING_AGENT, ADMIN) if email not in there]
    if made:
        options.write(f"Demo log-in: {', '.join(made)}, password {password}")


def flush() -> None:
    """Remove the demo users and all that is theirs."""
    User.objects.filter(email__in=[CONSUMER, LISTING_AGENT, ADMIN]).delete()
