"""The agent app."""

from typing import Any

from django.apps import AppConfig

from realestate.signals import account_closing


class AgentConfig(AppConfig):
    name = "agent"

    def ready(self) -> None:
        account_closing.connect(_close_runs, dispatch_uid="agent.close_runs")


def _close_runs(user: Any, **_: Any) -> None:
    # Imported here: a command that migrates or seeds need not wait for the model and MCP clients.
    from agent import runs

    runs.close_runs_of(user)
