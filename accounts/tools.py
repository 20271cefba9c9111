"""What the assistant can do with the account of the person who asks."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import MISSING, Field

from accounts.models import BuyerProfile, User
from accounts.preferences import WrongPreference, update_preferences
from realestate.arguments import wire_name
from realestate.tooling import CurrentUser, ToolError, tool
from realestate.wire import Number, WireModel

Dollars = Annotated[int, Field(ge=0, le=BuyerProfile.MOST_DOLLARS)]
PlaceName = Annotated[str, Field(min_length=1, max_length=120)]


class Preferences(WireModel):
    """What they look for, in the words of findListings; null or empty is no preference."""

    min_price: int | None
    max_price: int | None
    places: list[str]
    min_bedrooms: int | None
    min_bathrooms: Number | None
    property_types: list[str]


class MyProfile(WireModel):
    """The signed-in person, as they see themselves on the profile page."""

    name: str
    email: str
    email_confirmed: bool
    role: str
    member_since: date
    preferences: Preferences


@tool(effect="read", title="Reading your profile")
def get_my_profile(user: CurrentUser) -> MyProfile:
    """Name, e-mail address, role, joining date and saved preferences of the person you are talking to.

    Use when they ask about their own account, when another tool needs their address, or to search by what they
    usually look for. Takes no arguments: nobody else's profile can be read.
    """
    return _profile(user, BuyerProfile.objects.filter(user=user).first() or BuyerProfile(user=user))


@tool(effect="write", title="Saving your preferences")
def update_my_profile(
    min_price: Annotated[Dollars | MISSING | None, Field(description="Lowest price, whole US dollars")] = MISSING,
    max_price: Annotated[Dollars | MISSING | None, Field(description="Budget: highest price, US dollars")] = MISSING,
    places: Annotated[
        Annotated[list[PlaceName], Field(max_length=BuyerProfile.MOST_PLACES)] | MISSING | None,
        Field(description="All places they look in, e.g. ['Portland, OR', '98115']; replaces the earlier list"),
    ] = MISSING,
    min_bedrooms: Annotated[
        Annotated[int, Field(ge=0, le=BuyerProfile.MOST_ROOMS)] | MISSING | None,
        Field(description="'3+ bedrooms' is 3"),
    ] = MISSING,
    min_bathrooms: Annotated[
        Annotated[float, Field(ge=0, le=BuyerProfile.MOST_ROOMS, multiple_of=0.25)] | MISSING | None,
        Field(description="2.5 is two full and a half bath"),
    ] = MISSING,
    property_types: Annotated[
        Annotated[list[BuyerProfile.HomeType], Field(max_length=len(BuyerProfile.HomeType))] | MISSING | None,
        Field(description="All kinds of homes they want; replaces the earlier list"),
    ] = MISSING,
    *,
    user: CurrentUser,
) -> MyProfile:
    """Keep what this person looks for, for later conversations. Only when they ask to remember or forget something.

    Only the arguments given are changed; null or an empty list forgets one. Facts about people (family, origin,
    religion, health, age ...) are not kept and have no argument.
    """
    given = {
        "min_price": min_price,
        "max_price": max_price,
        "places": places,
        "min_bedrooms": min_bedrooms,
        "min_bathrooms": min_bathrooms,
        "property_types": property_types,
    }
    changes = {field: value for field, value in given.items() if value is not MISSING}
    if not changes:
        raise ToolError(f"Nothing to change was given. Name at least one of {', '.join(map(wire_name, given))}.")
    if changes.get("property_types"):
        changes["property_types"] = list(dict.fromkeys(kind.value for kind in property_types))
    try:
        return _profile(user, update_preferences(user, changes))
    except WrongPreference as error:
        raise ToolError(f"{wire_name(error.field)}: {error}") from error


def _profile(user: User, preferences: BuyerProfile) -> MyProfile:
    return MyProfile(
        name=user.name,
        email=user.email,
        email_confirmed=user.email_confirmed_at is not None,
        role=user.role,
        member_since=user.date_joined.date(),
        preferences=_kept(preferences),
    )


def _kept(preferences: BuyerProfile) -> Preferences:
    fields: dict[str, Any] = {field: getattr(preferences, field) for field in Preferences.model_fields}
    return Preferences(**fields)
