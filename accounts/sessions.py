"""Browser sessions that know whose they are. Settings name this module as SESSION_ENGINE."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions

from accounts.models import Session, User


class SessionStore(DatabaseSessions):
    """Django's sessions in the database, each with its user beside the data."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        session = super().create_model_instance(data)
        session.user_id = data.get(SESSION_KEY)
        return session

    async def acreate_model_instance(self, data: dict[str, Any]) -> Session:
        session = await super().acreate_model_instance(data)
        session.user_id = data.get(SESSION_KEY)
        return session


def sign_out_everywhere(user: User) -> None:
    """End every browser session, refresh family and API token of this person, what asks included."""
    Session.objects.filter(user=user).delete()
    user.refresh_families.all().end()
    user.api_tokens.all().revoke()
