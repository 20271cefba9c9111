"""getMarketAnalysis over many sales: every area once, three periods and kinds of homes, from months counted before.

    .venv/bin/python -m bench.market [--database postgres] [--file sales.csv]

Wanted over 1,000,000 sales: p95 at most 60 ms. The median price of every area is compared with a full recount.
"""

from __future__ import annotations

import argparse
import statistics
import time
from typing import Any

from bench import databases
from bench.report import report


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    databases.add_arguments(parser)
    options = parser.parse_args()
    with databases.filled(options):
        found = measure()
    report("getMarketAnalysis", {options.database: found})


def measure() -> dict[str, float]:
    """Ask for every area, and compare."""
    from analytics.market_months import count_changed
    from analytics.tools import get_market_analysis
    from listings.models import Listing
    from listings.places import loaded_places, resolve

    started = time.perf_counter()
    count_changed()
    counting = time.perf_counter() - started
    places = [place for place in loaded_places() if len(resolve(place.label)) == 1]
    get_market_analysis(places[0].label, user=None)
    taken, wrong, compared = [], 0, 0
    for place in places:
        for span in ({}, {"from_": "2014-09", "to": "2015-02"}, {"property_type": "house"}):
            started = time.perf_counter()
            market = get_market_analysis(place.label, **span, user=None)
            taken.append((time.perf_counter() - started) * 1000)
            if market.median_price is not None and not span:
                compared += 1
                wrong += market.median_price != _recounted(place, market.period)
    return {
        "sales": Listing.objects.displayable().filter(standard_status="Closed").count(),
        "analyses": len(taken),
        "p50 (ms)": statistics.median(taken),
        "p95 (ms)": statistics.quantiles(taken, n=100)[94],
        "slowest (ms)": max(taken),
        "medians compared with a recount": compared,
        "medians that differ": wrong,
        "counting what had changed before (s)": counting,
    }


def _recounted(place: Any, period: Any) -> Any:
    from analytics.market_months import closed
    from analytics.sales import NOT_HOMES
    from listings.models import Listing

    homes = closed(Listing.objects.displayable().filter(place.filters())).exclude(property_type__in=NOT_HOMES)
    prices = homes.filter(close_date__range=(period.from_, period.to)).values_list("close_price", flat=True)
    return statistics.median(prices)


if __name__ == "__main__":
    main()
