"""Which figures of an answer are flagged: on labelled sentences, and one behaviour each."""

from __future__ import annotations

import json
import time

import pytest

from agent.guardrails.grounding import ungrounded
from tests.grounding.scoring import FOURTH, SECOND, THIRD, THIRD_REST, TUNED, WHILE_TUNING, messages_of, score


def flagged(context: str, text: str) -> list[str]:
    """The figures of a sentence that nothing in this context supports."""
    return [each.text for each in ungrounded(text, messages_of(context))]


@pytest.mark.parametrize(
    ("part", "recall", "precision"),
    [
        (TUNED, 0.98, 0.98),
        (SECOND, 0.98, 0.98),
        (THIRD, 0.98, 0.98),
        (THIRD_REST, 0.96, 0.98),
        (FOURTH, 0.98, 0.98),
        (WHILE_TUNING, 0.98, 0.96),
    ],
)
def test_wrong_figures_are_found_and_right_ones_left_alone(part, recall, precision):
    found = score(part)

    assert found.recall >= recall
    assert found.precision >= precision


def test_a_figure_that_stands_nowhere_is_flagged():
    assert flagged("home", "L003 costs $1,205,000.") == ["$1,205,000"]


def test_another_homes_price_is_flagged():
    assert flagged("compare", "L001 costs $799,000.") == ["$799,000"]


def test_the_average_for_the_median_is_flagged():
    assert flagged("market", "The median is $997,098.") == ["$997,098"]


def test_rounding_and_units_are_tolerated():
    said = "About $1.2 million, just under 3,000 sq ft (a lot of 0.1 acres), $13.3K a year in tax."

    assert flagged("home", said.replace("$1.2", "$1.25")) == []


def test_arithmetic_that_is_shown_is_right_and_that_which_is_wrong_is_not():
    assert flagged("metrics", "Together 77 + 168 = 245 views.") == []
    assert flagged("metrics", "Together 77 + 168 = 255 views.") == ["255"]


def test_columns_of_a_table_belong_to_the_homes_of_its_head():
    table = "| | L001 | L002 |\n|---|---|---|\n| Page views | 168 | 77 |"

    assert flagged("metrics", table) == ["168", "77"]


def test_a_row_that_begins_with_a_day_is_of_its_week():
    table = "| Week | L001 | L002 |\n|---|---|---|\n| Nov 9 | 22 | 22 |"

    assert flagged("metrics", table) == ["22"]


def test_a_list_is_of_the_home_its_heading_names():
    said = "L001\n- Price: $825,000\n- Lot: 5,200 sq ft\n\nL002\n- Lot: 5,200 sq ft"

    assert flagged("compare", said) == ["5,200 sq ft"]


def test_it_is_the_home_of_the_sentence_before():
    assert flagged("compare", "L001 is in Portland. It has 4 bedrooms.") == ["4 bedrooms"]


def test_figures_told_in_the_order_of_the_homes_belong_to_them():
    assert flagged("compare", "L001, L002 and L003 have been listed for 24, 16 and 47 days.") == ["16", "47 days"]


def test_homes_may_be_counted_by_what_the_sentence_says_of_them():
    assert flagged("condos", "Two of the five have had a price cut; the other three have not.") == []
    assert flagged("value", "Seven of the fifteen are less than a mile away.") == ["Seven"]


def test_months_between_two_that_are_named_may_be_counted():
    assert flagged("market", "The median peaked in May, one month after its low in April.") == []


def test_how_many_fit_without_a_condition_is_known():
    messages = messages_of("nothing")
    messages[-1]["content"] = messages[-1]["content"].replace('"total": 1,', '"total": 35,', 1)

    assert ungrounded("Without the price limit and the bedrooms, 35 homes fit.", messages) == []
    assert ungrounded("Without the price limit, 35 homes fit.", messages)[0].text == "35"


def test_a_difference_is_no_figure_of_one_home():
    assert flagged("compare", "L001 is $16,000 dearer than L002 ($825,000 against $799,000).") == ["$16,000"]


def test_a_change_that_goes_the_other_way_is_flagged():
    assert flagged("market", "Prices rose 3.2 % over the year.") == ["3.2 %"]


def test_a_difference_of_two_homes_needs_no_operands_but_the_right_direction():
    assert flagged("search", "L869 is $310,900 dearer than L641.") == []
    assert flagged("search", "L641 is $59,000 cheaper than L1669.") == ["$59,000"]


def test_the_oldest_has_the_figures_of_the_oldest():
    assert flagged("compare", "The oldest was built in 1912 and has three bedrooms.") == ["three bedrooms"]


def test_what_both_are_said_to_have_each_must_have():
    assert flagged("compare", "L001 and L002 both have 3 baths.") == ["3 baths"]


def test_a_count_of_a_relaxed_search_needs_what_it_gave_up():
    assert flagged("nothing", "Without the price limit and the neighborhood, 16 homes fit.") == []
    assert flagged("nothing", "Without the price limit and the bedrooms, 16 homes fit.") == ["16"]


def test_an_address_names_its_own_home_whoever_else_is_named():
    said = "456 Pine Avenue costs $26,000 less than 123 Oak Street and $451,000 less than 789 Maple Drive."

    assert flagged("compare", said) == []
    assert flagged("compare", "L001 is at 456 Pine Avenue.") == ["456 Pine Avenue"]


def test_a_share_of_amounts_that_are_named_needs_no_operands():
    assert flagged("afford", "Your down payment is 10.4 % of the price.") == []
    assert flagged("afford", "Your down payment is 12 % of the price.") == ["12 %"]


def test_what_comes_to_each_is_reckoned_where_it_is_said():
    assert flagged("compare", "Per bedroom, L002 costs $199,750.") == []
    assert flagged("compare", "L002 costs $199,750.") == ["$199,750"]


def test_what_several_have_together_is_none_of_one_of_them():
    assert flagged("metrics", "Together the listings had 245 page views.") == []
    assert flagged("metrics", "Together the listings had 168 page views.") == ["168"]


def test_months_that_are_meant_may_be_taken_together():
    assert flagged("market", "In the last three months 43 homes were sold.") == []
    assert flagged("market", "In the last three months 45 homes were sold.") == ["three months", "45"]


def test_the_ends_of_a_range_are_the_lowest_and_highest():
    assert flagged("condos", "Sizes run from 890 to 990 sq ft.") == []
    assert flagged("condos", "Sizes run from 890 to 950 sq ft.") == ["950 sq ft"]


def test_a_heading_says_what_its_items_are_of():
    said = "How L517 was adjusted:\n- Time of sale: +$9,484\n- Baths: −$21,592"

    assert flagged("value", said) == []


def test_a_total_may_be_of_the_items_above_it():
    said = "- Payment: $3,266.67\n- Debts: $500\n- Together: "

    assert flagged("afford", said + "$3,766.67") == []
    assert flagged("afford", said + "$3,866.67") == ["$3,866.67"]


def test_what_is_only_supposed_is_right_if_the_rest_follows():
    assert flagged("market", "A square foot goes for $571.70, so 1,000 sq ft would be about $571,700.") == []
    assert flagged("market", "A square foot goes for $571.70, so 1,000 sq ft would be about $671,700.") != []


def test_dates_fractions_and_metric_units_are_read():
    assert flagged("value", "L208 closed on 11/20/2026; L517 is about 0.9 km away.") == []
    assert flagged("mortgage", "The rate is six and three quarters percent.") == ["six and three quarters percent"]


def test_list_numbers_links_and_suggestions_claim_nothing():
    said = "1. See [it](/listings/L999/).\n2. Say “homes under $123,456” next, for example “compare L777”.\n\n`x = 99`"

    assert flagged("home", said) == []


def test_which_occurrence_is_meant_counts_from_the_start_of_the_answer():
    (found,) = ungrounded("L001 has 2 baths. L003 has 2 baths.", messages_of("compare"))

    assert (found.text, found.at) == ("2 baths", 1)


def test_a_result_that_was_cut_supports_what_was_left_of_it():
    left = '{"listings": [{"listingId": "L9", "price": 5000, "li'
    cut = json.dumps({"cut": "The first 52 characters of 900", "text": left})

    assert ungrounded("L9 costs $5,000, not $6,000.", [{"role": "tool", "content": cut}])[0].text == "$6,000"


@pytest.mark.parametrize("monster", ["one hundred and " * 2500, "1 + " * 10_000, "“" * 40_000, "| 1 " * 10_000])
def test_a_monster_is_checked_within_seconds(monster):
    started = time.process_time()

    ungrounded(monster, messages_of("search"))

    assert time.process_time() - started < 10
