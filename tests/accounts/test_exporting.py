"""My data as one file: every table that knows me, nothing of anybody else, no secret."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.exporting import export
from accounts.models import User
from accounts.personal_data import tables
from accounts.tokens import open_family
from agent.models import Conversation, Message, Run, RunEvent
from tests.accounts.every_table import Rows


@pytest.fixture
def hers(ana):
    """A row of Ana's in every table that knows users."""
    return Rows(ana).fill()


def tables_of(user) -> dict[str, list[dict]]:
    return json.loads(export(user))["tables"]


def test_every_table_that_knows_a_user_is_in_it(ana, hers):
    found = tables_of(ana)

    assert {label: len(rows) for label, rows in found.items()} == {model._meta.label: 1 for model in hers}


def test_a_person_can_read_it_line_by_line(ana):
    lines = export(ana).decode().splitlines()

    assert '"accounts.User": [' in lines
    assert '  "email": "ana@example.com",' in lines


def test_the_rows_are_those_of_the_user(ana, hers):
    found = tables_of(ana)

    assert {label: rows[0][_key(hers, label)] for label, rows in found.items() if _key(hers, label)} == {
        model._meta.label: json.loads(json.dumps(row.pk, default=str))
        for model, row in hers.items()
        if _key(hers, model._meta.label)
    }


def _key(hers, label):
    """The name of a table's primary key in the export; empty where it is a secret."""
    model = next(model for model in hers if model._meta.label == label)
    hidden = getattr(model, "not_exported", ())
    parts = model._meta.pk.attname.split("_")
    return "" if model._meta.pk.name in hidden else parts[0] + "".join(part.title() for part in parts[1:])


def test_the_tables_found_are_more_than_a_handful(hers):
    labels = {model._meta.label for model in hers}

    assert {
        "accounts.User", "accounts.User_groups", "accounts.Session", "accounts.RefreshFamily", "accounts.BuyerProfile",
        "agent.Conversation", "agent.Message", "agent.Run", "agent.RunEvent", "agent.Step", "agent.ToolCall",
        "realestate.Approval", "realestate.OutboxMail", "admin.LogEntry", "listings.Member",
    } <= labels  # fmt: skip


def test_nothing_of_anybody_else_is_in_it(ana, eve, hers):
    found = tables_of(eve)

    assert {label: rows for label, rows in found.items() if rows} == {"accounts.User": found["accounts.User"]}
    assert [row["email"] for row in found["accounts.User"]] == ["eve@example.com"]
    assert found.keys() == tables_of(ana).keys()


def test_no_secret_is_in_it(client, ana):
    pair = open_family(ana)
    client.force_login(ana)

    text = export(User.objects.get()).decode()

    assert ana.password not in text
    assert client.cookies["sessionid"].value not in text
    assert pair.refresh_token not in text
    assert '"sessionData"' not in text
    assert '"password"' not in text


def test_names_are_those_of_the_wire_and_times_are_iso(ana):
    user = tables_of(ana)["accounts.User"][0]

    assert user["dateJoined"] == ana.date_joined.isoformat()
    assert user["emailConfirmedAt"] is None
    assert user["isStaff"] is False


def test_a_long_history_costs_no_more_queries_than_an_empty_one(ana):
    with CaptureQueriesContext(connection) as empty:
        export(ana)
    conversation = Conversation.objects.create(user=ana)
    question = Message.objects.create(conversation=conversation, role="user", text="Hi")
    run = Run.objects.create(conversation=conversation, question=question)
    RunEvent.objects.bulk_create([RunEvent(run=run, seq=seq, type="content", data="{}") for seq in range(1, 1201)])

    with CaptureQueriesContext(connection) as long:
        found = tables_of(ana)

    assert len(found["agent.RunEvent"]) == 1200
    assert len(empty) == len(tables())
    assert len(long) == len(empty)


def test_it_comes_as_a_file_that_no_cache_keeps(client, ana):
    client.force_login(ana)

    answer = client.get("/auth/export")

    assert answer["Content-Type"] == "application/json"
    assert answer["Content-Disposition"].startswith('attachment; filename="doorstep-')
    assert answer["Cache-Control"] == "no-store"
    assert answer.json()["tables"]["accounts.User"][0]["email"] == "ana@example.com"


def test_a_token_opens_it_too(client, ana):
    answer = client.get("/auth/export", headers={"Authorization": f"Bearer {open_family(ana).access_token}"})

    assert answer.json()["tables"]["accounts.User"][0]["email"] == "ana@example.com"


def test_nobody_gets_nothing(db):
    answer = Client().get("/auth/export")

    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "not_authenticated"


def test_it_can_be_had_ten_times_an_hour(client, ana):
    client.force_login(ana)
    [client.get("/auth/export") for _ in range(10)]

    answer = client.get("/auth/export")

    assert answer.status_code == 429
    assert answer.json()["error"]["code"] == "too_many_tries"
    assert 0 < int(answer["Retry-After"]) <= 3600
