"""All that is stored about a user, as one JSON document."""

from __future__ import annotations

from typing import Any

import orjson
from django.db.models import Model
from django.utils import timezone
from pydantic.alias_generators import to_camel

from accounts.models import User
from accounts.personal_data import exported_fields, rows, tables

ROWS_AT_ONCE = 500


def export(user: User) -> bytes:
    """`{"exportedAt", "tables": {"accounts.User": [{...}], ...}}`, every table that knows users, the empty ones too.

    Indented, because the person it is about opens it in a text editor.

    One query per table, read in pieces of ROWS_AT_ONCE and encoded as they come, so that what is held is the text and
    not the rows.
    """
    inventory = tables()
    document = bytearray(b'{"exportedAt": ' + orjson.dumps(timezone.now()) + b',\n"tables": {')
    for number, model in enumerate(inventory):
        document += b"," * bool(number) + b"\n" + orjson.dumps(model._meta.label) + b": ["
        _append_rows(document, model, rows(model, user, inventory))
        document += b"]"
    return bytes(document + b"\n}}\n")


def _append_rows(document: bytearray, model: type[Model], found: Any) -> None:
    fields = exported_fields(model)
    names = [to_camel(field) for field in fields]
    for number, values in enumerate(found.values_list(*fields).iterator(chunk_size=ROWS_AT_ONCE)):
        document += b"," * bool(number) + b"\n"
        document += orjson.dumps(dict(zip(names, values, strict=True)), default=str, option=orjson.OPT_INDENT_2)
