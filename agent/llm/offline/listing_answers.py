# ruff: noqa: E501  (a pattern cut in two is harder to read than a long one)
"""Answers about single homes: facts, a comparison, visitor figures."""

from __future__ import annotations

import re
from typing import Any

from agent.llm.offline import speech

Json = dict[str, Any]
_COMPARED = (
    "price", "bedroomsTotal", "bathroomsTotal", "livingArea", "pricePerSquareFoot", "lotSizeSquareFeet", "yearBuilt",
    "associationFee", "daysOnMarket",
)  # fmt: skip
MOST_FEATURES = 8


def detail(home: Json) -> list[str]:
    """One home: the line of facts, what else is recorded, its own words."""
    facts = [
        f"{home['standardStatus']}{_days(home)}",
        f"built in {home['yearBuilt']}" if home.get("yearBuilt") else "",
        f"lot of {home['lotSizeSquareFeet']:,} sq ft" if home.get("lotSizeSquareFeet") else "",
        f"{speech.dollars(home['pricePerSquareFoot'])} a square foot" if home.get("pricePerSquareFoot") else "",
        f"association fee {speech.dollars(home['associationFee'])} a month" if home.get("associationFee") else "",
        f"property tax {speech.dollars(home['taxAnnualAmount'])} a year" if home.get("taxAnnualAmount") else "",
    ]
    paragraphs = [speech.line(home), "\n".join(f"- {fact[0].upper()}{fact[1:]}" for fact in facts if fact)]
    if home.get("features"):
        paragraphs.append(f"It has {speech.listed(home['features'][:MOST_FEATURES])}.")
    if home.get("publicRemarks"):
        paragraphs.append(f"The listing says: “{_shortened(home['publicRemarks'])}”")
    if reduced := _price_change(home):
        paragraphs.insert(2, reduced)
    return [*paragraphs, f"Next: “analytics for {home['listingId']}”, or “homes within 1 mile of {home['listingId']}”."]


def facts_asked(text: str) -> list[str]:
    """The fields a question about one home asks for: "when was it built" -> ["yearBuilt"]."""
    return [field for field, pattern in _ASKED if re.search(pattern, text.lower())]


def words_of_facts(text: str) -> set[str]:
    """The words that `facts_asked` understood, which are therefore not left over."""
    matches = (re.search(pattern, text.lower()) for _, pattern in _ASKED)
    return {word for match in matches if match for word in re.findall(r"\w+", match[0])}


def one_fact(home: Json, answers: list[str]) -> list[str]:
    """The answer to a question about one thing, and which home that is; the rest is there for the asking."""
    return [*answers, speech.line(home), f"Say “tell me about {home['listingId']}” for everything recorded about it."]


def asked_of(home: Json, fields: list[str], features: list[str]) -> list[str]:
    """The direct answer about single facts; for one that is not recorded, the reason the source gives."""
    sentences = [_fact(home, field) for field in fields]
    sentences += [_feature(home, feature) for feature in features]
    return [" ".join(sentences)] if sentences else []


def _fact(home: Json, field: str) -> str:
    label, say = _LABELS[field]
    value = home.get(field)
    if value is not None:
        return f"**{label}: {say(value)}.**"
    reason = (home.get("notRecorded") or {}).get(_snake(field))
    return f"{label}: not known. {reason}" if reason else f"{label}: this listing does not say."


def _feature(home: Json, feature: str) -> str:
    if feature in home.get("features", []):
        return f"**{feature[0].upper()}{feature[1:]}: yes.**"
    return f"{feature[0].upper()}{feature[1:]}: not recorded, which does not rule it out."


def _snake(name: str) -> str:
    return re.sub(r"([A-Z])", lambda match: f"_{match[1].lower()}", name)


_ASKED = [
    ("bedroomsTotal", r"\bhow many bed(?:room)?s?\b"),
    ("bathroomsTotal", r"\bhow many (?:full )?bath(?:room)?s?\b"),
    (
        "livingArea",
        r"\bhow (?:big|large|small|many sq\w*(?: f\w+)?)\b(?! (?:is|are) (?:the|its) (?:lot|yard))|\bsquare footage\b|\bliving area\b",
    ),
    (
        "standardStatus",
        r"\b(?:still )?(?:available|for sale|on the market|active)\b(?=\W*$)|\b(?:status|already sold|sold yet|under contract|pending)\b",
    ),
    ("onMarketDate", r"\bwhen\b.*\b(?:listed|come on|came on|go on|went on)\b|\blist(?:ing|ed)? date\b"),
    (
        "priceChange",
        r"\bprice (?:history|changes?|drops?|cuts?|reductions?)\b|\b(?:been )?(?:reduced|marked down)\b|\bcome down\b",
    ),
    ("unparsedAddress", r"\bwhere is\b|\baddress\b|\bwhere's\b"),
    ("pricePerSquareFoot", r"\bprice per (?:sq\w*|square foot)\b|\bppsf\b"),
    ("storiesTotal", r"\bhow many (?:stories|storeys|floors|levels)\b"),
    (
        "yearBuilt",
        r"\b(?:when|what year)\b.*\bbuilt\b|^\W*(?:and |so |ok,? )*(?:what|which) year\W*$|\bhow old\b|\byear built\b|\bbuilt\b",
    ),
    (
        "associationFee",
        r"\bhoa\b|\b(?:any|what|how much|monthly|are there) (?:are the |is the |about )?fees?\b|\bassociation (?:fee|dues)\b|\bdues\b",
    ),
    ("taxAnnualAmount", r"\btax(?:es)?\b"),
    ("daysOnMarket", r"\bhow long\b|\bdays on (?:the )?market\b|\btime on (?:the )?market\b|\blong\b"),
    ("lotSizeSquareFeet", r"\blot size\b|\bhow (?:big|large) is (?:the|its) (?:lot|yard)\b"),
    ("garageSpaces", r"\bgarage spaces?\b|\bhow many cars\b"),
    ("closeDate", r"\bwhen (?:did|was|has)\b.*\b(?:sell|sold|close)\b|\b(?:closing|sale) date\b"),
    ("listAgentFullName", r"\bwho (?:is the |lists|listed|is listing)|\b(?:listing )?agent\b"),
    (
        "price",
        r"\bhow much\b|\b(?:sell|sold|go|went) for\b|\bwhat does it cost\b|\basking price\b|\bwhat is the price\b",
    ),
]
_LABELS = {
    "bedroomsTotal": ("Bedrooms", str),
    "bathroomsTotal": ("Baths", lambda value: f"{value:g}"),
    "livingArea": ("Living area", lambda value: f"{value:,} sq ft"),
    "standardStatus": ("Status", lambda value: {"Active": "for sale", "Closed": "sold"}.get(value, value)),
    "onMarketDate": ("Listed", lambda value: speech.day(value)),
    "priceChange": ("Price since it was listed", lambda value: _moved(value)),
    "unparsedAddress": ("Address", str),
    "pricePerSquareFoot": ("Price per square foot", lambda value: speech.dollars(value)),
    "storiesTotal": ("Floors", lambda value: f"{value:g}"),
    "yearBuilt": ("Built", str),
    "associationFee": ("Association fee", lambda value: f"{speech.dollars(value)} a month"),
    "taxAnnualAmount": ("Property tax", lambda value: f"{speech.dollars(value)} a year"),
    "daysOnMarket": ("On the market", lambda value: speech.count(value, "day")),
    "lotSizeSquareFeet": ("Lot", lambda value: f"{value:,} sq ft"),
    "garageSpaces": ("Garage spaces", str),
    "closeDate": ("Sold", lambda value: speech.day(value)),
    "listAgentFullName": ("Listed by", str),
    "price": ("Price", lambda value: speech.dollars(value)),
}


def _moved(change: float) -> str:
    if not change:
        return "unchanged"
    return f"{'reduced' if change < 0 else 'raised'} by {speech.dollars(abs(change))}"


def _days(home: Json) -> str:
    return (
        f", {speech.count(home['daysOnMarket'], 'day')} on the market" if home.get("daysOnMarket") is not None else ""
    )


def _price_change(home: Json) -> str:
    change = home.get("priceChange")
    if not change:
        return ""
    way = "reduced" if change < 0 else "raised"
    return f"The price was {way} by {speech.dollars(abs(change))} from {speech.dollars(home.get('originalListPrice'))}."


def _shortened(remarks: str, longest: int = 320) -> str:
    text = " ".join(remarks.split())
    return text if len(text) <= longest else text[:longest].rsplit(" ", 1)[0] + " …"


def comparison(result: Json, asked: str = "") -> list[str]:
    """Homes side by side as a small table, the best value of a row in bold. asked: the question, which may name one."""
    homes, facts = result.get("listings", []), {fact["fact"]: fact for fact in result.get("facts", [])}
    header = f"| | {' | '.join(home['listingId'] for home in homes)} |"
    rows = [_row(facts[name]) for name in _COMPARED if name in facts and facts[name]["differs"]]
    table = "\n".join([header, f"| --- |{' ---: |' * len(homes)}", *rows])
    paragraphs = [
        _winner(homes, facts, asked) or _verdict(homes, facts.get("price")),
        "\n".join(f"- {speech.line(home)}" for home in homes),
        table,
    ]
    differing = [_who_has(row, homes) for row in result.get("featuresThatDiffer", [])[:MOST_FEATURES]]
    if differing:
        paragraphs.append(f"Only in some: {'; '.join(differing)}.")
    if result.get("unknown"):
        paragraphs.append(f"There is no listing {speech.listed(result['unknown'], 'or')}.")
    return [*paragraphs, f"Next: “tell me about {homes[0]['listingId']}”." if homes else "Find homes first."]


def _winner(homes: list[Json], facts: dict[str, Json], asked: str) -> str:
    """ "Which one is bigger?": the home that is, where one is and every size is known."""
    for pattern, name, word, pick in _CONTESTS:
        values = facts.get(name, {}).get("values", [])
        if not re.search(pattern, asked.lower()) or not values or None in values:
            continue
        best = [place for place, value in enumerate(values) if value == pick(values)]
        if len(best) == 1:
            return f"**{homes[best[0]]['listingId']} {word}**: {_cell(values[best[0]], facts[name]['unit'])}."
    return ""


_CONTESTS = [
    (r"\b(?:bigger|larger|biggest|largest)\b", "livingArea", "has the most living area", max),
    (r"\b(?:smaller|smallest)\b", "livingArea", "has the least living area", min),
    (r"\b(?:newer|newest)\b", "yearBuilt", "was built last", max),
    (r"\b(?:older|oldest)\b", "yearBuilt", "was built first", min),
    (r"\b(?:better|best) (?:deal|value)\b", "pricePerSquareFoot", "costs least for its size, per square foot", min),
]


def _verdict(homes: list[Json], price: Json | None) -> str:
    if price and len(price.get("best", [])) == 1:
        best = homes[price["best"][0]]
        return f"**{best['listingId']} costs least**, at {speech.dollars(best.get('price'))}."
    return f"Here are {speech.count(len(homes), 'home')} side by side."


def _row(fact: Json) -> str:
    cells = [_cell(value, fact["unit"]) for value in fact["values"]]
    cells = [f"**{cell}**" if place in fact["best"] else cell for place, cell in enumerate(cells)]
    return f"| {fact['label']} | {' | '.join(cells)} |"


def _cell(value: Any, unit: str) -> str:
    if value is None:
        return "not given"
    if unit.startswith("dollars"):
        return speech.dollars(value)
    return f"{value:,} sq ft" if unit == "squareFeet" else str(value)


def _who_has(row: Json, homes: list[Json]) -> str:
    having = [home["listingId"] for home, has in zip(homes, row["has"], strict=False) if has]
    return f"{row['feature']} ({', '.join(having)})"


def metrics(result: Json) -> list[str]:
    """Visitor figures of listings, each with what it is compared to; what is not known, with the reason."""
    paragraphs = [paragraph for each in result.get("listings", []) for paragraph in _one_listing(each)]
    paragraphs += [" ".join(result["notes"])] if result.get("notes") else []
    return paragraphs or ["There are no visitor figures for that."]


def _one_listing(each: Json) -> list[str]:
    name = f"{each['listingId']}, {each['address']}" if each.get("address") else each["listingId"]
    nouns = (("pageViews", "page view", None), ("saves", "save", None), ("inquiries", "inquiry", "inquiries"))
    known = [speech.count(each[name], one, many) for name, one, many in nouns if each.get(name) is not None]
    opening = f"**{name}** had {speech.listed(known)}." if known else f"**{name}**: no visits are recorded."
    lines = [
        f"- On the market: {speech.count(each['timeOnMarket'], 'day')}" if each.get("timeOnMarket") is not None else "",
        _rate("Opened when shown among results", each.get("clickThroughRate")),
        _rate("Visitors who inquired", each.get("conversionRate")),
        peers_line(each.get("peers")),
        f"- Last updated: {speech.day(each['lastUpdated'])}" if each.get("lastUpdated") else "",
    ]
    body = "\n".join(text for text in lines if text)
    reasons = list(dict.fromkeys((each.get("reasons") or {}).values()))
    return [opening, *([body] if body else []), *([" ".join(reasons)] if reasons else [])]


def _rate(label: str, value: float | None) -> str:
    return "" if value is None else f"- {label}: {value:g} %"


def peers_line(peers: Json | None) -> str:
    if not peers:
        return ""
    return (
        f"- {speech.count(peers['n'], 'comparable home')}: median {peers['pageViews']:,} page views in their first "
        f"{speech.count(peers['days'], 'day')}, against {peers['ownPageViews']:,} here"
    )
