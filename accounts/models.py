"""Who is asking."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.contrib.sessions.base_session import AbstractBaseSession
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.managers import UserManager


class User(AbstractBaseUser, PermissionsMixin):
    """A person, known by an e-mail address."""

    not_exported = ("password",)

    class Role(models.TextChoices):
        CONSUMER = "consumer", "Consumer"
        LISTING_AGENT = "listing_agent", "Listing agent"
        ADMIN = "admin", "Administrator"

    email = models.EmailField(unique=True)
    email_confirmed_at = models.DateTimeField(
        null=True, blank=True, help_text="When a link mailed to the address was used; empty as long as none was."
    )
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


class ApiTokenQuerySet(models.QuerySet):
    """Tokens that still open doors, and how they stop doing so."""

    def usable(self, now: Any = None) -> ApiTokenQuerySet:
        """Neither revoked nor expired. now: the present moment unless given."""
        unexpired = models.Q(expires_at=None) | models.Q(expires_at__gt=now or timezone.now())
        return self.filter(unexpired, revoked_at=None)

    def revoke(self) -> int:
        """Refuse these tokens from now on; those already revoked keep their time."""
        return self.filter(revoked_at=None).update(revoked_at=timezone.now())


class OAuthClient(models.Model):
    """An AI client that registered itself to ask people for tokens: see `accounts.oauth`. Anybody may."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    metadata = models.JSONField(default=dict)  # as registered (RFC 7591), without a secret
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "OAuth client"

    def __str__(self) -> str:
        return self.name


class OAuthCode(models.Model):
    """A yes that its client has not collected yet: a minute long, once, and only with the PKCE verifier."""

    not_exported = ("code_hash", "code_challenge")

    code_hash = models.CharField(max_length=64, unique=True)
    client = models.ForeignKey(OAuthClient, on_delete=models.CASCADE, related_name="codes")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="oauth_codes")
    scopes = models.JSONField(default=list)
    code_challenge = models.CharField(max_length=128)
    redirect_uri = models.CharField(max_length=2000)
    redirect_uri_named = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = "OAuth code"


class ApiToken(models.Model):
    """A key for one of a person's programs: see `accounts.api_tokens`. Only a hash of it is kept.

    One that a client got through OAuth changes with every renewal, and has a refresh token beside it.
    """

    not_exported = ("token_hash", "refresh_hash", "spent_hash")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80)
    scopes = models.JSONField(default=list)
    token_hash = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=4, help_text="Its last characters, to tell it from others.")
    client = models.ForeignKey(
        OAuthClient, on_delete=models.CASCADE, null=True, blank=True, related_name="tokens", help_text="Through OAuth."
    )
    refresh_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)
    spent_hash = models.CharField(max_length=64, blank=True, help_text="Of the refresh token before.")
    access_until = models.DateTimeField(null=True, blank=True, help_text="When its holder must renew it.")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "API token"

    def __str__(self) -> str:
        return f"{self.name} (…{self.hint})"


class Session(AbstractBaseSession):
    """A signed-in browser, as Django's own sessions are, and whose it is: so that all of a person's can be ended.

    A session is only ever made in the course of a request, and such a request may end after the account did. Without
    a database constraint that leaves a row that opens nothing, instead of an endless search for a free session key.
    """

    not_exported = ("session_key", "session_data")

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, null=True, blank=True, db_constraint=False, related_name="sessions"
    )

    @classmethod
    def get_session_store_class(cls) -> type:
        return import_string(f"{settings.SESSION_ENGINE}.SessionStore")


class BuyerProfile(models.Model):
    """What a buyer looks for. Every field is a number or a word from a list: there is no room for who they are."""

    class HomeType(models.TextChoices):
        """The kinds of homes that findListings knows, in its own words."""

        HOUSE = "house", "House"
        CONDO = "condo", "Condo"
        TOWNHOUSE = "townhouse", "Townhouse"
        DUPLEX = "duplex", "Duplex"
        TRIPLEX = "triplex", "Triplex"
        FOURPLEX = "fourplex", "Fourplex"
        MULTI_FAMILY = "multi-family", "Multi-family"
        APARTMENT = "apartment", "Apartment"
        CO_OP = "co-op", "Co-op"
        CABIN = "cabin", "Cabin"
        MANUFACTURED_HOME = "manufactured home", "Manufactured home"
        LAND = "land", "Land"
        FARM = "farm", "Farm"

    MOST_DOLLARS, MOST_ROOMS, MOST_PLACES = 1_000_000_000, 50, 10

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="buyer_profile")
    min_price = models.PositiveIntegerField(null=True, blank=True, validators=[MaxValueValidator(MOST_DOLLARS)])
    max_price = models.PositiveIntegerField(null=True, blank=True, validators=[MaxValueValidator(MOST_DOLLARS)])
    places = models.JSONField(default=list, blank=True, help_text="Names of places that listings lie in.")
    min_bedrooms = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(MOST_ROOMS)])
    min_bathrooms = models.DecimalField(
        max_digits=4,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(MOST_ROOMS)],
    )
    property_types = models.JSONField(default=list, blank=True, help_text="Values of HomeType.")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(min_price__isnull=True)
                | models.Q(max_price__isnull=True)
                | models.Q(max_price__gte=models.F("min_price")),
                name="price_from_low_to_high",
            )
        ]

    def __str__(self) -> str:
        return "What they look for"
