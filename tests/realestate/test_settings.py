"""Settings: a wrong value stops the start with the variable's name, and the example file names every one."""

from __future__ import annotations

import ast
import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent.parent
EXAMPLE = (ROOT / ".env.example").read_text()
NAMES = re.findall(r"(?m)^#? ?([A-Z][A-Z0-9_]+)=", EXAMPLE)
SECRET, OTHER_SECRET = "s" * 32, "t" * 32


@pytest.fixture
def settings_with(monkeypatch):
    """Reads the settings afresh from an environment that has only what is given, and the two secrets."""

    def read(**given):
        nothing = dict.fromkeys(NAMES, "")  # set, so that this machine's .env does not show through
        for name, value in (nothing | {"SECRET_KEY": SECRET, "JWT_SIGNING_KEY": OTHER_SECRET} | given).items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(ROOT / "realestate" / "settings.py"))

    return read


def test_a_tile_server_is_the_one_foreign_origin_of_pictures(settings_with):
    tiles = "https://tiles.example.com/{z}/{x}/{y}.png"

    plain, tiled = settings_with(), settings_with(MAP_TILES=tiles)

    allowed = [each["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]["img-src"] for each in (plain, tiled)]
    assert [each[2:] for each in allowed] == [[], ["https://tiles.example.com"]]


def test_two_secrets_are_enough(settings_with):
    settings = settings_with()

    assert settings["DEBUG"] is False
    assert settings["LLM_MODEL"] == "offline"
    assert settings["DATABASES"]["default"]["ENGINE"] == "django.db.backends.sqlite3"
    assert settings["THROTTLE"] is True
    assert settings["SITE_URL"] == "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "s" * 31),
        ("SECRET_KEY", " " * 40),
        ("JWT_SIGNING_KEY", ""),
        ("JWT_SIGNING_KEY", "t" * 31),
        ("JWT_SIGNING_KEY", SECRET),
        ("DEBUG", "maybe"),
        ("SITE_URL", "doorstep.example"),
        ("SITE_URL", "ftp://doorstep.example"),
        ("SITE_URL", "https://"),
        ("SITE_URL", "https://doorstep.example:port"),
        ("TRUSTED_PROXIES", "10.0.0.1, proxy"),
        ("TRUSTED_PROXIES", "10.0.0.0/40"),
        ("IMAGE_ORIGINS", "https://photos.example.com/path"),
        ("IMAGE_ORIGINS", "*"),
        ("MAP_TILES", "tiles.example.com/{z}/{x}/{y}.png"),
        ("MAP_TILES", "https://{s}.example.com/{z}/{x}/{y}.png"),
        ("METRICS_ADDRESSES", "prometheus"),
        ("MCP_ORIGINS", "https://inspector.example.com/page"),
        ("MCP_ORIGINS", "*"),
        ("LLM_HOSTED", "perhaps"),
        ("DATABASE_URL", "doorstep"),
        ("DATABASE_URL", "mysql://ana@localhost/doorstep"),
        ("DATABASE_URL", "postgres://ana@localhost"),
        ("DATABASE_URL", "postgres://ana@localhost:port/doorstep"),
        ("DATABASE_URL", "sqlite://:memory:"),
        ("DATABASE_URL", "sqlite:///"),
        ("REDIS_URL", "localhost:6379"),
        ("REDIS_URL", "http://localhost:6379"),
        ("LLM_BASE_URL", "localhost:11434"),
        ("LLM_BASE_URL", "file:///etc/passwd"),
        ("LLM_MODEL", "qwen2.5:7b"),
        ("AGENT_MAX_STEPS", "0"),
        ("AGENT_MAX_STEPS", "-1"),
        ("AGENT_MAX_STEPS", "eight"),
        ("AGENT_MAX_STEPS", "8.5"),
        ("AGENT_MAX_STEPS", "٨"),
        ("AGENT_MAX_STEPS", "9" * 5000),
        ("AGENT_RUN_SECONDS", "0"),
        ("AGENT_DAILY_TOKENS", "many"),
        ("AGENT_OPEN_RUNS", "0"),
        ("AGENT_APPROVALS", "never"),
        ("FAIR_HOUSING_PACKS", "washington,atlantis"),
        ("THROTTLE", "sometimes"),
        ("EMAIL_URL", "mail.example.com"),
        ("EMAIL_URL", "http://mail.example.com"),
        ("EMAIL_URL", "smtp://mail.example.com:port"),
        ("EMAIL_URL", "smtp://"),
        ("SSE_TIMEOUT", "999"),
        ("SSE_KEEPALIVE", "99"),
        ("SSE_RETRY", "3s"),
        ("SSE_FRAME_MS", "x"),
        ("SSE_CHUNK_CHARS", "-1"),
        ("SSE_CHUNK_DELAY_MS", "1.5"),
    ],
)
def test_a_wrong_value_stops_the_start_with_the_variables_name(settings_with, name, value):
    with pytest.raises(ImproperlyConfigured, match=name):
        settings_with(**{name: value})


def test_an_error_never_shows_the_password_of_the_database(settings_with):
    with pytest.raises(ImproperlyConfigured) as refused:
        settings_with(DATABASE_URL="mysqlx://ana:hush@localhost/doorstep")

    assert "hush" not in str(refused.value)


@pytest.mark.parametrize(
    ("address", "engine", "name"),
    [
        ("sqlite:////var/lib/doorstep.sqlite3", "django.db.backends.sqlite3", "/var/lib/doorstep.sqlite3"),
        ("postgres://ana:hush@db:5433/doorstep", "django.db.backends.postgresql", "doorstep"),
        ("postgresql://ana@db/doorstep", "django.db.backends.postgresql", "doorstep"),
    ],
)
def test_sqlite_and_postgresql_are_understood(settings_with, address, engine, name):
    database = settings_with(DATABASE_URL=address)["DATABASES"]["default"]

    assert (database["ENGINE"], database["NAME"]) == (engine, name)


@pytest.mark.parametrize(
    ("given", "hosted"),
    [
        ({}, False),
        ({"OPENAI_API_KEY": "k"}, True),
        ({"LLM_BASE_URL": "https://models.example.com/v1"}, True),
        ({"LLM_BASE_URL": "http://127.0.0.1:11434/v1"}, False),
        ({"LLM_BASE_URL": "http://192.168.1.20:8000/v1"}, False),
        ({"LLM_BASE_URL": "http://8.8.8.8/v1"}, True),
        ({"LLM_BASE_URL": "http://ollama:11434/v1"}, False),
        ({"LLM_BASE_URL": "http://127.0.0.1:11434/v1", "LLM_HOSTED": "on"}, True),
        ({"LLM_BASE_URL": "https://models.example.com/v1", "LLM_HOSTED": "off"}, False),
    ],
)
def test_a_model_is_hosted_by_somebody_else_unless_its_address_is_ours(settings_with, given, hosted):
    assert settings_with(**given)["LLM_HOSTED"] is hosted


def test_without_a_mail_server_mail_becomes_files(settings_with):
    settings = settings_with()

    assert settings["EMAIL_BACKEND"] == "realestate.mail_folder.EmlFolder"
    assert settings["DEFAULT_FROM_EMAIL"] == "Doorstep <doorstep@127.0.0.1>"


def test_a_mail_server_is_found_by_its_address(settings_with):
    settings = settings_with(
        EMAIL_URL="smtp+tls://ana:hu%40sh@mail.example.com:587", EMAIL_FROM="Homes <h@example.com>"
    )

    assert settings["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    assert (settings["EMAIL_HOST"], settings["EMAIL_PORT"], settings["EMAIL_USE_TLS"]) == (
        "mail.example.com",
        587,
        True,
    )
    assert (settings["EMAIL_HOST_USER"], settings["EMAIL_HOST_PASSWORD"]) == ("ana", "hu@sh")
    assert settings["DEFAULT_FROM_EMAIL"] == "Homes <h@example.com>"


def test_sqlite_waits_for_a_writer_and_takes_the_lock_at_once(settings_with):
    options = settings_with()["DATABASES"]["default"]["OPTIONS"]

    assert (options["transaction_mode"], options["timeout"]) == ("IMMEDIATE", 10)
    assert "journal_mode=WAL" in options["init_command"]


@pytest.mark.parametrize("value", ["on", "true", "YES", "1", " On "])
def test_a_switch_is_on_in_the_usual_words(settings_with, value):
    assert settings_with(DEBUG=value)["DEBUG"] is True


@pytest.mark.parametrize(
    ("given", "base_url", "key", "model", "tool_model"),
    [
        ({}, "", "", "offline", "offline"),
        (
            {"OPENROUTER_API_KEY": "or"},
            "https://openrouter.ai/api/v1",
            "or",
            "openai/gpt-4o-mini",
            "openai/gpt-4o-mini",
        ),
        ({"OPENAI_API_KEY": "oa"}, "https://api.openai.com/v1", "oa", "gpt-4o-mini", "gpt-4o-mini"),
        ({"OPENAI_API_KEY": "oa", "LLM_MODEL": "gpt-5"}, "https://api.openai.com/v1", "oa", "gpt-5", "gpt-5"),
        (
            {"OPENROUTER_API_KEY": "or", "OPENAI_API_KEY": "oa", "LLM_MODEL": "a/b"},
            "https://openrouter.ai/api/v1",
            "or",
            "a/b",
            "a/b",
        ),
        ({"LLM_BASE_URL": "http://127.0.0.1:11434/v1/"}, "http://127.0.0.1:11434/v1", "", "default", "default"),
        (
            {"LLM_BASE_URL": "http://gpu:8000/v1", "LLM_MODEL": "writer", "LLM_TOOL_MODEL": "chooser"},
            "http://gpu:8000/v1",
            "",
            "writer",
            "chooser",
        ),
        (
            {"LLM_BASE_URL": "http://gpu:8000/v1", "LLM_API_KEY": "k", "OPENAI_API_KEY": "oa"},
            "http://gpu:8000/v1",
            "k",
            "default",
            "default",
        ),
    ],
    ids=["none", "openrouter", "openai", "openai-model", "both-keys", "local", "two-models", "own-address-wins"],
)
def test_the_model_is_found_from_what_is_given(settings_with, given, base_url, key, model, tool_model):
    settings = settings_with(**given)

    assert settings["LLM_BASE_URL"] == base_url
    assert settings["LLM_API_KEY"] == key
    assert settings["LLM_MODEL"] == model
    assert settings["LLM_TOOL_MODEL"] == tool_model


@pytest.mark.parametrize("key", ["OPENROUTER_API_KEY", "OPENAI_API_KEY"])
def test_offline_can_be_forced_beside_a_key(settings_with, key):
    assert settings_with(LLM_MODEL="offline", **{key: "k"})["LLM_MODEL"] == "offline"


def test_an_https_site_gets_secure_cookies_and_redirects(settings_with):
    settings = settings_with(SITE_URL="https://doorstep.example/")

    assert settings["SITE_URL"] == "https://doorstep.example"
    assert settings["SESSION_COOKIE_SECURE"] is True
    assert settings["CSRF_COOKIE_SECURE"] is True
    assert settings["SECURE_SSL_REDIRECT"] is True
    assert settings["CSRF_TRUSTED_ORIGINS"] == ["https://doorstep.example"]


def test_the_forwarded_scheme_counts_only_behind_a_trusted_proxy(settings_with):
    alone = settings_with(SITE_URL="https://doorstep.example")
    behind = settings_with(SITE_URL="https://doorstep.example", TRUSTED_PROXIES="10.0.0.0/8")

    assert alone["SECURE_PROXY_SSL_HEADER"] is None
    assert behind["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")


def test_the_example_names_every_setting_that_is_read_and_no_other():
    calls = ast.walk(ast.parse((ROOT / "realestate" / "settings.py").read_text()))
    read = {call.args[0].value for call in calls if isinstance(call, ast.Call) and ast.unparse(call.func)[:4] == "env."}

    assert set(NAMES) == read
    assert len(NAMES) == len(set(NAMES))


def test_what_the_example_shows_as_defaults_are_the_defaults(settings_with):
    shown = dict(re.findall(r"(?m)^# (AGENT_[A-Z_]+|SSE_[A-Z_]+|THROTTLE)=(\S*)$", EXAMPLE))

    with_defaults, as_shown = settings_with(), settings_with(**shown)

    assert {name: as_shown[name] for name in shown} == {name: with_defaults[name] for name in shown}


def test_the_process_itself_ends_with_the_variables_name():
    environment = os.environ | {"SSE_RETRY": "soon"}
    command = [sys.executable, "manage.py", "check"]

    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode != 0
    assert "SSE_RETRY is 'soon'; it must be a whole number" in done.stderr
