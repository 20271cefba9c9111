"""The main job over HTTP with a real local OpenAI-compatible server playing the model."""

from __future__ import annotations

import pytest

from tests.llm_server import Answer, LLMServer, calls, text
from tests.servers import running

pytestmark = pytest.mark.server
PORTLAND = {"city": "Portland", "state": "OR", "minBedrooms": 3, "maxPrice": 900000}


@pytest.fixture(scope="module")
def conversation(tmp_path_factory):
    """Five questions in one conversation: each one's events."""
    model = LLMServer()
    model.script(
        Answer(calls(("findListings", PORTLAND), piece=1), write_size=11),
        text("Some ", "homes ", "fit."),
        Answer(calls(("findListings", PORTLAND | {"minBathrooms": 2}), piece=3), write_size=1000),
        text("Fewer ", "fit."),
        calls(
            ("findListings", PORTLAND | {"sort": "price", "limit": 2}), ("getListing", {"listingId": "L001"}), piece=2
        ),
        calls(("compareListings", {"listingIds": ["L001", "L002"]})),
        text("L002 ", "costs ", "less."),
        calls(("getMarketAnalysis", {"area": "Seattle, WA"})),
        text("It is ", "balanced."),
        calls(("getListingMetrics", {"listingIds": ["L001"]})),
        text("Seen ", "often."),
    )
    environment = {"LLM_BASE_URL": model.url, "LLM_MODEL": "scripted", "LLM_API_KEY": "k"}
    with running("daphne", tmp_path_factory.mktemp("main"), homes=300, **environment) as server:
        token, asked, conversation_id = server.sign_up(), [], None
        for question in [
            "Find me 3-bedroom homes in Portland under $900,000",
            "only those with at least 2 bathrooms",
            "compare the two cheapest",
            "What's the market like in Seattle, WA?",
            "Show me analytics for listing L001",
        ]:
            asked.append(server.ask(question, token, conversation_id))
            conversation_id = asked[0][0][2]["conversationId"]
    model.close()
    return asked


def completed(events) -> list[tuple[str, dict]]:
    """The tools that came back with a result, and the results."""
    return [(d["name"], d["result"]) for _, name, d in events if name == "tool" and d["status"] == "completed"]


def test_a_search_finds_homes_that_fit_every_condition(conversation):
    ((name, page),) = completed(conversation[0])

    assert name == "findListings"
    assert page["total"] > 0
    assert {home["city"] for home in page["listings"]} == {"Portland"}
    assert max(home["price"] for home in page["listings"]) <= 900_000
    assert min(home["bedroomsTotal"] for home in page["listings"]) >= 3


def test_a_refinement_finds_fewer(conversation):
    ((_, before),), ((_, after),) = completed(conversation[0]), completed(conversation[1])

    assert 0 < after["total"] < before["total"]
    assert min(home["bathroomsTotal"] for home in after["listings"]) >= 2


def test_two_calls_of_one_step_and_a_dependent_one_all_run(conversation):
    assert [name for name, _ in completed(conversation[2])] == ["findListings", "getListing", "compareListings"]


def test_the_market_has_its_count_and_period(conversation):
    ((_, market),) = completed(conversation[3])

    assert market["medianPrice"] > 0
    assert market["n"] >= 5
    assert market["period"]


def test_the_analytics_are_those_of_the_listing(conversation):
    ((_, metrics),) = completed(conversation[4])

    assert [each["listingId"] for each in metrics["listings"]] == ["L001"]
    assert metrics["listings"][0]["pageViews"] > 0


def test_every_answer_ends_well_and_without_holes(conversation):
    assert [events[-1][2]["status"] for events in conversation] == ["completed"] * 5
    assert [[seq for seq, _, _ in events] == list(range(1, len(events) + 1)) for events in conversation] == [True] * 5
