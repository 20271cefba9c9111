"""Nothing here could steer even if it wanted to: no table, argument or answer knows who people are."""

from __future__ import annotations

import json
import re

import pytest
from django.apps import apps

from realestate.tooling import all_tools

OURS = ("accounts", "listings", "analytics", "agent", "realestate")
# Names that a column or an argument about people would have.
WORDS = re.compile(
    r"(?:^|_)(?:race|racial|ethnic\w*|color|nationality|origin|citizen\w*|immigra\w*|language|religion|faith|gender|sex|"
    r"orientation|marital|married|pregnan\w*|children|kids|famil(?:y|ial)|household|disab\w*|handicap\w*|medical|birth\w*|"
    r"age|ages|veteran|military|income_source|voucher\w*|demograph\w*|population|crime|safety|school_rating\w*|walk_score)"
    r"(?:_|$)"
)
ABOUT_THE_HOME = {"senior_community_yn"}


def snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()


def names_in(schema: object) -> set[str]:
    """Every property name of a JSON schema, however deep."""
    if isinstance(schema, dict):
        own = set(schema.get("properties", {})) if isinstance(schema.get("properties"), dict) else set()
        return own.union(*(names_in(value) for value in schema.values()))
    return set().union(*(names_in(value) for value in schema)) if isinstance(schema, list) else set()


def test_no_table_has_a_column_about_who_people_are_or_who_lives_where():
    columns = {
        f"{model._meta.label}.{field.name}"
        for app in OURS
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.fields
        if WORDS.search(field.name) and field.name not in ABOUT_THE_HOME
    }

    assert columns == set()


@pytest.mark.parametrize("name", sorted(all_tools()))
def test_no_tool_takes_or_gives_anything_about_people(name):
    tool = all_tools()[name]

    found = names_in(tool.parameters) | names_in(tool.output_schema or {})

    assert {each for each in found if WORDS.search(snake(each)) and snake(each) not in ABOUT_THE_HOME} == set()


def test_the_words_for_it_would_be_noticed():
    schema = json.loads('{"properties": {"medianAge": {}, "areas": {"items": {"properties": {"crimeRate": {}}}}}}')

    assert {each for each in names_in(schema) if WORDS.search(snake(each))} == {"medianAge", "crimeRate"}
