"""Looking for words: what is found and what not, the same on both databases, whatever is typed."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection

from listings import keyword_index
from listings.keywords import terms
from listings.models import Listing
from listings.search import SearchQuery, matching, search


@pytest.fixture
def homes(make_home):
    """Three homes and what is written of them."""
    make_home(
        "K1",
        ["hardwood floors"],
        public_remarks="A quiet house near two lakes, freshly painted. Move-in ready; 1.5 baths!",
        unparsed_address="12 Elm Street",
    )
    make_home("K2", ["garage"], public_remarks="Busy street, but a lake view.", subdivision_name="Laurelhurst")
    make_home(
        "K3",
        public_remarks="Hidden away",
        unparsed_address="77 Secretary Lane",
        internet_address_display_yn=False,
        city="Astoria",
    )


def found(keywords, **more):
    query = SearchQuery(keywords=keywords, status="Any", **more)
    return set(matching(query, visible_to=None).values_list("listing_id", flat=True))


@pytest.mark.parametrize(
    ("keywords", "ids"),
    [
        ("quiet", {"K1"}),
        ("QUIET", {"K1"}),
        ("lake", {"K1", "K2"}),
        ("houses", {"K1"}),
        ("paint", {"K1"}),
        ("quiet lake", {"K1"}),
        ("quiet view", set()),
        ('"lake view"', {"K2"}),
        ("“lake view”", {"K2"}),
        ('"view lake"', set()),
        ('"lake view', {"K2"}),
        ("lake -busy", {"K1"}),
        ('-"lake view"', {"K1", "K3"}),
        ("elm", {"K1"}),
        ('"12 elm"', {"K1"}),
        ("move-in", {"K1"}),
        ("1.5", {"K1"}),
        ("laurelhurst", {"K2"}),
        ("astoria", {"K3"}),
        ("garages", {"K2"}),
        ("hardwood", {"K1"}),
        ('"hardwood floor" quiet', {"K1"}),
        ("-garage -hardwood", {"K3"}),
        ("the quiet and", {"K1"}),
        ("zebra", set()),
    ],
)
def test_words_find_homes(homes, keywords, ids):
    assert found(keywords) == ids


@pytest.mark.parametrize("keywords", ["secretary", "77", '"secretary lane"', "lane hidden"])
def test_a_withheld_address_is_not_found(homes, keywords):
    assert found(keywords) == set()


def test_an_address_withheld_later_is_not_found_any_more(homes):
    Listing.objects.filter(listing_id="K1").update(internet_address_display_yn=False)

    assert found("elm") == set()
    assert found("quiet") == {"K1"}


@pytest.mark.parametrize(
    "keywords",
    [
        "'; DROP TABLE listings_listing; --",
        "quiet' OR '1'='1",
        "words:quiet",
        "NEAR(quiet lake)",
        "quiet* ^quiet",
        '"', '""', '-', '--', '-"', '"-"', "(", "a OR", "NOT quiet", "AND", "%", "_", "\\", "🏡", "\x00", "𓀀",
        "!&|<->:*", "é" * 200, "x" * 200, "- -- ---quiet", "\u202equiet",
    ],
)  # fmt: skip
def test_nothing_that_is_typed_is_an_error(homes, keywords):
    results = search(SearchQuery(keywords=keywords, status="Any"), visible_to=None)

    assert results.total <= 3
    assert Listing.objects.count() == 3


def test_what_holds_no_word_is_left_out_and_said(homes):
    results = search(SearchQuery(keywords="🏡 !", status="Any"), visible_to=None)

    assert results.total == 3
    assert results.notes == ["“🏡 !” holds no word to look for, so it was left out."]


def test_common_words_alone_are_no_condition(homes):
    assert found("the and of") == {"K1", "K2", "K3"}


def test_words_combine_with_other_conditions_counts_and_pages(homes):
    query = SearchQuery(keywords="lake", city=["Portland"], limit=1, sort="price")
    first = search(query, visible_to=None)
    second = search(query.model_copy(update={"cursor": first.next_cursor}), visible_to=None)

    assert first.total == first.statistics.count == 2
    assert {first.listings[0].listing_id, second.listings[0].listing_id} == {"K1", "K2"}
    assert second.next_cursor is None


def test_the_condition_is_said_in_words(homes):
    (condition, _) = search(SearchQuery(keywords='Quiet "Lake  View" -busy'), visible_to=None).conditions

    assert condition.value == 'quiet "lake view" -busy'
    assert condition.words == "mentioning “quiet” and “lake view”, not mentioning “busy”"


def test_nothing_found_says_what_fits_without_the_words(homes):
    assert search(SearchQuery(keywords="zebra"), visible_to=None).relaxed.best.words == (
        "Without “mentioning “zebra””, 3 homes fit."
    )


def test_the_index_follows_every_change(homes):
    Listing.objects.filter(listing_id="K1").update(public_remarks="Loud")
    Listing.objects.filter(listing_id="K2").delete()

    assert found("quiet") == set()
    assert found("loud") == {"K1"}
    assert found("busy") == set()


def test_at_most_twelve_terms_are_looked_for():
    assert len(terms(" ".join(f"word{number}" for number in range(30)))) == 12


@pytest.mark.skipif(connection.vendor != "sqlite", reason="triggers keep the index on SQLite only")
def test_triggers_lost_to_a_rebuilt_table_come_back_with_the_next_migration(homes):
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER listings_keywords_update")

    call_command("migrate", verbosity=0)
    Listing.objects.filter(listing_id="K1").update(public_remarks="Loud")

    assert found("loud") == {"K1"}


@pytest.mark.django_db(transaction=True)
def test_the_index_can_be_made_of_the_homes_that_are_there(homes):
    keyword_index.drop(connection)

    keyword_index.create(connection)

    assert found("lake") == {"K1", "K2"}


def test_words_can_be_typed_on_the_page(client, homes):
    answer = client.get("/listings/", {"keywords": 'lake -"view"'})

    page = answer.content.decode()
    assert "/listings/K1/" in page
    assert "/listings/K2/" not in page
