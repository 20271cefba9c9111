"""The description of the API is valid, complete and true."""

from __future__ import annotations

import json
import re

import jsonschema
import pytest
from django.urls import get_resolver

from agent import stream
from realestate.openapi import BODIES, RAW
from realestate.tooling import all_tools
from tests.test_permissions import routes


@pytest.fixture
def described(client, db):
    return json.loads(client.get("/api/schema/?format=json").content)


def test_it_is_openapi_3_1(described):
    assert described["openapi"].startswith("3.1")
    assert described["info"]["title"] == "Doorstep"


def test_every_route_of_the_api_is_in_it(described):
    views = {
        path
        for path, view in routes(get_resolver().url_patterns).items()
        if hasattr(view, "cls") and "schema" not in path
    }

    assert views - {"/api/tools/{name}", "/api/docs/"} <= set(described["paths"])


def test_every_raw_route_is_in_it(described):
    paths = [re.sub(r"{\w+}", "1", path) for _, path, *_ in RAW]

    assert all(any(pattern.match(path) for path in paths) for _, pattern, _ in stream.ROUTES)
    assert {path for _, path, *_ in RAW} <= set(described["paths"])


def test_every_tool_is_a_route_with_its_own_schemas(described):
    for name, tool in all_tools().items():
        operation = described["paths"][f"/api/tools/{name}"]["post"]
        takes = operation["requestBody"]["content"]["application/json"]["schema"]
        assert set(takes["properties"]) == set(tool.parameters["properties"])
        assert operation["description"] == tool.description
        assert operation["responses"]["200"]["content"]["application/json"]["schema"]["type"] == "object"


def test_every_reference_leads_somewhere(described):
    named = re.findall(r'"\$ref": ?"#/components/schemas/([^"]+)"', json.dumps(described))

    assert len(named) > 20
    assert set(named) <= set(described["components"]["schemas"])
    assert "#/$defs" not in json.dumps(described)


def test_the_search_takes_the_criteria_of_the_tool(described):
    names = {each["name"] for each in described["paths"]["/api/listings/"]["get"]["parameters"]}

    assert {"city", "maxPrice", "minBedrooms", "keywords", "cursor"} <= names


def test_every_schema_in_it_is_one(described):
    bodies = [
        operation["requestBody"]["content"]["application/json"]["schema"]
        for operations in described["paths"].values()
        for operation in operations.values()
        if "requestBody" in operation
    ]

    assert len(bodies) >= len(BODIES) + len(all_tools())
    for body in bodies:
        jsonschema.Draft202012Validator.check_schema(body)


def test_operation_ids_are_unique(described):
    ids = [each["operationId"] for operations in described["paths"].values() for each in operations.values()]

    assert len(ids) == len(set(ids))


def test_every_operation_names_the_shape_of_errors(described):
    for operations in described["paths"].values():
        for operation in operations.values():
            schema = operation["responses"]["4XX"]["content"]["application/json"]["schema"]
            assert schema == {"$ref": "#/components/schemas/Error"}


def test_a_refusal_has_the_shape_it_promises(client, described):
    refused = client.post("/auth/signup", {}, "application/json").json()

    jsonschema.validate(refused, described["components"]["schemas"]["Error"])


@pytest.mark.parametrize(("method", "path"), BODIES)
def test_a_body_takes_no_field_that_the_description_lacks(client, ana, described, method, path):
    client.force_login(ana)
    body = described["paths"][path][method]["requestBody"]["content"]["application/json"]["schema"]

    assert body["additionalProperties"] is False
    assert set(body.get("required", [])) <= set(body["properties"])


def test_the_page_loads_nothing_from_elsewhere(client, db):
    page = client.get("/api/docs/")

    assert page.status_code == 200
    assert not re.findall(r"""(?:src|href)=["']https?://""", page.content.decode())
    assert "'unsafe-inline'" in page.headers["Content-Security-Policy"]
    assert "script-src" not in page.headers["Content-Security-Policy"]
