"""The agent app."""

from django.apps import AppConfig


class AgentConfig(AppConfig):
    name = "agent"

    def ready(self) -> None:
        from agent import runs
        from realestate.signals import account_closing

        account_closing.connect(runs.close_runs_of, dispatch_uid="agent.close_runs_of")
