"""Querysets that are compiled once give what the ORM gives, call after call."""

from __future__ import annotations

import uuid

import pytest
from django.db.models import Count

from accounts.models import User
from agent.models import Conversation, Message
from realestate.prepared import Prepared

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
