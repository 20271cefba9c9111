"""The tools as an outside client meets them: by scope, as its user, with words, progress, prompts and completion."""

from __future__ import annotations

import json
import threading
from typing import Any

import jsonschema
import pytest
from mcp import MCPError
from mcp.types import PromptReference, ResourceTemplateReference

from listings.models import SavedListing, Source
from realestate.tooling import all_tools

READ = frozenset({"read"})


def test_every_tool_is_listed_with_title_annotations_and_both_schemas(ana, as_client):
    tools = as_client(ana, lambda client: client.list_tools()).tools

    assert {each.name for each in tools} == set(all_tools())
    for each in tools:
        assert each.title
        assert None not in each.annotations.model_dump().values() or each.annotations.title is None
        assert each.annotations.read_only_hint is (all_tools()[each.name].effect == "read")
        assert each.input_schema["type"] == each.output_schema["type"] == "object"


@pytest.mark.parametrize(("scope", "effect"), [("read", "read"), ("write", "write"), ("send", "external")])
def test_a_scope_lists_the_tools_of_its_effect(ana, as_client, scope, effect):
    tools = as_client(ana, lambda client: client.list_tools(), scopes=frozenset({scope})).tools

    assert {each.name for each in tools} == {name for name, tool in all_tools().items() if tool.effect == effect}


@pytest.mark.parametrize("mode", ["2026-07-28", "legacy"])
def test_a_call_answers_with_content_its_schema_promises(ana, home, as_client, mode):
    answer = as_client(ana, lambda client: client.call_tool("findListings", {"city": "Portland"}), mode=mode)

    jsonschema.validate(answer.structured_content, all_tools()["findListings"].output_schema)
    assert [each["listingId"] for each in answer.structured_content["listings"]] == ["L1"]
    words, data = answer.content
    assert words.annotations.audience == ["user"]
    assert json.loads(data.text) == answer.structured_content


def test_the_words_stand_alone(ana, home, as_client, settings):
    words = as_client(ana, lambda client: client.call_tool("findListings", {"city": "Portland"})).content[0].text

    assert words.startswith("1 home.")
    assert f"[1 Elm Street, Portland, OR]({settings.SITE_URL}/listings/L1/): $500,000" in words
    assert "Demo MLS" in words


def test_addresses_lead_to_the_site(ana, home, as_client, settings):
    answer = as_client(ana, lambda client: client.call_tool("getListing", {"listingId": "L1"})).structured_content

    assert answer["url"] == f"{settings.SITE_URL}/listings/L1/"
    assert answer["pictures"][0]["url"].startswith(f"{settings.SITE_URL}/")


def test_a_client_acts_as_its_user(ana, eve, home, as_client):
    as_client(ana, lambda client: client.call_tool("saveListing", {"listingId": "L1"}))

    theirs = as_client(eve, lambda client: client.call_tool("listSavedListings", {}))

    assert theirs.structured_content["listings"] == []
    assert SavedListing.objects.get().user == ana


def test_a_tool_beyond_the_scopes_is_refused_and_does_nothing(ana, home, as_client):
    answer = as_client(ana, lambda client: client.call_tool("saveListing", {"listingId": "L1"}), scopes=READ)

    assert answer.is_error
    assert "lacks the scope 'write'" in answer.content[0].text
    assert not SavedListing.objects.exists()


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("dropTables", {}, "There is no tool 'dropTables'. The tools are: "),
        ("findListings", {"town": "Portland"}, "There is no argument 'town'."),
        ("getListing", {"listingId": "L9"}, "There is no listing 'L9'."),
    ],
)
def test_a_mistake_is_told_in_our_words(ana, home, as_client, name, arguments, said):
    answer = as_client(ana, lambda client: client.call_tool(name, arguments))

    assert answer.is_error
    assert said in answer.content[0].text


def test_a_home_is_a_resource(ana, home, as_client, settings):
    async def talk(client: Any) -> Any:
        (template,) = (await client.list_resource_templates()).resource_templates
        return template, (await client.read_resource("listing://L1")).contents[0]

    template, read = as_client(ana, talk)

    assert (template.uri_template, template.mime_type) == ("listing://{listingId}", "application/json")
    assert json.loads(read.text)["unparsedAddress"] == "1 Elm Street"
    assert json.loads(read.text)["url"] == f"{settings.SITE_URL}/listings/L1/"


@pytest.mark.parametrize("uri", ["listing://L9", "listing://..%2Fetc", "listing://%00"])
def test_an_unknown_home_is_no_resource(ana, home, as_client, uri):
    with pytest.raises(MCPError, match=r"There is no listing|listingId is ''"):
        as_client(ana, lambda client: client.read_resource(uri))


def test_a_home_that_may_only_be_linked_to_is_no_resource(ana, home, as_client):
    Source.objects.update(outside_use="link_only")

    with pytest.raises(MCPError, match="/listings/L1/"):
        as_client(ana, lambda client: client.read_resource("listing://L1"))


def test_a_resource_needs_the_scope_to_read(ana, home, as_client):
    with pytest.raises(MCPError, match="lacks the scope 'read'"):
        as_client(ana, lambda client: client.read_resource("listing://L1"), scopes=frozenset({"write"}))


def test_the_card_is_one_file_that_loads_pictures_from_us_alone(ana, as_client, settings):
    settings.IMAGE_ORIGINS = ["https://photos.example.com"]

    async def talk(client: Any) -> Any:
        tools = {each.name: each for each in (await client.list_tools()).tools}
        address = tools["findListings"].meta["ui"]["resourceUri"]
        return address, (await client.read_resource(address)).contents[0]

    address, card = as_client(ana, talk)

    assert address.startswith("ui://")
    assert card.mime_type == "text/html;profile=mcp-app"
    assert card.meta["ui"]["csp"] == {"resourceDomains": [settings.SITE_URL, "https://photos.example.com"]}
    assert " src=" not in card.text
    assert " href=" not in card.text


def test_three_prompts_are_offered(ana, as_client):
    async def talk(client: Any) -> Any:
        listed = (await client.list_prompts()).prompts
        return listed, await client.get_prompt("find-a-home", {"place": "Portland, OR", "budget": "$700,000"})

    listed, prompt = as_client(ana, talk)

    assert {each.name: [each.name for each in each.arguments] for each in listed} == {
        "find-a-home": ["place", "budget", "wishes"],
        "market-brief": ["area"],
        "listing-review": ["listingId"],
    }
    assert prompt.messages[0].content.text.startswith("Find me a home in Portland, OR for at most $700,000.")


@pytest.mark.parametrize(
    ("reference", "argument", "values"),
    [
        (PromptReference(name="find-a-home"), {"name": "place", "value": "port"}, ["Portland, OR"]),
        (PromptReference(name="market-brief"), {"name": "area", "value": "Portlnd"}, ["Portland, OR"]),
        (PromptReference(name="listing-review"), {"name": "listingId", "value": "l"}, ["L1"]),
        (ResourceTemplateReference(uri="listing://{listingId}"), {"name": "listingId", "value": "L"}, ["L1"]),
        (ResourceTemplateReference(uri="listing://{listingId}"), {"name": "listingId", "value": "X"}, []),
        (PromptReference(name="find-a-home"), {"name": "budget", "value": "7"}, []),
    ],
)
def test_places_and_homes_are_completed(ana, home, as_client, reference, argument, values):
    answer = as_client(ana, lambda client: client.complete(reference, argument))

    assert answer.completion.values == values


def test_a_home_of_a_closed_source_is_not_completed(ana, home, as_client):
    Source.objects.update(outside_use="none")
    reference = ResourceTemplateReference(uri="listing://{listingId}")

    answer = as_client(ana, lambda client: client.complete(reference, {"name": "listingId", "value": "L"}))

    assert answer.completion.values == []


def test_a_long_call_says_how_it_goes(ana, home, as_client, monkeypatch):
    tool, told, heard = all_tools()["getListing"], [], threading.Event()
    quick = tool.fn

    def long(*args: Any, **arguments: Any) -> Any:
        assert heard.wait(30)  # until its caller has been told twice
        return quick(*args, **arguments)

    async def hear(progress: float, total: float | None, message: str | None) -> None:
        told.append((progress, message))
        if len(told) == 2:
            heard.set()

    monkeypatch.setattr(tool, "fn", long)
    monkeypatch.setattr("realestate.mcp_server.server.TOLD_EVERY_SECONDS", 0.05)

    answer = as_client(ana, lambda client: client.call_tool("getListing", {"listingId": "L1"}, progress_callback=hear))

    assert [progress for progress, _ in told][:2] == [1, 2]
    assert told[0][1].startswith("Looking at a home")
    assert not answer.is_error
