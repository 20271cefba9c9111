"""Deleting an account with all that is the person's, while they may be doing something in another window."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.personal_data import Table, kept_tables, rows, tables
from realestate.signals import account_closing

TRIES = 3


@dataclass(frozen=True)
class Kept:
    """Rows that stay, without the person: what they are called, and how many."""

    name: str
    count: int


def close_account(user: User) -> list[Kept]:
    """Delete the account and every row that is this person's; what stays is returned.

    The account is locked first, in a transaction of its own, so that no new request begins. One that had begun may
    still store a row between our finding the rows and deleting them; then the database refuses, and it is done again.
    Browser sessions are rows of the user like any other, and an access token whose family is gone opens nothing.
    """
    User.objects.filter(pk=user.pk).update(is_active=False)
    for again in range(TRIES - 1, -1, -1):
        try:
            with transaction.atomic():
                return _delete(user)
        except IntegrityError:
            if not again:
                User.objects.filter(pk=user.pk).update(is_active=user.is_active)
                raise
    raise AssertionError("unreachable")


def what_stays(user: User) -> list[Kept]:
    """The rows that would stay if the account were deleted now, empty tables left out."""
    inventory = tables()
    counts = {table.model._meta: rows(table.model, user, inventory).count() for table in kept_tables(inventory)}
    return [
        Kept(str(meta.verbose_name if count == 1 else meta.verbose_name_plural), count)
        for meta, count in counts.items()
        if count
    ]


def _delete(user: User) -> list[Kept]:
    account_closing.send(sender=User, user=user)
    stays = what_stays(user)
    _forget_in_admin_log(user)
    User.objects.get(pk=user.pk).delete()
    return stays


def _forget_in_admin_log(user: User) -> None:
    """The admin's log says what an administrator did, in words that name the object: the user, or what was theirs.

    That something was done and when stays; to whom goes.
    """
    inventory = tables()
    logged = set(LogEntry.objects.order_by().values_list("content_type", flat=True).distinct())
    for table in [each for each in inventory.values() if each.is_deleted] if logged else []:
        content_type = ContentType.objects.get_for_model(table.model, for_concrete_model=False).pk
        if content_type in logged:
            entries = LogEntry.objects.filter(content_type=content_type)
            mine = _named_in(entries.values_list("object_id", flat=True).distinct(), table, user, inventory)
            entries.filter(object_id__in=mine).update(object_id=None, object_repr="deleted account", change_message="")


def _named_in(object_ids: list[str], table: Table, user: User, inventory: dict) -> list[str]:
    to_python = table.model._meta.pk.to_python
    found = rows(table.model, user, inventory).filter(pk__in=[to_python(each) for each in object_ids if each])
    return [str(pk) for pk in found.values_list("pk", flat=True)]
