"""The homes of a page by their keys, with all that a card shows: statements that are written once."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from django.db import connection

from listings.found import with_first_picture
from listings.models import Listing, ListingFeature, Source
from realestate.prepared import Prepared

_NOT_SHOWN = ("raw", "public_remarks")
_STEP = 11  # keys are filled up to a multiple of this, so that a few statements do for all sizes of pages

sources = Prepared(lambda: Source.objects.order_by("pk"))


def homes(pks: Sequence[int]) -> dict[int, Listing]:
    """The displayable ones of these homes by key, without `source`; remarks and raw fields are not read."""
    if not pks:
        return {}
    filled = [*pks, *[pks[-1]] * (-len(pks) % _STEP)]
    found = {home.pk: home for home in _homes(len(filled))(*filled)}
    features: dict[int, list[ListingFeature]] = {pk: [] for pk in pks}
    with connection.cursor() as cursor:
        places = ", ".join(["%s"] * len(pks))
        cursor.execute(f"SELECT listing_id, name FROM listings_listingfeature WHERE listing_id IN ({places})", pks)
        for pk, name in cursor.fetchall():
            features[pk].append(ListingFeature(listing_id=pk, name=name))
    for pk, home in found.items():
        home._prefetched_objects_cache = {"features": features[pk]}
    return found


@functools.cache
def _homes(count: int) -> Prepared:
    def build(*pks: object) -> object:
        shown = Listing.objects.displayable().filter(pk__in=pks).defer(*_NOT_SHOWN)
        return with_first_picture(shown).select_related("list_agent", "list_office")

    return Prepared(build, *[(Listing, "id")] * count)
