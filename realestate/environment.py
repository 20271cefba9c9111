"""Settings read from the environment and `.env`, each with a clear error that names the variable."""

from __future__ import annotations

import ipaddress
import re
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

_env = environ.Env()
_env.read_env(str(BASE_DIR / ".env"))  # what the process already has wins over the file


def text(name: str, default: str | None = None, *, min_length: int = 0) -> str:
    """The variable as text, the default where it is empty; without a default it must be set."""
    value = _env.str(name, default="").strip() or default or ""
    if default is None and not value:
        raise ImproperlyConfigured(f"{name} is not set. Put it into .env or the environment.")
    if value and len(value) < min_length:
        raise ImproperlyConfigured(f"{name} has {len(value)} characters; it needs at least {min_length}.")
    return value


def whole_number(name: str, default: int, *, minimum: int = 0) -> int:
    """The variable as a whole number of at least `minimum` and at most nine digits."""
    value = _env.str(name, default="").strip() or str(default)
    if not (value.isascii() and value.isdigit() and len(value) <= 9) or int(value) < minimum:
        raise ImproperlyConfigured(
            f"{name} is {value[:20]!r}; it must be a whole number of at least {minimum}, below 1,000,000,000."
        )
    return int(value)


def dollars(name: str) -> Decimal | None:
    """The variable as an amount of US dollars from 0 to 10,000; None where it is not set."""
    value = _env.str(name, default="").strip()
    if not value:
        return None
    if not re.fullmatch(r"\d{1,5}(\.\d{1,6})?", value, re.ASCII) or Decimal(value) > 10_000:
        raise ImproperlyConfigured(f"{name} is {value[:20]!r}; it must be an amount of dollars such as 0.15.")
    return Decimal(value)


def switch(name: str, default: bool) -> bool:
    """The variable as true or false: on/off, true/false, yes/no or 1/0."""
    value = _env.str(name, default="").strip().lower() or str(default).lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}; it must be on or off.")


def one_of(name: str, choices: tuple[str, ...]) -> str:
    """The variable, one of `choices`; the first is the default."""
    value = _env.str(name, default="").strip().lower() or choices[0]
    if value not in choices:
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be one of {', '.join(choices)}.")
    return value


def names(name: str, default: list[str]) -> list[str]:
    """The variable as a comma-separated list."""
    value = _env.str(name, default="").strip()
    return [part.strip() for part in value.split(",") if part.strip()] if value else default


def some_of(name: str, choices: list[str]) -> list[str]:
    """The variable as a comma-separated list of some of `choices`; all of them unless it is set."""
    given = names(name, sorted(choices))
    wrong = [each for each in given if each not in choices]
    if wrong:
        raise ImproperlyConfigured(f"{name} names {wrong[0]!r}; it must be some of {', '.join(sorted(choices))}.")
    return given


def networks(name: str) -> list[str]:
    """The variable as a comma-separated list of addresses and networks: 10.0.0.1, 10.0.0.0/8, ::1."""
    given = names(name, [])
    for each in given:
        try:
            ipaddress.ip_network(each, strict=False)
        except ValueError:
            raise ImproperlyConfigured(f"{name} has {each!r}; it must list addresses or networks.") from None
    return given


def address(name: str, default: str, *, schemes: tuple[str, ...]) -> str:
    """The variable as a URL that starts with one of `schemes` and names a host; empty where the default is."""
    value = text(name, default).rstrip("/")
    try:
        parts = urlsplit(value)
        sound = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number
        sound = False
    if value and not sound:
        raise ImproperlyConfigured(f"{name} must be an address that starts with {' or '.join(schemes)}://.")
    return value


def hosted(name: str, url: str) -> bool:
    """Whether what answers at this URL is somebody else's: the variable says on or off, or auto by the address."""
    return {"on": True, "off": False}.get(one_of(name, ("auto", "on", "off")), bool(url) and not _is_own_host(url))


def _is_own_host(url: str) -> bool:
    """True for this machine, private addresses and names without a dot (a neighbour in compose.yaml)."""
    host = urlsplit(url).hostname or ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "." not in host or host.endswith((".localhost", ".local", ".internal"))
    return address.is_loopback or address.is_private


def database(name: str, default: str) -> dict:
    """The variable as Django's database settings, from an address such as postgres://user@host/name."""
    value = _env.str(name, default="").strip() or default
    try:
        config = _env.db_url_config(value)
    except Exception:  # whose text would show the password
        raise ImproperlyConfigured(f"{name} is not a database address such as postgres://user@host/name.") from None
    engine = config.get("ENGINE", "")
    if engine not in {"django.db.backends.sqlite3", "django.db.backends.postgresql"}:
        raise ImproperlyConfigured(f"{name} must start with sqlite:/// or postgres://, not {value.split(':')[0]!r}.")
    if config["NAME"] in ("", ":memory:"):
        raise ImproperlyConfigured(f"{name} must name a database: sqlite:///file.sqlite3 or postgres://user@host/name.")
    return config


def mail_server(name: str) -> dict:
    """The variable as Django's EMAIL_ settings, from smtp://, smtp+tls:// or smtp+ssl://user:password@host:port.

    Without it mail is written to files.
    """
    value = _env.str(name, default="").strip()
    if not value:
        return {"EMAIL_BACKEND": "realestate.mail_folder.EmlFolder"}
    example = "smtp://localhost:25 or smtp+tls://user:password@mail.example.com:587"
    try:
        config = environ.Env.email_url_config(value)
        sound = value.split("://")[0] in {"smtp", "smtp+tls", "smtp+ssl"} and bool(config["EMAIL_HOST"])
    except Exception:  # whose text would show the password
        sound = False
    if not sound:
        raise ImproperlyConfigured(f"{name} is not the address of a mail server such as {example}.")
    config.pop("EMAIL_FILE_PATH", None)
    return {key: option for key, option in config.items() if key.startswith("EMAIL_")}
