"""System checks: nobody adds a table that knows a user without saying what becomes of its rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import Error, register
from django.db.models import EmailField, Field, ForeignKey, GenericIPAddressField, JSONField, TextField

from accounts.personal_data import Table, is_ours, kept_tables, tables

# Parts of column names whose text says who or where somebody is.
_WORDS = "e?mail|phone|address|addresses|recipients?|ip|user_agent|full_name|first_name|last_name"
IDENTIFYING = re.compile(rf"(^|_)({_WORDS})(_|$)")


@register()
def users_rows_are_declared(app_configs: Any, **_: Any) -> list[Error]:
    """Keys to users cascade or are set to null, kept rows do not identify, other packages' models are named."""
    inventory = tables()
    return [
        *(error for table in inventory.values() for error in _undeclared_keys(table)),
        *(error for table in kept_tables(inventory) for error in _identifying_text(table)),
        *_unnamed_models(),
    ]


def _undeclared_keys(table: Table) -> Iterator[Error]:
    for key in table.refused:
        name = getattr(key.remote_field.on_delete, "__name__", repr(key.remote_field.on_delete))
        yield Error(
            f"{key}: on_delete={name} says not what becomes of the row when an account is deleted.",
            hint="CASCADE: exported and deleted with the account. SET_NULL: kept without it.",
            obj=table.model,
            id="doorstep.E003",
        )


def _identifying_text(table: Table) -> Iterator[Error]:
    for column in table.model._meta.concrete_fields:
        if _identifies(column) and column.name not in getattr(table.model, "published_fields", ()):
            yield Error(
                f"{column}: this row is kept when the account is deleted, and this column may say whose it was.",
                hint="Name it in the model's published_fields if it is public anyway; otherwise use CASCADE.",
                obj=table.model,
                id="doorstep.E004",
            )


def _identifies(column: Field) -> bool:
    if isinstance(column, EmailField | GenericIPAddressField | TextField | JSONField):
        return True
    return not isinstance(column, ForeignKey) and bool(IDENTIFYING.search(column.name))


def _unnamed_models() -> Iterator[Error]:
    """Other packages' tables may know a user without a foreign key (an id in a text): each is looked at once."""
    for model in apps.get_models(include_auto_created=False):
        if not is_ours(model) and model._meta.label not in settings.OTHER_MODELS:
            yield Error(
                f"{model._meta.label}: a model of another package, of which nobody has said what it knows of users.",
                hint="Look what it stores, see to export and deletion, and name it in settings.OTHER_MODELS.",
                obj=model,
                id="doorstep.E005",
            )
