"""The project's own app: the shared kit and the wiring."""

import sys

from django.apps import AppConfig

# What REST framework imports if it is there, for features that nothing here uses: 14 MB of memory, a fifth of a second.
_SPARED = ("django.contrib.postgres", "pygments", "requests")


def _import_rest_framework_without(names: tuple[str, ...]) -> None:
    """Have its module of optional packages find these missing; whoever needs one imports it later as ever."""
    hidden = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))
    try:
        import rest_framework.compat  # noqa: F401
    finally:
        for name in hidden:
            del sys.modules[name]


_import_rest_framework_without(_SPARED)


class RealestateConfig(AppConfig):
    name = "realestate"
    verbose_name = "Doorstep"

    def ready(self) -> None:
        from realestate import checks, database  # noqa: F401  (registers system checks and the connection receiver)
