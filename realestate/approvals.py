"""What waits for a person's yes: filed by the tool wrapper, decided once, sent by the outbox.

No run ever waits for a person: the model hears "approval_required", says so, and the run completes.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from pydantic import TypeAdapter

from realestate import fair_housing
from realestate.api import ApiError
from realestate.mail_limits import MailRefused, check_filing, check_sending
from realestate.models import Approval, Notification
from realestate.notifications import notify
from realestate.outbox import Mail, queue_mail
from realestate.tooling import ApprovalRequired, ToolError, acting_as, all_tools

OPEN_FOR = timedelta(hours=24)
Decision = Approval.Decision


def request_approval(
    mail: Mail, *, user: Any, call_id: str, tool: str, title: str, arguments: dict[str, Any]
) -> ApprovalRequired | Any:
    """File a finished mail for its user's yes; the same call again finds what it filed before.

    With AGENT_APPROVALS=own, mail to the user's own confirmed address is filed as approved and queued: the tool's
    answer then says "queued". Raises ToolError when the call's id was used for something else, when no more may be
    sent (`mail_limits`), or for words that the law does not allow in it.
    """
    _check_wording(mail)
    filed = Approval(user=user, call_id=call_id, tool=tool, title=title, arguments=arguments, mail=_letter(mail))
    filed.answer = _as_json(mail.answer)
    filed.expires_at = timezone.now() + OPEN_FOR
    own = settings.AGENT_APPROVALS == "own" and _is_own_confirmed(mail.to, user)
    try:
        with transaction.atomic():
            if not Approval.objects.filter(user=user, call_id=call_id).exists():
                check_filing(user, mail.to)
            if own:
                check_sending(user, mail.to)
                filed.decision, filed.decided_at = Decision.APPROVED, timezone.now()
            filed.save(force_insert=True)
            if own:
                queue_mail(mail, user=user, purpose=tool, approval=filed)
    except MailRefused as error:
        raise ToolError(str(error)) from None
    except IntegrityError:
        filed = Approval.objects.get(user=user, call_id=call_id)
        if (filed.tool, filed.arguments) != (tool, arguments):
            raise ToolError("This call was made before with other arguments. Make a new call.") from None
    if own:
        return type(mail.answer).model_validate(filed.answer | {"message": "queued"})
    return ApprovalRequired(approval_id=str(filed.pk), url=page_of(filed), expires_at=filed.expires_at)


def decide(approval: Approval, decision: str, arguments: dict[str, Any] | None = None) -> Approval:
    """Say yes ("approve") or no ("reject") once; whoever says the same again gets the state as it is.

    arguments: what the person changed; the tool then checks everything again and writes the mail anew.
    Raises ApiError 409 when it was decided otherwise or has expired, 400 when the arguments are refused, 429 when no
    more may be sent (`mail_limits`): it still waits then.
    """
    wanted = {"approve": Decision.APPROVED, "reject": Decision.REJECTED}[decision]
    changes: dict[str, Any] = {"decision": wanted, "decided_at": timezone.now()}
    edited = wanted is Decision.APPROVED and arguments is not None and arguments != approval.arguments
    if edited and approval.status == "pending":
        mail = _written_anew(approval, arguments)
        changes |= {"arguments": arguments, "mail": _letter(mail), "answer": _as_json(mail.answer)}
    try:
        with transaction.atomic():
            # One statement decides among two tabs and two processes; the mail is queued with it or not at all.
            decided_here = Approval.objects.filter(pk=approval.pk).waiting().update(**changes)
            approval = Approval.objects.select_related("user", "outbox_mail").get(pk=approval.pk)
            if decided_here and wanted is Decision.APPROVED:
                letter = Mail(**approval.mail)
                check_sending(approval.user, letter.to)
                approval.outbox_mail = queue_mail(letter, user=approval.user, purpose=approval.tool, approval=approval)
            if decided_here:
                _tell(approval, wanted)
    except MailRefused as error:
        raise ApiError(429, "mail_limit", str(error), retryAfter=3600) from None
    if not decided_here:
        _agree(approval, wanted, edited=edited)
    return approval


def page_of(approval: Approval) -> str:
    """The address of the page where it can be decided."""
    return settings.SITE_URL + reverse("approval", args=[approval.pk])


def as_wire(approval: Approval) -> dict[str, Any]:
    """An approval as the JSON API shows it."""
    shown = {
        "approvalId": str(approval.pk),
        "callId": approval.call_id,
        "name": approval.tool,
        "title": approval.title,
        "arguments": approval.arguments,
        "status": approval.status,
        "to": approval.mail["to"],
        "subject": approval.mail["subject"],
        "warnings": approval.warnings,
        "url": page_of(approval),
        "createdAt": approval.created_at,
        "expiresAt": approval.expires_at,
        "decidedAt": approval.decided_at,
    }
    return shown | ({"result": approval.result} if approval.result else {})


def outcomes(call_ids: list[str], user_id: Any) -> dict[str, dict[str, Any]]:
    """What became of the approvals that these calls asked for, as later transcripts tell the model: one query."""
    filed = Approval.objects.filter(user_id=user_id, call_id__in=call_ids).select_related("outbox_mail")
    return {each.call_id: _outcome(each) for each in filed if each.status != "pending"}


def _outcome(approval: Approval) -> dict[str, Any]:
    decided: datetime | None = approval.decided_at
    told = {"status": approval.status, "decidedAt": decided.isoformat() if decided else None}
    return told | ({"result": approval.result} if approval.result else {})


def _tell(approval: Approval, decision: Decision) -> None:
    """For the other open pages, which draw their letter anew; who decided knows it already, so it counts as read."""
    said = "yes" if decision is Decision.APPROVED else "no"
    text = f"You said {said} to \u201c{approval.mail['subject']}\u201d."
    page = reverse("approval", args=[approval.pk])
    notify(approval.user_id, Notification.Kind.APPROVAL_DECIDED, text, page, read=True)


def _agree(approval: Approval, wanted: Decision, *, edited: bool) -> None:
    """A decision that came too late does no harm if it is the one that was made."""
    if approval.status == "expired":
        raise ApiError(409, "expired", "This was not decided within 24 hours. Ask for it again.")
    if approval.decision != wanted:
        made = "approved" if approval.decision == Decision.APPROVED else "rejected"
        raise ApiError(409, "already_decided", f"This was {made} before.", approvalStatus=approval.status)
    if edited:
        raise ApiError(
            409, "already_decided", "This was approved before, as it was then.", approvalStatus=approval.status
        )


def _written_anew(approval: Approval, arguments: dict[str, Any]) -> Mail:
    try:
        with acting_as(approval.user):
            mail = all_tools()[approval.tool].checked_call(arguments)
        _check_wording(mail)
        return mail
    except ToolError as error:
        raise ApiError(400, "invalid", str(error), field="arguments") from None


def _check_wording(mail: Mail) -> None:
    try:
        fair_housing.check_mail(mail.subject, mail.text)
    except fair_housing.UnlawfulMail as error:
        raise ToolError(str(error)) from None


def _is_own_confirmed(address: str, user: Any) -> bool:
    return bool(user.email_confirmed_at) and address.lower() == user.email.lower()


def _letter(mail: Mail) -> dict[str, str]:
    return {"to": mail.to, "subject": mail.subject, "text": mail.text, "html": mail.html}


def _as_json(answer: Any) -> dict[str, Any]:
    return TypeAdapter(type(answer)).dump_python(answer, mode="json", by_alias=True)
