"""A plain function becomes a tool: its names and arguments on the wire."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from realestate.tooling import _as_mcp_tool, checked_arguments, tool


class Answer(BaseModel):
    months: int


@tool(effect="read", title="Counting months")
def count_months(
    from_: Annotated[str, Field(description="First month")], last_month: Annotated[str, Field(description="Last month")]
) -> Answer:
    """Count months."""
    return Answer(months=len(from_ + last_month))


def test_a_parameter_that_python_keeps_to_itself_loses_its_underscore_on_the_wire():
    properties = _as_mcp_tool(count_months).parameters["properties"]

    assert list(properties) == ["from", "lastMonth"]


def test_an_argument_is_handed_over_by_the_name_python_knows():
    model = _as_mcp_tool(count_months).fn_metadata.arg_model

    assert checked_arguments(model, {"from": "2014-06", "lastMonth": "2014-07"}) == {
        "from_": "2014-06",
        "last_month": "2014-07",
    }
