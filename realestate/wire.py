"""What goes over the wire: snake_case in Python, camelCase in JSON, money and measures as plain numbers."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, PlainSerializer, WithJsonSchema
from pydantic.alias_generators import to_camel


def plain_number(value: Decimal | float | int) -> int | float:
    """825000 for Decimal("825000.00"), 2.5 for Decimal("2.50")."""
    return int(value) if value == int(value) else float(value)


# US dollars, square feet, acres ...: exact in Python, a JSON number on the wire.
Number = Annotated[
    Decimal,
    PlainSerializer(plain_number, return_type=int | float, when_used="json"),
    WithJsonSchema({"type": "number"}, mode="serialization"),
    WithJsonSchema({"type": "number"}, mode="validation"),
]


class WireModel(BaseModel):
    """The base of everything a tool takes or returns."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)
