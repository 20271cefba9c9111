"""docs/streaming.md: each promise names a test that exists, and what it says of settings is so."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "streaming.md").read_text()
PROMISES = re.findall(r"^\d+\. .*$", PAGE, re.MULTILINE)
CEILINGS = re.findall(r"^\| `([A-Z_]+)` \| (\d+)", PAGE, re.MULTILINE)


def test_there_are_ten_promises():
    assert len(PROMISES) == 10


@pytest.mark.parametrize("promise", PROMISES)
def test_each_promise_names_a_test_that_exists(promise):
    path, name = re.search(r"`(tests/[\w/]+\.py)::(test_\w+)`", promise).groups()

    functions = [node.name for node in ast.parse((ROOT / path).read_text()).body if isinstance(node, ast.FunctionDef)]

    assert name in functions


@pytest.mark.parametrize(("name", "default"), CEILINGS)
def test_the_ceilings_have_the_defaults_the_page_names(name, default):
    assert f"# {name}={default}\n" in (ROOT / ".env.example").read_text()
    assert hasattr(settings, name)


@pytest.mark.parametrize("target", re.findall(r"\]\(([^)]+)\)", PAGE))
def test_every_link_leads_to_a_file(target):
    assert (ROOT / "docs" / target).exists()
