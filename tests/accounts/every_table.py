"""A row in every table that knows a user: made by walking the models forwards, the other way round than the export.

Text of rows that are the user's says the user's address, so that whatever is left of them can be found.
"""

from __future__ import annotations

import itertools
import uuid
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection, models

_numbers = itertools.count(1)
WHEN = datetime(2026, 3, 14, 15, 9, tzinfo=UTC)


class Rows:
    """Makes rows that hang on one user; `made` holds them by model."""

    def __init__(self, user: Any) -> None:
        self.user = user
        self.made: dict[type[models.Model], models.Model] = {type(user): user}

    def fill(self) -> dict[type[models.Model], models.Model]:
        """One row of every installed model from which foreign keys lead to User, over any number of tables."""
        for model in apps.get_models(include_auto_created=True):
            if knows_users(model) and not model._meta.proxy:
                self.row(model)
        return {model: row for model, row in self.made.items() if knows_users(model)}

    def row(self, model: type[models.Model]) -> models.Model:
        """The one row of this model."""
        if model not in self.made:
            text = self.user.email if knows_users(model) and not stays(model) else "somebody"
            fields = {each.attname: self._value(each, text) for each in model._meta.concrete_fields}
            given = {name: value for name, value in fields.items() if value is not _DEFAULT}
            self.made[model] = model._base_manager.create(**given)
        return self.made[model]

    def _value(self, field: models.Field, text: str) -> Any:
        if isinstance(field, models.ForeignKey):
            target = field.remote_field.model
            if target is field.model or (field.null and not knows_users(target)):
                return None
            return getattr(self.row(target), field.target_field.attname)
        if field.generated or isinstance(field, models.AutoField) or (field.has_default() and field.unique):
            return _DEFAULT
        return self._plain(field, text)

    def _plain(self, field: models.Field, text: str) -> Any:
        number = next(_numbers)
        if field.choices:
            return field.choices[0][0]
        if isinstance(field, models.JSONField):
            return {"said": text}
        if isinstance(field, models.UUIDField):
            return uuid.uuid4()
        if isinstance(field, models.GenericIPAddressField):
            return "192.0.2.1"
        if isinstance(field, models.CharField | models.TextField):
            said = f"{number} {text}" if field.unique else text
            return said[: field.max_length] if field.max_length else said
        for kind, value in _VALUES.items():
            if isinstance(field, kind):
                return value
        raise AssertionError(f"{field}: a kind of column this factory has no value for; add one to _VALUES.")


_DEFAULT = object()
_VALUES = {
    models.BooleanField: True,
    models.DateTimeField: WHEN,
    models.DateField: date(2026, 3, 14),
    models.DecimalField: Decimal(1),
    models.FloatField: 1.0,
    models.IntegerField: 1,
    models.BinaryField: b"1",
}


def knows_users(model: type[models.Model], above: tuple = ()) -> bool:
    """Whether foreign keys lead from this model to User by way of rows that are the user's."""
    if model is get_user_model():
        return True
    return any(
        target is get_user_model() or (target not in (*above, model) and _is_owned(target, (*above, model)))
        for target in _targets(model)
    )


def stays(model: type[models.Model]) -> bool:
    """Whether rows of this model outlive the user."""
    return not _is_owned(model, ())


def _is_owned(model: type[models.Model], above: tuple) -> bool:
    if model is get_user_model():
        return True
    cascading = (
        each.remote_field.model
        for each in model._meta.concrete_fields
        if isinstance(each, models.ForeignKey) and each.remote_field.on_delete is models.CASCADE
    )
    return any(target not in (*above, model) and _is_owned(target, (*above, model)) for target in cascading)


def _targets(model: type[models.Model]) -> list[type[models.Model]]:
    return [each.remote_field.model for each in model._meta.concrete_fields if isinstance(each, models.ForeignKey)]


def tables_that_say(*words: str) -> set[str]:
    """Every `table.column` of the database with text in which one of these words stands, whatever wrote it there."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for column in connection.introspection.get_table_description(cursor, table):
                name, quoted = f"{table}.{column.name}", connection.ops.quote_name(column.name)
                for word in words:
                    cursor.execute(
                        f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)} WHERE CAST({quoted} AS text) LIKE %s",
                        [f"%{word}%"],
                    )
                    if cursor.fetchone()[0]:
                        found.add(name)
    return found


def tables_that_point_at(user_id: int) -> set[str]:
    """Every `table.column` that refers to this user by a foreign key, by what the models say."""
    return {
        f"{model._meta.db_table}.{field.column}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and field.remote_field.model is get_user_model()
        and model._base_manager.filter(**{field.attname: user_id}).exists()
    }
