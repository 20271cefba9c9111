"""Made-up visitor activity for the demo homes: eighteen months, by day, only while a home was on the market."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from django.db import transaction

from analytics import market_months
from analytics.models import ListingActivity
from listings.models import Listing, PriceChange
from realestate.seeding import SeedOptions

DAYS = 548
BATCH = 5000
# Interest by month and by weekday (Monday first), around 1: spring evenings and weekends are busy.
_BY_MONTH = (0.85, 0.95, 1.1, 1.15, 1.2, 1.12, 1.0, 0.98, 1.0, 0.95, 0.84, 0.72)
_BY_WEEKDAY = (0.92, 0.9, 0.93, 0.98, 1.0, 1.14, 1.22)


def seed(options: SeedOptions) -> None:
    """Write the activity of every demo listing, unless there is some, and count the sales by month."""
    market_months.count_changed()
    listings = list(
        Listing.objects.filter(source__name="demo", on_market_date__isnull=False)
        .order_by("pk")
        .only("on_market_date", "off_market_date", "standard_status")
    )
    if ListingActivity.objects.filter(listing__source__name="demo").exists():
        options.write("Demo activity: already there.")
        return
    cuts = _price_cuts()
    random = Random(options.random_seed + 1)
    rows = [row for listing in listings for row in _activity(random, listing, cuts.get(listing.pk, ()), options.today)]
    with transaction.atomic():
        ListingActivity.objects.bulk_create(rows, batch_size=BATCH)
    options.write(f"Demo activity: {len(rows):,} days of visitors.")


def _price_cuts() -> dict[int, list[date]]:
    """The days on which a demo home's price changed, by listing; not the day it was first set."""
    cuts: dict[int, list[date]] = {}
    changes = PriceChange.objects.filter(listing__source__name="demo").order_by("listing_id", "changed_on")
    for listing_pk, changed_on in changes.values_list("listing_id", "changed_on"):
        cuts.setdefault(listing_pk, []).append(changed_on)
    return {listing_pk: days[1:] for listing_pk, days in cuts.items()}


def _activity(random: Random, listing: Listing, cuts: Sequence[date], today: date) -> Iterator[ListingActivity]:
    appeal = random.lognormvariate(0, 0.35)
    clicked = random.gauss(0.075, 0.012)
    wanted = max(0.3, random.gauss(1, 0.3))
    # Today is not over, so its figures would look like a drop.
    last = min(listing.off_market_date or today, today) - timedelta(days=1)
    first = listing.on_market_date
    day = max(first, today - timedelta(days=DAYS))
    while day <= last:
        impressions = _poisson(random, 42 * appeal * _interest(day, first, cuts))
        views = min(impressions, _poisson(random, impressions * max(0.03, clicked)))
        yield ListingActivity(
            listing=listing,
            date=day,
            impressions=impressions,
            views=views,
            clicks=views,  # every demo visitor comes from results
            unique_viewers=round(views * random.uniform(0.7, 0.95)),
            saves=min(views, _poisson(random, views * 0.07 * wanted)),
            shares=min(views, _poisson(random, views * 0.02)),
            inquiries=min(views, _poisson(random, views * 0.028 * wanted)),
        )
        day += timedelta(days=1)


def _interest(day: date, first: date, cuts: Sequence[date]) -> float:
    """Interest against an ordinary day: season, weekday, the launch week's peak, and a bump after a price cut."""
    launch = 1 + 3.2 * math.exp(-(day - first).days / 4.5)
    bump = sum(1.1 * math.exp(-(day - cut).days / 4) for cut in cuts if cut <= day)
    return _BY_MONTH[day.month - 1] * _BY_WEEKDAY[day.weekday()] * (launch + bump)


def _poisson(random: Random, mean: float) -> int:
    """A count around the mean; normal above 25, where the difference no longer shows."""
    if mean > 25:
        return max(0, round(random.gauss(mean, math.sqrt(mean))))
    limit, count, product = math.exp(-mean), 0, random.random()
    while product > limit:
        count += 1
        product *= random.random()
    return count
