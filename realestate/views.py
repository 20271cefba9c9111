"""The pages where a person says yes or no to what leaves the house, and reads what happened."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from realestate import approvals, mail_limits, notifications, outbox
from realestate.api import ApiError
from realestate.models import Approval
from realestate.rest import wait_for_mail

MOST_SHOWN = 100
SAID = {
    "done": "Sent.",
    "queued": "It will be sent in a moment.",
    "rejected": "It will not be sent.",
    "failed": "It could not be sent. The reason is below.",
    "unknown": "It may have been sent. See below.",
}


@login_required
@require_GET
def approval_list(request: HttpRequest) -> HttpResponse:
    """What waits for a yes first, then what was decided."""
    mine = list(Approval.objects.visible_to(request.user).select_related("outbox_mail")[:MOST_SHOWN])
    waiting = [each for each in mine if each.status == "pending"]
    decided = [each for each in mine if each.status != "pending"]
    return render(request, "approvals/list.html", {"nav": "profile", "waiting": waiting, "decided": decided})


@login_required
@require_http_methods(["GET", "POST"])
def approval_page(request: HttpRequest, approval_id: uuid.UUID) -> HttpResponse:
    """One mail as it would leave, and the two buttons; `decision` is approve, reject or, for a failed one, again."""
    mine = Approval.objects.visible_to(request.user).select_related("user", "outbox_mail")
    found = get_object_or_404(mine, pk=approval_id)
    if request.method == "GET":
        return render(request, "approvals/approval.html", {"nav": "profile", "approval": found})
    try:
        found = _decided(found, request.POST.get("decision", ""))
        if found.status == "queued" and wait_for_mail(found.outbox_mail):
            found = mine.get(pk=approval_id)
        messages.info(request, SAID[found.status])
    except ApiError as error:
        messages.error(request, error.message)
    back = request.POST.get("next", "")
    here = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(back if here else "approval", *([] if here else [approval_id]))


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def notification_list(request: HttpRequest) -> HttpResponse:
    """What happened, the newest first. POST marks one (`read`, its number) or all of them as read."""
    mine = request.user.notifications
    if request.method == "POST":
        only = request.POST.get("read", "")
        notifications.mark_read(
            request.user, int(only) if only.isascii() and only.isdigit() and len(only) < 16 else None
        )
        return redirect("notifications")
    shown = list(mine.all()[: notifications.MOST_KEPT])
    context = {"nav": "notifications", "shown": shown, "unread": sum(each.read_at is None for each in shown)}
    return render(request, "notifications/list.html", context)


@csrf_exempt  # the link's signature is the permission; mail programs post to it by themselves (RFC 8058)
@never_cache
@require_http_methods(["GET", "POST"])
def mail_stop(request: HttpRequest, token: str = "") -> HttpResponse:
    """Where who got a mail says that Doorstep shall write no more. GET asks, for programs open links unasked."""
    address = mail_limits.address_of(token)
    if address and request.method == "POST":
        mail_limits.suppress(address)
    stopped = bool(address) and mail_limits.is_suppressed(address)
    status = 400 if token and not address else 200
    return render(request, "email/stop.html", {"address": address, "stopped": stopped}, status=status)


def _decided(approval: Approval, decision: str) -> Approval:
    if decision == "again":
        if approval.status in ("failed", "unknown") and outbox.send_again(approval.outbox_mail):
            approval.outbox_mail.refresh_from_db()
        return approval
    if decision not in ("approve", "reject"):
        raise ApiError(400, "invalid", "Press Send or Don't send.")
    return approvals.decide(approval, decision)
