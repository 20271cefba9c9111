# ruff: noqa: E501  (a pattern cut in two is harder to read than a long one)
"""The plans for a home's monthly cost and for what an income carries; a question may change one figure of the last."""

from __future__ import annotations

from typing import Any

from agent.llm.offline import loan_answers, speech
from agent.llm.offline.borrowing import LOAN_TOOLS
from agent.llm.offline.draft import compiled
from agent.llm.offline.remarks import with_remarks
from agent.llm.offline.searching import pointed_at
from agent.llm.offline.speech import listed
from agent.llm.offline.steps import Context, Requests, Say, Step

Json = dict[str, Any]
# Arguments that stand for each other: naming one lets go of the others.
_EITHER = [{"downPayment", "downPaymentPercent"}, {"listingId", "price"}]
_NEEDED = {
    "home": "which home or price it is for, for example L001 or $650,000",
    "annualIncome": "your income a year before tax",
    "downPayment": "how much you would put down, in dollars or percent",
    "annualRatePercent": "the interest rate a year you were offered, for example 6.5 %; I do not guess one",
}


def asks_loan(context: Context) -> bool:
    """Whether a payment or a price to afford is asked for, or the last one for another home."""
    reading = context.reading
    if reading.loan_tool:
        return True
    follows = context.dialogue.last_tool() in LOAN_TOOLS and reading.refines and not reading.intents
    return follows and bool(reading.ids or reading.ordinals) and not reading.has_conditions


def loan(context: Context) -> Step:
    """The sum, once everything it needs was said; a rate is never made up."""
    reading = context.reading
    tool = reading.loan_tool or context.dialogue.last_tool()
    if done := context.now.done(tool):
        result = done[-1].result or {}
        if tool == "calculateMortgage":
            each = [paragraph for call in done for paragraph in loan_answers.mortgage(call.result or {})]
            return Say(with_remarks(each, context))
        homes = [call.result for call in context.now.done("getListing") if call.result]
        target = reading.target_price
        verdict = loan_answers.verdict(result, homes[-1] if homes else None, target)
        return Say(with_remarks([*verdict, *loan_answers.affordability(result)], context))
    if reading.ordinals and not pointed_at(context):
        return Say("The last list has no such home. Name another one of it, or a listing id such as L001.", reading)
    arguments = _arguments(context, tool)
    others, terms = arguments.pop("otherRates", []), arguments.pop("otherYears", [])
    missing = [_NEEDED[name] for name in _missing(arguments, tool)]
    if missing:
        return Say(f"For that I need {listed(missing)}.", reading, needs="loan")
    if tool == "calculateAffordability":
        arguments.pop("downPaymentPercent", None)
        home = _home_to_afford(context)
        if home and "getListing" in context.tools:  # first, so that the sum is what was spoken of last
            return Requests([("getListing", {"listingId": home}), (tool, arguments)])
    rates = (
        [*others, arguments["annualRatePercent"]] if tool == "calculateMortgage" else [arguments["annualRatePercent"]]
    )
    if others and len(rates) == 1:
        reading.unusable.append(f"a second rate of {others[0]:g} %")
    years = [{"years": each} for each in terms] + [{}]  # "a 15 and a 30 year loan"
    return Requests([(tool, arguments | {"annualRatePercent": rate} | term) for rate in rates for term in years])


def _home_to_afford(context: Context) -> str:
    """The home that "can I afford it" is about; a changed figure asks about the same home again."""
    if ids := pointed_at(context):
        if len(ids) > 1:
            context.remarks.append(f"One home at a time: this is {ids[0]}. Ask again for {listed(ids[1:])}.")
        return ids[0]
    turn = context.dialogue.before[-1] if context.dialogue.before else None
    again = turn and context.dialogue.last_tool() == "calculateAffordability" and not context.reading.target_price
    looked_up = turn.done("getListing") if again and turn else []
    return str(looked_up[-1].arguments.get("listingId", "")) if looked_up else ""


def _arguments(context: Context, tool: str) -> Json:
    reading = context.reading
    terms: Json = dict(reading.loan)
    if tool == "calculateMortgage" and "price" not in terms and (ids := _home(context)):
        terms["listingId"] = ids[0]
        if len(ids) > 1:
            context.remarks.append(f"One home at a time: this is {ids[0]}. Ask again for {listed(ids[1:])}.")
    last = context.dialogue.last(*LOAN_TOOLS)
    if last is None or not _goes_on(context, terms):
        return terms
    kept = {name: value for name, value in last.arguments.items() if last.name == tool or name in _SHARED}
    for either in _EITHER:
        if either & terms.keys():
            kept = {name: value for name, value in kept.items() if name not in either}
    if compiled(_NO_DEBTS).search(reading.text.lower()):
        kept.pop("monthlyDebts", None)
    if (
        "downPayment" in terms
        and last.arguments.get("downPayment")
        and compiled(_MORE_DOWN).search(reading.text.lower())
    ):
        terms["downPayment"] += last.arguments["downPayment"]
        context.remarks.append(f"With what was put down before, that is {speech.dollars(terms['downPayment'])} down.")
    if "monthlyDebts" in terms and kept.get("monthlyDebts") and compiled(_ONE_MORE).search(reading.text.lower()):
        terms["monthlyDebts"] += kept["monthlyDebts"]
        context.remarks.append(f"With the debts named before, that is {speech.dollars(terms['monthlyDebts'])} a month.")
    return kept | terms


# "20,000 more for the down payment", "grandma adds 30k to it": an increment, no new sum.
_MORE_DOWN = r"\d(?:k|,\d{3})? (?:thousand )?(?:dollars )?(?:more|extra|additional|on top)\b|\b(?:another|an? (?:extra|additional)|additional|extra) \$?\d|\b(?:adds?|adding|chips? in|throws? in|contributes?)\b[^.?!]{0,12}\d"
_ONE_MORE = r"^(?:oh |ok(?:ay)?,? )?and (?:an?|the|my|our)\b|\b(?:forgot|also|another|on top|plus|additional(?:ly)?|as well|too)\b"
_NO_DEBTS = r"\b(?:no|without(?: any| the)?|zero|paid off(?: the| my| our| all)?) (?:monthly |other |more )*(?:debts?|car(?: loan| payment)?|loans|student loans?)\b"
_SHARED = {"annualRatePercent", "downPayment", "years", "insuranceAnnual", "associationFeeMonthly"}


def _goes_on(context: Context, terms: Json) -> bool:
    """Whether figures of the last sum still hold: it was the last thing spoken of, or it was asked about again."""
    return context.dialogue.last_tool() in LOAN_TOOLS or "same" in context.reading.text.lower().split()


def _home(context: Context) -> list[str]:
    ids = pointed_at(context)
    of_loan = context.dialogue.last_tool() in LOAN_TOOLS
    if not ids and not of_loan and context.dialogue.focus():
        ids = [context.dialogue.focus()]
    return ids


def _missing(arguments: Json, tool: str) -> list[str]:
    missing = []
    if tool == "calculateMortgage":
        missing += [] if {"listingId", "price"} & arguments.keys() else ["home"]
        missing += [] if {"downPayment", "downPaymentPercent"} & arguments.keys() else ["downPayment"]
    else:
        missing += [name for name in ("annualIncome", "downPayment") if name not in arguments]
        if arguments.get("downPaymentPercent") == 0 and "downPayment" in missing:
            missing.remove("downPayment")
            arguments["downPayment"] = 0
    return missing + ([] if "annualRatePercent" in arguments else ["annualRatePercent"])
