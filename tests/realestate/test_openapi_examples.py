"""The example bodies in the API's description run as they stand, on the demo market."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from realestate.openapi_examples import EXAMPLES
from tests.servers import Server, running

pytestmark = pytest.mark.server
# Without a body worth showing: a token that one has, a password that one knows, nothing at all.
NO_EXAMPLE = {"/auth/refresh", "/auth/account", "/agents/messages/{message_id}/retry"}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A server with a demo market."""
    with running("uvicorn", tmp_path_factory.mktemp("site"), homes=60) as server:
        yield server


@pytest.fixture(scope="module")
def described(site):
    return site.request("GET", "/api/schema/?format=json")[1]


def operations(described: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Each route's operation that takes a body, and its method."""
    return {
        path: operation | {"method": method.upper()}
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
        if "requestBody" in operation
    }


def test_every_body_has_an_example_that_fits_its_schema(described):
    found = operations(described)

    assert set(found) == set(EXAMPLES) | NO_EXAMPLE
    for path, example in EXAMPLES.items():
        content = found[path]["requestBody"]["content"]["application/json"]
        assert content["example"] == example
        jsonschema.validate(example, content["schema"] | {"components": described["components"]})


def ids_of(site: Server, token: str) -> dict[str, str]:
    """A conversation with a question and an answer, and a mail that waits."""
    asked = site.request("POST", "/agents/chat", {"userMessage": "Tell me about L001"}, token=token)[1]
    address = f"/agents/chat-history?conversationId={asked['conversationId']}"
    messages = {each["role"]: each["id"] for each in site.request("GET", address, token=token)[1]["history"]}
    mail = EXAMPLES["/api/tools/sendListingReport"]
    filed = site.request("POST", "/api/tools/sendListingReport", mail, token=token)[1]
    ids = {"conversation_id": asked["conversationId"], "approval_id": filed["approvalId"]}
    return ids | {"question": messages["user"], "answer": messages["assistant"]}


def test_every_example_runs(site, described):
    status, made = site.request("POST", "/auth/signup", EXAMPLES["/auth/signup"])
    token = made["access_token"]
    ids, found = ids_of(site, token), operations(described)

    statuses = {"/auth/signup": status}
    for path in EXAMPLES.keys() - {"/auth/signup"}:
        message = ids["question" if path.endswith("edit") else "answer"]
        address = path.format(**ids, message_id=message)
        statuses[path] = site.request(found[path]["method"], address, EXAMPLES[path], token=token)[0]

    assert {path: status for path, status in statuses.items() if status not in (200, 201)} == {}
    assert json.dumps(described).count('"example"') == len(EXAMPLES)
