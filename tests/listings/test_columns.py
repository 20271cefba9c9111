"""Searches over the columns in memory: the same answers as the database gives."""

from __future__ import annotations

import random
import time
from datetime import date, timedelta

import pytest

from listings import columns, places
from listings.found import Found
from listings.models import Listing, Media, Member, Office, Source
from listings.query import Near, SearchQuery
from listings.results import listing_page
from listings.search import search
from listings.summaries import summary
from realestate.scopes import read_outside

CITIES = [("Seattle", "98103"), ("Seattle", "98115"), ("Bellevue", "98004"), ("Kent", "98030"), ("", "")]
SORTS = ["newest", "oldest", "price", "-price", "bedrooms", "-livingArea", "pricePerSquareFoot", "-yearBuilt"]


@pytest.fixture
def homes(make_home, source):
    """300 homes whose values are often equal and sometimes missing."""
    drawn = random.Random(7)
    other = Source.objects.create(name="sales", title="Sales", lacks={"property_sub_type": "Not recorded."})
    for number in range(300):
        city, postal_code = drawn.choice(CITIES)
        sold = drawn.random() < 0.4
        make_home(
            f"H{number}",
            drawn.sample(["garage", "view", "basement"], drawn.randrange(3)),
            source=other if drawn.random() < 0.3 else source,
            standard_status="Closed" if sold else drawn.choice(["Active", "Active", "Pending", "Incomplete"]),
            property_sub_type=drawn.choice(["Condominium", "Townhouse", ""]),
            list_price=drawn.choice([None, 400_000, 450_000, 500_000, drawn.randrange(200_000, 900_000)]),
            close_price=drawn.randrange(200_000, 900_000) if sold else None,
            close_date=date(2026, 1, 1) + timedelta(days=drawn.randrange(200)) if sold else None,
            on_market_date=drawn.choice([None, date(2026, 1, drawn.randrange(1, 29))]),
            city=city,
            county_or_parish="King County" if city else "",
            state_or_province="WA" if city else "",
            postal_code=postal_code,
            subdivision_name=drawn.choice(["", "Ballard"]) if city == "Seattle" else "",
            latitude=drawn.choice([None, 47.5 + drawn.random() / 4]),
            longitude=-122.4 + drawn.random() / 4,
            bedrooms_total=drawn.choice([None, 1, 2, 3, 4]),
            bathrooms_total=drawn.choice([None, 1, "1.75", "2.5"]),
            living_area=drawn.choice([None, 0, drawn.randrange(600, 4000)]),
            lot_size_square_feet=drawn.choice([None, drawn.randrange(2000, 9000)]),
            year_built=drawn.choice([None, drawn.randrange(1900, 2026)]),
            internet_address_display_yn=drawn.random() < 0.9,
            internet_entire_listing_display_yn=drawn.random() < 0.95,
            public_remarks=drawn.choice(["A quiet house.", "Lake view.", ""]),
        )
    places.forget()
    return Listing.objects.all()


@pytest.fixture
def held(homes):
    """These homes as columns in memory."""
    columns.load(at_least=1)
    yield columns.current()
    columns.forget()


def drawn_query(number: int) -> SearchQuery:
    """The n-th of many different searches."""
    drawn = random.Random(number)
    choices = {
        "city": drawn.choice(["Seattle", ["Kent", "Bellevue"]]),
        "county": "King County",
        "state": "WA",
        "postal_code": ["98103", "98004"],
        "neighborhood": "Ballard",
        "exclude_places": ["98115"],
        "min_price": drawn.choice([300_000, 450_000]),
        "max_price": drawn.choice([500_000, 700_000]),
        "min_bedrooms": drawn.randrange(1, 4),
        "max_bedrooms": 4,
        "min_bathrooms": 1.5,
        "max_bathrooms": 2.5,
        "min_living_area": 1000,
        "max_living_area": 3000,
        "min_lot_size": 3000,
        "min_year_built": 1920,
        "max_year_built": 2000,
        "property_type": drawn.choice(["condo", "townhouse"]),
        "features": drawn.choice([["garage"], ["garage", "view"]]),
        "exclude_features": ["basement"],
        "near": Near(latitude=47.6, longitude=-122.3, miles=drawn.choice([0.5, 3, 8])),
        "closed_after": date(2026, 2, 1),
        "closed_before": date(2026, 6, 30),
        "keywords": drawn.choice(["quiet", "-quiet view", '"lake view"']),
    }
    names = drawn.sample(sorted(choices), drawn.choice([0, 1, 1, 2, 2, 3, 4]))
    given = {name: choices[name] for name in names}
    given["sort"] = drawn.choice([*SORTS, "distance"] if "near" in given else SORTS)
    return SearchQuery(**given, status=drawn.choice(["", "Any", "Sold", "Active"]), limit=drawn.choice([3, 10, 25]))


def answers(query: SearchQuery, user: object) -> list[dict]:
    """Every page of a search, as it goes over the wire; distances in hundredths of a mile."""
    pages = [listing_page(search(query, visible_to=user)).model_dump()]
    while pages[-1]["next_cursor"]:
        following = query.model_copy(update={"cursor": pages[-1]["next_cursor"]})
        pages.append(listing_page(search(following, visible_to=user)).model_dump())
    return [page | {"next_cursor": bool(page["next_cursor"])} for page in pages]


@pytest.mark.parametrize("number", range(120))
def test_columns_answer_as_the_database_does(held, ana, number):
    query = drawn_query(number)
    columns.load(at_least=1)
    from_columns = answers(query, ana)

    columns.forget()

    assert from_columns == answers(query, ana)


def test_a_changed_home_is_found_at_once(held, ana):
    Listing.objects.filter(listing_id="H1").update(
        standard_status="Active", list_price=123, close_price=None, internet_entire_listing_display_yn=True
    )

    found = search(SearchQuery(max_price=123), visible_to=ana)

    assert [home.listing_id for home in found.listings] == ["H1"]
    assert columns.current() is None


def test_columns_are_read_again_after_a_change(held, ana):
    Listing.objects.filter(listing_id="H1").delete()

    assert columns.load(at_least=1)
    assert columns.current().size == Listing.objects.displayable().count()


def test_a_change_that_is_rolled_back_changes_nothing(held):
    from django.db import transaction

    with transaction.atomic():
        Listing.objects.filter(listing_id="H1").delete()
        transaction.set_rollback(True)

    assert columns.current() is held


def test_few_homes_are_left_to_the_database(homes):
    assert not columns.load(at_least=301)
    assert columns.current() is None


def test_a_reader_outside_the_house_finds_in_columns_what_may_leave_it(held, ana):
    Source.objects.filter(name="rmls").update(outside_use="full")
    Source.objects.filter(name="sales").update(outside_use="none")
    columns.load(at_least=1)
    outside = read_outside(ana)

    total = search(SearchQuery(status="Any"), visible_to=outside).statistics.count

    assert total == Found(SearchQuery(), outside).count([], 1000)
    assert total == Listing.objects.displayable().filter(source__name="rmls").count()


def test_a_page_that_was_shown_lately_needs_no_homes_from_the_database(held, ana, django_assert_num_queries):
    query = SearchQuery(status="Any", min_bedrooms=2)
    first = listing_page(search(query, visible_to=ana))
    with django_assert_num_queries(2) as asked:  # the stamp and the sources
        again = listing_page(search(query, visible_to=ana))
    assert again == first
    assert not any("listings_listing" in each["sql"] for each in asked.captured_queries)


def test_who_shows_a_home_changes_it_for_nobody_else(held, ana):
    near = SearchQuery(status="Any", near=Near(latitude=47.6, longitude=-122.3, miles=30))
    anywhere = SearchQuery(status="Any", limit=25)
    plain = listing_page(search(anywhere, visible_to=ana))
    assert any(each.distance_miles is not None for each in listing_page(search(near, visible_to=ana)).listings)
    assert listing_page(search(anywhere, visible_to=ana)) == plain
    assert all(each.distance_miles is None for each in plain.listings)


def test_a_home_shown_again_is_told_for_the_day_it_is_shown(held, ana):
    query = SearchQuery(status="Active", sort="newest")
    first = search(query, visible_to=ana).listings[0]
    assert first.on_market_date
    told = [summary(first, date(2026, 6, day)).days_on_market for day in (1, 2, 1)]
    assert told == [told[0], told[0] + 1, told[0]]


@pytest.mark.parametrize("what", ["picture", "agent", "office", "source"])
def test_a_change_of_what_a_card_shows_is_shown_at_once(homes, source, ana, what):
    office = Office.objects.create(source=source, office_key="O1", office_name="An Office")
    member = Member.objects.create(source=source, member_key="M1", member_full_name="Ann Agent")
    homes.update(list_agent=member, list_office=office)
    columns.load(at_least=1)
    query = SearchQuery(status="Any")
    shown = listing_page(search(query, visible_to=ana)).listings[0]
    if what == "picture":
        Media.objects.create(
            listing=Listing.objects.get(listing_id=shown.listing_id), order=0, media_url="/static/new.jpg"
        )
    elif what == "agent":
        Member.objects.filter(pk=member.pk).update(member_full_name="Somebody Else")
    elif what == "source":
        Source.objects.update(attribution="With thanks to everybody")
    else:
        Office.objects.filter(pk=office.pk).update(office_name="Another Office")
    now = listing_page(search(query, visible_to=ana)).listings[0]
    columns.forget()
    assert now.listing_id == shown.listing_id
    assert now != shown


@pytest.mark.django_db(transaction=True)
def test_a_server_reads_its_columns_again_after_each_change(house, monkeypatch):
    monkeypatch.setattr(columns, "FEWEST", 1)
    monkeypatch.setattr(columns, "_QUIET_SECONDS", 0.01)

    columns.keep()
    before = until_held()
    Listing.objects.update(list_price=1)
    after = until_held()
    columns.forget()

    assert after.stamp != before.stamp
    assert after.columns["price"].values == [1]


def until_held() -> columns.Columns:
    """The columns, once the thread that reads them is done."""
    deadline = time.monotonic() + 20
    while not (held := columns.current()):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return held
