"""Questions of every kind, read once when the server starts: patterns are compiled then, not while somebody waits."""

from __future__ import annotations

from datetime import date
from itertools import cycle

from agent.llm.offline.deciding import decide
from agent.llm.offline.reading import read
from agent.llm.offline.vocabulary import Vocabulary

_TOOLS = frozenset(
    {"findListings", "getListing", "findPlaces", "getMarketAnalysis", "compareMarkets", "getMyProfile",
     "compareListings", "getListingMetrics", "updateMyProfile", "sendListingReport", "saveSearch", "saveListing",
     "unsaveListing",
     "listSavedListings", "listSavedSearches", "deleteSavedSearch", "calculateMortgage", "calculateAffordability",
     "estimateValue", "generatePerformanceReport"}
)  # fmt: skip
_TOPICS = ("", "findListings", "getListing", "getMarketAnalysis", "calculateMortgage", "calculateAffordability",
           "sendListingReport", "getListingMetrics", "listSavedSearches")  # fmt: skip
# {place} and {type} are the first that the apps know.
_QUESTIONS = [
    "3-bedroom {type} in {place} under $900,000, at least 2 baths, around 1,800 sq ft, built after 1990",
    "{type} with a garage or a pool",
    "{type}s in {place} but not in Narnia, no {type}, remove the price limit, cheaper ones, sorted by price",
    "L001 and L002 within 2 miles of 45.5, -122.6, the second one, near it, mentioning 'sunroom', sold in March 2015",
    "what would L001 cost me a month with 20 % down at 6.5 %, pmi 1 %, tax 3000 a year, hoa 200, insurance 900",
    "mortgage of 650k with 100k down at 6 over 15 years",
    "mortgage on 500k ; 6",
    "loan of 400k with nothing down, rate 6.25",
    "payment on 500k, 7 down, put 5 %",
    "mortgage on 500k",
    "borrow 400k at 6 % ; 50k",
    "500k mortgage 20 percent ; 30 %",
    "what can I afford with 140k income, 60k down at 6.5%, 500 a month in debts",
    "can I afford L001 with 60k",
    "homes I can afford",
    "can I afford a 500k home on 10k a month",
    "what can I afford with 750k in {place}",
    "and at 7 %?",
    "same with 10 % down",
    "Send L001 to ann@example.com with a note to bob@example.com",
    "send L001 to my wife",
    "email these to me",
    "email bob@",
    "email L001 to ann@example.com with the note: Look",
    "share those",
    "send me {type}s in {place}",
    "did you send my email",
    "e-mail me when new homes come up",
    "send a note",
    "save L003",
    "save this search as Family homes",
    "remove L003 from my saved homes",
    "show my saved homes",
    "show my saved searches",
    "run the first saved search",
    "delete the saved search 'Mine'",
    "stop watching it",
    "save a search for {type}s in {place}",
    "remember my budget is 800k",
    "add {place} to my places",
    "forget my budget",
    "forget my places",
    "what do you know about me",
    "performance report for L001",
    "how are L001 and L002 doing, with recommendations",
    "what is L005 worth",
    "what is my house worth",
    "estimate the value of a 3 bed 2 bath 1800 sq ft {type} in {place}, 98115",
    "is L001 overpriced",
    "what do homes sell for in {place}",
    "compare the market in {place} and 98115",
    "compare the two cheapest",
    "median price in {place} by month",
    "homes like L001",
    "I like L001",
    "something similar",
    "use my preferences to find homes",
    "homes under that price",
    "undo",
    "start over",
    "more",
    "tell me about the cheapest",
    "does it have a garage",
    "how many in {place}",
    "thanks",
    "write a poem",
    "who lives there",
    "WA",
    "not",
    "12 Main Street",
    "flat",
    "studio",
    "top five",
    "something cheap",
    "anything new",
]


def warm_up(vocabulary: Vocabulary) -> None:
    """Read each question, after one kind of turn or another, and take its first step; what comes out is thrown away.

    It takes a second: not for the event loop.
    """
    place, kind = vocabulary.first("city") or "Portland", (vocabulary.property_types or ["house"])[0]
    for question, topic in zip(_QUESTIONS, cycle(_TOPICS), strict=False):
        text = question.replace("{place}", place).replace("{type}", kind)
        read(text, vocabulary, date(2026, 1, 1), ("L001",), None, topic)
        decide([{"role": "user", "content": text}], _TOOLS, vocabulary)
