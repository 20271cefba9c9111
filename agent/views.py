"""The chat page and the partials it fetches. Everything works as plain forms without JavaScript too."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET, require_http_methods

from agent import answers
from agent.admission import admit_question, open_run
from agent.markdown import to_html
from agent.models import Conversation, Message, Run, Step, ToolCall
from realestate.api import ApiError
from realestate.models import Approval

EXAMPLES = [
    "Find me 3-bedroom homes in Portland under $900,000",
    "What's the market like in Seattle, WA?",
    "Compare L001 and L002",
    "Show me analytics for listing L001",
]


@dataclass
class ShownStep:
    """One step of an answer as the page draws it: its words, then its tool calls."""

    html: SafeString
    calls: list[ToolCall] = field(default_factory=list)


@dataclass
class Turn:
    """A question and the run that answers it."""

    question: Message
    run: Run | None = None
    steps: list[ShownStep] = field(default_factory=list)
    so_far: str = ""  # what an open run has said, for a page without JavaScript


@login_required
@require_http_methods(["GET", "POST"])
def chat(request: HttpRequest, conversation_id: uuid.UUID | None = None) -> HttpResponse:
    """A conversation, or the welcome page of a new one; a posted question starts a run (without JavaScript)."""
    conversation = None
    if conversation_id:
        conversation = get_object_or_404(Conversation.objects.visible_to(request.user), pk=conversation_id)
    if request.method == "POST":
        return _ask(request, conversation)
    turns = turns_of(conversation) if conversation else []
    context = {
        "nav": "chat",
        "conversation": conversation,
        "turns": turns,
        "open_run": next((turn.run for turn in turns if turn.run and turn.run.status == Run.Status.RUNNING), None),
        "conversations": Conversation.objects.visible_to(request.user)[:50],
        "examples": EXAMPLES,
        "draft": request.GET.get("q", "")[:4000],
    }
    return render(request, "agent/chat.html", context)


def _ask(request: HttpRequest, conversation: Conversation | None) -> HttpResponse:
    try:
        # No owner: the next tick of any process drives it, for this view has no event loop.
        question = admit_question(request.user, request.POST.get("userMessage"), conversation)
        run = open_run(question, owner="")
    except ApiError as error:
        messages.error(request, error.message)
        return redirect("conversation", conversation.pk) if conversation else redirect("chat")
    return redirect("conversation", run.conversation_id)


@login_required
@require_GET
def tool_call_card(request: HttpRequest, call_id: uuid.UUID) -> HttpResponse:
    """One tool call as the page draws it."""
    calls = ToolCall.objects.visible_to(request.user).select_related("step__run")
    call = get_object_or_404(calls, pk=call_id)
    with_approvals([call], call.step.run.conversation_id)
    return render(request, "agent/_tool_call.html", {"call": call})


def turns_of(conversation: Conversation) -> list[Turn]:
    """The conversation as the page draws it. Four queries however long it is, five with approvals."""
    rows = list(conversation.messages.order_by("created_at"))
    runs = {run.question_id: run for run in conversation.runs.order_by("created_at")}
    steps: dict[uuid.UUID, list[ShownStep]] = {}
    by_pk: dict[int, ShownStep] = {}
    for step in Step.objects.filter(run__conversation=conversation).order_by("run", "number"):
        by_pk[step.pk] = ShownStep(to_html(step.text))
        steps.setdefault(step.run_id, []).append(by_pk[step.pk])
    calls = list(ToolCall.objects.filter(step__in=by_pk).order_by("position"))
    with_approvals(calls, conversation.pk)
    for call in calls:
        by_pk[call.step_id].calls.append(call)
    turns = []
    for message in rows:
        if message.role == Message.Role.USER:
            run = runs.get(message.pk)
            turn = Turn(message, run, steps.get(run.pk, []) if run else [])
            if run and run.status == Run.Status.RUNNING:
                turn.so_far = answers.text_so_far(run)
            turns.append(turn)
    return turns


def with_approvals(calls: list[ToolCall], conversation_id: uuid.UUID) -> None:
    """Give the calls that asked for a yes their approval, and the page to come back to after deciding."""
    asked = {call.result["approvalId"]: call for call in calls if call.asked_for_approval}
    if asked:
        for approval in Approval.objects.filter(pk__in=asked).select_related("outbox_mail"):
            call = asked[str(approval.pk)]
            call.approval, call.page = approval, reverse("conversation", args=[conversation_id])
