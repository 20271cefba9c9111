"""Conversations and runs with their steps, calls, times and tokens: to read, never to change."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import Count, F, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe

from agent import ledger, runs
from agent.models import Conversation, Feedback, Message, Run, Step, ToolCall, Usage
from realestate.admin import ReadOnly


class MessageInline(ReadOnly, admin.TabularInline):
    model = Message
    fields = ["created_at", "role", "text"]
    readonly_fields = fields
    ordering = ["created_at"]
    extra = 0
    can_delete = False


@admin.register(Conversation)
class ConversationAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["title", "user", "questions", "updated_at"]
    list_filter = ["updated_at"]
    search_fields = ["title", "user__email"]
    list_select_related = ["user"]
    date_hierarchy = "created_at"
    inlines = [MessageInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(question_count=Count("runs"))

    def delete_model(self, request: HttpRequest, conversation: Conversation) -> None:
        runs.delete_conversation(conversation)  # closes an open run first: its writer would make the deletion fail

    def delete_queryset(self, request: HttpRequest, conversations: QuerySet) -> None:
        for conversation in conversations:
            runs.delete_conversation(conversation)

    @admin.display(ordering="question_count")
    def questions(self, conversation: Conversation) -> int:
        return conversation.question_count


class StepInline(ReadOnly, admin.TabularInline):
    model = Step
    fields = ["number", "text", "calls", "model", "prompt_tokens", "completion_tokens", "created_at"]
    readonly_fields = fields
    extra = 0
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("tool_calls")

    def calls(self, step: Step) -> str:
        """Each call with how it ended and how long it took, linked to its row."""
        rows = [(reverse("admin:agent_toolcall_change", args=[call.pk]), _line(call)) for call in step.tool_calls.all()]
        return format_html_join(mark_safe("<br>"), '<a href="{}">{}</a>', rows)


def _line(call: ToolCall) -> str:
    took = "" if call.duration_ms is None else f" · {call.duration_ms} ms"
    return f"{call.name} · {call.status}{took}"


@admin.register(Run)
class RunAdmin(ReadOnly, admin.ModelAdmin):
    list_display = [
        "question_text",
        "user",
        "status",
        "step_count",
        "tokens",
        "seconds",
        "prompt_version",
        "created_at",
    ]
    list_filter = ["status", "created_at"]
    search_fields = ["question__text", "conversation__user__email"]
    list_select_related = ["question", "conversation__user"]
    date_hierarchy = "created_at"
    inlines = [StepInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        spent = Sum(F("steps__prompt_tokens") + F("steps__completion_tokens"))
        return super().get_queryset(request).annotate(steps_taken=Count("steps"), tokens_spent=spent)

    @admin.display(description="question", ordering="question__text")
    def question_text(self, run: Run) -> str:
        return run.question.text[:80]

    @admin.display(ordering="conversation__user__email")
    def user(self, run: Run) -> str:
        return run.conversation.user.email

    @admin.display(description="steps", ordering="steps_taken")
    def step_count(self, run: Run) -> int:
        return run.steps_taken

    @admin.display(ordering="tokens_spent")
    def tokens(self, run: Run) -> int:
        return run.tokens_spent or 0

    def seconds(self, run: Run) -> str:
        return f"{(run.ended_at - run.created_at).total_seconds():.1f}" if run.ended_at else "still running"


@admin.register(ToolCall)
class ToolCallAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["name", "status", "duration_ms", "user", "asked_at"]
    list_filter = ["name", "status"]
    search_fields = ["name", "step__run__conversation__user__email"]
    list_select_related = ["step__run__conversation__user"]

    @admin.display(ordering="step__run__conversation__user__email")
    def user(self, call: ToolCall) -> str:
        return call.step.run.conversation.user.email

    @admin.display(ordering="step__created_at")
    def asked_at(self, call: ToolCall) -> datetime:
        return call.step.created_at


@admin.register(Feedback)
class FeedbackAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["rating", "reason", "question_text", "answer_text", "updated_at"]
    list_filter = ["rating", "updated_at"]
    search_fields = ["reason", "message__text", "message__parent__text"]
    list_select_related = ["message__parent"]
    actions = ["draft_scenarios"]

    @admin.action(description="Draft evaluation scenarios from these")
    def draft_scenarios(self, request: HttpRequest, ratings: QuerySet) -> HttpResponse:
        """A YAML file with the dialogues, to be corrected and put among the scenarios."""
        from agent.evaluation.drafting import draft  # its YAML library is for this alone

        response = HttpResponse(
            draft(ratings.select_related("message")), content_type="application/yaml; charset=utf-8"
        )
        response["Content-Disposition"] = 'attachment; filename="scenarios.yaml"'
        return response

    @admin.display(description="question")
    def question_text(self, feedback: Feedback) -> str:
        return feedback.message.parent.text[:80]

    @admin.display(description="answer")
    def answer_text(self, feedback: Feedback) -> str:
        return feedback.message.text[:120]


@admin.register(Usage)
class UsageAdmin(ReadOnly, admin.ModelAdmin):
    """The ledger; above the list stands the sum of what is listed, whatever it is filtered by."""

    list_display = ["user", "model", "prompt_tokens", "completion_tokens", "cost_usd", "created_at"]
    list_filter = ["model", "created_at"]
    search_fields = ["user__email"]
    list_select_related = ["user"]
    date_hierarchy = "created_at"

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        response = super().changelist_view(request, extra_context)
        if listed := getattr(response, "context_data", {}).get("cl"):
            spent = ledger.total(listed.queryset.order_by())
            cost = "" if spent.cost_usd is None else f", ${spent.cost_usd:,.4f}"
            response.context_data["subtitle"] = f"{spent.tokens:,} tokens{cost} in this list"
        return response
