"""What the kit remembers: effects that wait for a yes, mail that leaves the house, repeated requests, notifications."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from realestate import fair_housing


class ApprovalQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """The user's own; another user's id answers like an unknown one."""
        return self.filter(user=user)

    def waiting(self) -> Self:
        """Those that still can be decided."""
        return self.filter(decision=Approval.Decision.PENDING, expires_at__gt=timezone.now())


class Approval(models.Model):
    """An effect outside the house that a person must say yes to: a finished mail, and the call that asked for it."""

    class Decision(models.TextChoices):
        PENDING = "pending", "Pending"
        APPROVED = "approved", "Approved"
        REJECTED = "rejected", "Rejected"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="approvals")
    call_id = models.CharField(max_length=128)  # of the tool call; a repeated call finds this row
    tool = models.CharField(max_length=100)
    title = models.CharField(max_length=100)
    arguments = models.JSONField(default=dict)
    mail = models.JSONField(default=dict)  # to, subject, text, html
    answer = models.JSONField(default=dict)  # the tool's result once the mail is out
    decision = models.CharField(max_length=10, choices=Decision, default=Decision.PENDING)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [models.UniqueConstraint(fields=["user", "call_id"], name="one_approval_per_call")]
        indexes = [models.Index(fields=["user", "-created_at"], name="approval_recent")]

    def __str__(self) -> str:
        return f"{self.title}: {self.mail.get('subject', '')}"

    @property
    def status(self) -> str:
        """`pending`, `expired`, `rejected`; after a yes that of the mail: `queued`, `done`, `unknown` or `failed`."""
        if self.decision == self.Decision.REJECTED:
            return "rejected"
        if self.decision == self.Decision.PENDING:
            return "pending" if self.expires_at > timezone.now() else "expired"
        return OutboxMail.APPROVAL_STATUS[self.outbox_mail.status]

    @property
    def warnings(self) -> list[str]:
        """What its sender should know about the wording before saying yes; nothing once it is decided."""
        return fair_housing.warnings_of(self.mail["subject"], self.mail["text"]) if self.status == "pending" else []

    @property
    def result(self) -> dict[str, Any] | None:
        """The tool's answer, once the mail is out; it says where the mail went when there is no mail server."""
        if self.status != "done":
            return None
        place = self.outbox_mail.written_to
        if not place:
            return self.answer
        note = f"No mail server is set up, so it was not sent but written to {place}."
        return self.answer | {"message": note}


class OutboxMail(models.Model):
    """One mail that leaves the house at most once. See `realestate.outbox` for what each status promises."""

    class Status(models.TextChoices):
        QUEUED = "queued", "Queued"
        SENDING = "sending", "Sending"
        SENT = "sent", "Sent"
        FAILED = "failed", "Failed"
        UNKNOWN = "unknown", "Unknown"

    APPROVAL_STATUS = {
        "queued": "queued",
        "sending": "queued",
        "sent": "done",
        "failed": "failed",
        "unknown": "unknown",
    }
    # Bodies hold secret links until the mail is out.
    not_exported = ("text", "html")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)  # also in its Message-ID
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="outbox_mails"
    )
    approval = models.OneToOneField(
        Approval, on_delete=models.CASCADE, null=True, blank=True, related_name="outbox_mail"
    )
    purpose = models.CharField(max_length=50)
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField(blank=True)  # emptied once it is out
    html = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(default=timezone.now)
    sending_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)
    written_to = models.CharField(max_length=300, blank=True)  # the .eml file, where there is no mail server
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["not_before"], condition=Q(status__in=["queued", "sending"]), name="outbox_open")
        ]

    def __str__(self) -> str:
        return f"{self.purpose} to {self.to}"


class SuppressedAddress(models.Model):
    """Who asked for no more mail. Only a keyed hash is kept: the wish outlives the account that wrote to them."""

    address_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name_plural = "suppressed addresses"

    def __str__(self) -> str:
        return f"{self.address_hash[:12]}, {self.created_at:%Y-%m-%d}"


class IdempotencyKey(models.Model):
    """A request a user has made before: the same key and body give the same answer again, for 24 hours."""

    not_exported = ("body_hash",)

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="idempotency_keys")
    key = models.CharField(max_length=128)
    route = models.CharField(max_length=100)
    body_hash = models.CharField(max_length=64)
    result_id = models.UUIDField()  # what the request made, e.g. a run
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_idempotency_key_per_user")]
        indexes = [models.Index(fields=["created_at"], name="idempotency_age")]

    def __str__(self) -> str:
        return f"{self.route} {self.key}"


class Notification(models.Model):
    """One sentence for one person about something that happened while they may have looked elsewhere."""

    class Kind(models.TextChoices):
        RUN_FINISHED = "run_finished", "Answer ready"
        APPROVAL_DECIDED = "approval_decided", "Decided"
        MAIL_SENT = "mail_sent", "Sent"
        MAIL_FAILED = "mail_failed", "Not sent"
        MAIL_UNKNOWN = "mail_unknown", "Perhaps sent"
        SAVED_SEARCH_HIT = "saved_search_hit", "New homes"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=20, choices=Kind)
    text = models.CharField(max_length=300)
    url = models.CharField(max_length=300)  # a path of this site
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["user", "-id"], name="notification_recent"),
            models.Index(fields=["created_at"], name="notification_age"),
        ]

    def __str__(self) -> str:
        return self.text
