"""The chat page and what its forms do. Everything works as plain forms without JavaScript too."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from agent import api, ledger, runs
from agent.admission import as_uuid, own_message
from agent.asking import Question, asked, edited, open_run, retried
from agent.exporting import as_markdown
from agent.models import Conversation, Message, Run, ToolCall
from agent.turns import turn_of, turns_of, with_pages
from realestate.api import ApiError, storage_away

EXAMPLES = [
    "Find me 3-bedroom homes in Portland under $900,000",
    "What's the market like in Seattle, WA?",
    "Compare L001 and L002",
    "Show me analytics for listing L001",
]
MOST_CONVERSATIONS = 50


@login_required
@require_http_methods(["GET", "POST"])
def chat(request: HttpRequest, conversation_id: uuid.UUID | None = None) -> HttpResponse:
    """A conversation, or the welcome page of a new one; a posted question starts a run (without JavaScript).

    `?at=` shows the branch through a message, `?find=` searches the list of conversations, `?q=` fills the composer.
    """
    conversation = None
    if conversation_id:
        conversation = get_object_or_404(Conversation.objects.visible_to(request.user), pk=conversation_id)
    if request.method == "POST":
        parent = request.POST.get("parentMessageId") or None
        return _opened(
            request, conversation, lambda: asked(request.user, request.POST.get("userMessage"), conversation, parent)
        )
    return _page(request, conversation, draft=request.GET.get("q", ""))


def _page(
    request: HttpRequest, conversation: Conversation | None, *, draft: str = "", status: int = 200
) -> HttpResponse:
    at = as_uuid(request.GET.get("at"))
    turns = turns_of(conversation, at) if conversation else []
    newest = turns[-1].run if turns else None
    find = request.GET.get("find", "").strip()
    context = {
        "nav": "chat",
        "conversation": conversation,
        "turns": turns,
        "open_run": next((turn.run for turn in turns if turn.run and turn.run.status == Run.Status.RUNNING), None),
        "newest": newest.answer_id if newest else None,
        "parent": newest.answer_id if at and newest else None,
        "find": find,
        "conversations": api.found_conversations(request.user, find)[:MOST_CONVERSATIONS],
        "examples": EXAMPLES,
        "draft": draft[:4000],
    }
    return render(request, "agent/chat.html", context, status=status)


@login_required
@require_POST
def retry(request: HttpRequest, message_id: uuid.UUID) -> HttpResponse:
    """Answer a question again; the answer that is there stays beside the new one."""
    return _opened(request, _conversation_of(request, message_id), lambda: retried(request.user, message_id))


@login_required
@require_POST
def edit(request: HttpRequest, message_id: uuid.UUID) -> HttpResponse:
    """Ask something else in the place of a question; the old one stays beside it."""
    text = request.POST.get("userMessage")
    return _opened(request, _conversation_of(request, message_id), lambda: edited(request.user, message_id, text))


@login_required
@require_POST
def feedback(request: HttpRequest, message_id: uuid.UUID) -> HttpResponse:
    """Rate an answer."""
    conversation = _conversation_of(request, message_id)
    rating = {"1": 1, "-1": -1}.get(request.POST.get("rating", ""))
    try:
        answer = own_message(request.user, message_id, Message.Role.ASSISTANT)
        api.rate(answer, {"rating": rating, "reason": request.POST.get("reason", "")})
        messages.info(request, "Thank you. Your rating is kept with the answer.")
    except ApiError as error:
        messages.error(request, error.message)
    return redirect("conversation", conversation.pk)


@login_required
@require_POST
def rename(request: HttpRequest, conversation_id: uuid.UUID) -> HttpResponse:
    """Give a conversation another title."""
    conversation = get_object_or_404(Conversation.objects.visible_to(request.user), pk=conversation_id)
    try:
        api.rename(conversation, {"title": request.POST.get("title", "")})
    except ApiError as error:
        messages.error(request, error.message)
    return redirect("conversation", conversation.pk)


@login_required
@require_POST
def delete(request: HttpRequest, conversation_id: uuid.UUID) -> HttpResponse:
    """Delete a conversation with everything in it."""
    conversation = get_object_or_404(Conversation.objects.visible_to(request.user), pk=conversation_id)
    runs.delete_conversation(conversation)
    messages.info(request, "The conversation is deleted.")
    return redirect("chat")


@login_required
@require_GET
def export(request: HttpRequest, conversation_id: uuid.UUID) -> HttpResponse:
    """A conversation as a Markdown file: what is shown, the newest branch."""
    conversation = get_object_or_404(Conversation.objects.visible_to(request.user), pk=conversation_id)
    answer = HttpResponse(as_markdown(conversation), content_type="text/markdown; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="conversation-{conversation.created_at:%Y-%m-%d}.md"'
    return answer


@login_required
@require_POST
def stop(request: HttpRequest, run_id: uuid.UUID) -> HttpResponse:
    """Stop an answer that is being written; what is there stays."""
    run = get_object_or_404(Run.objects.visible_to(request.user), pk=run_id)
    runs.cancel(run)
    return redirect("conversation", run.conversation_id)


@login_required
@require_GET
def tool_call_card(request: HttpRequest, call_id: uuid.UUID) -> HttpResponse:
    """One tool call as the page draws it; with `?place=table` as it lies on the table."""
    calls = ToolCall.objects.visible_to(request.user).select_related("step__run")
    call = get_object_or_404(calls, pk=call_id)
    with_pages([call], call.step.run.conversation_id)
    on_table = request.GET.get("place") == "table" and call.status == ToolCall.Status.COMPLETED
    return render(request, "agent/_table.html" if on_table else "agent/_tool_call.html", {"call": call})


@login_required
@require_GET
def message_actions(request: HttpRequest, message_id: uuid.UUID) -> HttpResponse:
    """What can be done with an answer, for a page on which it has just ended."""
    mine = Message.objects.visible_to(request.user).filter(role=Message.Role.ASSISTANT)
    answer = get_object_or_404(mine.select_related("conversation"), pk=message_id)
    return render(request, "agent/_actions.html", {"turn": turn_of(answer)})


def _conversation_of(request: HttpRequest, message_id: uuid.UUID) -> Conversation:
    return get_object_or_404(Conversation.objects.visible_to(request.user), messages=message_id)


def _opened(request: HttpRequest, conversation: Conversation | None, admitted: Callable[[], Question]) -> HttpResponse:
    """Open the run and lead to its conversation, or say why not on a page that still has the question."""
    try:
        # No owner: the next tick of any process drives it, for a view has no event loop.
        run, _ = open_run(admitted(), owner="")
    except ApiError as error:
        return _refused(request, conversation, error)
    except (OperationalError, InterfaceError):
        return _refused(request, conversation, storage_away())
    return redirect("conversation", run.conversation_id)


def _refused(request: HttpRequest, conversation: Conversation | None, error: ApiError) -> HttpResponse:
    messages.error(request, error.message)
    answer = _page(request, conversation, draft=request.POST.get("userMessage", ""), status=error.status_code)
    if "retryAfter" in error.extra:
        answer["Retry-After"] = str(error.extra["retryAfter"])
    return answer


@login_required
@never_cache
@require_GET
def usage(request: HttpRequest) -> HttpResponse:
    """What the signed-in person's questions used: today beside the limit, and the last 30 days."""
    context = {"nav": "profile", "today": ledger.today_of(request.user), "days": list(ledger.days_of(request.user))}
    return render(request, "agent/usage.html", context | {"limit": settings.AGENT_DAILY_TOKENS})
