"""What the mortgage tools answer, as it goes over the wire: every sum to the cent, every assumption with its source."""

from __future__ import annotations

from typing import Literal

from realestate.wire import Number, WireModel

AssumptionSource = Literal["given", "from the listing", "assumed", "not known: left out"]
Unit = Literal["dollars", "dollarsPerMonth", "dollarsPerYear", "percent", "percentPerYear", "years"]

ROUNDING = (
    "Level monthly payments; the payment and each month's interest (a twelfth of the annual rate) are rounded half up "
    "to the cent, and the last payment clears the loan."
)
NO_PROMISE = "An estimate from the figures listed, not a loan offer: a lender decides on terms and whether to lend."


class PaymentPart(WireModel):
    """One part of the monthly payment, US dollars to the cent. share: percent of the payment."""

    name: Literal["principalAndInterest", "propertyTax", "insurance", "associationFee", "mortgageInsurance"]
    label: str
    amount: Number
    share: Number


class Assumption(WireModel):
    """One figure the sum rests on, and where it comes from. value is null for what is left out."""

    name: str
    label: str
    value: Number | None
    unit: Unit
    source: AssumptionSource
    note: str


class LoanYear(WireModel):
    """What one year's payments were for, and what is owed at its end. US dollars."""

    year: int
    principal: Number
    interest: Number
    balance: Number


class Loan(WireModel):
    """The loan over its life. payments: how many monthly ones; the last is `lastPayment`, the others alike."""

    amount: Number
    annual_rate_percent: Number
    years: int
    monthly_payment: Number
    payments: int
    last_payment: Number
    total_interest: Number
    total_paid: Number
    mortgage_insurance_months: int | None
    by_year: list[LoanYear]


class MortgageAnswer(WireModel):
    """monthlyPayment is the sum of `parts`: of the known ones, so see the assumptions that are left out."""

    listing_id: str | None
    address: str
    price: Number
    down_payment: Number
    down_payment_percent: Number
    monthly_payment: Number
    parts: list[PaymentPart]
    loan: Loan
    assumptions: list[Assumption]
    left_out: list[str]
    rounding: str
    notes: list[str]


class AffordabilityAnswer(WireModel):
    """The highest price whose monthly payment stays within both limits; null with `reason` when there is none.

    housingLimit, debtLimit: dollars a month for the home, by the two ratios. limitedBy names the lower one.
    """

    highest_price: Number | None
    reason: str
    down_payment: Number
    loan_amount: Number | None
    monthly_payment: Number | None
    parts: list[PaymentPart]
    monthly_income: Number
    housing_limit: Number
    debt_limit: Number
    limited_by: Literal["housing", "debts"]
    rule: str
    assumptions: list[Assumption]
    left_out: list[str]
    rounding: str
    notes: list[str]
