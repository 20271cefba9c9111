"""Statements that every run makes, written once: only their values change.

The ORM writes its SQL anew for every call, which takes it five to ten times as long as the database needs to answer.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import Expression, Field, Model, QuerySet


class Slot(Expression):
    """The place in a prepared queryset of a value that comes with each call; it is one of `field`."""

    def __init__(self, number: int, field: Field) -> None:
        super().__init__(output_field=field)
        self.number = number

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return "%s", [self]


class Prepared:
    """A queryset that is compiled once for each thread: `Prepared(build, (Model, "field"), ...)`, then call it.

    build: takes a Slot for each field and returns the queryset, which must depend on nothing else that changes. Rows
    are what it gives: instances with what `select_related` and `annotate` add, or values.
    """

    def __init__(self, build: Callable[..., QuerySet], *fields: tuple[type[Model], str]) -> None:
        self._build, self._fields = build, fields
        self._compiled = threading.local()  # a connection belongs to a thread, and a compiler to a connection

    def __call__(self, *values: Any) -> list[Any]:
        """The rows for these values, in the order of the fields."""
        if not hasattr(self._compiled, "queryset"):
            self._compile()
        slots, compiled = self._compiled.slots, self._compiled
        given = [
            slot.output_field.get_db_prep_value(value, connection) for slot, value in zip(slots, values, strict=True)
        ]
        compiled.params = [given[each.number] if isinstance(each, Slot) else each for each in compiled.template]
        return list(compiled.queryset.all())

    def _compile(self) -> None:
        compiled = self._compiled
        compiled.slots = [Slot(at, model._meta.get_field(name)) for at, (model, name) in enumerate(self._fields)]
        queryset = self._build(*compiled.slots)
        compiler = queryset.query.get_compiler(queryset.db)
        sql, compiled.template = compiler.as_sql()
        compiler.as_sql = lambda *_, **__: (sql, compiled.params)
        converters = compiler.get_converters([column for column, *_ in compiler.select])
        compiler.get_converters = lambda _: converters
        queryset.query.get_compiler = lambda *_, **__: compiler  # its copies keep it
        compiled.queryset = queryset
