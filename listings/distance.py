"""How far apart two points are, in Python and in the database, with one formula."""

from __future__ import annotations

import math

from django.db.models import Case, Expression, F, FloatField, Q, Value, When
from django.db.models.functions import ASin, Cos, Least, Power, Radians, Sin, Sqrt

from listings.query import Near

EARTH_RADIUS_MILES = 3958.8


def miles_between(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """The great-circle distance of two points given in degrees, in miles, by the haversine formula."""
    phi, other_phi = math.radians(latitude), math.radians(other_latitude)
    half_chord = (
        math.sin((other_phi - phi) / 2) ** 2
        + math.cos(phi) * math.cos(other_phi) * math.sin(math.radians(other_longitude - longitude) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_MILES * math.asin(min(1.0, math.sqrt(half_chord)))


def miles_from(near: Near) -> Expression:
    """The same for every listing's point and the middle of this circle; null for a listing without a point."""
    phi = math.radians(near.latitude)
    latitude = Radians(F("latitude"))
    longitude = Radians(F("longitude"))
    half_chord = Power(Sin((latitude - Value(phi)) / 2.0), 2.0) + Value(math.cos(phi)) * Cos(latitude) * Power(
        Sin((longitude - Value(math.radians(near.longitude))) / 2.0), 2.0
    )
    # Rounding may take it a hair above 1 at the far side of the earth, where ASIN has no answer.
    miles = Value(2 * EARTH_RADIUS_MILES) * ASin(
        Least(Value(1.0), Sqrt(half_chord, output_field=FloatField())), output_field=FloatField()
    )
    # PostgreSQL's LEAST passes over null: a home without a point would lie half around the earth.
    return Case(When(latitude__isnull=False, longitude__isnull=False, then=miles), output_field=FloatField())


def within(near: Near) -> Q:
    """Inside the circle, for a queryset annotated with `distance_miles=miles_from(near)`.

    The box around the circle comes first, because an index answers it. Homes whose address is withheld are left
    out: a circle drawn small enough would tell where they are.
    """
    return _box(near) & Q(distance_miles__lte=near.miles, internet_address_display_yn=True)


def _box(near: Near) -> Q:
    """A little more than the smallest box of latitudes and longitudes around the circle."""
    angle = near.miles / EARTH_RADIUS_MILES * 1.000001
    north = near.latitude + math.degrees(angle)
    south = near.latitude - math.degrees(angle)
    box = Q(latitude__range=(south, north))
    if north >= 90 or south <= -90:
        return box  # a pole is inside, so every longitude is
    reach = math.degrees(math.asin(math.sin(angle) / math.cos(math.radians(near.latitude)))) + 1e-9
    west, east = near.longitude - reach, near.longitude + reach
    inside = Q(longitude__range=(west, east))
    if west < -180:
        inside |= Q(longitude__gte=west + 360)
    if east > 180:
        inside |= Q(longitude__lte=east - 360)
    return box & inside
