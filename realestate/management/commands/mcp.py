"""`manage.py mcp --user EMAIL`: the tools over stdio, for a client on this machine that starts us itself."""

from __future__ import annotations

import asyncio
from typing import Any, ClassVar

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from realestate.database import in_database
from realestate.scopes import ALL, SCOPES, as_program


class Command(BaseCommand):
    """Serve MCP on standard input and output; whatever is logged goes to standard error."""

    help = "Serve the tools over MCP on standard input and output, as one user."
    requires_system_checks: ClassVar[list[str]] = []  # a client waits for the first answer

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--user", metavar="EMAIL", required=True, help="whose tools these are")
        parser.add_argument(
            "--scopes", nargs="+", choices=list(SCOPES), default=sorted(ALL), help="what may be done; all by default"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        from realestate.mcp_server.server import OutsideServer

        users = get_user_model().objects.filter(email=options["user"].strip().lower(), is_active=True)
        user = users.first()
        if user is None:
            raise CommandError(f"There is no user {options['user']!r}. manage.py seed --help makes some.")
        scopes = frozenset(options["scopes"])

        async def caller() -> Any:
            """The user as they are now: an account that was closed meanwhile opens nothing."""
            found = await in_database(users.filter(pk=user.pk).first)
            return as_program(found, scopes) if found else None

        asyncio.run(OutsideServer(caller).run_stdio_async())
