"""Who may call what: every route of the URL configuration and of the raw routes, for each kind of person.

A new route fails `test_no_route_is_left_out` until it stands in the table.
"""

from __future__ import annotations

import re
import uuid
from typing import Any, NamedTuple

import orjson
import pytest
from django.contrib import admin as django_admin
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.api_tokens import create_token
from accounts.tokens import open_family
from agent import stream
from agent.models import Conversation, Message, Run, Step, ToolCall
from listings.models import Listing, Member, Office, SavedSearch, Source
from realestate.models import Approval
from realestate.tooling import acting_as, all_tools
from tests.agent.asgi_client import fetch, in_loop

PEOPLE = ["nobody", "ana", "eve", "ben", "admin"]  # ana owns, eve and ben are strangers to it; ben is a listing agent

# The statuses of nobody, the owner, a stranger, a listing agent and an administrator.
OPEN = (200, 200, 200, 200, 200)
PAGE = (302, 200, 200, 200, 200)  # nobody is led to the log-in
FORM = (302, 302, 302, 302, 302)  # the log-in, or back to a page
OWN_PAGE = (302, 200, 404, 404, 404)
OWN_FORM = (302, 302, 404, 404, 404)
API = (401, 200, 200, 200, 200)
OWN_API = (401, 200, 404, 404, 404)
ADMIN_API = (401, 403, 403, 403, 200)


class Row(NamedTuple):
    """One method of a route, its statuses for PEOPLE, and what is sent."""

    method: str
    path: str
    statuses: tuple[int, ...]
    body: Any = None


def allowed(statuses: tuple[int, ...], status: int) -> tuple[int, ...]:
    """The same people let in, answered with another status than 200."""
    return tuple(status if each == 200 else each for each in statuses)


ROWS = [
    Row("GET", "/health", (503,) * 5),  # without a server the timers do not run, and it says so
    Row("GET", "/metrics", ADMIN_API),
    Row("GET", "/login/", (200, 302, 302, 302, 302)),
    Row("GET", "/signup/", (200, 302, 302, 302, 302)),
    Row("POST", "/logout/", FORM),
    Row("GET", "/password-reset/", OPEN),
    Row("GET", "/password-reset/sent/", OPEN),
    Row("GET", "/password-reset/{uidb64}/{token}/", OPEN),
    Row("GET", "/confirm-email/{token}/", (410,) * 5),
    Row("GET", "/mail/stop/", OPEN),
    Row("GET", "/mail/stop/{token}/", (400,) * 5),  # whoever has the signed link may; this one is none
    Row("GET", "/profile/", PAGE),
    Row("POST", "/profile/preferences/", FORM),
    Row("POST", "/profile/password/", allowed(PAGE, 200)),
    Row("POST", "/profile/confirmation/", FORM),
    Row("POST", "/profile/sign-out-everywhere/", FORM),
    Row("GET", "/profile/delete/", PAGE),
    Row("GET", "/profile/approvals/", PAGE),
    Row("GET", "/profile/approvals/{approval_id}/", OWN_PAGE),
    Row("POST", "/profile/approvals/{approval_id}/", OWN_FORM, {"decision": "reject"}),
    Row("GET", "/profile/notifications/", PAGE),
    Row("GET", "/profile/usage/", PAGE),
    Row("POST", "/profile/notifications/", FORM),
    Row("GET", "/profile/tokens/", PAGE),
    Row("POST", "/profile/tokens/", PAGE, {"name": "Claude", "scopes": ["read"], "days": "0"}),
    Row("POST", "/profile/tokens/{token_id}/revoke/", OWN_FORM),
    Row("GET", "/oauth/consent/{asking}/", allowed(PAGE, 410)),  # whoever has the signed link may; this one is none
    Row("POST", "/auth/signup", (400,) * 5, {}),
    Row("POST", "/auth/login", (400,) * 5, {}),
    Row("POST", "/auth/signin", (400,) * 5, {}),
    Row("POST", "/auth/refresh", (400,) * 5, {}),
    Row("POST", "/auth/signout", (401,) * 5),  # of a token; sessions have /logout/
    Row("GET", "/auth/profile", API),
    Row("GET", "/auth/export", API),
    Row("DELETE", "/auth/account", allowed(API, 400), {}),
    Row("GET", "/approvals/", API),
    Row("GET", "/approvals/{approval_id}", OWN_API),
    Row("POST", "/approvals/{approval_id}", OWN_API, {"decision": "reject"}),
    Row("GET", "/api/schema/", OPEN),
    Row("GET", "/api/docs/", OPEN),
    Row("GET", "/api/tools/", API),
    Row("POST", "/api/tools/{name}", API, {}),
    Row("GET", "/api/listings/", OPEN),
    Row("GET", "/api/listings/{listing_id}/", OPEN),
    Row("GET", "/listings/", OPEN),
    Row("GET", "/listings/{listing_id}/", OPEN),
    Row("GET", "/listings/{listing_id}/picture.svg", OPEN),
    Row("POST", "/listings/{listing_id}/save/", FORM),
    Row("POST", "/listings/{listing_id}/inquiry/", PAGE),
    Row("GET", "/saved/", PAGE),
    Row("POST", "/saved/searches/", FORM, {"criteria": "place=Portland"}),
    Row("GET", "/saved/searches/{search_id}/", OWN_FORM),  # leads to the search itself
    Row("POST", "/saved/searches/{search_id}/rename/", OWN_FORM, {"name": "Ours"}),
    Row("POST", "/saved/searches/{search_id}/delete/", OWN_FORM),
    Row("GET", "/insights/", PAGE),
    Row("GET", "/insights/market.csv?area=Portland", PAGE),
    Row("GET", "/insights/listings.csv", PAGE),
    Row("GET", "/insights/reports/?ids={listing_id}", PAGE),
    Row("GET", "/", PAGE),
    Row("POST", "/", FORM, {"userMessage": "Hi"}),
    Row("GET", "/c/{conversation_id}/", OWN_PAGE),
    Row("POST", "/c/{conversation_id}/", OWN_FORM, {"userMessage": "Hi"}),
    Row("POST", "/c/{conversation_id}/rename/", OWN_FORM, {"title": "Ours"}),
    Row("POST", "/c/{conversation_id}/delete/", OWN_FORM),
    Row("GET", "/c/{conversation_id}/export/", OWN_PAGE),
    Row("POST", "/runs/{run_id}/stop/", OWN_FORM),
    Row("GET", "/messages/{message_id}/actions/", OWN_PAGE),
    Row("POST", "/messages/{message_id}/retry/", OWN_FORM),
    Row("POST", "/messages/{message_id}/edit/", OWN_FORM, {"userMessage": "Hi"}),
    Row("POST", "/messages/{message_id}/feedback/", OWN_FORM, {"rating": "1"}),
    Row("GET", "/agents/tool-calls/{call_id}/card", OWN_PAGE),
    Row("GET", "/agents/runs/{run_id}", OWN_API),
    Row("POST", "/agents/runs/{run_id}/cancel", OWN_API),
    Row("GET", "/agents/conversations", API),
    Row("GET", "/agents/conversations/{conversation_id}", OWN_API),
    Row("PATCH", "/agents/conversations/{conversation_id}", OWN_API, {"title": "Ours"}),
    Row("DELETE", "/agents/conversations/{conversation_id}", allowed(OWN_API, 204)),
    Row("POST", "/agents/messages/{message_id}/feedback", OWN_API, {"rating": 1}),
    Row("GET", "/agents/chat-history", API),
    Row("GET", "/agents/chat-history?conversationId={conversation_id}", OWN_API),
    Row("GET", "/agents/chat-history-stats", ADMIN_API),
]
ASKED = {"userMessage": "Hi", "conversationId": "{conversation_id}"}
RAW = [
    Row("POST", "/agents/chat-stream", API, {"userMessage": "Hi"}),
    Row("POST", "/agents/chat-stream", OWN_API, ASKED),
    Row("POST", "/agents/chat/stream", OWN_API, ASKED),
    Row("POST", "/agents/chat", OWN_API, ASKED),
    Row("POST", "/agents/messages/{message_id}/retry", OWN_API, {}),
    Row("POST", "/agents/messages/{message_id}/edit", OWN_API, {"userMessage": "Hi"}),
    Row("GET", "/agents/runs/{run_id}/events?after=1", allowed(OWN_API, 204)),
    Row("GET", "/events/?user={user_id}", (401, 200, 403, 403, 403)),
    Row("GET", "/sse/health", OPEN),
]


def routes(patterns: list, prefix: str = "/") -> dict[str, Any]:
    """Every route of the URL configuration but Django's admin: {"/c/{conversation_id}/": view}."""
    found = {}
    for each in patterns:
        route = prefix + str(each.pattern)
        if hasattr(each, "url_patterns"):
            found |= {} if route == "/admin/" else routes(each.url_patterns, route)
        else:
            found[re.sub(r"<\w+:(\w+)>", r"{\1}", route)] = each.callback
    return found


ROUTES = routes(get_resolver().url_patterns)


def test_no_route_is_left_out():
    assert {row.path.partition("?")[0] for row in ROWS} == set(ROUTES)


def test_no_method_of_the_api_is_left_out():
    offered = {
        (method.upper(), path)
        for path, view in ROUTES.items()
        if hasattr(view, "cls")
        for method in view.cls().http_method_names
        if method != "options" and hasattr(view.cls, method)
    }

    assert offered <= {(row.method, row.path.partition("?")[0]) for row in ROWS}


def test_no_raw_route_is_left_out():
    tested = [row.path.partition("?")[0].format(**dict.fromkeys(("run_id", "message_id"), "1")) for row in RAW]

    assert all(any(path.match(each) for each in tested) for _, path, _ in stream.ROUTES)
    assert all(any(path.match(each) for _, path, _ in stream.ROUTES) for each in tested)


@pytest.fixture
def people(ana, eve, ben, admin):
    """The cast by name; nobody is None."""
    return {"nobody": None, "ana": ana, "eve": eve, "ben": ben, "admin": admin}


@pytest.fixture
def ids(ana, ben):
    """What belongs to ana, by the names it has in routes; the listing is ben's and no demo home."""
    source = Source.objects.create(name="mls", title="MLS", attribution="MLS")
    office = Office.objects.create(source=source, office_key="1", office_name="Oak Homes")
    member = Member.objects.create(
        source=source, office=office, user=ben, member_key="1", member_full_name="Ben Okafor"
    )
    Listing.objects.create(
        source=source,
        listing_key="1",
        listing_id="X1",
        standard_status="Active",
        list_price=500_000,
        unparsed_address="1 Elm Street",
        city="Portland",
        state_or_province="OR",
        list_agent=member,
        list_office=office,
    )
    conversation = Conversation.objects.create(user=ana, title="Ana's")
    question = Message.objects.create(conversation=conversation, role="user", text="A home?")
    answer = Message.objects.create(conversation=conversation, role="assistant", text="One.", parent=question)
    run = Run.objects.create(
        conversation=conversation, question=question, answer=answer, status="completed", last_seq=1
    )
    step = Step.objects.create(run=run, number=1, text="One.")
    with acting_as(ana):
        all_tools()["sendListingReport"].call({"listingIds": ["X1"], "recipientEmail": "ann@example.com"})
    _, token = create_token(ana, "Claude", ["read"])
    search = SavedSearch.objects.create(
        user=ana,
        saved_search_name="Ours",
        search_query={"city": "Portland, OR"},
        search_query_human_readable="in Portland, OR",
        fingerprint="x",
    )
    return {
        "conversation_id": str(conversation.pk),
        "message_id": str(answer.pk),
        "run_id": str(run.pk),
        "call_id": str(ToolCall.objects.create(step=step, name="findListings", status="completed", result={}).pk),
        "approval_id": str(Approval.objects.get().pk),
        "search_id": str(search.pk),
        "token_id": str(token.pk),
        "asking": "x",
        "listing_id": "X1",
        "user_id": str(ana.pk),
        "name": "getMyProfile",
        "uidb64": "x",
        "token": "x",
    }


def session_of(person: Any) -> Client:
    client = Client()
    if person:
        client.force_login(person)
    return client


def sent(client: Client, row: Row, ids: dict[str, str]) -> Any:
    """The answer: JSON to the API, a form to a page."""
    path = row.path.format(**with_message(row, ids))
    if hasattr(ROUTES[row.path.partition("?")[0]], "cls"):
        return client.generic(row.method, path, _json(row.body), "application/json")
    return getattr(client, row.method.lower())(path, row.body or {})


def with_message(row: Row, ids: dict[str, str]) -> dict[str, str]:
    """Only questions can be edited; everything else is done to answers."""
    edited = "/edit" in row.path and Message.objects.filter(pk=ids["message_id"]).exists()
    return ids | {"message_id": str(Message.objects.get(role="user").pk)} if edited else ids


def _json(body: Any) -> bytes:
    return b"" if body is None else orjson.dumps(body)


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method} {row.path}")
def test_each_person_gets_what_is_theirs(people, ids, row, person):
    answer = sent(session_of(people[person]), row, ids)

    assert answer.status_code == row.statuses[PEOPLE.index(person)]
    if answer.status_code == 302 and person == "nobody" and row.statuses in (PAGE, FORM, OWN_PAGE, OWN_FORM):
        assert answer["Location"].startswith("/login/")


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("row", RAW, ids=lambda row: f"{row.method} {row.path}")
def test_each_person_gets_what_is_theirs_of_the_raw_routes(people, ids, row, person):
    if row.path == "/sse/health" or (row.path.startswith("/events/") and person == "ana"):
        return  # an endless stream: tests/agent/test_stream.py and tests/realestate/test_notifications.py read it
    token = open_family(people[person]).access_token if people[person] else ""
    body = row.body and {name: value.format(**ids) for name, value in row.body.items()}

    answer = in_loop(fetch(row.method, row.path.format(**with_message(row, ids)), token=token, body=body))

    assert answer.status == row.statuses[PEOPLE.index(person)]


@pytest.mark.parametrize("row", [row for row in RAW if 404 in row.statuses], ids=lambda row: f"{row.method} {row.path}")
def test_anothers_id_answers_like_an_unknown_one_on_the_raw_routes(people, ids, row):
    unknown = {name: str(uuid.uuid4()) for name in ids}
    token = open_family(people["eve"]).access_token

    theirs, nothing = (
        in_loop(
            fetch(
                row.method,
                row.path.format(**names),
                token=token,
                body=row.body and {name: value.format(**names) for name, value in row.body.items()},
            )
        )
        for names in (ids, unknown)
    )

    assert theirs.status == nothing.status == 404
    assert theirs.body == nothing.body


OWN_ROWS = [row for row in ROWS if row.statuses in (OWN_PAGE, OWN_FORM, OWN_API, allowed(OWN_API, 204))]


@pytest.mark.parametrize("row", OWN_ROWS, ids=lambda row: f"{row.method} {row.path}")
def test_anothers_id_answers_like_an_unknown_one(people, ids, row):
    unknown = {name: str(uuid.uuid4()) if name.endswith("_id") else value for name, value in ids.items()}
    eves = session_of(people["eve"])

    theirs, nothing = sent(eves, row, ids), sent(eves, row, unknown)

    assert theirs.status_code == nothing.status_code == 404
    assert theirs.content == nothing.content


METRICS = ["getListingMetrics", "generatePerformanceReport"]


@pytest.mark.parametrize(
    ("person", "seen"), [("nobody", None), ("ana", False), ("eve", False), ("ben", True), ("admin", True)]
)
@pytest.mark.parametrize("name", METRICS)
def test_figures_of_a_listing_are_its_own_agents_and_administrators(people, ids, name, person, seen):
    answer = session_of(people[person]).post(f"/api/tools/{name}", {"listingIds": ["X1"]}, "application/json")

    if seen is None:
        assert answer.status_code == 401
    elif seen:
        assert [each["listingId"] for each in answer.json()["listings"]] == ["X1"]
    else:
        unknown = session_of(people[person]).post(f"/api/tools/{name}", {"listingIds": ["X9"]}, "application/json")
        assert answer.status_code == unknown.status_code
        assert answer.content.replace(b"X1", b"X9") == unknown.content


ADMIN_PAGES = [
    reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    for model in django_admin.site._registry
]


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("page", ["/admin/", *ADMIN_PAGES])
def test_the_admin_is_for_administrators(people, person, page):
    answer = session_of(people[person]).get(page)

    assert answer.status_code == (200 if person == "admin" else 302)
