"""Talking to the offline assistant in tests: a vocabulary, the tools there are, and conversations as messages."""

from __future__ import annotations

import json
from typing import Any

from agent.llm.offline.deciding import decide
from agent.llm.offline.steps import Requests, Say, Step
from agent.llm.offline.vocabulary import Vocabulary

Json = dict[str, Any]
TODAY = "Today is 2026-11-23."
TOOLS = frozenset(
    {"findListings", "getListing", "compareListings", "getListingMetrics", "getMarketAnalysis", "getMyProfile",
     "findPlaces"}
)  # fmt: skip


def place(kind: str, name: str, state: str, city: str = "", words: tuple[str, ...] = ()) -> Json:
    said = name.split(",")[0].lower()
    return {"kind": kind, "name": name, "words": [said, name.lower(), *words], "state": state, "city": city}


def other(kind: str, name: str, *words: str) -> Json:
    return {"kind": kind, "name": name, "words": [name, *words]}


ENTRIES = [
    place("city", "Portland, OR", "OR", "Portland"),
    place("city", "Seattle, WA", "WA", "Seattle"),
    place("city", "Bellevue, WA", "WA", "Bellevue"),
    place("city", "Kirkland, WA", "WA", "Kirkland"),
    place("county", "King County, WA", "WA", words=("king",)),
    place("state", "WA", "WA", words=("washington",)),
    place("state", "OR", "OR", words=("oregon",)),
    place("postal_code", "98115", "WA", "Seattle"),
    place("postal_code", "98004", "WA", "Bellevue"),
    place("neighborhood", "Capitol Hill, Seattle, WA", "WA", "Seattle"),
    place("neighborhood", "View Ridge, Seattle, WA", "WA", "Seattle"),
    place("neighborhood", "Downtown, Seattle, WA", "WA", "Seattle"),
    place("neighborhood", "Downtown, Portland, OR", "OR", "Portland"),
    other("feature", "garage", "two car garage"),
    other("feature", "parking"),
    other("feature", "pool", "swimming pool"),
    other("feature", "view", "views"),
    other("feature", "senior community", "55 plus"),
    other("feature", "deck"),
    other("feature", "basement", "cellar"),
    other("feature", "single level", "one story", "no stairs"),
    other("feature", "no association fee", "no hoa"),
    other("property_type", "house", "houses", "single family home"),
    other("property_type", "condo", "condos"),
    other("property_type", "townhouse", "townhouses", "townhome"),
    other("property_type", "apartment", "apartments", "flat"),
    other("property_type", "duplex", "duplexes"),
    other("property_type", "land", "lots", "lot"),
]
VOCABULARY = Vocabulary(ENTRIES)


class Talk:
    """A conversation that grows: ask, and give the tools' results."""

    def __init__(self, tools: frozenset[str] = TOOLS) -> None:
        self.tools = tools
        self.messages: list[Json] = [{"role": "system", "content": f"You are Doorstep. {TODAY}"}]

    def ask(self, question: str) -> Step:
        """The first step for a question; an earlier answer is put between."""
        if self.messages[-1]["role"] in ("tool", "user"):
            self.messages.append({"role": "assistant", "content": self.answer()})
        self.messages.append({"role": "user", "content": question})
        return self.next()

    def next(self, *, may_call: bool = True) -> Step:
        """The step that follows what was said and found so far."""
        return decide(self.messages, self.tools, VOCABULARY, may_call=may_call)

    def give(self, *results: Json) -> Step:
        """Answer the open requests with these results, in order; the step that follows."""
        calls = self.calls()
        ids = [f"call_{len(self.messages)}_{index}" for index in range(len(calls))]
        requests = [
            {"id": id_, "type": "function", "function": {"name": name, "arguments": json.dumps(arguments)}}
            for id_, (name, arguments) in zip(ids, calls, strict=True)
        ]
        self.messages.append({"role": "assistant", "content": None, "tool_calls": requests})
        self.messages += [
            {"role": "tool", "tool_call_id": id_, "content": json.dumps(result)}
            for id_, result in zip(ids, results, strict=True)
        ]
        return self.next()

    def calls(self) -> list[tuple[str, Json]]:
        """The tool calls the assistant asks for now."""
        step = self.next()
        assert isinstance(step, Requests), step
        return step.calls

    def answer(self) -> str:
        """What the assistant says now."""
        step = self.next()
        assert isinstance(step, Say), step
        return step.text


def only_call(question: str) -> tuple[str, Json]:
    """The one tool call a question alone comes to."""
    talk = Talk()
    talk.ask(question)
    (call,) = talk.calls()
    return call


def home(listing_id: str, price: int, **facts: Any) -> Json:
    """A listing as findListings gives it."""
    return {
        "listingId": listing_id, "standardStatus": "Active", "price": price, "bedroomsTotal": 3, "bathroomsTotal": 2,
        "livingArea": 1840, "unparsedAddress": "123 Oak Street", "city": "Portland", "latitude": 45.512,
        "longitude": -122.683, "closeDate": None, "distanceMiles": None, "features": ["garage"],
    } | facts  # fmt: skip


def page(*homes: Json, total: int | None = None, median: int | None = None, **rest: Any) -> Json:
    """A result of findListings."""
    prices = sorted(each["price"] for each in homes)
    statistics = {
        "count": len(homes) if total is None else total,
        "medianPrice": median if median is not None else (prices[len(prices) // 2] if prices else None),
        "averagePrice": 700_000 if homes else None,
        "minPrice": prices[0] if prices else None,
        "maxPrice": prices[-1] if prices else None,
        "medianPricePerSquareFoot": 412.5 if homes else None,
    }
    return {
        "total": len(homes) if total is None else total, "totalIsLowerBound": False, "statistics": statistics,
        "listings": list(homes), "appliedFilters": {}, "appliedInWords": [], "sort": "newest", "notes": [],
        "relaxed": None, "nextCursor": None,
    } | rest  # fmt: skip


def found(*places: tuple[str, str], listings: int = 10, corrected: bool = False) -> Json:
    """A result of findPlaces: cities by label and state."""
    return {
        "places": [
            {"kind": "city", "name": label.split(",")[0], "label": label, "city": label.split(",")[0], "county": None,
             "state": state, "listings": listings, "corrected": corrected}
            for label, state in places
        ],
        "similar": [],
    }  # fmt: skip
