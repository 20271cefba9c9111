"""What a home costs a month, on its own page: `{% load payments %}`."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import template

from analytics.borrowing import USUAL_YEARS, Costs, monthly_cost

register = template.Library()
_USUAL_DOWN_PERCENT = "20"


@register.inclusion_tag("analytics/_monthly_payment.html", takes_context=True)
def monthly_payment(context: template.Context, home: dict[str, Any]) -> dict[str, Any]:
    """The form for a loan and, once the person has given their interest rate (`?rate=6.5`), what it comes to."""
    given = context["request"].GET
    terms = {"down": given.get("down", _USUAL_DOWN_PERCENT), "rate": given.get("rate", "")}
    terms["years"] = given.get("years", str(USUAL_YEARS))
    shown: dict[str, Any] = {"home": home, "terms": terms, "result": None, "problem": ""}
    if not terms["rate"].strip():
        return shown
    try:
        answer = monthly_cost(
            listing_id=home["listingId"],
            price=None,
            down_payment=None,
            down_payment_percent=_percent(terms["down"], "Down payment"),
            annual_rate_percent=_percent(terms["rate"], "Interest rate"),
            years=int(_percent(terms["years"], "Years")),
            costs=Costs(),
            by_year=False,
            user=context["request"].user,
        )
    except ValueError as error:
        return shown | {"problem": str(error)}
    return shown | {"result": answer.model_dump(mode="json", by_alias=True)}


def _percent(text: str, name: str) -> Decimal:
    """A number from 0 to 100 as people type it: 6.5, 6,5 or 6.5 %."""
    try:
        amount = Decimal(text.strip().rstrip("%").strip().replace(",", "."))
    except InvalidOperation:
        raise ValueError(f"{name} is {text[:20]!r}; write a number such as 6.5.") from None
    if not (amount.is_finite() and 0 <= amount <= 100):
        raise ValueError(f"{name} is {text[:20]!r}; it must be from 0 to 100.")
    return amount
