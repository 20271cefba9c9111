"""Every table that knows a user, found by walking the relations of User: no app is imported, none can be forgotten.

The declaration is `on_delete`. CASCADE: the rows are the user's, exported and deleted, and so are the rows that hang
on them. SET_NULL: the rows stay without the user, and are named when the account goes. Anything else fails
`manage.py check` (`accounts.checks`). A model may say more:

    not_exported = ("password",)         fields that stay out of the export: hashes, tokens, secret links
    published_fields = ("member_email",) text on a kept row that is public anyway, and so may stay

Models of other packages are named in settings.OTHER_MODELS, since nothing can be written into them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import CASCADE, SET_NULL, ForeignKey, Model, Q, QuerySet

from realestate.environment import BASE_DIR


@dataclass
class Table:
    """A model whose rows belong to a user, or know one, by these foreign keys.

    owned: keys with CASCADE. kept: keys with SET_NULL. refused: keys with anything else.
    """

    model: type[Model]
    owned: list[ForeignKey] = field(default_factory=list)
    kept: list[ForeignKey] = field(default_factory=list)
    refused: list[ForeignKey] = field(default_factory=list)

    @property
    def label(self) -> str:
        return self.model._meta.label

    @property
    def is_deleted(self) -> bool:
        """Whether the user's rows go with the account; otherwise they are kept without it."""
        return bool(self.owned) or self.model is get_user_model()


def tables() -> dict[type[Model], Table]:
    """Every model that knows a user, by way of CASCADE keys and one last key of any kind; User itself is first."""
    return _walk(get_user_model())


def rows(model: type[Model], user: Any, inventory: dict[type[Model], Table]) -> QuerySet:
    """The rows of a model that are this user's, or know this user, in one query: subqueries, whatever their number."""
    return model._base_manager.filter(_belongs(model, user, inventory, ())).order_by("pk")


def exported_fields(model: type[Model]) -> list[str]:
    """The names of a model's columns that the user gets to see."""
    hidden = getattr(model, "not_exported", ())
    return [each.attname for each in model._meta.concrete_fields if each.name not in hidden]


def _walk(user_model: type[Model]) -> dict[type[Model], Table]:
    found = {user_model: Table(user_model)}
    waiting = [user_model]
    while waiting:
        for key in _keys_to(waiting.pop(0)):
            table = found.setdefault(key.model, Table(key.model))
            seen = table.is_deleted
            on_delete = key.remote_field.on_delete
            group = table.owned if on_delete is CASCADE else table.kept if on_delete is SET_NULL else table.refused
            group.append(key)
            if table.owned and not seen:
                waiting.append(key.model)
    return found


@cache
def _keys_to(model: type[Model]) -> tuple[ForeignKey, ...]:
    """Foreign and one-to-one keys that point at a model, hidden ones of many-to-many tables included.

    Parents of multi-table inheritance count as such keys, which is what they are.
    """
    relations = model._meta.get_fields(include_hidden=True)
    return tuple(each.field for each in relations if each.auto_created and not each.concrete and _has_key(each))


def _has_key(relation: Any) -> bool:
    return isinstance(getattr(relation, "field", None), ForeignKey) and relation.field.model._meta.managed


def _belongs(model: type[Model], user: Any, inventory: dict[type[Model], Table], above: tuple) -> Q:
    if model is get_user_model():
        return Q(pk=user.pk)
    condition = Q(pk__in=[])
    for key in (*inventory[model].owned, *inventory[model].kept):
        owner = key.remote_field.model
        if owner is get_user_model():
            condition |= Q(**{key.attname: user.pk})
        elif owner is not model and owner not in above:  # a row of its own table belongs to whom that row belongs
            theirs = owner._base_manager.filter(_belongs(owner, user, _owned_only(inventory), (*above, model)))
            condition |= Q(**{f"{key.attname}__in": theirs.order_by().values(key.target_field.attname)})
    return condition


def _owned_only(inventory: dict[type[Model], Table]) -> dict[type[Model], Table]:
    return {model: Table(model, table.owned) for model, table in inventory.items()}


def kept_tables(inventory: dict[type[Model], Table]) -> Iterator[Table]:
    """Tables with rows that stay when the account goes."""
    return (table for table in inventory.values() if table.kept and not table.is_deleted)


def is_ours(model: type[Model]) -> bool:
    """Whether the model is of this project, where it can declare what it holds; False for other packages'."""
    root = apps.get_app_config(model._meta.app_label).name.split(".")[0]
    return (BASE_DIR / root / "__init__.py").is_file()
