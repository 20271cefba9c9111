"""The analytics app."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class AnalyticsConfig(AppConfig):
    name = "analytics"

    def ready(self) -> None:
        from analytics import market_months, tracking

        tracking.connect()
        market_months.connect()
        post_migrate.connect(_keep_triggers, sender=self, dispatch_uid="analytics.keep_triggers")


def _keep_triggers(using: str, **kwargs: Any) -> None:
    from analytics import changed_months

    changed_months.keep_triggers(connections[using])
