"""A conversation as its page draws it: one path through its branches, each question with the run that answered it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from agent import answers
from agent.branches import Branches, Versions
from agent.markdown import to_html
from agent.marking import Marks
from agent.models import Conversation, Feedback, Message, Run, Step, ToolCall
from realestate.models import Approval


@dataclass
class ShownStep:
    """One step of an answer as the page draws it: its words, then its tool calls."""

    html: SafeString
    calls: list[ToolCall] = field(default_factory=list)


@dataclass
class Turn:
    """A question and the run that answers it; each may be one of several versions."""

    question: Message
    run: Run | None = None
    steps: list[ShownStep] = field(default_factory=list)
    notices: list[dict[str, Any]] = field(default_factory=list)  # what had to be said beside the answer
    so_far: str = ""  # what an open run has said, for a page without JavaScript
    questions: Versions | None = None
    answers: Versions | None = None

    @property
    def feedback(self) -> Feedback | None:
        """What the person thought of the answer."""
        return getattr(self.run.answer, "feedback", None) if self.run and self.run.answer else None


def turns_of(conversation: Conversation, at: uuid.UUID | None = None) -> list[Turn]:
    """The path to the newest message, or the one that goes through message `at`.

    Five queries however long it is, six with approvals.
    """
    # The runs first: one that ends meanwhile is drawn as open and followed. The other way round its answer was missing.
    runs = list(conversation.runs.select_related("answer__feedback").order_by("created_at"))
    branches = Branches(conversation.messages.all())
    open_run = next((run for run in runs if run.status == Run.Status.RUNNING), None)
    leaf = (at and branches.newest_below(at)) or (open_run.question_id if open_run else branches.newest())
    path = branches.path_to(leaf)
    turns = [_turn(question, path, runs, branches) for question in path if question.role == Message.Role.USER]
    _add_steps(conversation, turns)
    return turns


def turn_of(answer: Message) -> Turn:
    """The question of this answer with its run and versions, without steps."""
    branches = Branches(answer.conversation.messages.all())
    path = branches.path_to(answer.pk)
    return _turn(path[-2], path, list(Run.objects.filter(answer=answer).select_related("answer__feedback")), branches)


def with_pages(calls: list[ToolCall], conversation_id: uuid.UUID) -> None:
    """Give the calls the page their forms lead back to, and those that asked for a yes their approval."""
    for call in calls:
        call.page = reverse("conversation", args=[conversation_id])
    asked = {call.result["approvalId"]: call for call in calls if call.asked_for_approval}
    if asked:
        for approval in Approval.objects.filter(pk__in=asked).select_related("outbox_mail"):
            asked[str(approval.pk)].approval = approval


def _turn(question: Message, path: list[Message], runs: list[Run], branches: Branches) -> Turn:
    """The run whose answer is on the path; at its end, where none is, the latest one."""
    shown = {message.pk for message in path}
    mine = [run for run in runs if run.question_id == question.pk]
    answering = [run for run in mine if run.answer_id in shown] or mine[-1:]
    turn = Turn(question, answering[0] if answering else None, questions=branches.versions(question))
    if turn.run and turn.run.answer_id:
        turn.answers = branches.versions(turn.run.answer)
    return turn


def _add_steps(conversation: Conversation, turns: list[Turn]) -> None:
    by_run = {turn.run.pk: turn for turn in turns if turn.run}
    for run_id, notices in answers.notices_of(list(by_run)).items():
        by_run[run_id].notices = notices
    marks = {run_id: Marks(turn.notices) for run_id, turn in by_run.items()}
    by_step: dict[int, ShownStep] = {}
    for step in Step.objects.filter(run__in=by_run).order_by("number"):
        by_step[step.pk] = ShownStep(marks[step.run_id].mark(to_html(step.text)))
        by_run[step.run_id].steps.append(by_step[step.pk])
    calls = list(ToolCall.objects.filter(step__in=by_step).order_by("position"))
    with_pages(calls, conversation.pk)
    for call in calls:
        by_step[call.step_id].calls.append(call)
    for turn in turns:
        if turn.run and turn.run.status == Run.Status.RUNNING:
            turn.so_far = answers.text_so_far(turn.run)
