"""The listings app."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class ListingsConfig(AppConfig):
    name = "listings"

    def ready(self) -> None:
        post_migrate.connect(_keep_triggers, sender=self, dispatch_uid="listings.keep_triggers")


def _keep_triggers(using: str, **kwargs: Any) -> None:
    from listings import keyword_index, stamp

    keyword_index.keep_triggers(connections[using])
    stamp.keep_triggers(connections[using])
