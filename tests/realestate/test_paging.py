"""Pages of a list: each row once, whatever comes and goes meanwhile."""

from __future__ import annotations

import base64

import pytest

from agent.models import Conversation


@pytest.fixture
def many(ana, client):
    """Ana's seven conversations, named by their number."""
    client.force_login(ana)
    return [Conversation.objects.create(user=ana, title=str(number)) for number in range(7)]


def page(client, **parameters):
    answer = client.get("/agents/conversations", parameters).json()
    return [each["title"] for each in answer["conversations"]], answer["nextCursor"]


def test_pages_are_one_list_newest_first(client, many):
    first, cursor = page(client, limit=3)
    second, cursor = page(client, limit=3, cursor=cursor)
    last, end = page(client, limit=3, cursor=cursor)

    assert (first, second, last, end) == (["6", "5", "4"], ["3", "2", "1"], ["0"], None)


def test_what_comes_and_goes_meanwhile_shifts_nothing(client, many, ana):
    _, cursor = page(client, limit=3)
    Conversation.objects.create(user=ana, title="new")
    many[4].delete()

    assert page(client, limit=3, cursor=cursor)[0] == ["3", "2", "1"]


def test_rows_of_one_moment_are_each_told_once(client, many):
    Conversation.objects.update(updated_at=many[0].updated_at)

    first, cursor = page(client, limit=4)
    second, end = page(client, limit=4, cursor=cursor)

    assert sorted(first + second) == ["0", "1", "2", "3", "4", "5", "6"]
    assert end is None


def encoded(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limit", "0"),
        ("limit", "101"),
        ("limit", "many"),
        ("limit", "٣"),
        ("cursor", "x"),
        ("cursor", "é"),
        ("cursor", encoded("[]")),
        ("cursor", encoded('["2026-01-01T00:00:00", "6d3f7d0e-2f58-4f0c-9f7b-2b8a51b0f9a1"]')),
        ("cursor", encoded('["2026-01-01T00:00:00+00:00", "7"]')),
        ("cursor", encoded("{}")),
    ],
)
def test_a_wrong_parameter_is_named(client, many, name, value):
    answer = client.get("/agents/conversations", {name: value})

    assert (answer.status_code, answer.json()["error"]["field"]) == (400, name)


def test_approvals_are_paged_too(client, ana):
    client.force_login(ana)

    assert client.get("/approvals/").json() == {"success": True, "approvals": [], "count": 0, "nextCursor": None}


def test_who_has_it_already_is_told_so(client, ana):
    client.force_login(ana)
    first = client.get("/api/tools/")

    again = client.get("/api/tools/", headers={"If-None-Match": first.headers["ETag"]})
    changed = client.get("/api/tools/", headers={"If-None-Match": '"another"'})

    assert (again.status_code, again.content) == (304, b"")
    assert changed.status_code == 200
