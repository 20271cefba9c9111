"""`manage.py check` fails for a table that knows users and does not say what becomes of its rows."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.test.utils import isolate_apps

from accounts import checks, personal_data
from accounts.checks import users_rows_are_declared
from accounts.models import User


@pytest.fixture
def found(monkeypatch):
    """What the check says when these models point at users, besides the installed ones: `[(model, id), ...]`."""

    def check(*added: type[models.Model]) -> list[tuple[str, str]]:
        real = personal_data._keys_to

        def keys_to(model):
            fields = [field for each in added for field in each._meta.concrete_fields]
            more = [key for key in fields if isinstance(key, models.ForeignKey) and key.remote_field.model is model]
            return tuple(dict.fromkeys((*real(model), *more)))

        monkeypatch.setattr(personal_data, "_keys_to", keys_to)
        return [(error.msg.split(":")[0], error.id) for error in users_rows_are_declared(None)]

    return check


def test_the_installed_models_pass():
    assert users_rows_are_declared(None) == []


def test_every_model_that_points_at_users_is_found():
    pointing = {
        model
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.remote_field.model is User
    }

    assert pointing <= personal_data.tables().keys()


@pytest.mark.parametrize(
    "on_delete", [models.PROTECT, models.RESTRICT, models.DO_NOTHING, models.SET_DEFAULT, models.SET(None)]
)
@isolate_apps("accounts")
def test_a_key_that_does_neither_cascade_nor_let_go_fails(found, on_delete):
    class Offer(models.Model):
        user = models.ForeignKey(User, on_delete=on_delete, null=True, default=None, related_name="+")

        class Meta:
            app_label = "accounts"

    assert found(Offer) == [("accounts.Offer.user", "doorstep.E003")]


@isolate_apps("accounts")
def test_a_table_behind_a_table_is_found(found):
    class Diary(models.Model):
        user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

        class Meta:
            app_label = "accounts"

    class Page(models.Model):
        diary = models.ForeignKey(Diary, on_delete=models.PROTECT, related_name="+")

        class Meta:
            app_label = "accounts"

    assert found(Diary, Page) == [("accounts.Page.diary", "doorstep.E003")]


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("sent", models.EmailField()),
        ("source", models.GenericIPAddressField()),
        ("said", models.TextField()),
        ("answers", models.JSONField()),
        ("street_address", models.CharField(max_length=100)),
        ("phone", models.CharField(max_length=100)),
        ("recipient", models.CharField(max_length=100)),
    ],
)
@isolate_apps("accounts")
def test_a_kept_row_that_says_whose_it_was_fails(found, name, column):
    body = {
        "user": models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+"),
        name: column.clone(),
        "Meta": type("Meta", (), {"app_label": "accounts"}),
        "__module__": __name__,
    }
    inquiry = type("Inquiry", (models.Model,), body)

    assert found(inquiry) == [(f"accounts.Inquiry.{name}", "doorstep.E004")]


@isolate_apps("accounts")
def test_a_kept_row_may_hold_what_is_published_anyway(found):
    class Broker(models.Model):
        published_fields = ("email",)

        user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
        email = models.EmailField()
        views = models.PositiveIntegerField()
        kind = models.CharField(max_length=10)

        class Meta:
            app_label = "accounts"

    assert found(Broker) == []


@isolate_apps("accounts")
def test_a_row_that_goes_with_the_account_may_say_whose_it_is(found):
    class Letter(models.Model):
        user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
        email = models.EmailField()
        text = models.TextField()

        class Meta:
            app_label = "accounts"

    assert found(Letter) == []


@isolate_apps("accounts")
def test_a_row_with_a_cascading_and_a_kept_key_goes(found):
    class Reply(models.Model):
        author = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
        reader = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
        text = models.TextField()

        class Meta:
            app_label = "accounts"

    assert found(Reply) == []


def test_a_model_of_another_package_has_to_be_named(settings):
    settings.OTHER_MODELS = {name: how for name, how in settings.OTHER_MODELS.items() if name != "admin.LogEntry"}

    errors = users_rows_are_declared(None)

    assert [(error.obj._meta.label, error.id) for error in errors] == [("admin.LogEntry", "doorstep.E005")]


def test_what_is_named_is_there():
    assert {name for name in settings.OTHER_MODELS if not _installed(name)} == set()


def _installed(label: str) -> bool:
    try:
        return bool(apps.get_model(label))
    except LookupError:
        return False


def test_the_check_is_one_that_manage_py_makes():
    assert checks.users_rows_are_declared in _registered()


def _registered():
    from django.core.checks.registry import registry

    return registry.get_checks()
