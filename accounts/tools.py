"""What the assistant can do with the account of the person who asks."""

from __future__ import annotations

from datetime import date

from realestate.tooling import CurrentUser, tool
from realestate.wire import WireModel


class MyProfile(WireModel):
    """The signed-in person, as they see themselves on the profile page."""

    name: str
    email: str
    role: str
    member_since: date


@tool(effect="read", title="Reading your profile")
def get_my_profile(user: CurrentUser) -> MyProfile:
    """Name, e-mail address, role and joining date of the person you are talking to.

    Use when they ask about their own account, or when another tool needs their address. Takes no arguments: nobody
    else's profile can be read.
    """
    return MyProfile(name=user.name, email=user.email, role=user.role, member_since=user.date_joined.date())
