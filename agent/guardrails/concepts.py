# ruff: noqa: E501  (a pattern cut in pieces is harder to read than a long line)
"""What a figure is a figure of: the median or the average, views or visitors, the loan or its interest.

A concept is known by the words a person writes and by the keys of a tool's result. Concepts of one group exclude each
other: a figure said to be the median may not be the average.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from agent.guardrails import stems

# name: (group, words in a text, keys on the way to a number in a result)
CONCEPTS: dict[str, tuple[str, str, str]] = {
    "median": ("stat", r"median|\bmed\b|\bhalf (?:of|the|are|cost|sold|ask|went)\b|\bmid(?:dle price|point)\b", r"median|peers\.(?!own|n$|days)|priceposition\.difference"),
    "average": ("stat", r"average|\bmean\b|\bavg\b", r"average"),
    "lowest": ("extreme", r"\b(?:lowest|minimum|cheapest)\b|\blow\b(?= \$)", r"statistics\.min\w*$"),
    "most": ("extreme", r"\b(?:highest|maximum|dearest|priciest)\b|\bhigh\b(?= \$)", r"statistics\.max\w*$"),
    "per_area": ("per", r"(?:per|a|/)\s?(?:square foot|sq\.? ?ft)|per-square-foot", r"persquarefoot"),
    "final": ("which", r"(?<!but the )(?<!except the )\b(?:last(?! (?:\d+|\w+) months| year| month)|final)\b", r"lastpayment"),
    "asking": ("asking", r"\bprices?\b", r"(?:^|\.)(?:price|listprice|highestprice)$"),
    "bounds": ("span", r"\bperiod\b|\bcover(?:s|ing)?\b|\b(?:runs?|spans?|goes|ranges?|dates?) (?=from (?:\d|[A-Z]))", r"period\.(?:from|to|label)$"),
    "per_other": ("per", r"(?:\bper|\ba|/) ?(?:square met\w+|sq\.? ?m\b|m²|acre|room|bedroom|week)", r"(?!)"),
    "per_day": ("per", r"\b(?:a|per|each|every) day\b|\bdaily\b|/ ?day\b", r"perday"),
    "active": ("status", r"\bactive\b|for sale|on offer", r"active"),
    "pending": ("status", r"\bpending\b|under contract", r"pending"),
    "sold": ("status", r"\bsold\b|\bsales?\b(?! price)|\bclosings?\b", r"sold"),
    "homes": (
        "counted",
        r"\b(?:homes?|houses?|condos?|condominiums?|townho\w+|listings?|places?|propert(?:y|ies)|match(?:es|ing)?|results?|"
        r"options?|apartments?|comparables?|comps?|units?|sales?)\b",
        r"(?:^|\.)(?:total|count|n|pool|dearerthan|\w*listings|comparables|sold|ids)$",
    ),
    "dearer": ("rank", r"\b(?:dearer|pricier|more expensive) than\b", r"dearerthan"),
    "views": ("counted", r"\bviews?\b|\bviewed\b|\bopened\b", r"views"),
    "visitors": ("counted", r"\bvisitors?\b|\bviewers?\b|\b(?:viewed|seen|opened|visited) by\b", r"viewers"),
    "saves": ("counted", r"\bsaves?\b|\bsaved\b(?! (?:homes?|search|listing))", r"saves"),
    "inquiries": ("counted", r"\b[ie]nquir(?:y|ies|ed)\b|\binq\b|\bleads?\b|\basked about\b|\bcontacted\b", r"inquiries"),
    "impressions": ("counted", r"\bimpressions?\b|\bimp\b|\b(?:was|were|been) shown\b", r"impressions"),
    "pictures": ("counted", r"\b(?:pictures?|photos?|images?)\b", r"(?:^|\.)pictures$"),
    "features": ("counted", r"\bfeatures?\b(?! in)", r"features\w*$"),
    "advice": ("counted", r"\brecommendations?\b", r"(?:^|\.)recommendations$"),
    "year_before": ("which_year", r"(?!)", r"(?!)"),
    "end": ("end", r"(?!)", r"(?:^|\.)(?:low|high)$"),
    "today": ("span", r"(?!)", r"(?:^|\.)(?:asof|lastupdated)$"),
    "payments": ("counted", r"\bpayments\b", r"payments$"),
    "click": ("rate", r"click|\bCTR\b", r"clickthrough"),
    "conversion": ("rate", r"conver(?:sion|ts?)\b(?! [\d.]+ ?(?:%|percent) of (?:its )?impressions)", r"conversion"),
    "to_list": ("rate", r"of (?:the )?(?:last )?(?:list|asking)|sale[- ]to[- ]list|than asking", r"saletolist"),
    "change": ("rate", r"\b(?:dipped|fell|fallen|falling|rose|risen|rising|(?<!given )(?<!gave )(?<!been )(?<!put )(?<!came )(?<!add )(?:up|down)(?! to| ?front)|dropped|changed?|grown?)\b", r"pricechange(?:\.values?)?$"),
    "weight": ("rate", r"\bweigh(?:t|s|ted)\b", r"weight"),
    "down": ("loan", r"(?<!come )(?<!going )(?<!came )(?<!slow )\bdown\b(?! from| by)|down payment|\bup ?front\b", r"downpayment"),
    "rate": ("loan", r"\brates?\b(?! of (?!about |roughly |\d|\w+ (?:and|point|percent)))", r"annualrate"),
    "principal": ("loan", r"principal (?:and|&) interest|\b(?:services?|serves?|goes to|go to|goes into|towards?|repays?|of which) (?:the )?(?:loan|mortgage)\b|\bto the (?:loan|mortgage)\b|\bloan payment\b|\bP&I\b|\bwithout (?:the )?(?:property )?tax(?:es)?\b", r"principal|loan\.monthlypayment"),
    "tax": ("loan", r"(?<!before )(?<!after )\btax(?:es)?\b(?! rate)|\bto the county\b", r"tax"),
    "insurance": ("loan", r"\binsurance\b|\bPMI\b", r"insurance"),
    "fee": ("loan", r"\bHOA\b|association fees?|\bdues\b", r"associationfee"),
    "payment": ("loan", r"(?<!down )payment\b", r"monthlypayment|lastpayment"),
    "borrowed": ("loan", r"\bloans?\b|\bborrow(?:ed|ing)?\b|\bmortgage (?:of|amount)\b", r"loan\.amount|loanamount"),
    "interest": ("loan", r"(?<!principal and )(?<!principal & )\binterest\b(?! rate)", r"totalinterest"),
    "repaid": ("loan", r"\brepa(?:id|y|yments?)\b|\bpaid\b(?! (?:up ?front|in cash|down|for|the (?:list|asking)))|total (?:cost|of payments)", r"totalpaid"),
    "all_in": (
        "loan",
        r"\ball[- ]in\b|\bwith (?:the )?(?:property )?tax(?:es)?\b|\btax(?:es)? and all\b|\btax(?:es)? (?:is |are )?included\b|\bincl(?:uding|\.)? (?:the )?(?:property )?tax(?:es)?\b|\bpiti\b",
        r"^monthlypayment",
    ),
    "highest": ("loan", r"\b(?:highest|top|maximum) (?:home |purchase |possible )?price\b|\bprice ceiling\b|\b(?:dearest|priciest|most expensive) (?:\w+ )?(?:you|that)\b|\b(?:can|could) afford\b(?! a (?:monthly )?payment)", r"highestprice"),
    "income": ("loan", r"\bincome\b|\bearn\b", r"income"),
    "debts": ("loan", r"\bleft for the home\b|(?:(?:the )?(?:home|housing|house)(?: costs?| payment)?,? (?:and|plus|with|including|together with|after) (?:\w+ ){0,3})?\bdebts?\b", r"debt"),
    "debt_limit": ("loan", r"\bdebts? (?:limit|rule|cap|ceiling)\b|\ball debts\b|\b36 ?(?:%|percent)", r"debtlimit|debtpercent"),
    "housing": ("loan", r"\bhousing\b|the home\b", r"housing"),
    "closed": ("price", r"\bsold (?:for|at)\b|\bsold\b|\bclosed (?:at|for)\b|\bwent for\b", r"closeprice"),
    "adjusted": ("price", r"\badjust(?:s|ed|ment|ments)\b", r"adjustedprice"),
    "adjustment": ("price", r"\badjust(?:ed|ing|ment|ments)\b", r"adjustments"),
    "original": ("price", r"first listed|originally|original(?= )|(?:cut|reduced|lowered|dropped|down|fell|fallen) from|started at|was listed|\b(?:first|initially|originally) offered|offered at first|\bbefore\b(?= \$)|\bbegan at\b|\bfirst (?:asked|price)|\binitial(?:ly)?\b|^was$", r"original"),
    "cut": ("price", r"\b(?:cut|reductions?|reduced|lowered|come down by|drop(?:ped)? by|price drop)\b", r"pricechange(?:\.values?)?$"),
    "estimate": ("price", r"\bestimate[ds]?\b|\bworth\b|\b(?:puts?|values?|valued) (?:it|this|the \w+|[A-Z]+\d+)? ?at\b", r"(?:^|\.)(?:estimate|low|high)$"),
    "peers": ("whose", r"comparable (?:\w+ )?homes|\bpeers?\b|similar (?:homes|ones|houses|listings)|comparable ones|(?:compared|measured) (?:with|to|against) \w+ (?:other )?(?:homes|houses|listings|others)", r"peers\.(?!own|days)|priceposition\.(?!pricepersquarefoot|listprice)"),
    "own": ("whose", r"(?!)", r"peers\.own|listings\.(?:impressions|pageviews|uniqueviewers|saves|inquiries|"
            r"timeonmarket|clickthroughrate|conversionrate|listprice)$"),
    "used": ("set", r"\b(?:rests?|based|relies|draws?|built|founded) (?:up)?on\b", r"(?:^|\.)n$"),
    "pool": ("set", r"\bpool\b|\bcandidates\b|\b(?:chosen|picked|taken|selected) from\b|\bout of\b", r"(?:^|\.)pool$"),
    "supply": ("what", r"\bsupply\b|\binventory\b|\bcompetiti\w+", r"supply|competition"),
    "window": ("time", r"\bfirst(?= \S+ (?:days|weeks))", r"peers\.days"),
    "on_market": ("time", r"\bon (?:the )?market\b|\bfor sale for\b|\blisted (?:for|\d+ days)\b", r"daysonmarket|timeonmarket"),
    "weekly": ("period", r"(?:\ba|\bper|\beach|\bevery|/) ?(?:week|wk)\b|\bweekly\b", r"(?!)"),
    "monthly": ("period", r"(?:\ba|\bper|\beach|\bevery|/) ?(?:month|mo)\b|\bmonthly\b|^months?$", r"monthly|(?:^|\.)parts\.|housinglimit|debtlimit"),
    "yearly": ("period", r"(?:\ba|\bper|\beach|\bevery|/) ?(?:year|yr)\b|\bannual(?:ly)?\b|\byearly\b|\byear[\x27’]s\b|^year$", r"annual"),
    "first": ("span", r"(?!)", r"peers\.own"),
    "lot": ("size", r"\bthe lots?\b|\blots?\b(?! of (?!about |roughly |\d))|\bacres?\b|\bgrounds\b|\bland\b|\bplot\b|\bparcel\b", r"lotsize"),
    "living": ("size", r"living (?:area|space)|\binterior\b|\binside\b|\bindoors\b", r"livingarea"),
}  # fmt: skip
_NEVER = r"(?!)"
PER_AREA = re.compile(r"square f|sq\.? ?ft|sqft|/ ?sf\b", re.IGNORECASE)
_WITHOUT = re.compile(
    r"\b(?:without|excluding|before|except(?: for)?|not (?:counting|including)|apart from)\s+(?:any\s+)?$",
    re.IGNORECASE,
)
# Of lower-case texts: a third faster than re.IGNORECASE, and these are most of what a sentence costs.
_EACH = [
    (name, re.compile(words.lower()), stems.of_pattern(words.lower()))
    for name, (_, words, _) in CONCEPTS.items()
    if words != _NEVER
]
_KEYS = {name: re.compile(keys) for name, (_, _, keys) in CONCEPTS.items()}
_GROUPS = {name: group for name, (group, _, _) in CONCEPTS.items()}


@dataclass(frozen=True)
class Mention:
    """A concept named in a text."""

    start: int
    end: int
    concept: str


@functools.lru_cache(maxsize=1024)
def mentions(text: str) -> tuple[Mention, ...]:
    """Every concept that is named, in the order of the text. Labels and heads of tables come again and again."""
    lower = text.lower()
    if len(lower) != len(text):  # letters such as İ become two: no place would be right any more
        lower = re.sub(r"[^\x00-\x7f]", "?", text).lower()
    found = [
        Mention(*match.span(), name)
        for name, words, needed in _EACH
        if not needed or any(stem in lower for stem in needed)
        for match in words.finditer(lower)
    ]
    found = [each for each in found if not _WITHOUT.search(text, max(0, each.start - 24), each.start)]
    inner = [
        m
        for m in found
        if any(o.start <= m.start and m.end <= o.end and o.end - o.start > m.end - m.start for o in found)
    ]
    return tuple(sorted((each for each in found if each not in inner), key=lambda each: each.start))


@functools.lru_cache(maxsize=4096)
def of_key(path: str) -> frozenset[str]:
    """The concepts of a number that stands at this path of a result."""
    path = path.lower()
    return frozenset(name for name, keys in _KEYS.items() if keys.search(path))


def contradict(said: frozenset[str], known: frozenset[str]) -> bool:
    """Whether a figure said to be one thing is known to be another of the same group."""
    for group in {_GROUPS[each] for each in said}:
        mine = {each for each in known if _GROUPS[each] == group}
        if mine and not mine & said:
            return True
    return False


def lacks(
    said: frozenset[str],
    known: frozenset[str],
    among: set[str],
    besides: tuple[str, ...] = ("stat", "extreme", "set", "asking"),
) -> bool:
    """Whether a figure is not known to be what it is said to be, though others of its kind (`among`) are.

    besides: the groups that a figure may be of without being known as such.
    """
    return any(
        each in among and _GROUPS[each] not in besides and not {k for k in known if _GROUPS[k] == _GROUPS[each]}
        for each in said
    )


def group_of(concept: str) -> str:
    """The group in which a concept excludes the others."""
    return _GROUPS[concept]
