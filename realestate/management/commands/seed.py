"""Fills an empty installation with a demo market. Running it again changes nothing."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from realestate.seeding import SeedOptions, demo_modules

DEFAULT_LISTINGS = 1800
RANDOM_SEED = 20_26


class Command(BaseCommand):
    help = "Make demo users, listings and visitor activity, if there are none yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--listings", type=int, default=DEFAULT_LISTINGS, help="how many homes to make, at least 3 (%(default)s)"
        )
        parser.add_argument("--flush", action="store_true", help="remove the demo data first")
        parser.add_argument("--migrate", action="store_true", help="bring the database up to date first")
        parser.add_argument("--today", type=date.fromisoformat, default=None, help="the market's day (today)")

    # Checks import every tool, which `make run` would wait for twice.
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        if options["migrate"]:
            call_command("migrate", verbosity=0, skip_checks=True)
        if options["listings"] < 3:
            raise CommandError(f"--listings is {options['listings']}; the demo market needs at least 3 homes.")
        started = time.monotonic()
        if options["flush"]:
            self._flush()
        seed_options = SeedOptions(
            listings=options["listings"],
            today=options["today"] or timezone.localdate(),
            random_seed=RANDOM_SEED,
            write=self.stdout.write,
        )
        for module in demo_modules():
            module.seed(seed_options)
        self.stdout.write(f"Done in {time.monotonic() - started:.1f} s.")

    def _flush(self) -> None:
        for module in reversed(demo_modules()):
            if hasattr(module, "flush"):
                module.flush()
        self.stdout.write("Removed the demo data.")
