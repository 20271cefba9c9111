"""A plain function becomes a tool: its names and arguments on the wire, who is asking, and what an error tells."""

from __future__ import annotations

import asyncio
import logging
from typing import Annotated, Any

import jsonschema
import pytest
from mcp import Client
from mcp.server.mcpserver import MCPServer
from pydantic import BaseModel, Field

from listings.models import Listing, Source
from realestate.arguments import checked_arguments
from realestate.outbox import Mail
from realestate.tooling import CurrentUser, ToolError, _as_mcp_tool, acting_as, all_tools, tool


class Answer(BaseModel):
    months: int


class Point(BaseModel):
    latitude: float


@tool(effect="read", title="Counting months")
def count_months(
    from_: Annotated[str, Field(description="First month")], last_month: Annotated[str, Field(description="Last month")]
) -> Answer:
    """Count months."""
    return Answer(months=len(from_ + last_month))


@tool(effect="write", title="Keeping", idempotent=False)
def keep_home(
    name: Annotated[str, Field(description="Name")],
    min_price: Annotated[int | None, Field(description="Dollars", ge=0)] = None,
    share: Annotated[float | None, Field(description="Share")] = None,
    sold: Annotated[bool | None, Field(description="Sold")] = None,
    near: Annotated[Point | None, Field(description="Place")] = None,
    extras: Annotated[list[Any] | None, Field(description="Anything", max_length=3)] = None,
) -> Answer:
    """Keep a home."""
    return Answer(months=min_price or 0)


@tool(effect="read", title="Asking who it is")
def who_asks(user: CurrentUser) -> Answer:
    """Who asks."""
    return Answer(months=user)


@tool(effect="read", title="Breaking")
def break_down(kind: Annotated[str, Field(description="Kind")]) -> Answer:
    """Break."""
    raise {"bug": RuntimeError("secret in /etc/passwd"), "said": ToolError("No such month.")}[kind]


@tool(effect="read", title="Answering wrongly")
def answer_wrongly() -> Answer:
    """Answer with what the schema does not allow."""
    return "secret"


@tool(effect="external", title="Writing")
def write_to_ann(note: Annotated[str, Field(description="Note")]) -> Mail[Answer]:
    """Write to Ann."""
    return Mail(to="ann@example.com", subject="Hello", text=note, answer=Answer(months=1))


def checked(**arguments):
    """What keep_home is called with, of the arguments that were given."""
    values = checked_arguments(_as_mcp_tool(keep_home).fn_metadata.arg_model, {"name": "Elm"} | arguments)
    return {name: value for name, value in values.items() if value is not None and name != "name"}


def called(function, arguments, *, user=None):
    """The tool's answer to an MCP client."""

    async def through():
        async with Client(MCPServer("test", tools=[_as_mcp_tool(function)], log_level="ERROR"), cache=None) as client:
            with acting_as(user):
                return await client.call_tool(_as_mcp_tool(function).name, arguments)

    return asyncio.run(through())


def test_a_parameter_that_python_keeps_to_itself_loses_its_underscore_on_the_wire():
    properties = _as_mcp_tool(count_months).parameters["properties"]

    assert list(properties) == ["from", "lastMonth"]


def test_an_argument_is_handed_over_by_the_name_python_knows():
    model = _as_mcp_tool(count_months).fn_metadata.arg_model

    assert checked_arguments(model, {"from": "2014-06", "lastMonth": "2014-07"}) == {
        "from_": "2014-06",
        "last_month": "2014-07",
    }


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ({"minPrice": 500_000}, {"min_price": 500_000}),
        ({"minPrice": 500_000.0}, {"min_price": 500_000}),
        ({"minPrice": None}, {}),
        ({"share": 0.5}, {"share": 0.5}),
        ({"share": 1}, {"share": 1.0}),
        ({"sold": False}, {"sold": False}),
        ({"extras": ["a\x00b", {"k\x00": "\ud800v"}]}, {"extras": ["ab", {"k": "v"}]}),
    ],
)
def test_arguments_come_as_the_values_they_mean(given, taken):
    assert checked(**given) == taken


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"minPrice": True}, "minPrice is True: should be a valid integer."),
        ({"minPrice": "500000"}, "minPrice is '500000': should be a valid integer."),
        ({"minPrice": 1.5}, "minPrice is 1.5: should be a valid integer."),
        ({"minPrice": -1}, "minPrice is -1: should be greater than or equal to 0."),
        ({"minPrice": 2**53}, "minPrice is too large a number."),
        ({"minPrice": 10**400}, "minPrice is too large a number."),
        ({"share": float("nan")}, "share is nan; it must be a finite number."),
        ({"share": float("-inf")}, "share is -inf; it must be a finite number."),
        ({"share": True}, "share is True: should be a valid number."),
        ({"share": "0.5"}, "share is '0.5': should be a valid number."),
        ({"sold": "yes"}, "sold is 'yes': should be a valid boolean."),
        ({"sold": 1}, "sold is 1: should be a valid boolean."),
        ({"name": 5}, "name is 5: should be a valid string."),
        ({"name": ["Elm"]}, "name is ['Elm']: should be a valid string."),
        ({"name": None}, "name is None: should be a valid string."),
        ({"extras": [1, 2, 3, 4]}, "extras is [1, 2, 3, 4]: list should have at most 3 items"),
        ({"extras": [[[[[[[1]]]]]]]}, "extras is nested too deeply."),
        ({"extras": [float("inf")]}, "extras is inf; it must be a finite number."),
        ({"near": {"latitude": "north"}}, "near is 'north': should be a valid number."),
        ({"near": {}}, "near lacks latitude."),
        ({"min_price": 5}, "There is no argument 'min_price'. This tool takes: name, minPrice, share, sold,"),
        ({"user": 7}, "There is no argument 'user'. This tool takes: name,"),
        ({"x" * 500: 1}, "There is no argument 'xxxxxx"),
    ],
)
def test_a_wrong_argument_is_named_with_what_would_do(given, sentence):
    with pytest.raises(ToolError) as refused:
        checked(**given)

    assert str(refused.value).startswith(sentence)
    assert len(str(refused.value)) < 300


def test_a_missing_argument_is_named():
    with pytest.raises(ToolError, match=r"^name is missing\.$"):
        checked_arguments(_as_mcp_tool(keep_home).fn_metadata.arg_model, {})


@pytest.mark.parametrize("arguments", [[], "text", 5, None])
def test_arguments_must_be_an_object(arguments):
    with pytest.raises(ToolError, match="The arguments must be an object"):
        checked_arguments(_as_mcp_tool(keep_home).fn_metadata.arg_model, arguments)


def test_every_wrong_argument_is_named_up_to_five():
    with pytest.raises(ToolError) as refused:
        checked(a=1, b=2, c=3, d=4, e=5, f=6)

    assert str(refused.value).count("There is no argument") == 5


def test_the_schema_forbids_what_the_check_refuses():
    schema = _as_mcp_tool(keep_home).parameters

    assert schema["additionalProperties"] is False
    assert schema["required"] == ["name"]


def test_the_user_is_no_argument():
    assert _as_mcp_tool(who_asks).parameters["properties"] == {}


def test_the_user_comes_from_the_trusted_side():
    assert called(who_asks, {}, user=7).structured_content == {"months": 7}


def test_without_a_user_the_call_fails_closed():
    answer = called(who_asks, {})

    assert answer.is_error
    assert answer.content[0].text == "Nobody is signed in, so this cannot be done. Sign in and ask again."


def test_a_user_named_by_the_model_is_refused():
    answer = called(who_asks, {"user": 8}, user=7)

    assert answer.is_error
    assert answer.content[0].text == "There is no argument 'user'. This tool takes: nothing."


def test_what_a_tool_says_reaches_the_model():
    answer = called(break_down, {"kind": "said"})

    assert (answer.is_error, answer.content[0].text) == (True, "No such month.")


def test_what_a_bug_says_reaches_nobody_but_the_log(caplog):
    with caplog.at_level(logging.ERROR):
        answer = called(break_down, {"kind": "bug"})

    assert (answer.is_error, answer.content[0].text) == (True, "breakDown failed.")
    assert "secret in /etc/passwd" in caplog.text


def test_an_answer_that_its_schema_does_not_allow_is_a_bug():
    answer = called(answer_wrongly, {})

    assert (answer.is_error, answer.content[0].text) == (True, "answerWrongly failed.")


def test_a_decorated_function_can_still_be_called():
    assert count_months("2014-06", "2014-07").months == 14


@pytest.mark.parametrize(
    ("function", "read_only", "idempotent", "open_world"),
    [(count_months, True, True, False), (keep_home, False, False, False), (write_to_ann, False, True, True)],
)
def test_the_effect_becomes_annotations(function, read_only, idempotent, open_world):
    annotations = _as_mcp_tool(function).annotations

    assert annotations.read_only_hint is read_only
    assert annotations.destructive_hint is False
    assert annotations.idempotent_hint is idempotent
    assert annotations.open_world_hint is open_world


@pytest.mark.parametrize("name", sorted(all_tools()))
def test_every_tool_is_titled_described_and_annotated(name):
    found = all_tools()[name]

    assert found.title
    assert found.description
    assert None not in {
        found.annotations.read_only_hint,
        found.annotations.destructive_hint,
        found.annotations.idempotent_hint,
        found.annotations.open_world_hint,
    }


@pytest.mark.parametrize("name", sorted(all_tools()))
def test_every_tool_has_schemas_that_are_schemas(name):
    found = all_tools()[name]

    jsonschema.Draft202012Validator.check_schema(found.parameters)
    jsonschema.Draft202012Validator.check_schema(found.output_schema)
    assert found.output_schema["type"] == "object"


@pytest.fixture
def homes(db):
    """Two homes in Portland, one of them sold."""
    source = Source.objects.create(name="demo", title="Demo homes", is_demo=True)
    plain = {"source": source, "city": "Portland", "county_or_parish": "Multnomah County", "state_or_province": "OR"}
    plain |= {"postal_code": "97202", "bedrooms_total": 3, "living_area": 1840}
    Listing.objects.create(
        listing_key="L1", listing_id="L1", standard_status="Active", list_price=825_000, latitude=45.46, **plain
    )
    Listing.objects.create(
        listing_key="L2",
        listing_id="L2",
        standard_status="Closed",
        close_price=610_000,
        close_date="2026-06-30",
        **plain,
    )


CALLS = [
    ("getMyProfile", {}),
    ("updateMyProfile", {"maxPrice": 900000, "places": ["portland"], "minBathrooms": 1.5, "propertyTypes": ["condo"]}),
    ("updateMyProfile", {"maxPrice": None, "places": []}),
    ("findListings", {"city": "Portland"}),
    ("findListings", {"city": "Portland", "maxPrice": 1, "near": {"latitude": 45.46, "longitude": -122.6, "miles": 5}}),
    ("getListing", {"listingId": "L1"}),
    ("compareListings", {"listingIds": ["L1", "L2"]}),
    ("findPlaces", {"text": "Portlnd"}),
    ("sendListingReport", {"listingIds": ["L1"], "recipientEmail": "ann@example.com"}),
    ("saveListing", {"listingId": "L1", "note": "The roof"}),
    ("unsaveListing", {"listingId": "L1"}),
    ("listSavedListings", {}),
    ("saveSearch", {"name": "Mine", "city": "Portland", "excludePlaces": ["97202"], "maxPrice": 900000}),
    ("listSavedSearches", {"limit": 5}),
    ("deleteSavedSearch", {"searchId": "6d3f7d0e-2f58-4f0c-9f7b-2b8a51b0f9a1"}),
    ("getMarketAnalysis", {"area": "Portland, OR"}),
    ("getListingMetrics", {"listingIds": ["L1", "L9"]}),
    ("compareMarkets", {"areas": ["Portland, OR", "97202"]}),
    ("estimateValue", {"listingId": "L1"}),
    ("estimateValue", {"livingArea": 1500, "postalCode": "97202", "bathrooms": 2.5}),
    ("generatePerformanceReport", {"listingIds": ["L1", "L2", "L9"]}),
    ("calculateMortgage", {"listingId": "L1", "downPaymentPercent": 20, "annualRatePercent": 6.5, "byYear": True}),
    ("calculateAffordability", {"annualIncome": 120_000, "downPayment": 80_000, "annualRatePercent": 6.5}),
    ("calculateAffordability", {"annualIncome": 0, "downPayment": 0, "annualRatePercent": 6.5}),
]


@pytest.mark.parametrize(("name", "arguments"), CALLS)
def test_what_a_tool_answers_is_what_its_schema_promises(ana, homes, name, arguments):
    found = all_tools()[name]

    async def through():
        with acting_as(ana):
            return await found.run(arguments, None, convert_result=True)

    answer = asyncio.run(through()).structured_content

    jsonschema.validate(answer, found.output_schema, format_checker=jsonschema.FormatChecker())


def test_no_tool_is_left_out_of_that_test():
    assert {name for name, _ in CALLS} == set(all_tools())
