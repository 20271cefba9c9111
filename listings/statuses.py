"""What a listing's status and the state of its remarks can be."""

from __future__ import annotations

from django.db import models

from realestate import fair_housing


class StandardStatus(models.TextChoices):
    """RESO StandardStatus."""

    ACTIVE = "Active"
    ACTIVE_UNDER_CONTRACT = "Active Under Contract"
    PENDING = "Pending"
    CLOSED = "Closed"
    COMING_SOON = "Coming Soon"
    HOLD = "Hold"
    WITHDRAWN = "Withdrawn"
    CANCELED = "Canceled"
    EXPIRED = "Expired"
    DELETE = "Delete"
    INCOMPLETE = "Incomplete"


class RemarksFlag(models.TextChoices):
    """Whether remarks steer by who people are: held back, doubtful, or looked at by a person and fit to be shown."""

    HARD = fair_housing.HARD, "Held back"
    SOFT = fair_housing.SOFT, "Doubtful wording"
    CLEARED = fair_housing.CLEARED, "Looked at, may be shown"
