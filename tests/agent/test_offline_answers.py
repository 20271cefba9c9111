"""What the offline assistant says about results: the answer first, every figure from the tool."""

from __future__ import annotations

import re

import pytest

from tests.agent.offline_talk import Talk, home, page

COMPARISON = {
    "listings": [home("L004", 480_000), home("L009", 640_000, unparsedAddress="9 Pine Avenue")],
    "facts": [
        {"fact": "price", "label": "Price", "unit": "dollars", "values": [480000, 640000], "differs": True,
         "best": [0]},
        {"fact": "bedroomsTotal", "label": "Bedrooms", "unit": "count", "values": [3, 3], "differs": False, "best": []},
        {"fact": "livingArea", "label": "Living area", "unit": "squareFeet", "values": [1120, None], "differs": True,
         "best": []},
    ],
    "featuresThatDiffer": [{"feature": "garage", "has": [True, False]}],
    "featuresAllHave": [],
    "unknown": [],
}  # fmt: skip
MARKET = {
    "area": "98115 (Seattle, WA)", "areaKind": "postal_code", "propertyType": None, "n": 11, "soldListings": 11,
    "period": {"from": "2026-08-01", "to": "2026-10-31", "label": "August 2026 to October 2026"},
    "medianPrice": 925_000, "averagePrice": 951_200.5, "pricePerSquareFoot": 571.35, "priceChange": -17,
    "priceChangeBasis": "Median of one year (11 sales) against the year before (9 sales).",
    "averageTimeOnMarket": None, "activeListings": 3, "pendingListings": 1, "monthsOfSupply": 3.3,
    "competitionLevel": "Medium", "saleToList": 99.1,
    "series": [
        {"month": "2026-09", "medianPrice": None, "averagePrice": None, "sold": 2, "partial": False},
        {"month": "2026-10", "medianPrice": 925_000, "averagePrice": 951_200.5, "sold": 5, "partial": True},
    ],
    "reasons": {"averageTimeOnMarket": "The source records no day on which a home came on the market."},
    "notes": ["These are the last whole months of the data."],
}  # fmt: skip
METRICS = {
    "listings": [
        {"listingId": "L001", "address": "123 Oak Street", "pageViews": 1_072, "saves": 5, "inquiries": 1,
         "timeOnMarket": 24, "clickThroughRate": 7.3, "conversionRate": None, "lastUpdated": "2026-11-23T00:00:00Z",
         "peers": {"n": 9, "days": 24, "pageViews": 124, "ownPageViews": 72},
         "reasons": {"conversionRate": "Fewer than 20 visitors came."}},
    ],
    "notes": ["There is no listing 'L9' to show metrics of."],
}  # fmt: skip


@pytest.fixture
def talk():
    return Talk()


def test_a_search_answers_with_the_count_and_what_was_understood(talk):
    talk.ask("Find me 3-bedroom homes in Portland under $900,000 with a garage, no pool")

    step = talk.give(page(home("L001", 825_000), home("L002", 799_000), total=14, median=614_000))

    assert step.text.startswith(
        "**14 homes for sale** fit: 3+ bedrooms, up to $900,000, with garage, without pool, Portland, OR. "
        "Prices run from $799,000 to $825,000; the median is **$614,000**.\n\n"
        "- **$825,000** · 3 bd · 2 ba · 1,840 sq ft · 123 Oak Street, Portland (L001)\n"
    )


def test_one_home_is_said_in_the_singular(talk):
    talk.ask("homes in Portland built after 1990")

    step = talk.give(page(home("L001", 825_000)))

    assert step.text.startswith("**1 home for sale** fits: built 1991 or later, Portland, OR.\n\n- **$825,000**")


def test_sold_homes_are_said_to_be_sold_and_when(talk):
    talk.ask("what sold in Portland in March 2015")

    step = talk.give(page(home("L001", 825_000, closeDate="2015-03-14", standardStatus="Closed")))

    assert "**1 home sold** fits: Portland, OR, sold March 1, 2015 to March 31, 2015." in step.text
    assert "· sold March 14, 2015 ·" in step.text


def test_more_than_can_be_counted_is_said_to_be_more(talk):
    talk.ask("homes in Portland")

    step = talk.give(page(home("L001", 825_000), total=10_000, totalIsLowerBound=True))

    assert step.text.startswith("**More than 10,000 homes for sale** fit: Portland, OR.")


def test_words_that_were_not_used_are_named(talk):
    talk.ask("charming homes in Portland with a wine cellar")

    step = talk.give(page(home("L001", 825_000)))

    assert "I could not use “charming”, “wine cellar”; say it another way if it matters." in step.text
    assert step.unused == ("charming", "wine cellar")


def test_what_around_was_read_as_is_said(talk):
    talk.ask("homes in Portland around 600k")

    step = talk.give(page(home("L001", 605_000)))

    assert "“around 600k” was read as within 10 % of it, $540,000 to $660,000." in step.text


def test_bare_thousands_are_said_to_be_thousands(talk):
    talk.ask("homes in Portland under 900")

    step = talk.give(page(home("L001", 825_000)))

    assert "“under 900” was read as $900,000." in step.text


def test_an_upper_limit_of_baths_is_said_as_understood(talk):
    talk.ask("homes in Portland with at most 2 baths")

    step = talk.give(page(home("L001", 825_000)))

    assert "fits: up to 2 baths, Portland, OR." in step.text


def test_an_amount_to_leave_out_is_said_to_be_left_out_of_the_search(talk):
    talk.ask("homes in Portland but not 3 bedrooms")

    step = talk.give(page(home("L001", 825_000)))

    assert "Not part of the search: not 3 bedrooms." in step.text


def test_or_between_features_is_said_to_mean_and(talk):
    talk.ask("homes in Portland with a pool or a garage")

    step = talk.give(page(home("L001", 825_000)))

    assert "“or” before “garage” was read as “and”: every feature is required." in step.text


def test_steering_is_refused_and_the_rest_searched(talk):
    talk.ask("3 bedroom homes in a safe area of Seattle with good schools")

    step = talk.give(page(home("L001", 825_000)))

    assert "**1 home for sale** fits: 3+ bedrooms, Seattle, WA." in step.text
    assert "I do not rate areas as safe or unsafe" in step.text
    assert "I do not rank schools" in step.text
    assert "I could not use" not in step.text


def test_a_count_leads_with_the_number(talk):
    talk.ask("how many homes with 4 bedrooms sold between $500,000 and $750,000")

    step = talk.give(page(home("L001", 573_000), total=10, median=663_250))

    assert step.text.startswith(
        "**10 homes sold** fit: 4+ bedrooms, $500,000 to $750,000. The median price is **$663,250**."
    )


def test_a_median_leads_with_the_median(talk):
    talk.ask("what is the median price of 3-bedroom homes in Seattle")

    step = talk.give(page(home("L001", 825_000), total=41, median=840_500))

    assert step.text.startswith(
        "The median price is **$840,500**. That is over 41 homes for sale: 3+ bedrooms, Seattle, WA."
    )


def test_nothing_found_says_what_to_give_up(talk):
    best = {"without": ["maxPrice"], "words": "Without “at most $1,000”, 21 homes fit.", "total": 21, "suggested": {}}
    talk.ask("homes in Seattle under $1,000")

    step = talk.give(page(relaxed={"best": best, "listings": [home("L050", 99_000)], "others": []}))

    assert step.text.startswith("**No homes for sale** fit: up to $1,000, Seattle, WA.\n\nWithout “at most $1,000”,")
    assert "- **$99,000** ·" in step.text
    assert "Say “yes” to search without it" in step.text


def test_notes_of_the_tool_reach_the_person(talk):
    talk.ask("homes in Seattle")

    step = talk.give(page(home("L001", 825_000), notes=["No listings are loaded for Tacoma, WA."]))

    assert "No listings are loaded for Tacoma, WA." in step.text


def test_a_home_without_price_and_address_is_said_to_be_so(talk):
    talk.ask("homes in Seattle")

    result = page(home("L001", 1))
    result["listings"][0] |= {"price": None, "unparsedAddress": None, "city": None, "bedroomsTotal": None}
    step = talk.give(result)

    assert "- price not given · 2 ba · 1,840 sq ft · address withheld (L001)" in step.text


def test_a_comparison_is_a_table_with_the_best_in_bold(talk):
    talk.ask("compare L004 and L009")

    step = talk.give(COMPARISON)

    assert step.text.startswith("**L004 costs least**, at $480,000.")
    assert "| | L004 | L009 |" in step.text
    assert "| Price | **$480,000** | $640,000 |" in step.text
    assert "| Living area | 1,120 sq ft | not given |" in step.text
    assert "| Bedrooms" not in step.text
    assert "Only in some: garage (L004)." in step.text


def test_a_market_leads_with_the_median_and_names_what_is_unknown(talk):
    talk.ask("What's the market like in 98115?")

    step = talk.give(MARKET)

    assert step.text.startswith("**The median home in 98115 (Seattle, WA) sold for $925,000**, down 17 %.")
    assert "That rests on 11 sales in 98115 (Seattle, WA), August 2026 to October 2026." in step.text
    assert "The source records no day on which a home came on the market." in step.text
    assert "These are the last whole months of the data." in step.text


def test_a_figure_asked_for_comes_first_and_alone(talk):
    talk.ask("price per square foot in 98115")

    step = talk.give(MARKET)

    assert step.text.startswith("Homes in 98115 (Seattle, WA) sold for **$571.35 a square foot** (median).")
    assert "came on the market" not in step.text


def test_a_figure_that_is_not_known_is_declined_with_the_reason(talk):
    talk.ask("how fast do homes sell in 98115")

    step = talk.give(MARKET)

    assert "The source records no day on which a home came on the market." in step.text
    assert "days on average" not in step.text


def test_months_are_a_table(talk):
    talk.ask("median price in 98115 by month")

    step = talk.give(MARKET)

    assert "| Month | Median price | Sold |" in step.text
    assert "| Sep 2026 | - | 2 |" in step.text
    assert "| Oct 2026 (part) | $925,000 | 5 |" in step.text
    assert "too few sales for a median" in step.text


def test_metrics_lead_with_the_views_and_name_what_is_unknown(talk):
    talk.ask("Show me analytics for listing L001")

    step = talk.give(METRICS)

    assert step.text.startswith("**L001, 123 Oak Street** had 1,072 page views, 5 saves and 1 inquiry.")
    assert "9 comparable homes: median 124 page views in their first 24 days, against 72 here" in step.text
    assert "Fewer than 20 visitors came." in step.text
    assert "There is no listing 'L9' to show metrics of." in step.text


def test_a_question_about_one_fact_is_answered_first(talk):
    talk.ask("when was L001 built?")

    step = talk.give(home("L001", 825_000, yearBuilt=1926, publicRemarks="Corner lot."))

    assert step.text.startswith("**Built: 1926.**")


def test_a_fact_that_the_source_never_records_is_declined_with_its_reason(talk):
    talk.ask("what is the hoa fee of L001?")

    reasons = {"association_fee": "County sale records name no fees."}
    step = talk.give(home("L001", 825_000, associationFee=None, publicRemarks="", notRecorded=reasons))

    assert step.text.startswith("Association fee: not known. County sale records name no fees.")


def test_a_feature_that_is_not_recorded_is_not_denied(talk):
    talk.ask("does L001 have a pool?")

    step = talk.give(home("L001", 825_000, publicRemarks=""))

    assert step.text.startswith("Pool: not recorded, which does not rule it out.")


def test_the_profile_is_read_out(talk):
    talk.ask("what is my profile")

    step = talk.give(
        {"name": "Ana Alvarez", "email": "ana@example.com", "role": "consumer", "memberSince": "2026-03-14"}
    )

    assert step.text.startswith(
        "You are signed in as **Ana Alvarez**, ana@example.com; your role is consumer, since March 14, 2026."
    )


RESULTS = [
    ("homes in Seattle", page(home("L001", 825_000), home("L002", 799_000))),
    ("homes in Seattle", page()),
    ("how many homes in Seattle", page(home("L001", 825_000))),
    ("compare L004 and L009", COMPARISON),
    ("What's the market like in 98115?", MARKET),
    ("analytics for L001", METRICS),
    ("tell me about L001", home("L001", 825_000, publicRemarks="Corner lot.", priceChange=-5_000)),
]


@pytest.mark.parametrize(("question", "result"), RESULTS)
def test_no_answer_shouts_or_has_holes(talk, question, result):
    talk.ask(question)

    text = talk.give(result).text

    assert "!" not in text
    assert "None" not in text
    assert not re.search(r" \.|\(\)|  |\n\n\n", text)
