"""`manage.py check`: a tool that nobody can read is named with file and line; unsafe production settings fail."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from pydantic import Field

from accounts import tools
from realestate.checks import tools_are_described
from realestate.tooling import CurrentUser, tool

ROOT = Path(__file__).resolve().parent.parent.parent
PRODUCTION = {
    "DEBUG": "off",
    "SITE_URL": "https://doorstep.example",
    "ALLOWED_HOSTS": "doorstep.example",
    "SECRET_KEY": "k3P-w9Zt_R7qLx2VbN5mYc8HdG4fJs6TaUe1WoQi0XzBvCnMl-7yHnUjMk",
    "JWT_SIGNING_KEY": "m8N-b4Vc_X1zLk6JhG9fDs3AqW7eRt2YuI5oPmKjHgFdSaZxC",
    "THROTTLE": "on",
}


@tool(effect="read", title="Vague")
def vague(a, b: int, c: Annotated[int, Field(ge=1)], d: Annotated[int, Field(description="Years")], user: CurrentUser):
    return a, b, c, d, user


@tool(effect="read", title="Clear")
def clear(years: Annotated[int, Field(description="Years")], user: CurrentUser) -> int:
    """Count years."""
    return years


@pytest.fixture
def offer(monkeypatch):
    """Puts a tool into the tools of accounts."""

    def add(function):
        monkeypatch.setattr(function, "__module__", "accounts.tools")
        monkeypatch.setattr(tools, function.__name__, function, raising=False)
        return function

    return add


def checked_with(**environment: str) -> subprocess.CompletedProcess[str]:
    """`manage.py check --deploy` under these settings."""
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    settings = os.environ | PRODUCTION | environment
    return subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, check=False)


def test_the_tools_we_have_pass():
    assert tools_are_described(None) == []


def test_a_tool_nobody_can_read_is_named_with_file_line_and_every_problem(offer):
    line = offer(vague).__code__.co_firstlineno

    errors = tools_are_described(None)

    assert [error.msg for error in errors] == [
        f"{__file__}:{line} vague: has no docstring, which is what the model reads",
        f"{__file__}:{line} vague: has no return annotation, which is its output schema",
        f"{__file__}:{line} vague: argument a has no annotation",
        f"{__file__}:{line} vague: argument b has no description: Annotated[..., Field(description=...)]",
        f"{__file__}:{line} vague: argument c has no description: Annotated[..., Field(description=...)]",
    ]


def test_a_tool_that_can_be_read_passes(offer):
    offer(clear)

    assert tools_are_described(None) == []


def test_manage_check_stops_at_such_a_tool(offer):
    offer(vague)

    with pytest.raises(SystemCheckError, match="vague: has no docstring"):
        call_command("check")


def test_production_settings_pass():
    done = checked_with()

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("THROTTLE", "off", "THROTTLE is off"),
        ("DEBUG", "on", "DEBUG set to True"),
        ("SITE_URL", "http://doorstep.example", "SECURE_SSL_REDIRECT"),
        ("SECRET_KEY", "a" * 60, "SECRET_KEY"),
    ],
)
def test_settings_for_benches_and_desks_fail(name, value, said):
    done = checked_with(**{name: value})

    assert done.returncode == 1
    assert said in done.stderr


def test_a_desk_may_lift_the_limits(settings):
    settings.THROTTLE = False

    call_command("check", fail_level="WARNING")
