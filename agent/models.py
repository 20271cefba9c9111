"""The conversation and how each answer came about."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from realestate.scopes import goes_outside


def _own(user: Any, to_conversation: str = "") -> Q:
    """Rows of the user's own conversations; for a program of theirs, of those that programs began.

    What people were told in our pages may hold homes that their source lets nobody else's model read.
    """
    own = Q(**{f"{to_conversation}user": user})
    return own & Q(**{f"{to_conversation}outside": True}) if goes_outside(user) else own


class ConversationQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """The user's own; another user's id answers like an unknown one."""
        return self.filter(_own(user))

    def begin(self, user: Any) -> Conversation:
        """A new conversation of this user's; it is stored with its first question."""
        return self.model(user=user, outside=goes_outside(user))


class Conversation(models.Model):
    """A thread of messages."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="conversations")
    title = models.CharField(max_length=120, blank=True)
    outside = models.BooleanField(default=False)  # begun by a program with an API token: it reads the answers
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at"]
        indexes = [models.Index(fields=["user", "-updated_at"], name="conversation_recent")]

    def __str__(self) -> str:
        return self.title or str(self.pk)


class MessageQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Messages of the user's own conversations."""
        return self.filter(_own(user, "conversation__"))


class Message(models.Model):
    """One bubble: a question, or the answer to its parent."""

    class Role(models.TextChoices):
        USER = "user", "User"
        ASSISTANT = "assistant", "Assistant"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="children")
    role = models.CharField(max_length=10, choices=Role)
    text = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return f"{self.role}: {self.text[:60]}"


class Feedback(models.Model):
    """What a person thought of an answer."""

    class Rating(models.IntegerChoices):
        GOOD = 1, "Good"
        BAD = -1, "Bad"

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="feedback")
    rating = models.SmallIntegerField(choices=Rating)
    reason = models.CharField(max_length=1000, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "feedback"

    def __str__(self) -> str:
        return f"{self.get_rating_display()}: {self.reason[:60]}"


class RunQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Runs of the user's own conversations."""
        return self.filter(_own(user, "conversation__"))


class Run(models.Model):
    """One answer being produced. Owned for short leases: see `agent.ticker`."""

    first_frame = b""  # its first event, where it has just been opened

    class Status(models.TextChoices):
        RUNNING = "running", "Running"
        COMPLETED = "completed", "Completed"
        STOPPED = "stopped", "Stopped"
        FAILED = "failed", "Failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="runs")
    question = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="runs")
    answer = models.OneToOneField(Message, on_delete=models.SET_NULL, null=True, blank=True, related_name="run")
    status = models.CharField(max_length=10, choices=Status, default=Status.RUNNING)
    error = models.CharField(max_length=300, blank=True)  # the sentence the person saw
    prompt_version = models.CharField(max_length=12, blank=True, db_default="")  # see agent.transcript.prompt_version
    last_seq = models.PositiveIntegerField(default=0)
    # The lease: who drives the run, a counter its owner raises twice a second, a number every take-over raises.
    owner = models.CharField(max_length=80, blank=True)
    beat = models.PositiveIntegerField(default=0)
    epoch = models.PositiveIntegerField(default=1)
    cancel_requested = models.BooleanField(default=False)
    ungrounded = models.PositiveIntegerField(default=0, db_default=0)  # figures of the answer that nothing supports
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation"], condition=Q(status="running"), name="one_open_run_per_conversation"
            )
        ]
        indexes = [models.Index(fields=["status"], condition=Q(status="running"), name="run_open")]

    def __str__(self) -> str:
        return f"{self.status} {self.pk}"


class RunEvent(models.Model):
    """One stored, numbered event; `data` is the JSON text exactly as every reader gets it."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="events")
    seq = models.PositiveIntegerField()
    type = models.CharField(max_length=20)
    data = models.TextField()

    class Meta:
        ordering = ["seq"]
        constraints = [models.UniqueConstraint(fields=["run", "seq"], name="one_event_per_seq")]


class Step(models.Model):
    """One call to the model inside a run: what it said and what that cost. Stored before its tool calls run."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    model = models.CharField(max_length=200, blank=True)
    prompt_tokens = models.PositiveIntegerField(default=0)
    completion_tokens = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="one_step_per_number")]

    def __str__(self) -> str:
        return f"step {self.number}"


class Usage(models.Model):
    """What one step cost its user; see `agent.ledger`. Not a key to the run: deleting a thread gives no tokens back."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="usage")
    run_id = models.UUIDField()
    model = models.CharField(max_length=200, blank=True)
    prompt_tokens = models.PositiveIntegerField(default=0)
    completion_tokens = models.PositiveIntegerField(default=0)
    cost_usd = models.DecimalField(max_digits=12, decimal_places=6, null=True, blank=True)  # None: no price is set
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "usage"
        indexes = [
            models.Index(fields=["user", "created_at"], name="usage_of_user"),
            models.Index(fields=["run_id"], name="usage_of_run"),
        ]

    def __str__(self) -> str:
        return f"{self.prompt_tokens} + {self.completion_tokens} tokens"


class ToolCallQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Calls made in the user's own conversations."""
        return self.filter(_own(user, "step__run__conversation__"))


class ToolCall(models.Model):
    """A tool the model asked for, and what came back. `call_id` is ours; the provider's id is only data."""

    class Status(models.TextChoices):
        REQUESTED = "requested", "Requested"
        COMPLETED = "completed", "Completed"
        FAILED = "failed", "Failed"

    call_id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="tool_calls")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=100)
    title = models.CharField(max_length=100, blank=True)
    arguments = models.JSONField(default=dict)
    status = models.CharField(max_length=10, choices=Status, default=Status.REQUESTED)
    result = models.JSONField(null=True, blank=True)
    error = models.TextField(blank=True)
    duration_ms = models.PositiveIntegerField(null=True, blank=True)

    objects = ToolCallQuerySet.as_manager()

    class Meta:
        ordering = ["step", "position"]

    def __str__(self) -> str:
        return self.name

    @property
    def card_template(self) -> list[str]:
        """The partial that draws this call, and the plain one for tools without their own."""
        return [f"tools/{self.name}.html", "agent/_plain_card.html"]

    @property
    def asked_for_approval(self) -> bool:
        """Whether its effect waits, or waited, for a person's yes."""
        return bool(self.result) and self.result.get("status") == "approval_required"
