# ruff: noqa: E501  (a pattern cut in two is harder to read than a long one)
"""Sizes, counts and prices with their bounds: "at least 3 beds", "700-800k", "under 2,000 sq ft", "3+".

One line per quantity in QUANTITIES; how bounds are said is the same for all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from agent.llm.offline.amounts import AMOUNT, dollars
from agent.llm.offline.draft import TAKEN, Draft
from agent.llm.offline.words import NEGATION

# How people say bounds. The order in which they are tried matters: "not more than" before "more than".
_CANNOT = (
    r"(?:can't|can not|won't|will not|don't|do not|shouldn't|couldn't|wouldn't|didn't|never|refuse to|rather not|not)"
)
_GO = r"(?:(?:really |ever )?(?:want(?:s|ed)? to|wanna|like to|care to|plan to|have to)? ?(?:go(?:ing)?|spend(?:ing)?|pay(?:ing)?|be|cost|stretch|exceed(?:ing)?)?(?: anything| a penny| a dollar)?)"
# "Can't go above", "don't want to spend more than": the other way round than "above" alone.
_NOT_BEYOND = rf"(?:{_CANNOT} {_GO} ?(?:over|above|past|beyond|higher than|more than|north of)|{_CANNOT}(?: [a-z']+){{0,4}} (?:over|above|past|beyond|higher than|more than|north of)|(?:can't|don't|won't|shouldn't|mustn't|couldn't|not) (?:\w+ ){{0,3}}exceed)"
_NOT_BELOW = rf"(?:{_CANNOT} {_GO} ?(?:under|below|less than|lower than|fewer than|smaller than)|{_CANNOT}(?: (?!more |over )[a-z']+){{0,3}} (?:under|below|less than|lower than|fewer than|smaller than))"
AT_MOST = (
    rf"(?:{_NOT_BEYOND}|at most|(?:stay(?:ing)?|keep(?:ing)?(?: it| things| the price)?|remain(?:ing)?|comes? in) (?:under|below|within|at or (?:under|below))|(?:just )?shy of|maxing out at|not to exceed|not? (?:more|higher|larger|bigger|greater|pricier|costlier|dearer|steeper) than|not over|not above|(?:nothing|none|no way|never|not a (?:penny|dollar|cent)) "
    r"(?:over|above|past|beyond|more than|bigger than|larger than|that costs more than)|not exceeding|up to|as (?:much|high|many) as|"
    r"(?:a )?(?:max(?:imum)?|cap|ceiling|upper limit)(?: (?:price|budget|cost))?(?: (?:of|is|at))?\.?:?|capped at|topping out at|tops(?: out)?(?: at)?(?= \$?\d)|(?:caps?|capp?ed|max(?:es|ed)?|ends?|stops?)(?: out)? at|within|<=|<)"
)
AT_LEAST = (
    rf"(?:{_NOT_BELOW}|at (?:the very )?least|at a minimum(?: of)?|minimum of|not? (?:less|fewer|smaller|lower|cheaper) than|not under|not below|"
    r"(?:nothing|none|never) (?:under|below|less than|smaller than|cheaper than|lower than)|starting (?:at|from)|upwards? of|"
    r"(?:a )?(?:min(?:imum)?|floor)(?: (?:price|budget|size))?(?: (?:of|is|at))?\.?:?|>=|>|from)"
)
LESS_THAN = r"(?:sub(?=[\s-]?\$?\d)-?|less than|fewer than|lower than|under|below|smaller than|cheaper than|south of|beneath|short of)"
MORE_THAN = r"(?:more than|greater than|over|above|bigger than|larger than|north of|exceeding|upward of|pricier than|in excess of)"
OR_MORE = (
    r"(?:\+|\s?or (?:more|better|larger|bigger|greater|above|over|higher|up)\b(?! ?\$?\d)|\s?and (?:up|above|over|more|higher)(?:wards?)?\b(?!(?: than)? ?\$?\d)"
    r"|\s?plus\b(?! ?\$?\d)|\s?min(?:imum)?\b(?!(?: of)? ?\$?\d)|\s?at (?:the very )?least\b(?! ?\$?\d))"
)
OR_LESS = (
    r"(?:\s?or (?:less|fewer|below|under|cheaper|lower|smaller)\b(?! ?\$?\d)|\s?and (?:under|below|less|lower)\b(?!(?: than)? ?\$?\d)"
    r"|\s?(?:is (?:my|our|the) )?(?:absolute |hard )?max(?:imum)?\b(?!(?: of)? ?\$?\d)|\s?tops\b|\s?at (?:the )?(?:very )?most\b(?! ?\$?\d)|\s?(?:is (?:my|our|the) )?(?:absolute )?(?:ceiling|cap|limit)\b)"
)
AROUND = r"(?:around|(?<!what )(?<!how )about|roughly|approximately|approx\.?|circa|ca\.?|close to|near|nearly|~)"
OR_SO = r"(?:\s?or so|\s?-?ish)\b"
SQUARE_FEET_PER_ACRE = 43_560
AROUND_SHARE = 0.10  # "around" is ten percent either way, and the answer says so


@dataclass(frozen=True)
class Quantity:
    """One kind of amount.

    number: its pattern. unit: the pattern behind it; before: patterns that may stand in front instead.
    least, most: arguments of findListings; "" where no tool has that bound. alone: what the bare amount means:
    "exact", "around" or "least". step: what "more than" adds. read: the matched text -> its value.
    """

    name: str
    number: str
    unit: str
    least: str
    most: str
    alone: str
    step: float = 0
    read: Callable[[str], float] = lambda text: float(text.replace(",", ""))


_COUNT = r"(?<![\w.$,])\d{1,2}(?:\.\d{1,2})?"
_SIZE = r"(?<![\w.$,])\d{1,9}(?:,\d{3}){0,2}(?:\.\d+)?(?:k\b)?"
_SQUARE_FEET = r"(?:\s?-?(?:sq(?:uare)?\.?\s?-?(?:f(?:ee|oo)?t|ft)\b\.?|sf\b|sqft\b|sq\b\.?|square foot\w*))"
_BARE_AREA = r"(?<![\w.$,])(?:[4-9]\d{2}|[1-9],?\d{3})"
_GROUND = r"\b(?:lot|land|yard|backyard|garden|parcel|plot|grounds?|property size)"
_LOT = rf"(?:[\s-]*(?:of |on )?(?:a |the )?(?:outdoor |outside )?{_GROUND}s?\b(?: size| area)?)"


def _size(text: str) -> float:
    return float(text.replace(",", "").removesuffix("k")) * (1_000 if text.endswith("k") else 1)


QUANTITIES = [
    Quantity("lot", _COUNT, r"(?:[\s-]*acres?\b(?:\s*(?:lot|of land|parcel|plot)s?\b)?)", "minLotSize", "", "least",
             read=lambda text: round(float(text) * SQUARE_FEET_PER_ACRE)),
    Quantity("lot", _SIZE, rf"{_SQUARE_FEET}{_LOT}", "minLotSize", "", "least", read=_size),
    Quantity("area", _SIZE, _SQUARE_FEET, "minLivingArea", "maxLivingArea", "around", read=_size),
    Quantity("bedrooms", _COUNT, r"(?:[\s-]*(?:bed\s?-?rooms?|beds?|brs?|bds?|bdrms?|bdr)\b)", "minBedrooms",
             "maxBedrooms", "least", step=1),
    Quantity("bathrooms", _COUNT, r"(?:[\s-]*(?:(?:full )?bath\s?-?rooms?|(?:full )?baths?|bas?|bth)\b)",
             "minBathrooms", "maxBathrooms", "least", step=0.5),
]  # fmt: skip


_NO_MORE_NO_LESS = (
    r"[\s,;(-]*\b(?:no|not|nothing) (?:more|bigger|larger)\b(?! than)(?:[\s,]*(?:and |or |but )?(?:no|not|nothing) (?:less|fewer|smaller)\b)?"
    r"|[\s,;(-]*\b(?:no|not|nothing) (?:less|fewer|smaller)[\s,]*(?:and |or |but )?(?:no|not|nothing) (?:more|bigger|larger)\b"
)


def read_quantities(draft: Draft) -> None:
    """Take every size and count with its bounds."""
    draft.take(r"(?<=\w)\s?/\s?(?=\d{1,2}(?:\.\d)?\s?-?ba)")  # the slash of 3bd/2ba
    draft.rest = re.sub(
        r"\b(beds|bedrooms|baths|bathrooms|sqft|size|price|year): (?=\d)", r"\1  ", draft.rest
    )  # a form's colons
    for quantity in QUANTITIES:
        _read_quantity(draft, quantity)
    if (match := draft.take_one(r"\(?\bexactly (\d)\b\)?")) and draft.arguments.get("minBedrooms") == int(match[1]):
        draft.arguments["maxBedrooms"] = int(match[1])
    _read_other_end(draft)
    least = draft.arguments.get("minBedrooms")
    if draft.take(_NO_MORE_NO_LESS) and least is not None:
        draft.arguments["maxBedrooms"] = least
    for match in draft.take(r"\b(\d)[\s-]?(?:car|stall)s?\b(?=[\s-]*garage)"):
        draft.unusable.append(f"how many cars the garage holds ({match[0]})")
    studio = draft.take_one(r"\bstudios?\b(?: apartments?)?")
    if studio and not _denied(draft, studio):
        rooms = draft.arguments.get("minBedrooms", 0)  # "a studio or 1 bedroom"
        draft.arguments |= {"minBedrooms": 0, "maxBedrooms": draft.arguments.get("maxBedrooms", rooms)}


def _read_other_end(draft: Draft) -> None:
    """ "2 beds minimum, 3 at most": the second number is of rooms as well."""
    for known, other, bound in (("minBedrooms", "maxBedrooms", OR_LESS), ("maxBedrooms", "minBedrooms", OR_MORE)):
        if known not in draft.arguments or other in draft.arguments:
            continue
        prefix = AT_MOST if bound is OR_LESS else AT_LEAST
        if match := draft.take_one(
            rf"{TAKEN},?\s(?:min(?:imum)?,? |at least,? )?(?:but |and |or )?(?:([1-9])(?:{bound})|{prefix} ([1-9]))(?=\W*$|\s*[,;]\s|[.?!]\s|\s(?:in|please)\b)"
        ):
            draft.arguments[other] = int(match[1] or match[2])


def _read_quantity(draft: Draft, q: Quantity) -> None:
    number, unit = q.number, q.unit
    lot_of = (
        rf"{_GROUND}s? (?:size |area )?(?:that's |that is |which is |is |of |at |with |bigger |larger )*{'(?:' + AT_LEAST + ' |' + MORE_THAN + ' )?'}"
        if q.name == "lot"
        else None
    )
    both = rf"(?:{unit})?,?\s(?:but |and |or )?"
    forms: list[tuple[str, str]] = [
        ("range", rf"(?:{AT_LEAST}|{MORE_THAN})\s?({number})(?<!k){both}(?:{AT_MOST}|{LESS_THAN})\s?({number}){unit}"),
        ("range", rf"(?:{AT_MOST}|{LESS_THAN})\s?({number})(?<!k){both}(?:{AT_LEAST}|{MORE_THAN})\s?({number}){unit}"),
        ("range", rf"(?:between |from )?({number})-?{unit}?,?\s?(?:-|to|and|or)\s?({number}){unit}"),
        ("most", rf"{AT_MOST}\s?({number}){unit}"),
        ("least", rf"{AT_LEAST}\s?({number}){unit}"),
        ("less", rf"{LESS_THAN}\s?({number}){unit}"),
        ("more", rf"{MORE_THAN}\s?({number}){unit}"),
        ("around", rf"{AROUND}\s?({number}){unit}|({number}){OR_SO}{unit}|({number}){unit}{OR_SO}"),
        ("least", rf"({number})(?:{OR_MORE}){unit}|({number}){unit}(?:{OR_MORE})"),
        ("most", rf"({number})(?:{OR_LESS}){unit}|({number}){unit}(?:{OR_LESS})"),
        ("least", rf"(?:more ){unit},? {AT_LEAST}\s?({number})(?!\w|[.,]\d)"),
        ("exact", rf"(?:exactly |precisely )({number}){unit}|({number}){unit} exactly"),
        (
            "exact",
            rf"(?:only |just )({number}){unit}(?!\s*(?:home|house|condo|town|place|propert|apartment|listing|¦))",
        ),
        ("alone", rf"({number}){unit}"),
        ("least", rf"(?:(?<=^)|(?<=[,;.] )|(?<=and )|(?<=with )){unit}\s{{1,2}}({number})(?=\W*$|[,;.]\s)"),
        (
            "least",
            rf"(?:min(?:imum)? )?(?:number of )?(?<=\w|\s){unit}(?:\s?(?:is|are|to|:|=|at least|minimum))+\s?({number})(?!\w|[.,]\d|\s?(?:bed|bath|sq|acre|car))",
        ),
    ]
    bare = r"(?<![\w.$,])(?:\d{4,6}|\d{1,3},\d{3})"  # "lot size 7500+": no lot is told in dollars
    if q.name == "area":  # "bigger than 1800": no home is bigger than dollars
        for form, than in (("more", "(?:bigger|larger|roomier)"), ("less", "smaller")):
            forms.append((form, rf"{than} than\s({_BARE_AREA})(?!\s?(?:k|m|mil|grand|thousand|acres?)\b|,\d|\.\d)"))
    if lot_of:
        forms.insert(0, ("least", rf"{lot_of}\s?({_SIZE})(?:{OR_MORE})?{_SQUARE_FEET}(?:{OR_MORE})?"))
        said = rf"{_GROUND}s?(?: size| area)?(?: is| of|:| at| with)*"
        forms.insert(1, ("least", rf"{said}\s(?:{AT_LEAST}|{MORE_THAN})\s({bare})(?!\s?(?:k|m|mil)\b|,\d)"))
        forms.insert(1, ("least", rf"\blot(?: of)?\s({bare})(?!\s?(?:k|m|mil)\b|,\d|\s?-?(?:sq|sf))"))
        size = rf"{_GROUND} (?:size|area)(?: is| of|:| at)*"
        forms.insert(
            1, ("least", rf"{size}\s(?:{AT_LEAST} |{MORE_THAN} )?({bare})(?:{OR_MORE})?(?!\s?(?:k|m|mil)\b|,\d)")
        )
    for form, pattern in forms:
        for match in draft.take(pattern):
            if _denied(draft, match):
                continue
            in_feet = lot_of and (_SQUARE_FEET in pattern or bare in pattern)
            values = [(_size if in_feet else q.read)(g) for g in match.groups() if g]
            _set(draft, q, form, values, draft.said(*match.span()).strip())


def _denied(draft: Draft, match: re.Match) -> bool:
    """ "Not 3 bedrooms": no tool leaves an amount out, and reading it as wanted would be the opposite."""
    negation = re.search(NEGATION, draft.rest[: match.start()])
    if negation:
        draft.blank(*negation.span())
        draft.unusable.append(draft.said(negation.start(), match.end()).strip(" ,.").removeprefix("but "))
    return negation is not None


def _set(draft: Draft, q: Quantity, form: str, values: list[float], said: str) -> None:
    if form == "alone":
        form = q.alone
    low, high = _bounds(form, values, q)
    if form == "around":
        draft.notes.append(f"{said.strip(' ,.')} was read as {plain(low):,} to {plain(high):,}")
    if low is not None:
        draft.arguments[q.least] = plain(low)
    if high is not None:
        if q.most:
            draft.arguments[q.most] = plain(high)
        elif form != "around":
            draft.unusable.append(f"an upper limit on {q.name.replace('lot', 'the lot')} ({said.strip(' ,.')})")


def _bounds(form: str, values: list[float], q: Quantity) -> tuple[float | None, float | None]:
    value = values[0]
    if form == "range":
        return min(values), max(values)
    if form == "around":
        return round(value * (1 - AROUND_SHARE)), round(value * (1 + AROUND_SHARE))
    if form == "exact":
        return value, value
    if form in ("least", "more"):
        return value + (q.step if form == "more" else 0), None
    return None, value - (q.step if form == "less" else 0)


def plain(value: float) -> Any:
    """3 for 3.0."""
    return int(value) if value == int(value) else value


# --- Price ------------------------------------------------------------------------------------------------------------
_A = AMOUNT
_MONEY_WORDS = r"(?:\s*(?:to spend|budget|in cash|price range|price|list price))?"
# "Make it 1.2 million": a budget said anew is a limit, like the first one.
_GO_TO = (
    r"(?:make (?:it|that)|(?:up|push|take|move|bring|bump|get) (?:it|that|the (?:price|budget|limit|max))(?: up| down)? to|(?:raise|increase|bump|lower|drop|cut|change|move|set|reduce)(?: (?:it|that|up|down|my|the|"
    r"our|price|budget|limit|max(?:imum)?))*(?: to)?|(?:cap|max|limit|keep|hold|set)(?: (?:it|that|this|things|them|(?:the |my |our )?(?:price|budget|limit|max)))?(?: out)? (?:at|to)|(?:go|stretch)(?: up| down| as high as)?(?: to)?)"
)
# Forms whose number is money without saying so.
_PRICE_FORMS: list[tuple[str, str]] = [
    (
        "range",
        rf"(?:(?:price |priced |cost(?:ing|s)? |asking )?(?:is )?(?:between|from)\s)({_A})\s?(?:and|to|-)\s?({_A})",
    ),
    ("range", rf"({_A})\s?(?:-|to)\s?({_A}){_MONEY_WORDS}"),
    ("most", rf"(?:{AT_MOST}\s|<=?\s?)({_A}){_MONEY_WORDS}"),
    ("least", rf"(?:{AT_LEAST}\s|>=?\s?)({_A})"),
    (
        "least",
        rf"(?:raise|lower|move|set|bring|drop|increase|change|put) (?:the |my |our )?(?:bottom|floor|min(?:imum)?|lower (?:end|limit|bound))(?: price| limit| budget)?(?: up| down)? (?:to|at)\s({_A})",
    ),
    (
        "most",
        rf"(?:raise|lower|move|set|bring|drop|increase|change|put) (?:the |my |our )?(?:top|ceiling|upper (?:end|limit|bound)|high end)(?: price| limit| budget)?(?: up| down)? (?:to|at)\s({_A})",
    ),
    ("most", rf"{_GO_TO}\s({_A})"),
    ("most", rf"{LESS_THAN}\s?({_A}){_MONEY_WORDS}"),
    ("least", rf"{MORE_THAN}\s({_A})"),
    (
        "most",
        rf"(?:budget|limit|max(?:imum)?|ceiling)(?: is| of| at| now| just| only|:| =)* (?:about|around|roughly|approximately|some|maybe)\s({_A})"
        rf"|(?:spend|afford|pay|have|got)(?: about| around| roughly| maybe| perhaps| some)\s({_A})(?:\s?to spend)?",
    ),
    ("most", rf"(?:can|could|does|would|will)\s({_A})\s(?:get|buy)\b(?: me| us| you)?"),
    (
        "near",
        rf"(?:for|at|spend|pay|budget|price)(?: of| is)?(?: like| about| around| maybe)*\s({_A}){OR_SO}|^\W*({_A}){OR_SO}\W*$",
    ),
    ("around", rf"{AROUND}\s?({_A}){_MONEY_WORDS}|({_A}){OR_SO}"),
    ("least", rf"({_A}){OR_MORE}"),
    ("most", rf"({_A}){OR_LESS}"),
    (
        "most",
        rf"(?:budget|limit|max(?:imum)?|ceiling)(?:'s| is| of| now| just| only|:| =|, it's| it's|, now| that's)*\s?({_A})|"
        rf"({_A})\s?(?:budget|to spend|is (?:my|our) (?:limit|budget))",
    ),
    ("most", rf"(?:can |could )?(?:spend|afford|pay|have)(?: up to)?\s({_A})(?:\s?to spend)?"),
    ("up to", rf"(?:afford |get |buy )?(?:for|with|on)\s({_A})"),
    ("around", rf"(?:at|priced at|priced|costs?|costing|asking|worth)\s({_A})"),
    ("alone", rf"({_A})"),
]


# What a home costs beside its price, which no search goes by: "HOA under $400", "no more than 250 a month".
_COST = r"(?:(?:low |lowest |cheap |reasonable |high |monthly |annual |yearly |condo |association )*(?:hoa|h\.o\.a\.|dues|association fees?|condo fees?|maintenance(?: fees?)?|property tax(?:es)?|taxes|fees?|insurance|utilit(?:y|ies) bills?|upkeep|monthly (?:fees?|payments?|costs?))(?: (?:fees?|dues|costs?|payments?|bills?))?)"
_BOUND = rf"(?:{AT_MOST}|{LESS_THAN}|{AT_LEAST}|{MORE_THAN}|{AROUND})"
_EACH = r"(?:\s?(?:a|per|/|each|every)\s?(?:month|mo|year|yr)\b|\s?(?:monthly|yearly)\b)"
_BEYOND_PRICE = [
    rf"(?<!no )(?<!without ){_COST}(?: (?:that|which|is|are|be|of|at|for|to|should|can|must|not|stays?|has|have|running|runs?|no|needs?))*:?\s(?:{_BOUND}\s)?(?:{AMOUNT}){_EACH}?(?:{OR_LESS}|{OR_MORE})?",
    rf"{_BOUND}\s({AMOUNT}){_EACH}?(?: (?:in|for|of|on|the|an?))*\s{_COST}\b",
    rf"(?:{_BOUND}\s)?({AMOUNT})\s?(?:(?:a|per|/|each|every)\s?(?:month|mo)\b|monthly\b)",
    rf"(?:{AMOUNT})\s{_COST}\b(?:{OR_LESS})?",
    rf"(?:(?:the|its|with|an?) )*(?:low|lowest|cheap|reasonable|small|high)(?:er)? {_COST}\b",
]


_SCORE = r"(?:(?:walk|transit|bike|school|crime|noise|energy|air quality|flood|fire|greatschools)[- ]?)?(?:scores?|ratings?|ranking|index|grade)"


def beyond_price(draft: Draft) -> None:
    """Take scores, and fees and taxes with their amounts: they are named, never read as a price."""
    for match in draft.take(
        rf"\b(?:with |has |have |an? |the )*{_SCORE}(?: (?:of|is|that's|that is|should|must|be))* (?:{_BOUND}\s)?\d[\d.]*(?:{OR_MORE}|{OR_LESS})?|\b{_BOUND}\s\d[\d.]*(?: (?:on|for|in|of))?(?: an?| the)? {_SCORE}\b"
    ):
        draft.unusable.append(f"“{draft.said(*match.span()).strip()}” (homes are not searched by scores)")
    for pattern in _BEYOND_PRICE:
        for match in draft.take(rf"(?<![\w$]){pattern}"):
            draft.unusable.append(f"{draft.said(*match.span()).strip(' ,.')} (homes are not searched by fees or taxes)")


def read_prices(draft: Draft) -> None:
    """Take every price with its bounds; what "around" and bare thousands were read as is noted."""
    _read_hundreds(draft)
    for form, pattern in _PRICE_FORMS:
        for match in re.finditer(pattern, draft.rest):
            texts = [group for group in match.groups() if group]
            if form in ("alone", "around", "up to") and not _is_money(texts[0]):
                continue
            values = _dollar_values(texts)
            if form in ("least", "less") and _is_small(texts[0], draft.rest[: match.start()]):
                continue  # "above 80": of what is not said
            if values is None or "¦" in draft.rest[slice(*match.span())]:
                continue
            if _denied(draft, match):
                draft.blank(*match.span())
                continue
            _set_price(draft, form, values, draft.said(*match.span()).strip(" ,."))
            draft.blank(*match.span())


def _read_hundreds(draft: Draft) -> None:
    """ "In the 600s": $600,000 to $699,999; "low", "mid" and "high" are a third of that each."""
    for match in draft.take(
        r"(?:\b(?:in|around) )?\b(?:the (?=(?:low|mid|high|upper|lower)?[- ]?\$?\d)|(?=(?:low|mid|high|upper|lower)[- ]))(low|mid|high|upper|lower)?[- ]?\$?([1-9])00(?:k|'?s|k'?s)\b"
    ):
        low = int(match[2]) * 100_000
        first, last = _THIRDS.get(match[1] or "", (0, 100_000))
        draft.arguments |= {"minPrice": low + first, "maxPrice": low + last - 1}
        draft.notes.append(f"“{draft.said(*match.span()).strip()}” was read as ${low + first:,} to ${low + last - 1:,}")


_THIRDS = {"low": (0, 34_000), "lower": (0, 34_000), "mid": (33_000, 67_000), "high": (66_000, 100_000),
           "upper": (66_000, 100_000)}  # fmt: skip


LEAST_BARE_PRICE = 100_000  # fewer digits without a "$" or "k" are rather a zip code


def _is_money(text: str) -> bool:
    return "$" in text or bool(re.search(r"[a-z]", text)) or float(re.sub(r"[^\d.]", "", text) or 0) >= LEAST_BARE_PRICE


def _is_small(text: str, before: str) -> bool:
    """Whether a least amount is a bare number too small to be taken for thousands without a word of money."""
    return text.strip().isdigit() and int(text) < _LEAST_THOUSANDS and not re.search(r"\b(?:price|budget|cost)", before)


_LEAST_THOUSANDS = 100


def _dollar_values(texts: list[str]) -> list[tuple[int, bool]] | None:
    values = [dollars(text, scale_of=texts[-1] if len(texts) > 1 else "") for text in texts]
    return values if all(values) else None


def _set_price(draft: Draft, form: str, values: list[tuple[int, bool]], said: str) -> None:
    amounts = sorted(amount for amount, _ in values)
    if form in ("up to", "alone"):
        form = "most"
        draft.notes.append(f"“{said}” was read as up to ${amounts[0]:,}")
    elif any(assumed for _, assumed in values):
        draft.notes.append(f"“{said}” was read as {' to '.join(f'${amount:,}' for amount in amounts)}")
    if form == "range":
        draft.arguments |= {"minPrice": amounts[0], "maxPrice": amounts[-1]}
    elif form == "most":
        draft.arguments["maxPrice"] = amounts[0]
    elif form == "least":
        draft.arguments["minPrice"] = amounts[0]
    else:
        low, high = round(amounts[0] * (1 - AROUND_SHARE)), round(amounts[0] * (1 + AROUND_SHARE))
        draft.arguments |= {"minPrice": low, "maxPrice": high}
        draft.notes.append(f"“{said}” was read as within 10 % of it, ${low:,} to ${high:,}")
