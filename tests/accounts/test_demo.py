"""Demo users: one of each role, on a developer's machine only."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth import authenticate

from accounts import demo
from accounts.models import User
from realestate.seeding import SeedOptions


@pytest.fixture
def printed(db):
    return []


@pytest.fixture
def options(printed):
    return SeedOptions(listings=3, today=date(2026, 11, 23), random_seed=1, write=printed.append)


def test_three_roles_share_a_printed_password(settings, options, printed):
    settings.DEBUG = True

    demo.seed(options)

    password = printed[0].split()[-1]
    assert printed[0].startswith("Demo log-in: demo@example.com, agent@example.com or admin@example.com, password ")
    assert authenticate(email="demo@example.com", password=password).role == "consumer"
    assert authenticate(email="agent@example.com", password=password).role == "listing_agent"
    assert authenticate(email="admin@example.com", password=password).is_superuser


def test_users_that_are_there_are_left_alone(settings, options, printed):
    settings.DEBUG = True
    demo.seed(options)
    before = list(User.objects.values())
    demo.seed(options)

    assert list(User.objects.values()) == before
    assert printed[0] == printed[1]


def test_a_production_server_gets_no_demo_users(settings, options, printed):
    settings.DEBUG = False

    demo.seed(options)

    assert not User.objects.exists()
    assert printed == []


def test_flushing_removes_the_demo_users_only(settings, options, ana):
    settings.DEBUG = True
    demo.seed(options)

    demo.flush()

    assert list(User.objects.all()) == [ana]
