"""What a home costs a month and what an income carries: the sums, and where every assumption comes from."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from analytics.tools import calculate_affordability, calculate_mortgage
from realestate.tooling import ToolError


@pytest.fixture
def home(offer):
    """A condo for 825,000 with a tax of 8,400 a year and a fee of 350 a month."""
    return offer(
        list_price=Decimal(825_000),
        tax_annual_amount=Decimal(8_400),
        association_fee=Decimal(350),
        unparsed_address="7 Bay Road",
    )


def amounts(answer):
    return {part.name: part.amount for part in answer.parts}


def sources(answer):
    return {each.name: each.source for each in answer.assumptions}


def test_a_listing_with_20_percent_down_at_6_5_percent(ana, home):
    answer = calculate_mortgage(6.5, listing_id="F1", down_payment_percent=20, user=ana)

    # 660,000 at 6.5 % over 30 years is 4,171.65 in any table of payments.
    assert amounts(answer) == {
        "principalAndInterest": Decimal("4171.65"),
        "propertyTax": Decimal("700.00"),
        "associationFee": Decimal("350.00"),
    }
    assert answer.monthly_payment == Decimal("5221.65")
    assert (answer.price, answer.down_payment, answer.loan.amount) == (825_000, 165_000, 660_000)


def test_every_assumption_says_where_it_comes_from(ana, home):
    answer = calculate_mortgage(6.5, listing_id="F1", down_payment_percent=20, user=ana)

    assert sources(answer) == {
        "price": "from the listing",
        "downPaymentPercent": "given",
        "annualRatePercent": "given",
        "years": "assumed",
        "propertyTaxAnnual": "from the listing",
        "insuranceAnnual": "not known: left out",
        "associationFeeMonthly": "from the listing",
    }
    assert answer.left_out == ["home insurance"]


def test_what_is_given_goes_before_the_listing(ana, home):
    answer = calculate_mortgage(
        6.5, listing_id="F1", price=800_000, down_payment=160_000, years=15, property_tax_annual=6_000,
        association_fee_monthly=0, insurance_annual=1_200, user=ana,
    )  # fmt: skip

    assert answer.price == 800_000
    assert amounts(answer) == {
        "principalAndInterest": Decimal("5575.09"),
        "propertyTax": Decimal("500.00"),
        "insurance": Decimal("100.00"),
    }
    assert "from the listing" not in sources(answer).values()
    assert answer.left_out == []


def test_a_price_alone_knows_no_tax_and_no_fee(ana):
    answer = calculate_mortgage(0, price=120_000, down_payment=0, years=10, user=ana)

    assert answer.monthly_payment == 1_000
    assert answer.left_out == ["property tax", "home insurance", "association fee", "mortgage insurance"]


def test_why_a_source_knows_no_fee_is_said(ana, home, source):
    source.lacks = {"association_fee": "County records name no fees."}
    source.save()
    home.association_fee = None
    home.save()

    answer = calculate_mortgage(6.5, listing_id="F1", down_payment_percent=20, user=ana)

    (fee,) = [each for each in answer.assumptions if each.name == "associationFeeMonthly"]
    assert (fee.source, fee.value, fee.note) == ("not known: left out", None, "County records name no fees.")


def test_mortgage_insurance_is_a_part_until_78_percent_is_owed(ana):
    answer = calculate_mortgage(
        0, price=100_000, down_payment_percent=10, years=10, mortgage_insurance_percent=0.6, user=ana
    )

    assert amounts(answer)["mortgageInsurance"] == Decimal("45.00")
    assert answer.loan.mortgage_insurance_months == 16  # 90,000 less 16 payments of 750 is 78,000


def test_with_a_fifth_down_mortgage_insurance_is_not_missed(ana):
    answer = calculate_mortgage(5, price=100_000, down_payment_percent=20, user=ana)

    assert "mortgage insurance" not in answer.left_out


def test_years_of_the_loan_come_when_asked_for(ana):
    answer = calculate_mortgage(6.5, price=250_000, down_payment=50_000, by_year=True, user=ana)

    assert len(answer.loan.by_year) == 30
    assert answer.loan.by_year[0].balance == Decimal("197764.50")


def test_a_sold_home_is_said_to_be_sold(ana, sell):
    sell(date(2026, 6, 30), 610_000)

    answer = calculate_mortgage(6, listing_id="S1", down_payment_percent=20, user=ana)

    assert answer.price == 610_000
    assert answer.notes[-1] == "S1 is sold; the price is what it sold for."


def test_a_withheld_address_stays_withheld(ana, home):
    home.internet_address_display_yn = False
    home.save()

    assert calculate_mortgage(6.5, listing_id="F1", down_payment_percent=20, user=ana).address == ""


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"down_payment": 1}, "The price is missing; give listingId or price."),
        ({"price": 0, "down_payment": 0}, "price is 0; it must be above 0 and at most 999,999,999,999."),
        ({"price": 1000}, "The down payment is missing; give downPayment in dollars or downPaymentPercent, e.g. 20."),
        (
            {"listing_id": "F999", "down_payment": 1},
            "There is no listing 'F999'. Give a listingId that findListings returned, or a price.",
        ),
    ],
)
def test_what_is_missing_is_named_with_what_would_work(ana, arguments, sentence):
    with pytest.raises(ToolError) as refused:
        calculate_mortgage(6.5, **arguments, user=ana)

    assert str(refused.value) == sentence


def test_a_listing_without_a_price_asks_for_one(ana, offer):
    offer(list_price=None)

    with pytest.raises(ToolError, match="No price is known for F1"):
        calculate_mortgage(6.5, listing_id="F1", down_payment=0, user=ana)


# --- Affordability ------------------------------------------------------------------------------------------------
def test_the_highest_price_is_where_one_more_dollar_is_too_much():
    answer = calculate_affordability(120_000, 80_000, 6.5)

    at_most = calculate_mortgage(6.5, price=float(answer.highest_price), down_payment=80_000, user=None)
    above = calculate_mortgage(6.5, price=float(answer.highest_price) + 1, down_payment=80_000, user=None)
    assert (answer.housing_limit, answer.limited_by) == (2_800, "housing")
    assert at_most.monthly_payment == answer.monthly_payment <= 2_800
    assert above.monthly_payment > 2_800


def test_without_interest_the_price_can_be_counted_on_fingers():
    answer = calculate_affordability(60_000, 10_000, 0, years=10)

    # 28 % of 5,000 is 1,400 a month: 168,000 in ten years, and the down payment.
    assert answer.highest_price == 178_000


def test_debts_lower_the_price():
    answer = calculate_affordability(60_000, 10_000, 0, years=10, monthly_debts=600)

    # 36 % of 5,000 is 1,800, less 600 of debts: 1,200 a month.
    assert (answer.debt_limit, answer.limited_by, answer.highest_price) == (1_200, "debts", 154_000)


def test_tax_in_percent_grows_with_the_price():
    answer = calculate_affordability(60_000, 0, 0, years=10, property_tax_percent=1.2)

    # A 120th of the price and a thousandth of it are 1,400: the price is 150,000.
    assert answer.highest_price == 150_000
    assert amounts(answer) == {"principalAndInterest": Decimal("1250.00"), "propertyTax": Decimal("150.00")}


def test_mortgage_insurance_counts_only_under_a_fifth_down():
    little = calculate_affordability(60_000, 10_000, 0, years=10, mortgage_insurance_percent=0.5)
    much = calculate_affordability(60_000, 100_000, 0, years=10, mortgage_insurance_percent=0.5)

    assert "mortgageInsurance" in amounts(little)
    assert "mortgageInsurance" not in amounts(much)


def test_debts_above_the_limit_leave_no_price():
    answer = calculate_affordability(60_000, 0, 6, monthly_debts=5_000)

    assert (answer.highest_price, answer.parts, answer.loan_amount) == (None, [], None)
    assert answer.reason.startswith("The other debts alone reach the limit")


def test_costs_above_the_limit_leave_no_price():
    answer = calculate_affordability(12_000, 0, 6, association_fee_monthly=400)

    assert (
        answer.reason
        == "The costs beside the loan are already above the $280.00 a month that this guideline leaves for a home."
    )


def test_the_rule_is_named_with_its_source_and_promises_nothing():
    answer = calculate_affordability(60_000, 0, 6, housing_percent=30)

    assert answer.rule.startswith("The customary 28/36 guideline: the home at most 30 percent of income before tax")
    assert "not a loan offer" in answer.notes[0]
    assert sources(answer)["housingPercent"] == "given"
    assert sources(answer)["debtPercent"] == "assumed"
