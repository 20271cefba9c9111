"""The conditions of a search as tools take them: types, limits and the words a model reads, written once."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from listings import query
from listings.query import MOST_IN_A_LIST, MOST_KEYWORDS, Count, Dollars
from realestate.fair_housing import Prose

Name = Annotated[str, Field(min_length=1, max_length=120)]
Names = Name | Annotated[list[Name], Field(max_length=MOST_IN_A_LIST)]
Bathrooms = Annotated[float, Field(ge=0, le=1000)]
Id = Annotated[str, Field(description="A listingId, e.g. L001", min_length=1, max_length=255)]

City = Annotated[Names | None, Field(description="City or cities, e.g. 'Portland, OR' or ['Kirkland','Redmond']")]
State = Annotated[Names | None, Field(description="State name or code, e.g. 'WA'")]
County = Annotated[Names | None, Field(description="County, e.g. 'King County'")]
PostalCode = Annotated[Names | None, Field(description="Zip code or codes, e.g. '98115'")]
Neighborhood = Annotated[Names | None, Field(description="Neighborhood, e.g. 'Capitol Hill'; give city too if known")]
ExcludePlaces = Annotated[
    list[Name] | None,
    Field(
        description="Not in these cities, neighborhoods or zip codes, e.g. ['Ballard','98101']",
        max_length=MOST_IN_A_LIST,
    ),
]
MinPrice = Annotated[Dollars | None, Field(description="Lowest price, whole US dollars")]
MaxPrice = Annotated[Dollars | None, Field(description="Highest price, whole US dollars")]
MinBedrooms = Annotated[Count | None, Field(description="'3+ bedrooms' is 3")]
MaxBedrooms = Annotated[Count | None, Field(description="'exactly 3' is minBedrooms 3 and maxBedrooms 3")]
MinBathrooms = Annotated[Bathrooms | None, Field(description="2.5 is two full and a half bath")]
MaxBathrooms = Annotated[Bathrooms | None, Field(description="Most baths")]
MinLivingArea = Annotated[Count | None, Field(description="Least living area, square feet")]
MaxLivingArea = Annotated[Count | None, Field(description="Most living area, square feet")]
MinLotSize = Annotated[Count | None, Field(description="Least lot, square feet; an acre is 43560")]
MinYearBuilt = Annotated[Count | None, Field(description="Built in this year or later")]
MaxYearBuilt = Annotated[Count | None, Field(description="Built in this year or earlier")]
PropertyType = Annotated[
    Names | None, Field(description="house, condo, townhouse, duplex, land ... or a RESO type; a list means any")
]
Status = Annotated[
    str | None,
    Field(
        description="Active (for sale, the default), Pending, Sold, Any, or another RESO StandardStatus. "
        "With closedAfter or closedBefore the default is Sold",
        max_length=40,
    ),
]
Features = Annotated[
    list[Name] | None,
    Field(description="All of these wanted, e.g. ['garage','pool','view']", max_length=MOST_IN_A_LIST),
]
ExcludeFeatures = Annotated[
    list[Name] | None, Field(description="None of these, e.g. ['pool']", max_length=MOST_IN_A_LIST)
]
Near = Annotated[query.Near | None, Field(description="Within so many miles of a point")]
ClosedAfter = Annotated[date | None, Field(description="Sold on or after this day, YYYY-MM-DD")]
ClosedBefore = Annotated[date | None, Field(description="Sold on or before this day, YYYY-MM-DD")]
Keywords = Annotated[
    Prose | None,
    Field(
        description="Words that must stand in the remarks, address, place or features, for wishes no other argument "
        "has: 'quiet', '\"lake view\"' for a phrase, '-busy' for none of it",
        max_length=MOST_KEYWORDS,
    ),
]
Sort = Annotated[
    str | None,
    Field(
        description="price, -price (dearest first), newest (default), oldest, livingArea, bedrooms, bathrooms, "
        "lotSize, yearBuilt, pricePerSquareFoot, or distance (with near); '-' in front reverses",
        max_length=40,
    ),
]
