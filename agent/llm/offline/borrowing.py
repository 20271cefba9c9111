# ruff: noqa: E501  (a pattern cut in two is harder to read than a long one)
"""Loans and incomes in a question: "20 % down at 6.5 %", "15 years", "140k income" -> arguments of the two calculators."""

from __future__ import annotations

import re
from typing import Any

from agent.llm.offline.amounts import AMOUNT, dollars
from agent.llm.offline.draft import TAKEN, Draft, compiled
from agent.llm.offline.incomes import read_income

LOAN_TOOLS = ("calculateMortgage", "calculateAffordability")
LEAST_PRICE = 1_000  # dollars; anything less is no price of a home
HIGHEST_RATE = 25  # percent a year; a larger one is a slip, and the tools refuse it
_LEAST_SHARE = 10  # a bare percentage from here on is what is put down
_USUAL_RATE = 12  # of two percents the one up to here is the rate, the other what is put down

MORTGAGE = (
    r"\bmortgages?\b|\bp ?& ?i\b|\brate\b[^.?!]{0,15}\d.*\b(?:down|term)\b|\bdown\b.*\brate\b[^.?!]{0,8}\d|\d\s?(?:k|m|mil\w*|thousand|dollar)? loan\b|\bmonthly (?:payments?|costs?|cost|sum|rates?)\b|\b(?:home |house |a |my |the )loans?\b|\bloan (?:payment|of|amount)\b|\bdown[\s-]?payment\b"
    r"|(?:%|percent|pct|\dk?|money|nothing|zero) down\b|\b(?:costs?|pay|paying|payments?|owe|run me|runs?|set (?:me|us) back|come to|be|much (?:is|are|would|for))\b.{0,50}(?:\b(?:a|per|each|every)|/) ?(?:month|mo)\b"
    r"|\bput(?:ting)? down\b|(?:%|percent\b).{0,40}\b(?:down|\d+ ?(?:years?|yrs?))\b|\bdown\b.{0,60}(?:%|percent\b)|(?:%|percent\b).{0,80}\b(?:a|per|each|every) month\b|\brates? (?:drops?|falls?|goes?|rises?|climbs?)\b"
    r"|\bpayments? (?:on|for|be|would|of|if)\b|\binterest rates?\b|\bfinanc(?:e|ed|ing)\b(?! advice)|\b(?:apr|piti)\b|\bwhat would (?:i|we) pay\b|\bborrow(?:ing)?\b"
)
AFFORDABILITY = (
    rf"\b(?:can|could|would|do) (?:i|we)\b.{{0,20}}\bafford\b.{{0,14}}(?:{TAKEN}|\b(?:it|this|that)\b(?: one| home| house)?|\bthe (?:first|second|third|fourth|fifth|last)\b)"
    r"|\b(?:can|could) (?:i|we)\b.{0,20}\bafford\b.{0,60}(?:\ba year\b|\bper year\b|/ ?ye?a?r\b|\bannually\b)|"
    r"\b(?:what|how much|which|how expensive)\b.{0,40}\b(?:can|could|would|do) (?:i|we)\b.{0,12}\b(?:afford|borrow|buy)\b(?! (?:in|near)\b)|\bafford\b.{0,60}\b(?:income|salary|mak(?:e|ing)|earn\w*|wages?)\b"
    r"|\b(?:income|salary|earn(?:ing)?|wages?)\b.{0,60}\bafford\b|\b(?:my|our|with|on|household|annual|gross)\b.{0,20}\b(?:income|salary)\b|\b(?:income|salary)\b(?:,| is| of|:)*\s?\$?\d|\baffordability\b|\b(?:bring(?:ing)?|tak(?:e|ing)) (?:home|in)\b.{0,15}\d|\b(?:i|we) gross\b.{0,15}\d|(?:\band|,) (?:make|earn|bring in) (?!it\b|that\b|them\b|this\b).{0,12}\d{2}|\b(?:can|could) (?:i|we)\b.{0,12}\b(?:swing|manage|handle|carry|buy|get)\b.{0,24}\b(?:on|with|making|earning)\b.{0,12}\d[^.?!]{0,12}\b(?:a year|income|salary)\b|\b(?:she|he|wife|husband|partner|spouse) (?:earns|makes|brings in)\b.{0,15}\d|\bincomes of\b.{0,15}\d|\b(?:couple|family|household|somebody|someone|buyer)s? (?:mak|earn|bring)ing\b.{0,15}\d|\b(?:i|we) (?:make|earn)\b.{0,15}\d|\bhow much (?:house|home)\b"
)
# What a question about the last sum changes in it.
_CHANGES = r"%|\bpercent\b|\bpct\b|\bdown\b|\brates?\b|(?<!last )(?<!past )\b\d+[\s-]?(?:years?|yrs?)\b|\d[^.?!]{0,12}\b(?:a|per|each|every|/) ?(?:month|mo)\b|\b(?:ratios?|front-?\s?end|back-?\s?end)\b|\bincome\b|\bdebts?\b|\bhoa\b|\binsurance\b|\btax(?:es)?\b|\bpmi\b|\bterm\b|\binterest\b|\b(?:make|earn)\b|\bsavings?\b|\bsaved\b|\b(?:car|student|auto|truck|other) (?:loans?|payments?|notes?)\b|\bloans?\b|\bpayments?\b|\byear(?:ly)?[- ](?:by[- ]year|breakdown|schedule|table)\b|\bamorti[sz]\w+\b"
_GOES_ON = (
    rf"^(?:ok(?:ay)?,? |so,? )?(?:and|what about|how about|what if|same|but|now|then|or|for|at|with)\b.*(?:\d|{TAKEN})"
)
_OF_HOMES = r"\b(?:homes|houses|condos|townho\w+|listings|properties|bed(?:room)?s?|bath(?:room)?s?|find|search|show|compare|sq ?ft)\b"
_PERCENT = r"(\d{1,3}(?:\.\d+)?)\s?(?:%|percent\b|per cent\b|pct\b)"
_DOWN = r"(?:down(?:[\s-]?payment)?\b|deposit\b)"
_A = AMOUNT
_TIME = r"(?:\s?(?:a|per|each|every|/)\s?(month|mo|year|yr|annum)\b|\s?(monthly|yearly|annually)\b)?"
_IS = r"(?:\s?(?:of|is|are|was|:|=|at|about|around|with|up to|to|(?:runs?|costs?|takes?)(?: me| us)?)){0,3}\s?"
_OF = r"(?:\s?(?:of|is|are|was|:|=)){0,2}\s?"
_TARGET = rf"\bafford (?:to buy )?(?:an? |the |this )?({_A})(?!\s?(?:a|per|each|/)\s?(?:month|mo|year|yr)\b|\s?{_DOWN}|\s?(?:of )?(?:income|salary|household))(?:\s(?:home|house|condo|townhouse|place|property|one))?"
# The bare answer to "how much would you put down?".
_BARE_SUM = rf"(?:\d|{TAKEN}).*;\s*(?:about |around )?({_A})\W*$"
_NOTHING_DOWN = r"\b(?:nothing|zero|no|0|no money|without (?:a |any )?)\s?down[\s-]?(?:payment)?\b|\bwithout (?:a |any )?(?:down[\s-]?payment|deposit)\b"


def read_loan(draft: Draft, topic: str) -> tuple[str, dict[str, Any]]:
    """Which calculator is asked, or "", and the arguments this question gives. topic: the tool of the turn before."""
    act = _calculator(draft, topic)
    if not act:
        return "", {}
    terms: dict[str, Any] = {}
    if act == "calculateAffordability" and (match := draft.take_one(_TARGET)):
        terms["targetPrice"] = _dollars(draft, match[1], match)
    draft.take(
        r"\b(?:instead of|rather than|not) (?:an? |the )?(?:usual |standard |normal )?\$?\d[\d.,]*(?:/\d+)?(?:k|%)?(?: ?(?:percent|years?|yrs?)\b)?(?: down\b)?"
    )
    _costs(draft, terms, act)
    if act == "calculateMortgage" and draft.take(_BY_YEAR):
        terms["byYear"] = True
    if act == "calculateAffordability":
        _shares(draft, terms)
    _down_payment(draft, terms, act)
    _term_and_rate(draft, terms)
    if act == "calculateAffordability":
        read_income(draft, terms)
        _what_they_have(draft, terms)
    _price(draft, terms, act)
    for pattern in (
        MORTGAGE,
        AFFORDABILITY,
        r"\b(?:interest|fixed|rate|apr|term|payment|income|salary|loan|savings?|saved|put|putting|month(?:ly)?|year(?:ly|s)?|per|same|gross|household|annual|before tax(?:es)?|afford|make|earn|price|hoa|deposit|down|owe|amortiz\w+|amortis\w+|calculate|credit|p&i|total|assuming|assume|say|please|30|15)\b",
    ):
        draft.take(pattern)
    return act, terms


def _calculator(draft: Draft, topic: str) -> str:
    if compiled(AFFORDABILITY).search(draft.rest) and not _is_budget(draft):
        return "calculateAffordability"
    if compiled(MORTGAGE).search(draft.rest) and not compiled(r"\bmonth of\b|\bby month\b").search(draft.rest):
        return "calculateMortgage" if topic != "calculateAffordability" or _names_home(draft) else topic
    changes = compiled(_CHANGES).search(draft.rest) or compiled(_GOES_ON).search(draft.rest)
    if topic in LOAN_TOOLS and changes and not compiled(_OF_HOMES).search(draft.rest):
        return topic
    return ""


def _is_budget(draft: Draft) -> bool:
    """ "What can I afford with 750k in Seattle" is a search up to that: nothing is said of income or a loan."""
    loan = compiled(
        r"%|\b(?:percent|down|income|salary|earn\w*|mak(?:e|ing)|wages?|debts?|savings|rate|a year|per year)\b"
    )
    priced = compiled(_A).search(draft.rest) and not loan.search(draft.rest)
    return bool(priced or compiled(r"\b(?:homes|houses|condos) (?:i|we) can afford\b").search(draft.rest))


def _names_home(draft: Draft) -> bool:
    return bool(compiled(rf"{TAKEN}|\b(?:mortgage|payment)s? (?:on|for)\b").search(draft.rest))


def _costs(draft: Draft, terms: dict[str, Any], act: str) -> None:
    """Taxes, insurance, fees and debts, each with its time; a month's insurance or tax is twelve times that a year."""
    if match := draft.take_one(rf"\b(?:pmi|mortgage insurance){_IS}{_PERCENT}|{_PERCENT} (?:pmi|mortgage insurance)\b"):
        terms["mortgageInsurancePercent"] = _number(match[1] or match[2])
    if match := draft.take_one(
        rf"\b(?:property )?tax(?:es)?(?: rate)?{_IS}{_PERCENT}|{_PERCENT} (?:property )?tax(?:es)?\b(?!\s?(?:of |are |is )?\$?\d)"
    ):
        if act == "calculateAffordability":
            terms["propertyTaxPercent"] = _number(match[1] or match[2])
        else:
            draft.unusable.append(f"{draft.said(*match.span()).strip()} (say the tax in dollars a year)")
    for pattern in _cost_forms(draft):
        for name, what, yearly in _COSTS:
            for match in draft.take(pattern.replace("{what}", what)):
                _put_cost(draft, terms, match, name=name, yearly=yearly)
    if "monthlyDebts" in terms and act == "calculateMortgage":
        terms.pop("monthlyDebts")
    if "propertyTaxAnnual" in terms and act == "calculateAffordability":
        terms.pop("propertyTaxAnnual")
        draft.unusable.append("the property tax in dollars (say it in percent of the price a year)")


# "HOA 350" and "350 HOA": what stands behind the last word for a cost tells how the others are said.
_COST_AND_AMOUNT = (
    r"\b{what}(?:,? (?:it's|it is|its|they're|they are|that's|which is|takes?|runs?|costs?|comes? to|for|about))?"
    rf"(?:,(?=\s?{_A}\s?(?:a|per|each|every|/|month)))?{_IS}({_A}){_TIME}"
)
_AMOUNT_AND_COST = rf"({_A}){_TIME}\s?(?:in |of |for |on |as |to |toward |towards )?(?:my |our |the |other |a |two |both |\d )*{{what}}"


def _cost_forms(draft: Draft) -> tuple[str, str]:
    nouns = "|".join(what for _, what, _ in _COSTS)
    last = list(compiled(rf"\b(?:{nouns})").finditer(draft.rest))
    behind = last and compiled(rf"[^\d,;.]{{0,15}}{_A}").match(draft.rest, last[-1].end())
    return (_COST_AND_AMOUNT, _AMOUNT_AND_COST) if behind or not last else (_AMOUNT_AND_COST, _COST_AND_AMOUNT)


def _put_cost(draft: Draft, terms: dict[str, Any], match: re.Match, *, name: str, yearly: bool) -> None:
    amount, spoken = _exact(match[1]), match[2] or match[3] or ""
    if yearly:
        amount *= 12 if spoken.startswith("mo") else 1
        if not spoken:
            draft.notes.append(f"“{draft.said(*match.span()).strip()}” was read as an amount a year")
    elif spoken.startswith(("y", "annu")):
        amount = round(amount / 12, 2)
    terms[name] = terms.get(name, 0) + amount


_COSTS = [
    ("associationFeeMonthly", r"(?:hoa|association)(?: (?:fees?|dues))?\b", False),
    ("insuranceAnnual", r"(?:home(?:owners?'?)? |house )?insurance\b", True),
    ("propertyTaxAnnual", r"(?:property )?tax(?:es)?\b", True),
    ("monthlyDebts", r"(?:(?:other |monthly )?debts?|(?:car|student|auto|truck|credit card|card)s?(?: (?:loans?|payments?|notes?|debts?))?|(?:other )?loans|debts|other payments)\b(?: payments?)?", False),
]  # fmt: skip


_BY_YEAR = r"\b(?:year[- ]by[- ]year|by year|each year|amorti[sz]ation)\b(?: (?:schedule|table|breakdown|plan))?|\byearly (?:schedule|table|breakdown|plan)\b"


def _shares(draft: Draft, terms: dict[str, Any]) -> None:
    """ "45 % total debt", "31/43": the shares of the income for the home alone and for all debts."""
    if match := draft.take_one(_BOTH_SHARES):
        both = sorted(int(group) for group in match.groups() if group)
        terms |= {"housingPercent": both[0], "debtPercent": both[1]}
        return
    for name, what in _SHARES:
        behind = (
            rf"\b{what}{_IS}(?:of |max(?:imum)? |limit |cap )*([1-6]\d(?:\.\d+)?)(?![\d.]|,\d|\s?k)\s?(?:%|percent\b)?"
        )
        if match := draft.take_one(behind) or draft.take_one(
            rf"(?<!\d\.)([1-6]\d(?:\.\d+)?)\s?(?:%|percent\b|per cent\b|pct\b) (?:for |of |in |on )?(?:the )?{what}\b"
        ):
            terms[name] = _number(match[1])


# How lenders' two shares are said together: "31/43", "ratios of 28 and 36", "front end 30, back end 40".
_SHARE = r"([1-6]\d)\s?(?:%|percent)?"
_BOTH_SHARES = (
    rf"\b(?:ratios?|guidelines?|shares?|limits?|rules?)(?: (?:of|are|is|at|with|like|:))*\s{_SHARE} ?(?:/|and|,|&|to) ?{_SHARE}(?![\d.]|,\d|\s?k)"
    rf"|(?<![\w/.$,]){_SHARE} ?/ ?{_SHARE}(?![\d/,.]|\s?k)"
)
_SHARES = (
    (
        "debtPercent",
        r"(?:(?:the )?(?:home|housing|house) and (?:all |other )?debts?(?: together| combined)?|debts? and (?:the )?(?:home|housing|house)(?: together| combined)?|(?:total |overall |all |back-?\s?end )+(?:debts?|ratio)?|debts?(?:[ -]to[ -]income)?(?: ratio)?|dti|back-?\s?end(?: ratio)?)(?: to income| ratio)?",
    ),
    (
        "housingPercent",
        r"(?:of (?:my |our )?income )?(?:for |on )?(?:the )?(?:housing|home|front-?\s?end)(?: costs?| ratio| share)?",
    ),
)


def _down_payment(draft: Draft, terms: dict[str, Any], act: str) -> None:
    put = r"\b(?:put(?:ting)?(?: down)?|pay(?:ing)? down)"
    if match := draft.take_one(
        rf"\b(?:an? |one )?({'|'.join(_SHARES_DOWN)})(?: of (?:it|the price|that))? (?:down|as (?:a |the )?down[\s-]?payment)\b"
    ):
        terms["downPaymentPercent"] = _SHARES_DOWN[match[1]]
    elif (match := compiled(rf"({_A})\s?down\s{_PERCENT}").search(draft.rest)) and float(match[2]) < _LEAST_SHARE:
        terms["downPayment"] = _dollars(draft, match[1], match)  # "110k down 6.1%": the percentage is the rate
        draft.blank(*match.span(1))
    elif draft.take_one(_NOTHING_DOWN):
        terms["downPaymentPercent"] = 0
    elif match := draft.take_one(
        rf"{_PERCENT}\s?(?:of the price )?(?:as (?:a |the )?|for (?:a |the )?)?{_DOWN}|\b{_DOWN}{_OF}{_PERCENT}|{put}\s{_PERCENT}(?: down)?"
    ):
        terms["downPaymentPercent"] = _number(next(group for group in match.groups() if group))
    elif act == "calculateAffordability" and (match := draft.take_one(r"(?<![\w.,$])(\d{2,3}) down\b(?! payment)")):
        terms["downPayment"] = int(match[1]) * 1_000  # a price to take percents of is what is asked for
        draft.notes.append(f"“{draft.said(*match.span())}” was read as ${terms['downPayment']:,}")
    elif match := draft.take_one(r"(?<![\w.,$])(\d{1,2}) down\b(?! payment)"):
        terms["downPaymentPercent"] = _number(match[1])
        draft.notes.append(f"“{draft.said(*match.span())}” was read as {match[1]} % of the price")
    elif match := draft.take_one(
        rf"({_A})\s?(?:(?:more|extra|additional|on top) )?(?:as (?:a |the )?|(?:for|to|towards?) (?:a |the |my |our )?)?(?:{_DOWN}|(?:in )?(?:savings|cash)\b|saved(?: up)?\b|in the bank\b|to put down\b|of (?:my |our )?own(?: money)?\b)|\b{_DOWN}{_OF}({_A})|{put}\s({_A})(?: down)?|({_A}) (?:from|out of|of|after|in|that|which|we|i)\b[^.?!%\d]{{0,45}}\bput (?:down|in|towards?)\b|\b(?:savings|saved(?: up)?){_IS}({_A})|\b(?:pay|put in|bring|contribute|cover|chip in)\s({_A}) (?:myself|ourselves|up ?front|in cash|cash|of (?:my|our) own|from (?:my |our )?savings|right away)\b"
    ):
        terms["downPayment"] = _dollars(draft, next(group for group in match.groups() if group), match)
    elif (match := compiled(_BARE_SUM).search(draft.rest)) and _is_sum(match[1]):
        draft.blank(*match.span(1))
        terms["downPayment"] = _dollars(draft, match[1], match)


_SHARES_DOWN = {"tenth": 10, "fifth": 20, "quarter": 25, "half": 50}


def _is_sum(text: str) -> bool:
    return "$" in text or bool(re.search(r"[a-z]", text)) or _exact(text) >= 1_000


_TWO_TERMS = r"(?<![\d.])\b(?:an? )?([1-4]\d)(?:[\s-]*(?:years?|yrs?))? ?(?:and|vs\.?|versus|or|to|against) ?(?:an? |with an? )?([1-4]\d)[\s-]*(?:years?|yrs?|y)\b(?:[\s-]*(?:fixed|loans?|mortgages?|terms?))*"


def _term_and_rate(draft: Draft, terms: dict[str, Any]) -> None:
    if match := draft.take_one(_TWO_TERMS):
        terms["otherYears"], terms["years"] = [int(match[1])], int(match[2])
    elif match := draft.take_one(
        r"\b(?:over |for )?(?:an? )?(\d{1,2})[\s-]*(?:years?|yrs?|y)\b(?:[\s-]*(?:fixed|loan|mortgage|term|note))*|\bterm(?: of| is)? (\d{1,2})\b"
    ):
        terms["years"] = int(match[1] or match[2])
    rates = [_number(match[1]) for match in draft.take(rf"{_PERCENT}(?: (?:interest|rate|apr|fixed))*")]
    bare = r"\b(?:at|rates? (?:drop|fall|go|rise|climb|come|get|went|dropped|fell|rose)(?:s|es)?(?: (?:down|up|back))? to|rates?(?: of| is| at)?|interest(?: rate)?(?: of| is| at)?|apr(?: of| is)?)\s(?:about |around )?(\d{1,2}(?:\.\d{1,3})?)(?![\d.,]*\d|\s?(?:k|m|mil|million|thousand|years?|yrs?)\b)"
    rates += [_number(match[1]) for match in draft.take(bare)] if not rates else []
    if not rates:
        rates = [
            _number(match[1])
            for match in draft.take(r"(?<![\w.,$])(\d{1,2}\.\d{1,3})(?![\w%]|,\d|\s?(?:k|m|mil|million)\b)")
        ]
    if not rates and (match := draft.take_one(r";\s*(?:at |it'?s |about )?(\d{1,2})\W*$")):
        rates = [_number(match[1])]  # the bare answer to "at which rate?"
    spoken_of = compiled(r"\b(?:rate|interest|apr|at)\b").search(draft.text.lower())
    if (
        len(rates) == 1
        and rates[0] >= _LEAST_SHARE
        and not spoken_of
        and not {"downPayment", "downPaymentPercent"} & terms.keys()
    ):
        terms["downPaymentPercent"] = rates.pop()  # "and with 10 %"
    two_rates = (
        len(rates) > 1
        and max(rates) <= _USUAL_RATE
        and not compiled(r"\b(?:down|deposit)\b").search(draft.text.lower())
    )
    if len(rates) > 1 and not two_rates and not {"downPayment", "downPaymentPercent"} & terms.keys():
        terms["downPaymentPercent"] = rates.pop(rates.index(max(rates)))
    elif (
        rates
        and rates[0] > _USUAL_RATE
        and ";" in draft.text
        and not {"downPayment", "downPaymentPercent"} & terms.keys()
    ):
        terms["downPaymentPercent"] = rates.pop(0)
    if len(rates) > 1 and max(rates) <= _USUAL_RATE:
        terms["otherRates"] = rates[:-1]
    if rates and rates[-1] <= HIGHEST_RATE:
        terms["annualRatePercent"] = rates[-1]
    elif rates:
        draft.unusable.append(f"a rate of {rates[-1]:g} %")


def _what_they_have(draft: Draft, terms: dict[str, Any]) -> None:
    """ "We have 90k", beside an income, is what can be put down."""
    if "annualIncome" not in terms or {"downPayment", "downPaymentPercent"} & terms.keys():
        return
    match = draft.take_one(
        rf"\b(?:have|got)(?: about| around| some)?\s({_A})(?!\s?(?:a|per|each|every|/)\s?(?:month|mo|year|yr)\b)"
    )
    if match and _is_sum(match[1]):
        terms["downPayment"] = _dollars(draft, match[1], match)
        draft.notes.append(f"“{draft.said(*match.span()).strip()}” was read as what you would put down")


def _price(draft: Draft, terms: dict[str, Any], act: str) -> None:
    borrowed = draft.take_one(
        rf"\b(?:loan|mortgage|borrow(?:ing)?)(?: (?:amount|of|for|is))*\s({_A})|({_A})\s(?:loan|mortgage)\b"
    )
    named = [name for name in ("downPayment", "downPaymentPercent") if name in terms]
    if borrowed and act == "calculateMortgage":
        amount = _dollars(draft, borrowed[1] or borrowed[2], borrowed)
        terms["price"] = amount
        if not named and not re.search(r"mortgage", draft.said(*borrowed.span()).lower()):
            terms["downPayment"] = 0
            draft.notes.append(f"A loan of ${amount:,} was read as a price of that with nothing down")
        return
    if act != "calculateMortgage":
        return
    pattern = (
        rf"(?:(?:price|cost)s?(?: of| is)?|for|on|of|about)?\s?({_A})(?!\s?-?(?:bed|bath|b[dra]\b|sq|acre|car|years?\b|yrs?\b))"
        rf"(\s?(?:a|per|/|each|every)\s?(?:month|mo)\b)?(?:\s(?:home|house|condo|place|price|property))?"
    )
    for match in draft.take(pattern):
        amount = _dollars(draft, match[1], match)
        if match[2] or amount < LEAST_PRICE:
            why = "no sum is worked out from a payment" if match[2] else "too little for the price of a home"
            draft.unusable.append(f"{draft.said(*match.span()).strip()} ({why})")
        else:
            terms.setdefault("price", amount)


def _dollars(draft: Draft, text: str, match: re.Match) -> int:
    """Whole dollars; bare thousands ("60") are noted."""
    read = dollars(text.strip())
    if read is None:
        return _exact(text)
    if read[1]:
        draft.notes.append(f"“{draft.said(*match.span()).strip()}” was read as ${read[0]:,}")
    return read[0]


def _exact(text: str) -> Any:
    """What is written: 250 a month is $250, never $250,000."""
    number = float(re.sub(r"[^\d.]", "", text.strip().rstrip(".")) or 0)
    number *= (
        1_000 if re.search(r"\d\s?(?:k|thousand|grand)\b", text) else 1_000_000 if re.search(r"\d\s?m", text) else 1
    )
    return int(number) if number == int(number) else number


def _number(text: str) -> Any:
    number = float(text)
    return int(number) if number == int(number) else number
