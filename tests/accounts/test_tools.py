"""What the assistant can do with an account."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from accounts.tools import get_my_profile
from realestate.tooling import ToolError, acting_as, all_tools


def test_my_profile_is_my_own(ana):
    ana.date_joined = datetime(2026, 3, 14, tzinfo=UTC)

    answer = get_my_profile(user=ana)

    assert answer.model_dump(mode="json", by_alias=True) == {
        "name": "Ana Alvarez",
        "email": "ana@example.com",
        "emailConfirmed": False,
        "role": "consumer",
        "memberSince": "2026-03-14",
        "preferences": {
            "minPrice": None,
            "maxPrice": None,
            "places": [],
            "minBedrooms": None,
            "minBathrooms": None,
            "propertyTypes": [],
        },
    }


def test_nobody_else_can_be_asked_for(ana, eve):
    with acting_as(eve), pytest.raises(ToolError, match="There is no argument 'user'"):
        asyncio.run(all_tools()["getMyProfile"].run({"user": ana.pk}, None))


def test_without_anybody_signed_in_there_is_no_profile(ana):
    with pytest.raises(ToolError, match="Nobody is signed in"):
        asyncio.run(all_tools()["getMyProfile"].run({}, None))
