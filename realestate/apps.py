"""The project's own app: the shared kit and the wiring."""

from django.apps import AppConfig


class RealestateConfig(AppConfig):
    name = "realestate"
    verbose_name = "Doorstep"

    def ready(self) -> None:
        from realestate import checks, database  # noqa: F401  (registers system checks and the connection receiver)
