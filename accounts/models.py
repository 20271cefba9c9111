"""Who is asking."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.db import models
from django.utils import timezone

from accounts.managers import UserManager


class User(AbstractBaseUser, PermissionsMixin):
    """A person, known by an e-mail address."""

    class Role(models.TextChoices):
        CONSUMER = "consumer", "Consumer"
        LISTING_AGENT = "listing_agent", "Listing agent"
        ADMIN = "admin", "Administrator"

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150, blank=True)
    role = models.CharField(max_length=20, choices=Role, default=Role.CONSUMER)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    objects = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    def __str__(self) -> str:
        return self.email

    def clean(self) -> None:
        self.email = self.email.strip().lower()

    def get_full_name(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        return self.name.split()[0] if self.name else self.email.split("@")[0]


class RefreshFamilyQuerySet(models.QuerySet):
    """Families that still open doors, and how they stop doing so."""

    def open(self) -> RefreshFamilyQuerySet:
        return self.filter(ended_at=None)

    def end(self) -> int:
        """Refuse every token of these families from now on; those already ended keep their time."""
        return self.open().update(ended_at=timezone.now())


class RefreshFamily(models.Model):
    """One log-in through the API and all tokens that came from it: they live and die together.

    No token is stored: each is derived from the id, its number and the signing key (`accounts.tokens`), so a stolen
    table opens nothing and the successor of a token can be given twice.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="refresh_families")
    number = models.PositiveIntegerField(default=1, help_text="Of the one refresh token that is valid now.")
    rotated_at = models.DateTimeField(default=timezone.now, help_text="When that token was made.")
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = RefreshFamilyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "refresh families"
