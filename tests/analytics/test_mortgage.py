"""Loans to the cent, against published figures and an independent computation in exact fractions."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor

import pytest

from analytics.mortgage import down_payment_of, highest_price, level_payment, schedule


def half_up(amount: Fraction) -> Fraction:
    """Rounded to whole cents without Decimal."""
    return Fraction(floor(amount * 100 + Fraction(1, 2)), 100)


def reference_payment(amount: int, rate: str, years: int) -> Decimal:
    """The payment that owes exactly nothing after the last month, found by running the loan twice in fractions.

    What is owed at the end is linear in the payment, so two trials tell where it is zero: no annuity formula.
    """
    growth = 1 + Fraction(rate) / 1200

    def owed(payment: int) -> Fraction:
        balance = Fraction(amount)
        for _ in range(years * 12):
            balance = balance * growth - payment
        return balance

    at_zero, at_one = owed(0), owed(1)
    return Decimal(int(half_up(at_zero / (at_zero - at_one)) * 100)) / 100


@pytest.mark.parametrize(
    ("amount", "rate", "years", "payment"),
    [
        # The worked example of Wikipedia's "Mortgage calculator"; the next ones stand in any table of payments.
        (200_000, "6.5", 30, "1264.14"),
        (100_000, "6", 30, "599.55"),
        (100_000, "8", 15, "955.65"),
        (165_000, "4.5", 30, "836.03"),
        (120_000, "0", 10, "1000.00"),
        (100_000, "0", 30, "277.78"),
        (0, "6.5", 30, "0"),
    ],
)
def test_the_payment_is_the_published_one(amount, rate, years, payment):
    assert level_payment(Decimal(amount), Decimal(rate), years) == Decimal(payment)


@pytest.mark.parametrize("rate", ["4e-216", "1e-57", "1e-20"])
def test_a_rate_next_to_nothing_costs_nothing(rate):
    assert level_payment(Decimal(12_000), Decimal(rate), 10) == Decimal("100.00")


@pytest.mark.parametrize(
    ("amount", "rate", "years"),
    [(660_000, "6.5", 30), (1, "25", 40), (999_999_999_999, "25", 40), (333_333, "0.001", 7), (512_345, "7.125", 1)],
)
def test_the_payment_is_that_of_a_loan_run_in_exact_fractions(amount, rate, years):
    assert level_payment(Decimal(amount), Decimal(rate), years) == reference_payment(amount, rate, years)


def reference_schedule(amount: int, rate: str, years: int, payment: Decimal) -> tuple[Fraction, Fraction, int]:
    """(total interest, last payment, payments) of the loan run in fractions, cents rounded by our own rule."""
    balance, total, level = Fraction(amount), Fraction(0), Fraction(str(payment))
    for month in range(1, years * 12 + 1):
        interest = half_up(balance * Fraction(rate) / 1200)
        last = balance + interest if month == years * 12 or balance + interest < level else level
        total, balance = total + interest, balance + interest - last
        if not balance:
            return total, last, month
    raise AssertionError("never cleared")


@pytest.mark.parametrize(
    ("amount", "rate", "years"),
    [(660_000, "6.5", 30), (100_000, "0", 30), (10_000, "25", 40), (123_457, "5.375", 15), (1_000, "24.9", 40)],
)
def test_interest_and_last_payment_are_those_of_a_loan_run_in_exact_fractions(amount, rate, years):
    loan = schedule(Decimal(amount), Decimal(rate), years)

    assert (loan.total_interest, loan.last_payment, loan.payments) == reference_schedule(
        amount, rate, years, loan.payment
    )


def test_payments_add_up_to_the_loan_and_its_interest():
    loan = schedule(Decimal("412345.67"), Decimal("6.875"), 30)

    paid = loan.payment * (loan.payments - 1) + loan.last_payment
    assert paid == loan.amount + loan.total_interest


def test_years_add_up_to_the_loan_and_end_at_nothing_owed():
    loan = schedule(Decimal(200_000), Decimal("6.5"), 30)

    assert len(loan.years) == 30
    assert sum(year.principal for year in loan.years) == 200_000
    assert sum(year.interest for year in loan.years) == loan.total_interest
    assert loan.years[-1].balance == 0


def test_the_first_year_of_a_known_loan():
    first = schedule(Decimal(200_000), Decimal("6.5"), 30).years[0]

    assert (first.principal, first.interest) == (Decimal("2235.50"), Decimal("12934.18"))
    assert first.balance == Decimal("197764.50")


def test_a_payment_rounded_up_may_end_a_loan_early():
    loan = schedule(Decimal(10), Decimal(0), 30)

    assert (loan.payment, loan.payments, loan.last_payment) == (Decimal("0.03"), 334, Decimal("0.01"))
    assert loan.balances[-1] == 0


def test_no_loan_has_no_payments():
    loan = schedule(Decimal(0), Decimal("6.5"), 30)

    assert (loan.payments, loan.last_payment, loan.total_interest, loan.years) == (0, 0, 0, ())


def test_mortgage_insurance_ends_with_the_payment_that_brings_the_loan_to_78_percent():
    loan = schedule(Decimal(900), Decimal(0), 1)

    assert loan.balances[:2] == (825, 750)
    assert loan.months_above(Decimal(780)) == 2
    assert loan.months_above(Decimal(900)) == 0


@pytest.mark.parametrize(
    ("amount", "rate", "years", "sentence"),
    [
        (-1, "6", 30, "The loan is -1 dollars; it must be from 0 to 999,999,999,999."),
        (1000, "-0.1", 30, "annualRatePercent is -0.1; it must be from 0 to 25, e.g. 6.5."),
        (1000, "25.1", 30, "annualRatePercent is 25.1; it must be from 0 to 25, e.g. 6.5."),
        (1000, "6", 0, "years is 0; it must be from 1 to 40."),
        (1000, "6", 41, "years is 41; it must be from 1 to 40."),
    ],
)
def test_what_is_out_of_bounds_is_named_with_its_bounds(amount, rate, years, sentence):
    with pytest.raises(ValueError, match=" ") as refused:
        level_payment(Decimal(amount), Decimal(rate), years)

    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("dollars", "percent", "down"),
    [
        ("165000", None, "165000"),
        (None, "20", "165000"),
        (None, "3.5", "28875"),
        (None, "0", "0"),
        ("825000", None, "825000"),
    ],
)
def test_a_down_payment_is_dollars_or_percent_of_the_price(dollars, percent, down):
    given = [None if each is None else Decimal(each) for each in (dollars, percent)]

    assert down_payment_of(Decimal(825_000), *given) == Decimal(down)


@pytest.mark.parametrize(
    ("dollars", "percent", "sentence"),
    [
        (None, None, "The down payment is missing; give downPayment in dollars or downPaymentPercent, e.g. 20."),
        ("1", "1", "downPayment and downPaymentPercent are both given; give one of them."),
        (None, "100.5", "downPaymentPercent is 100.5; it must be from 0 to 100."),
        ("-1", None, "downPayment is -1.00 dollars; it must be from 0 to the price of 1,000."),
        ("1000.01", None, "downPayment is 1,000.01 dollars; it must be from 0 to the price of 1,000."),
    ],
)
def test_a_down_payment_that_cannot_be_is_refused(dollars, percent, sentence):
    with pytest.raises(ValueError, match=" ") as refused:
        down_payment_of(Decimal(1000), *[None if each is None else Decimal(each) for each in (dollars, percent)])

    assert str(refused.value) == sentence


def test_the_highest_price_is_the_last_whole_dollar_within_the_limit():
    assert highest_price(lambda price: price / 100, Decimal("2000.50")) == 200_050


def test_there_is_no_price_when_even_a_dollar_costs_too_much():
    assert highest_price(lambda price: Decimal(50) + price, Decimal(40)) is None
