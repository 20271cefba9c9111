"""How often somebody may try, and who that somebody is."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from accounts.credentials import WrongCredentials, sign_up, verified_user
from accounts.throttling import Limit, TooManyTries, client_address

TWICE = Limit("test", tries=2, seconds=60)


def request_from(remote: str, forwarded: str | None = None):
    headers = {"X-Forwarded-For": forwarded} if forwarded is not None else {}
    return RequestFactory().get("/", REMOTE_ADDR=remote, headers=headers)


def try_wrongly(*emails: str) -> None:
    for email in emails:
        with pytest.raises(WrongCredentials):
            verified_user(email, "wrong", address="192.0.2.1")


def test_one_try_too_many_has_to_wait():
    TWICE.count("ana")
    TWICE.count("ana")

    with pytest.raises(TooManyTries, match="Try again in 60 seconds") as refusal:
        TWICE.count("ana")
    assert refusal.value.wait_seconds == 60


def test_others_are_counted_apart():
    TWICE.count("ana")
    TWICE.count("ana")
    TWICE.count("eve")
    TWICE.count("eve")

    with pytest.raises(TooManyTries):
        TWICE.count("eve")


def test_forgetting_starts_from_nothing():
    TWICE.count("ana")
    TWICE.count("ana")
    TWICE.forget("ana")
    TWICE.count("ana")
    TWICE.count("ana")

    with pytest.raises(TooManyTries):
        TWICE.count("ana")


def test_nobody_waits_with_throttles_off(settings):
    settings.THROTTLE = False

    assert [TWICE.count("ana") for _ in range(3)] == [None] * 3


def test_a_right_password_forgets_the_wrong_ones(ana):
    try_wrongly(*["ana@example.com"] * 4)
    verified_user("ana@example.com", "correct-horse-9", address="192.0.2.1")
    try_wrongly(*["ana@example.com"] * 4)

    assert verified_user("ana@example.com", "correct-horse-9", address="192.0.2.1") == ana


def test_the_right_password_does_not_help_while_waiting(ana):
    try_wrongly(*["ana@example.com"] * 5)

    with pytest.raises(TooManyTries):
        verified_user("ANA@example.com ", "correct-horse-9", address="192.0.2.2")


def test_one_address_cannot_try_many_accounts(db):
    try_wrongly(*[f"nobody{number}@example.com" for number in range(50)])

    with pytest.raises(TooManyTries):
        verified_user("somebody@example.com", "wrong", address="192.0.2.1")


def test_one_address_cannot_make_many_accounts(db):
    [sign_up(f"mia{number}@example.com", "correct-horse-9", "", address="192.0.2.1") for number in range(20)]

    with pytest.raises(TooManyTries, match="Try again in 60 minutes"):
        sign_up("mia@example.com", "correct-horse-9", "", address="192.0.2.1")


@pytest.mark.parametrize(
    ("proxies", "remote", "forwarded", "address"),
    [
        ([], "192.0.2.1", None, "192.0.2.1"),
        ([], "192.0.2.1", "198.51.100.7", "192.0.2.1"),
        (["10.0.0.0/8"], "10.0.0.1", "198.51.100.7", "198.51.100.7"),
        (["10.0.0.0/8"], "10.0.0.1", "1.1.1.1, 198.51.100.7", "198.51.100.7"),
        (["10.0.0.0/8"], "10.0.0.1", "1.1.1.1, 198.51.100.7, 10.0.0.2", "198.51.100.7"),
        (["10.0.0.0/8"], "192.0.2.1", "198.51.100.7", "192.0.2.1"),
        (["10.0.0.1"], "10.0.0.1", "nonsense", "10.0.0.1"),
        (["10.0.0.1"], "10.0.0.1", "", "10.0.0.1"),
        ([], "2001:db8::1", None, "2001:db8::/64"),
        ([], "2001:db8::2", None, "2001:db8::/64"),
        ([], "", None, "unknown"),
        # What a client writes into the header itself stands left of what the first trusted proxy saw.
        (["10.0.0.0/8"], "10.0.0.1", "10.0.0.9, 198.51.100.7", "198.51.100.7"),
        (["10.0.0.0/8"], "10.0.0.1", "1.1.1.1, nonsense, 198.51.100.7", "198.51.100.7"),
        (["10.0.0.0/8", "192.0.2.9"], "10.0.0.1", "1.1.1.1, 198.51.100.7, 192.0.2.9, 10.0.0.2", "198.51.100.7"),
        (["10.0.0.0/8"], "10.0.0.1", "1.1.1.1, 198.51.100.7, 203.0.113.5", "203.0.113.5"),
        (["10.0.0.0/8"], "10.0.0.1", "10.0.0.2, 10.0.0.3", "10.0.0.2"),
        (["2001:db8:1::/48"], "2001:db8:1::1", "1.1.1.1, 2001:db8:2:3:4::5", "2001:db8:2:3::/64"),
        (["::1"], "::1", "198.51.100.7", "198.51.100.7"),
        # A server that listens on both families sees an IPv4 proxy as ::ffff:10.0.0.1.
        (["10.0.0.0/8"], "::ffff:10.0.0.1", "::ffff:198.51.100.7", "198.51.100.7"),
        ([], "::ffff:192.0.2.1", None, "192.0.2.1"),
        ([], "fe80::1%eth0", None, "fe80::/64"),
        (["10.0.0.1"], "10.0.0.1", "198.51.100.7:51234", "198.51.100.7"),
        (["10.0.0.1"], "10.0.0.1", "[2001:db8::5]:443", "2001:db8::/64"),
    ],
)
def test_the_address_is_the_first_that_no_trusted_proxy_has(settings, proxies, remote, forwarded, address):
    settings.TRUSTED_PROXIES = proxies

    assert client_address(request_from(remote, forwarded)) == address
