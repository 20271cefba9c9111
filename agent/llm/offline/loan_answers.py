"""Answers about borrowing: the sum first, its parts to the cent, then everything it rests on and leaves out."""

from __future__ import annotations

from typing import Any

from agent.llm.offline import speech

Json = dict[str, Any]
_UNITS = {"dollarsPerMonth": " a month", "dollarsPerYear": " a year", "percentPerYear": " % a year", "percent": " %",
          "years": " years"}  # fmt: skip
_SOURCES = {"given": "as you said", "from the listing": "from the listing", "assumed": "assumed"}


def mortgage(result: Json) -> list[str]:
    """What a home costs a month."""
    loan = result["loan"]
    home = (
        f"{result['listingId']}, {result['address'] or 'address withheld'}, at" if result["listingId"] else "a price of"
    )
    opening = (
        f"**{cents(result['monthlyPayment'])} a month** for {home} {money(result['price'])}, with "
        f"{money(result['downPayment'])} ({result['downPaymentPercent']:g} %) down and "
        f"{loan['annualRatePercent']:g} % over {loan['years']} years."
    )
    life = (
        f"The loan is {money(loan['amount'])}; over {speech.count(loan['payments'], 'payment')} its interest comes to "
        f"{cents(loan['totalInterest'])}."
    )
    paragraphs = [opening, _parts(result), life, *_basis(result)]
    return [*paragraphs, "Next: “same with 10 % down”, “and at 7 %?”, or “over 15 years”."]


def affordability(result: Json) -> list[str]:
    """The highest price an income carries; never a promise."""
    if result["highestPrice"] is None:
        return [f"No price fits these figures. {result['reason']}", *_basis(result), "Change one figure to try again."]
    limit = "the share for the home" if result["limitedBy"] == "housing" else "the share for the home and other debts"
    opening = (
        f"**Up to {money(result['highestPrice'])}**, with {money(result['downPayment'])} down: a loan of "
        f"{money(result['loanAmount'])} and {cents(result['monthlyPayment'])} a month. What limits it is {limit}."
    )
    promise = "This is no promise of credit."
    rule = f"{result['rule']}"
    paragraphs = [f"{opening} {promise}", _parts(result), rule, *_basis(result)]
    return [*paragraphs, "Next: “and at 7 %?”, “with 500 a month in debts”, or “homes under that price”."]


def verdict(result: Json, home: Json | None, target_price: int) -> list[str]:
    """Whether one home, or one price, lies within what the income carries: a comparison of two figures, no more."""
    highest = result["highestPrice"]
    if home is None and not target_price:
        return []
    what = f"{home['listingId']}, {speech.address(home)}," if home else "a home"
    price = home.get("price") if home else target_price
    if price is None:
        return [f"No price is recorded for {what.rstrip(',')}, so it cannot be compared."]
    status = str((home or {}).get("standardStatus") or "Active")
    sold = f" It is not for sale: its status is {status}." if status != "Active" else ""
    if highest is None:
        return []
    apart = abs(highest - price)
    if price <= highest:
        return [f"**Yes, by this sum**: {what} at {money(price)} is {money(apart)} under the highest price.{sold}"]
    return [f"**No, not by this sum**: {what} at {money(price)} is {money(apart)} over the highest price.{sold}"]


def _parts(result: Json) -> str:
    parts = [part for part in result["parts"] if part["amount"]]
    return "\n".join(f"- {part['label']}: {cents(part['amount'])} a month" for part in parts)


def _basis(result: Json) -> list[str]:
    known = [each for each in result["assumptions"] if each["value"] is not None]
    sentences = [f"Assumptions: {'; '.join(_assumption(each) for each in known)}."] if known else []
    if result["leftOut"]:
        sentences.append(f"Not in this sum, because it is not known: {speech.listed(result['leftOut'])}.")
    return [" ".join(sentences), *([" ".join(result["notes"])] if result["notes"] else [])]


def _assumption(each: Json) -> str:
    unit = _UNITS.get(each["unit"], "")
    value = money(each["value"]) if each["unit"].startswith("dollars") else f"{each['value']:g}"
    label = each["label"][0].lower() + each["label"][1:]
    return f"{label} {value}{unit} ({_SOURCES.get(each['source'], each['source'])})"


def money(value: float) -> str:
    """$165,000; with cents where there are some."""
    return f"${value:,.0f}" if value == int(value) else f"${value:,.2f}"


def cents(value: float) -> str:
    """$4,171.65, always to the cent."""
    return f"${value:,.2f}"
