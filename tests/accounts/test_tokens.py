"""Token families: renewed once, forgiven for ten seconds, ended on reuse."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import RefreshFamily, User
from accounts.tokens import RefreshRefused, open_family, renew


def rotated(seconds_ago: float) -> None:
    RefreshFamily.objects.update(rotated_at=timezone.now() - timedelta(seconds=seconds_ago))


def test_a_repeat_within_ten_seconds_gets_the_same_pair(ana):
    first = open_family(ana).refresh_token

    assert renew(first) == renew(first)


def test_the_renewed_token_can_be_renewed(ana):
    second = renew(open_family(ana).refresh_token).refresh_token

    assert renew(second).refresh_token != second


def test_a_later_repeat_ends_the_family(ana):
    first = open_family(ana).refresh_token
    second = renew(first).refresh_token
    rotated(seconds_ago=11)

    with pytest.raises(RefreshRefused, match="was used before"):
        renew(first)
    with pytest.raises(RefreshRefused, match="has ended"):
        renew(second)


def test_a_token_two_renewals_old_ends_the_family_even_at_once(ana):
    first = open_family(ana).refresh_token
    third = renew(renew(first).refresh_token).refresh_token

    with pytest.raises(RefreshRefused, match="was used before"):
        renew(first)
    with pytest.raises(RefreshRefused, match="has ended"):
        renew(third)


def test_reuse_in_one_family_leaves_the_others_alone(ana):
    stolen, elsewhere = open_family(ana).refresh_token, open_family(ana).refresh_token
    renew(stolen)
    RefreshFamily.objects.filter(number=2).update(rotated_at=timezone.now() - timedelta(minutes=1))

    with pytest.raises(RefreshRefused):
        renew(stolen)

    assert renew(elsewhere)


def test_a_family_unused_for_thirty_days_is_refused(ana):
    first = open_family(ana).refresh_token
    rotated(seconds_ago=30 * 24 * 3600 + 1)

    with pytest.raises(RefreshRefused, match="not used for too long"):
        renew(first)


def test_an_inactive_user_gets_no_new_tokens(ana):
    first = open_family(ana).refresh_token
    User.objects.update(is_active=False)

    with pytest.raises(RefreshRefused, match="has ended"):
        renew(first)


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1] + "x", lambda t: t.replace(".1.", ".2."), lambda t: "", lambda t: "…"]
)
def test_a_token_that_we_did_not_make_is_refused(ana, change):
    token = open_family(ana).refresh_token

    with pytest.raises(RefreshRefused, match="not a valid refresh token"):
        renew(change(token))


def test_the_stored_family_is_not_enough_to_make_a_token(ana):
    token = open_family(ana).refresh_token
    row = str(RefreshFamily.objects.values().get())

    assert token.split(".")[2] not in row


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_with_one_token_all_get_one_pair(django_user_model):
    ana = django_user_model.objects.create_user("ana@example.com", "correct-horse-9")
    first = open_family(ana).refresh_token

    with ThreadPoolExecutor(8) as pool:
        pairs = list(pool.map(_renew_on_own_connection, [first] * 8))

    assert len(set(pairs)) == 1
    assert RefreshFamily.objects.get().number == 2
    assert RefreshFamily.objects.get().ended_at is None


def _renew_on_own_connection(token: str):
    try:
        return renew(token)
    finally:
        connection.close()
