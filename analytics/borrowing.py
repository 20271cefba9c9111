"""What a home costs a month, and the price an income carries: known figures, and what had to be left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from analytics import mortgage
from analytics.mortgage import DEBT_PERCENT as DEBT
from analytics.mortgage import HOUSING_PERCENT as HOUSING
from analytics.mortgage_answers import (
    NO_PROMISE,
    ROUNDING,
    AffordabilityAnswer,
    Assumption,
    AssumptionSource,
    Loan,
    LoanYear,
    MortgageAnswer,
    PaymentPart,
)
from listings.models import Listing
from listings.search import with_ids

USUAL_YEARS = 30
_USUALLY_INSURED_UNDER = 20  # percent down
_TENTH = Decimal("0.1")
_LABELS = {
    "principalAndInterest": "Principal and interest",
    "propertyTax": "Property tax",
    "insurance": "Home insurance",
    "associationFee": "Association fee",
    "mortgageInsurance": "Mortgage insurance",
}
_INSURANCE = _LABELS["mortgageInsurance"]
_RULE = (
    "The customary 28/36 guideline: the home at most {housing:f} percent of income before tax, the home and all other "
    "debts at most {debt:f} percent (36 percent is also the base limit of Fannie Mae's Selling Guide, B3-6-02, for "
    "manual underwriting). Lenders differ."
)


@dataclass(frozen=True)
class Costs:
    """What a person gave of a home's running costs, US dollars; None where nothing was said.

    tax_percent: property tax a year in percent of the price, for a home that is not chosen yet.
    insurance_percent: mortgage insurance a year in percent of the loan.
    """

    tax_annual: Decimal | None = None
    tax_percent: Decimal | None = None
    insurance_annual: Decimal | None = None
    fee_monthly: Decimal | None = None
    insurance_percent: Decimal | None = None


@dataclass
class _Sheet:
    """Assumptions as they are made, each with its source."""

    assumptions: list[Assumption] = field(default_factory=list)

    def note(
        self, name: str, label: str, value: Decimal | int | None, unit: str, source: AssumptionSource, note: str = ""
    ) -> None:
        self.assumptions.append(
            Assumption(name=name, label=label, value=value, unit=unit, source=source, note=note)  # type: ignore[arg-type]
        )

    def left_out(self) -> list[str]:
        return [each.label.lower() for each in self.assumptions if each.source == "not known: left out"]


def monthly_cost(
    *,
    listing_id: str | None,
    price: Decimal | None,
    down_payment: Decimal | None,
    down_payment_percent: Decimal | None,
    annual_rate_percent: Decimal,
    years: int | None,
    costs: Costs,
    by_year: bool,
    user: Any,
) -> MortgageAnswer:
    """The monthly payment for a listing or a price. Raises ValueError with a sentence that says what would work."""
    home = _home(listing_id, user) if listing_id else None
    sheet = _Sheet()
    price = _price(home, price, sheet)
    down = mortgage.down_payment_of(price, down_payment, down_payment_percent)
    percent = (down * 100 / price).quantize(Decimal("0.01"))
    if down_payment_percent is not None:
        sheet.note("downPaymentPercent", "Down payment", down_payment_percent, "percent", "given", f"${down:,}")
    else:
        sheet.note("downPayment", "Down payment", down, "dollars", "given", f"{percent.normalize():f} % of the price")
    _note_terms(sheet, annual_rate_percent, years)
    years = years or USUAL_YEARS
    costs = _with_costs_of(home, costs, sheet)
    _note_mortgage_insurance(sheet, costs, insured=percent < _USUALLY_INSURED_UNDER)
    loan = mortgage.schedule(price - down, annual_rate_percent, years)
    parts = _parts(price, loan.amount, loan.payment, costs)
    return MortgageAnswer(
        listing_id=home.listing_id if home else None,
        address=home.shown_address if home else "",
        price=price,
        down_payment=down,
        down_payment_percent=percent,
        monthly_payment=_total(parts),
        parts=parts,
        loan=_loan(loan, price, annual_rate_percent, years, costs, by_year=by_year),
        assumptions=sheet.assumptions,
        left_out=sheet.left_out(),
        rounding=ROUNDING,
        notes=[NO_PROMISE, *_about(home)],
    )


def affordable_price(
    *,
    annual_income: Decimal,
    down_payment: Decimal,
    annual_rate_percent: Decimal,
    years: int | None,
    monthly_debts: Decimal | None,
    costs: Costs,
    housing_percent: Decimal | None,
    debt_percent: Decimal | None,
) -> AffordabilityAnswer:
    """The highest price within both ratios. Raises ValueError for a rate or years out of bounds."""
    sheet = _Sheet()
    sheet.note("annualIncome", "Income a year, before tax", annual_income, "dollarsPerYear", "given")
    sheet.note("downPayment", "Down payment", down_payment, "dollars", "given")
    _note_terms(sheet, annual_rate_percent, years)
    years = years or USUAL_YEARS
    _note_or_assume(sheet, "monthlyDebts", "Other debts a month", monthly_debts, "dollarsPerMonth", Decimal(0))
    housing = _note_or_assume(sheet, "housingPercent", "Home at most", housing_percent, "percent", HOUSING)
    total = _note_or_assume(sheet, "debtPercent", "Home and debts at most", debt_percent, "percent", DEBT)
    for name, label, value, unit in (
        ("propertyTaxPercent", "Property tax", costs.tax_percent, "percentPerYear"),
        ("insuranceAnnual", "Home insurance", costs.insurance_annual, "dollarsPerYear"),
        ("associationFeeMonthly", "Association fee", costs.fee_monthly, "dollarsPerMonth"),
        ("mortgageInsurancePercent", "Mortgage insurance", costs.insurance_percent, "percentPerYear"),
    ):
        sheet.note(name, label, value, unit, "not known: left out" if value is None else "given")
    monthly_income = mortgage.monthly(annual_income)
    housing_limit = mortgage.percent_of(monthly_income, housing)
    debt_limit = max(Decimal(0), mortgage.percent_of(monthly_income, total) - (monthly_debts or 0))

    def parts_at(price: Decimal) -> list[PaymentPart]:
        loan = max(Decimal(0), price - down_payment)
        # Lenders ask for mortgage insurance below a fifth down; from there on its rate is left aside.
        insured = loan * 100 > price * (100 - _USUALLY_INSURED_UNDER)
        payable = costs if insured else Costs(**costs.__dict__ | {"insurance_percent": None})
        return _parts(price, loan, mortgage.level_payment(loan, annual_rate_percent, years), payable)

    mortgage.level_payment(Decimal(0), annual_rate_percent, years)  # what is out of bounds is said before any search
    limit = min(housing_limit, debt_limit)
    highest = mortgage.highest_price(lambda price: _total(parts_at(price)), limit)
    parts = parts_at(highest) if highest is not None else []
    return AffordabilityAnswer(
        highest_price=highest,
        reason="" if highest is not None else _too_little(limit, housing_limit, debt_limit),
        down_payment=down_payment,
        loan_amount=None if highest is None else max(Decimal(0), highest - down_payment),
        monthly_payment=None if highest is None else _total(parts),
        parts=parts,
        monthly_income=monthly_income,
        housing_limit=housing_limit,
        debt_limit=debt_limit,
        limited_by="housing" if housing_limit <= debt_limit else "debts",
        rule=_RULE.format(housing=housing.normalize(), debt=total.normalize()),
        assumptions=sheet.assumptions,
        left_out=sheet.left_out(),
        rounding=ROUNDING,
        notes=[NO_PROMISE],
    )


# --- What the sum rests on ----------------------------------------------------------------------------------------
def _home(listing_id: str, user: Any) -> Listing:
    homes, unknown = with_ids([listing_id], visible_to=user)
    if unknown:
        raise ValueError(
            f"There is no listing {listing_id!r}. Give a listingId that findListings returned, or a price."
        )
    return homes[0]


def _price(home: Listing | None, price: Decimal | None, sheet: _Sheet) -> Decimal:
    if price is not None:
        if not 0 < price <= mortgage.MOST_DOLLARS:
            raise ValueError(f"price is {price}; it must be above 0 and at most {mortgage.MOST_DOLLARS:,}.")
        sheet.note("price", "Price", mortgage.cents(price), "dollars", "given")
        return mortgage.cents(price)
    if home is None:
        raise ValueError("The price is missing; give listingId or price.")
    if not home.price:
        raise ValueError(f"No price is known for {home.listing_id}; give price.")
    note = "what it sold for" if home.close_price is not None else "list price"
    sheet.note("price", "Price", home.price, "dollars", "from the listing", note)
    return home.price


def _note_terms(sheet: _Sheet, annual_rate_percent: Decimal, years: int | None) -> None:
    sheet.note("annualRatePercent", "Interest rate", annual_rate_percent, "percentPerYear", "given", "fixed")
    _note_or_assume(sheet, "years", "Term", years, "years", USUAL_YEARS)


def _note_or_assume(sheet: _Sheet, name: str, label: str, value: Any, unit: str, usual: Any) -> Any:
    sheet.note(name, label, usual if value is None else value, unit, "assumed" if value is None else "given")
    return usual if value is None else value


def _with_costs_of(home: Listing | None, costs: Costs, sheet: _Sheet) -> Costs:
    """The running costs given, else those of the listing; what neither knows is noted as left out."""

    def known(name: str, label: str, unit: str, given: Decimal | None, column: str) -> Decimal | None:
        listed = getattr(home, column) if home and column else None
        if given is not None:
            sheet.note(name, label, given, unit, "given")
        elif listed is not None:
            sheet.note(name, label, listed, unit, "from the listing")
        else:
            lack = home.source.lacks.get(column) if home and column else None
            sheet.note(name, label, None, unit, "not known: left out", lack or "")
        return listed if given is None else given

    return Costs(
        tax_annual=known("propertyTaxAnnual", "Property tax", "dollarsPerYear", costs.tax_annual, "tax_annual_amount"),
        insurance_annual=known("insuranceAnnual", "Home insurance", "dollarsPerYear", costs.insurance_annual, ""),
        fee_monthly=known(
            "associationFeeMonthly", "Association fee", "dollarsPerMonth", costs.fee_monthly, "association_fee"
        ),
        insurance_percent=costs.insurance_percent,
    )


def _note_mortgage_insurance(sheet: _Sheet, costs: Costs, *, insured: bool) -> None:
    """Mortgage insurance belongs to the sum when it is given, and is missed only with less than a fifth down."""
    if costs.insurance_percent is not None:
        note = "of the loan, until 78 % of the price is owed"
        sheet.note("mortgageInsurancePercent", _INSURANCE, costs.insurance_percent, "percentPerYear", "given", note)
    elif insured:
        note = f"lenders usually ask for it with less than {_USUALLY_INSURED_UNDER} % down"
        sheet.note("mortgageInsurancePercent", _INSURANCE, None, "percentPerYear", "not known: left out", note)


# --- The sum ------------------------------------------------------------------------------------------------------
def _parts(price: Decimal, amount: Decimal, payment: Decimal, costs: Costs) -> list[PaymentPart]:
    """The known parts above 0, each rounded to the cent before they are added up."""
    tax = costs.tax_annual if costs.tax_percent is None else price * costs.tax_percent / 100
    amounts = {
        "principalAndInterest": payment,
        "propertyTax": mortgage.monthly(tax or Decimal(0)),
        "insurance": mortgage.monthly(costs.insurance_annual or Decimal(0)),
        "associationFee": mortgage.cents(costs.fee_monthly or Decimal(0)),
        "mortgageInsurance": mortgage.monthly(amount * (costs.insurance_percent or Decimal(0)) / 100),
    }
    total = sum(amounts.values())
    return [
        PaymentPart(name=name, label=_LABELS[name], amount=each, share=(each * 100 / total).quantize(_TENTH))  # type: ignore[arg-type]
        for name, each in amounts.items()
        if each
    ]


def _total(parts: Sequence[PaymentPart]) -> Decimal:
    return sum((part.amount for part in parts), Decimal(0))


def _loan(
    loan: mortgage.Schedule, price: Decimal, annual_rate_percent: Decimal, years: int, costs: Costs, *, by_year: bool
) -> Loan:
    insured = costs.insurance_percent is not None
    return Loan(
        amount=loan.amount,
        annual_rate_percent=annual_rate_percent,
        years=years,
        monthly_payment=loan.payment,
        payments=loan.payments,
        last_payment=loan.last_payment,
        total_interest=loan.total_interest,
        total_paid=loan.amount + loan.total_interest,
        mortgage_insurance_months=loan.months_above(price * mortgage.INSURED_ABOVE) if insured else None,
        by_year=[
            LoanYear(year=each.year, principal=each.principal, interest=each.interest, balance=each.balance)
            for each in loan.years
        ]
        if by_year
        else [],
    )


def _too_little(limit: Decimal, housing_limit: Decimal, debt_limit: Decimal) -> str:
    if not debt_limit:
        return "The other debts alone reach the limit for all debts, so nothing is left for a home by this guideline."
    return f"The costs beside the loan are already above the ${limit:,} a month that this guideline leaves for a home."


def _about(home: Listing | None) -> list[str]:
    if home is None or home.close_price is None:
        return []
    return [f"{home.listing_id} is sold; the price is what it sold for."]
