"""The scripted model, and playing a question through the real loop, log and database."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest

from accounts.tokens import open_family
from agent import runs
from agent.llm.chunks import ToolRequest
from agent.models import Conversation, Run
from listings.models import Listing, Source
from tests.llm_server import delta


class ScriptedModel:
    """Says what the script says: each step is a list of text pieces and ToolRequests; an exception is raised."""

    name = "scripted"

    def __init__(self, *steps: list[Any]) -> None:
        self.steps = list(steps)
        self.transcripts: list[list[dict[str, Any]]] = []
        self.choices: list[str] = []

    async def stream(self, messages: list[dict], tools: list[dict], tool_choice: str = "auto") -> AsyncIterator[dict]:
        self.transcripts.append(json.loads(json.dumps(messages)))
        self.choices.append(tool_choice)
        step = self.steps.pop(0) if len(self.steps) > 1 else self.steps[0]
        for index, part in enumerate(step):
            if isinstance(part, Exception):
                raise part
            if isinstance(part, asyncio.Event):
                await part.wait()
            elif isinstance(part, ToolRequest):
                function = {"name": part.name, "arguments": part.arguments}
                yield delta(tool_calls=[{"index": index, "id": f"call_{index}", "function": function}])
            else:
                yield delta(part)
        yield delta(finish="stop")
        yield {"choices": [], "usage": {"prompt_tokens": 10, "completion_tokens": 5}}


def request(name: str, **arguments: Any) -> ToolRequest:
    """A tool request as a model writes it."""
    return ToolRequest(name, json.dumps(arguments))


@dataclass
class Played:
    """A finished run: its stored events, and the run as the database has it."""

    run: Run
    events: list[tuple[str, dict[str, Any]]]

    @property
    def types(self) -> list[str]:
        return [event_type for event_type, _ in self.events]

    def of(self, event_type: str) -> list[dict[str, Any]]:
        """The data of all events of a type."""
        return [data for each, data in self.events if each == event_type]

    @property
    def text(self) -> str:
        return "".join(data["chunk"] for data in self.of("content"))


def stored(run: Run) -> Played:
    """The run and its events as the database has them now."""
    rows = run.events.order_by("seq").values_list("type", "data")
    return Played(Run.objects.get(pk=run.pk), [(kind, json.loads(data)) for kind, data in rows])


def play(model: Any, *, user: Any, question: str = "A home?", conversation: Conversation | None = None) -> Played:
    """Ask the question and let the model answer it, through the real run, log and database."""
    run = runs.start_run(conversation or Conversation.objects.create(user=user), question)

    async def through() -> None:
        await runs.drive(run, model)

    asyncio.run(through())
    return stored(run)


@pytest.fixture
def condo(db):
    """An active home in Portland that every search there finds."""
    source = Source.objects.create(name="demo", title="Demo homes", attribution="Demo", is_demo=True)
    return Listing.objects.create(
        source=source,
        listing_key="C1",
        listing_id="C1",
        standard_status="Active",
        property_type="Residential",
        property_sub_type="Condominium",
        list_price=525_000,
        unparsed_address="12 Elm Street",
        city="Portland",
        state_or_province="OR",
        county_or_parish="Multnomah",
        postal_code="97201",
        bedrooms_total=2,
        bathrooms_total="1.50",
        living_area=980,
        year_built=1998,
    )


@pytest.fixture
def token(ana) -> str:
    """Ana's access token."""
    return open_family(ana).access_token


@pytest.fixture
def eves_token(eve) -> str:
    """A stranger's access token."""
    return open_family(eve).access_token


@pytest.fixture
def model(llm_server, settings):
    """The local server as the configured model."""
    settings.LLM_BASE_URL, settings.LLM_MODEL, settings.LLM_TOOL_MODEL = llm_server.url, "writer", "chooser"
    return llm_server


@pytest.fixture
def ended_run(ana, condo) -> Run:
    """A run of seven events that has ended."""
    model = ScriptedModel(["Looking. ", request("getListing", listingId="C1")], ["A ", "condo."])
    return play(model, user=ana).run
