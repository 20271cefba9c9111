"""Counts the sales of every area by month: those that changed, or all of them."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from analytics import changed_months, market_months
from analytics.models import MarketMonth


class Command(BaseCommand):
    help = "Count the sales of every area by month. Imports and changes do so themselves."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="forget what was counted and count every month")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["all"]:
            changed_months.note_all(connection)
            MarketMonth.objects.all().delete()
        self.stdout.write(f"Counted {market_months.count_changed():,} months.")
