"""Pure arithmetic of a home loan, to the cent: payment, parts, schedule, and the price an income carries.

Money is Decimal US dollars. The rounding rule, the usual one of lenders in the United States: the level payment is
rounded half up to the cent; each month's interest is the balance times a twelfth of the annual rate, rounded half up to
the cent; the last payment is whatever then clears the loan. No ORM, no request, and no rate of our own.
"""

from __future__ import annotations

import decimal
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

MOST_DOLLARS = Decimal(999_999_999_999)
MOST_RATE_PERCENT = Decimal(25)
MOST_YEARS = 40
# Of the original price: where mortgage insurance ends by law. Homeowners Protection Act of 1998, 12 U.S.C. 4901(18).
INSURED_ABOVE = Decimal("0.78")
# The customary guideline of lenders: housing at most 28 %, housing and all other debts at most 36 % of income before
# tax. 36 % is also the base limit of total debt in Fannie Mae's Selling Guide, B3-6-02, for manual underwriting.
HOUSING_PERCENT = Decimal(28)
DEBT_PERCENT = Decimal(36)
_CENT = Decimal("0.01")
# Each month. Less than it changes no payment of the largest loan by a cent, and 1 - (1 + r)^-n is lost in rounding.
_LEAST_RATE = Decimal("1e-20")
_PRECISION = 60  # digits: the powers of 40 years of months stay exact far beyond the cent


@dataclass(frozen=True)
class Year:
    """One year of a schedule: what was paid in it, and what is owed at its end."""

    year: int
    principal: Decimal
    interest: Decimal
    balance: Decimal


@dataclass(frozen=True)
class Schedule:
    """A loan paid back in level payments.

    payment: each month but the last. last_payment: of month `payments`, which clears the loan. Together they pay
    amount + total_interest.
    """

    amount: Decimal
    payment: Decimal
    payments: int
    last_payment: Decimal
    total_interest: Decimal
    years: tuple[Year, ...]
    balances: tuple[Decimal, ...]  # after each payment

    def months_above(self, balance: Decimal) -> int:
        """How many payments it takes until no more than this is owed."""
        return sum(each > balance for each in self.balances) + (1 if self.amount > balance else 0)


def level_payment(amount: Decimal, annual_rate_percent: Decimal, years: int) -> Decimal:
    """The monthly payment that clears a loan: P r / (1 - (1 + r)^-n), r a twelfth of the annual rate, n months.

    At 0 percent it is the loan divided by its months. Rounded half up to the cent; 0 for no loan.
    Raises ValueError for what is out of bounds. Source: the annuity formula.
    """
    _check_loan(amount, annual_rate_percent, years)
    with decimal.localcontext(prec=_PRECISION):
        months, rate = years * 12, _monthly(annual_rate_percent)
        payment = amount * rate / (1 - (1 + rate) ** -months) if rate > _LEAST_RATE else amount / months
        return cents(payment)


def schedule(amount: Decimal, annual_rate_percent: Decimal, years: int) -> Schedule:
    """The loan month by month under the module's rounding rule. Raises ValueError for what is out of bounds.

    A payment rounded up may clear a long loan some months early; `payments` says how many there really are.
    """
    payment = level_payment(amount, annual_rate_percent, years)
    balance, total_interest = amount, Decimal(0)
    balances: list[Decimal] = []
    by_year: list[Year] = []
    last = interest_of_year = principal_of_year = Decimal(0)
    with decimal.localcontext(prec=_PRECISION):
        rate = _monthly(annual_rate_percent)
        for month in range(1, years * 12 + 1):
            if not balance:
                break
            interest = cents(balance * rate)
            last = balance + interest if month == years * 12 else min(payment, balance + interest)
            balance -= last - interest
            total_interest += interest
            interest_of_year, principal_of_year = interest_of_year + interest, principal_of_year + last - interest
            balances.append(balance)
            if month % 12 == 0 or not balance:
                by_year.append(Year((month + 11) // 12, principal_of_year, interest_of_year, balance))
                interest_of_year = principal_of_year = Decimal(0)
    return Schedule(amount, payment, len(balances), last, total_interest, tuple(by_year), tuple(balances))


def monthly(annual: Decimal) -> Decimal:
    """A twelfth of a yearly amount, to the cent."""
    return cents(annual / 12)


def percent_of(amount: Decimal, percent: Decimal) -> Decimal:
    """That many percent of an amount, to the cent."""
    return cents(amount * percent / 100)


def down_payment_of(price: Decimal, dollars: Decimal | None, percent: Decimal | None) -> Decimal:
    """The down payment in dollars, given as dollars or as percent of the price.

    Raises ValueError when neither or both are given, when it is negative, or more than the price.
    """
    if dollars is None and percent is None:
        raise ValueError("The down payment is missing; give downPayment in dollars or downPaymentPercent, e.g. 20.")
    if dollars is not None and percent is not None:
        raise ValueError("downPayment and downPaymentPercent are both given; give one of them.")
    if percent is not None and not 0 <= percent <= 100:
        raise ValueError(f"downPaymentPercent is {percent}; it must be from 0 to 100.")
    down = cents(dollars) if dollars is not None else percent_of(price, percent)
    if not 0 <= down <= price:
        raise ValueError(f"downPayment is {down:,} dollars; it must be from 0 to the price of {price:,}.")
    return down


def highest_price(payment_at: Callable[[Decimal], Decimal], limit: Decimal) -> Decimal | None:
    """The highest price in whole dollars whose monthly payment is no more than the limit.

    payment_at: the monthly payment for a price; it must never fall as the price rises. None when even the cheapest
    home costs more a month than the limit.
    """
    if payment_at(Decimal(1)) > limit:
        return None
    low, high = 1, int(MOST_DOLLARS)
    while low < high:
        middle = (low + high + 1) // 2
        if payment_at(Decimal(middle)) <= limit:
            low = middle
        else:
            high = middle - 1
    return Decimal(low)


def cents(amount: Decimal) -> Decimal:
    """Rounded half up to the cent."""
    return amount.quantize(_CENT, ROUND_HALF_UP)


def _monthly(annual_rate_percent: Decimal) -> Decimal:
    return annual_rate_percent / 1200


def _check_loan(amount: Decimal, annual_rate_percent: Decimal, years: int) -> None:
    if not 0 <= amount <= MOST_DOLLARS:
        raise ValueError(f"The loan is {amount:,} dollars; it must be from 0 to {MOST_DOLLARS:,}.")
    if not 0 <= annual_rate_percent <= MOST_RATE_PERCENT:
        raise ValueError(
            f"annualRatePercent is {annual_rate_percent}; it must be from 0 to {MOST_RATE_PERCENT}, e.g. 6.5."
        )
    if not 1 <= years <= MOST_YEARS:
        raise ValueError(f"years is {years}; it must be from 1 to {MOST_YEARS}.")
