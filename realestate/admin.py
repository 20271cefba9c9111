"""Approvals and mail: to read, and to send again what failed; never to change."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from realestate import outbox
from realestate.mail_limits import hash_of
from realestate.models import Approval, OutboxMail, SuppressedAddress

admin.site.site_header = admin.site.site_title = "Doorstep"
admin.site.index_title = "Records"


class ReadOnly:
    """What happened is a record: nobody adds to it or edits it here."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Approval)
class ApprovalAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["subject", "user", "to", "state", "created_at", "decided_at"]
    list_filter = ["decision", "tool", "created_at"]
    search_fields = ["user__email"]
    list_select_related = ["user", "outbox_mail"]
    date_hierarchy = "created_at"
    fields = [
        "user",
        "tool",
        "call_id",
        "arguments",
        "to",
        "subject",
        "state",
        "created_at",
        "expires_at",
        "decided_at",
    ]

    def subject(self, approval: Approval) -> str:
        return approval.mail.get("subject", "")

    def to(self, approval: Approval) -> str:
        return approval.mail.get("to", "")

    def state(self, approval: Approval) -> str:
        """What became of it: `Approval.status`."""
        return approval.status


@admin.register(OutboxMail)
class OutboxMailAdmin(ReadOnly, admin.ModelAdmin):
    """The bodies stay unread: some hold links that open an account."""

    list_display = ["subject", "to", "purpose", "status", "attempts", "created_at", "ended_at", "error"]
    list_filter = ["status", "purpose", "created_at"]
    search_fields = ["to", "subject", "user__email"]
    date_hierarchy = "created_at"
    exclude = ["text", "html"]
    actions = ["send_again"]

    @admin.action(description="Send again (failed or unknown ones)")
    def send_again(self, request: HttpRequest, mails: QuerySet[OutboxMail]) -> None:
        # A mail whose words were emptied, such as a password link, must be asked for anew by its user.
        again = [mail for mail in mails if mail.text and outbox.send_again(mail)]
        left = len(mails) - len(again)
        note = f" {left} left as they are: sent, still queued, or without words." if left else ""
        messages.info(request, f"{len(again)} queued again.{note}")


@admin.register(SuppressedAddress)
class SuppressedAddressAdmin(ReadOnly, admin.ModelAdmin):
    """Who asked for no more mail. Search for a whole address; delete the row when its reader wants mail again."""

    list_display = ["__str__", "created_at"]
    search_fields = ["address_hash"]
    search_help_text = "A whole e-mail address: only its hash is kept."

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[SuppressedAddress], search_term: str
    ) -> tuple[QuerySet[SuppressedAddress], bool]:
        return super().get_search_results(request, queryset, hash_of(search_term) if search_term else "")
