"""Querysets that are compiled once give what the ORM gives, call after call."""

from __future__ import annotations

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Count

from accounts.models import User
from agent.models import Conversation, Message, Run, Step, ToolCall
from realestate.prepared import Prepared, insert, update

pytestmark = pytest.mark.django_db

by_email = Prepared(lambda email: User.objects.filter(email=email), (User, "email"))


def test_each_call_has_its_own_values(ana, ben):
    assert by_email(ana.email) == [ana]
    assert by_email(ben.email) == [ben]
    assert by_email("nobody@example.com") == []


def test_rows_are_read_anew(ana):
    by_email(ana.email)
    User.objects.filter(pk=ana.pk).update(name="Another")
    assert by_email(ana.email)[0].name == "Another"


def test_related_rows_annotations_and_values_come_with_it(ana, django_assert_num_queries):
    conversation = Conversation.objects.create(user=ana, title="Homes")
    Message.objects.create(conversation=conversation, role="user", text="A home?")
    counted = Prepared(
        lambda user: Conversation.objects.filter(user=user).select_related("user").annotate(said=Count("messages")),
        (User, "id"),
    )
    texts = Prepared(
        lambda conversation, role: Message.objects.filter(conversation=conversation, role=role).values_list(
            "pk", "text"
        ),
        (Conversation, "id"),
        (Message, "role"),
    )
    with django_assert_num_queries(1):
        (found,) = counted(ana.pk)
        assert (found.user, found.said) == (ana, 1)
    assert [text for _, text in texts(conversation.pk, "user")] == ["A home?"]
    assert texts(conversation.pk, "assistant") == []
    assert texts(uuid.uuid4(), "user") == []


def test_several_keys_at_once(ana, ben):
    either = Prepared(lambda one, other: User.objects.filter(pk__in=[one, other]), *[(User, "id")] * 2)
    assert set(either(ana.pk, ben.pk)) == {ana, ben}
    assert either(ben.pk, ben.pk) == [ben]


def test_values_must_match_the_places(ana):
    with pytest.raises(ValueError, match="zip"):
        by_email(ana.email, "too many")


@pytest.fixture
def run(ana):
    conversation = Conversation.objects.create(user=ana, title="Homes")
    question = Message.objects.create(conversation=conversation, role="user", text="A home?")
    return Run(conversation=conversation, question=question)


def test_an_inserted_row_is_as_one_that_was_saved(run):
    insert(run)
    step = Step(run=run, number=1, text="Here's “one”: 100 %")
    insert(step)
    call = ToolCall(step=step, name="findListings", arguments={"city": "Portland", "features": ["view"]})
    insert(call)

    stored = ToolCall.objects.select_related("step__run").get(pk=call.pk)
    assert stored.step.text == step.text
    assert (stored.arguments, stored.result, stored.status) == (call.arguments, None, "requested")
    # Defaults of Python and of the database, and what is set on adding.
    assert (stored.step.run.status, stored.step.run.ungrounded) == ("running", 0)
    assert stored.step.run.created_at == run.created_at
    step.text = "Another"
    step.save()  # it knows that it is stored, and under which key
    assert [each.text for each in Step.objects.all()] == ["Another"]


def test_an_insert_that_breaks_a_rule_is_refused(run):
    insert(run)
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Run(conversation=run.conversation, question=run.question))
    assert Run.objects.count() == 1


def test_an_update_changes_one_row_and_only_what_it_names(run):
    insert(run)
    steps = [Step(run=run, number=number, text="Said") for number in (1, 2)]
    for step in steps:
        insert(step)
    calls = [ToolCall(step=steps[0], position=at, name="getListing", arguments={"listingId": "L1"}) for at in (0, 1)]
    for call in calls:
        insert(call)

    update(ToolCall, str(calls[0].pk), result={"status": "Active"}, error="", duration_ms=7)
    update(Step, steps[1].pk, text="Changed")

    first, second = ToolCall.objects.all()
    assert (first.result, first.duration_ms, first.arguments) == ({"status": "Active"}, 7, {"listingId": "L1"})
    assert (second.result, second.duration_ms) == (None, None)
    assert list(Step.objects.values_list("text", flat=True)) == ["Said", "Changed"]
