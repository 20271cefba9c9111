"""Demo data: each installed app may have a `demo` module, and this is what it is called with."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from types import ModuleType

from django.apps import apps
from django.utils.module_loading import module_has_submodule


@dataclass(frozen=True)
class SeedOptions:
    """What `manage.py seed` hands to every app's `demo.seed(options)`.

    listings: how many demo homes to make. today: the day the demo market stands at; all dates are relative to it.
    random_seed: the same seed and day give the same market. write: prints a line for the person who runs it.
    """

    listings: int
    today: date
    random_seed: int
    write: Callable[[str], None]


def demo_modules() -> list[ModuleType]:
    """The `demo` modules of the installed apps, in the order of INSTALLED_APPS: later ones build on earlier ones."""
    return [
        importlib.import_module(f"{config.name}.demo")
        for config in apps.get_app_configs()
        if module_has_submodule(config.module, "demo")
    ]
