"""Scenarios are read, played through the real loop and judged; the ones that come with the project are whole."""

from __future__ import annotations

import hashlib
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from agent.evaluation.judging import judge
from agent.evaluation.playing import PlayedTurn
from agent.evaluation.scenarios import HERE, ScenarioError, Turn, load
from realestate.tooling import all_tools

CITY = {"city": "Portland", "minBedrooms": 3}


def made(*calls, text="", status="completed") -> PlayedTurn:
    """A turn in which these calls were made."""
    return PlayedTurn([(name, arguments, result) for name, arguments, result in calls], text, status)


def verdict(wanted, made_arguments, text="", tool="findListings"):
    return judge(Turn("?", ((tool, wanted),)), made((tool, made_arguments, {}), text=text), [])


# --- The files that come with the project ---------------------------------------------------------------------------
def test_every_scenario_asks_for_tools_there_are():
    scenarios = load([HERE])

    called = {tool for each in scenarios for turn in each.turns for tool, _ in turn.calls}
    assert called <= all_tools().keys()
    assert len([each for each in scenarios if len(each.turns) > 1]) >= 60


def test_the_never_tuned_ones_are_those_that_the_results_were_taken_from():
    folder = HERE / "never_tuned"
    sums = dict(reversed(line.split()) for line in (folder / "SHA256SUMS").read_text().splitlines())

    assert {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.rglob("*.yaml")
    } == sums
    number = len(load([folder]))  # not in the assertion: a failure would print what nobody should read
    assert number >= 150


# --- Judging --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("wanted", "actual"),
    [
        (CITY, {"city": "Portland, OR", "minBedrooms": 3}),
        ({"city": "Seattle", "neighborhood": "Ballard"}, {"neighborhood": "Ballard, Seattle, WA"}),
        ({"county": "King County"}, {"county": "King, WA"}),
        ({"propertyType": ["house"]}, {"propertyType": "House"}),
        ({"features": ["pool", "garage"]}, {"features": ["garage", "pool"]}),
        ({"maxPrice": 600000}, {"maxPrice": 600000.0, "minPrice": None}),
    ],
)
def test_the_same_said_otherwise_is_exact(wanted, actual):
    assert verdict(wanted, actual).exact


def test_what_is_missing_added_or_different_is_named():
    found = verdict(CITY | {"maxPrice": 600000}, {"city": "Salem, OR", "minBedrooms": 3, "minBathrooms": 2})

    assert (found.dropped, found.invented, found.changed) == (["maxPrice"], ["minBathrooms"], ["place"])
    assert sorted(found.silently) == ["maxPrice", "place"]


def test_what_the_answer_names_was_not_dropped_silently():
    found = verdict({"maxPrice": 600000}, {}, text="I left out the price limit of $600,000.")

    assert (found.dropped, found.silently) == (["maxPrice"], [])


def test_another_tool_or_one_too_many_is_wrong():
    wanted = Turn("?", (("findListings", CITY),))

    assert not judge(wanted, made(("getListing", {"listingId": "L1"}, {})), []).right_tools
    assert not judge(wanted, made(*[("findListings", CITY, {})] * 2), []).right_tools
    assert judge(wanted, made(("findPlaces", {}, {}), ("findListings", CITY, {})), []).exact


def test_the_second_one_is_of_the_last_list():
    before = [made(("findListings", {}, {"listings": [{"listingId": "L1"}, {"listingId": "L2"}]}))]
    wanted = Turn("the second one", (("getListing", {"listingId": "$result[2]"}),))

    assert judge(wanted, made(("getListing", {"listingId": "L2"}, {})), before).exact
    assert judge(wanted, made(("getListing", {"listingId": "L1"}, {})), before).changed == ["listingId"]


def test_the_answer_is_held_to_its_facts():
    turn = Turn("?", (), must=("$525,000",), must_not=("sorry",))

    assert judge(turn, made(text="It costs $525,000."), []).right
    assert judge(turn, made(text="Sorry."), []).facts == ["lacks '$525,000'", "holds 'sorry'"]
    assert not judge(turn, made(text="$525,000", status="failed"), []).right


# --- The command ----------------------------------------------------------------------------------------------------
SCENARIOS = """
- id: find-and-look
  tags: [plain]
  turns:
    - say: condos in Portland under 600k
      calls: [{tool: findListings, arguments: {city: Portland, propertyType: [condo], maxPrice: 600000}}]
    - say: tell me about the first one
      calls: [{tool: getListing, arguments: {listingId: "$result[1]"}}]
      must: ["1998"]
- id: wrong-on-purpose
  turns:
    - say: condos in Portland
      calls: [{tool: findListings, arguments: {city: Portland, propertyType: [condo], minBedrooms: 9}}]
"""


SAVES = """
- id: saves-one
  turns:
    - say: condos in Portland
      calls: [{tool: findListings, arguments: {city: Portland, propertyType: [condo]}}]
    - say: save the first one
      calls: [{tool: saveListing, arguments: {listingId: C1}}]
      state: {saved_listings: 2}
"""


@pytest.fixture
def scenario_file(tmp_path):
    file = tmp_path / "some.yaml"
    file.write_text(SCENARIOS)
    return file


@pytest.mark.django_db(transaction=True)
def test_evaluate_prints_what_was_right_and_what_was_not(scenario_file, condo, settings):
    settings.LLM_MODEL = "offline"
    out = StringIO()

    call_command("evaluate", str(scenario_file), misses=True, stdout=out)

    table = out.getvalue()
    assert "| all | 2 | 3 | 100.0 % | 66.7 % | 1 | 0 | 0 | 0 | 100.0 % of 1 |" in table
    assert "wrong-on-purpose: condos in Portland" in table
    assert "dropped: minBedrooms" in table
    assert not User.objects.filter(email__startswith="evaluation-").exists()


@pytest.mark.django_db(transaction=True)
def test_evaluate_writes_a_page_and_json_for_other_programs(scenario_file, condo, settings, tmp_path):
    settings.LLM_MODEL = "nothing-there"
    page, out = tmp_path / "report.html", StringIO()

    call_command("evaluate", str(scenario_file), model="offline", html=page, json=True, stdout=out)

    told = json.loads(out.getvalue())
    wrong = next(each for each in told["dialogues"] if not each["right"])
    assert told["model"] == "offline"
    assert wrong["id"] == "wrong-on-purpose"
    assert wrong["turns"][0]["amiss"]["dropped"] == ["minBedrooms"]
    assert 0 < wrong["turns"][0]["firstTextSeconds"] <= wrong["turns"][0]["seconds"]
    assert "Not wholly right: 1" in page.read_text()
    assert "dropped: minBedrooms" in page.read_text()


@pytest.mark.django_db(transaction=True)
def test_what_a_dialogue_leaves_behind_is_counted(condo, settings, tmp_path):
    settings.LLM_MODEL, out = "offline", StringIO()
    (tmp_path / "saves.yaml").write_text(SAVES)

    call_command("evaluate", str(tmp_path), misses=True, stdout=out)

    assert "saved_listings is 1, not 2" in out.getvalue()


IMPOSSIBLE = """
- id: one-home-is-no-second
  turns:
    - say: condos in Portland
      calls: [{tool: findListings, arguments: {city: Portland, propertyType: [condo]}}]
    - say: save the second one
      calls: [{tool: saveListing, arguments: {listingId: "$result[2]"}}]
- id: one-home-has-no-next-page
  turns:
    - say: condos in Portland
      calls: [{tool: findListings, arguments: {city: Portland, propertyType: [condo]}}]
    - say: more
      calls: [{tool: findListings, arguments: {city: Portland, propertyType: [condo], cursor: "$nextCursor"}}]
- id: nowhere
  turns:
    - say: homes in Atlantis
      calls: [{tool: findListings, arguments: {city: Atlantis}}]
"""


@pytest.mark.django_db(transaction=True)
def test_expectations_that_the_homes_cannot_meet_are_named(scenario_file, condo, tmp_path):
    scenario_file.with_name("impossible.yaml").write_text(IMPOSSIBLE)
    out = StringIO()

    call_command("evaluate", str(tmp_path), check=True, stdout=out)

    *named, last = out.getvalue().splitlines()
    assert [line.split(": ")[0].split()[1] for line in named] == [
        "one-home-is-no-second",
        "one-home-has-no-next-page",
        "nowhere",
    ]
    assert "turn 2, saveListing: nothing is there for $result[2]" in named[0]
    assert "turn 2, findListings: nothing is there for $nextCursor" in named[1]
    assert "Atlantis" in named[2]
    assert last == "3 of 5 scenarios expect what cannot be."
    assert not User.objects.filter(email__startswith="evaluation-").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{}", "must be a list"),
        ("- id: a\n  turns: [{say: x}]", "needs id, turns"),
        ("- [", "could not be read as YAML"),
        ("- {id: a, turns: []}\n- {id: a, turns: []}", "give it another"),
    ],
)
def test_a_file_that_is_wrong_is_refused_in_words(tmp_path, text, said):
    file = tmp_path / "wrong.yaml"
    file.write_text(text)

    with pytest.raises(ScenarioError, match=said):
        load([file])
    with pytest.raises(CommandError, match=said):
        call_command("evaluate", str(file))


def test_no_such_tag_is_said(scenario_file):
    with pytest.raises(CommandError, match="no such scenarios"):
        call_command("evaluate", str(scenario_file), tag="nothing")
