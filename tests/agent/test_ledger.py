"""What questions used: entered with the step, summed by day, limited, and shown."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from agent import ledger, runs
from agent.admission import within_limits
from agent.models import Usage
from realestate.api import ApiError
from tests.agent.conftest import ScriptedModel, play


@pytest.fixture
def used(ana):
    """Enters a row of ana's ledger."""

    def enter(tokens=1000, **changes):
        row = {"user": ana, "run_id": "7" * 32, "model": "small", "prompt_tokens": tokens, "completion_tokens": 0}
        return Usage.objects.create(**row | changes)

    return enter


def test_each_step_is_entered_with_its_run_and_user(ana):
    played = play(ScriptedModel(["Hello."]), user=ana)

    (row,) = Usage.objects.all()
    assert (row.user, row.run_id) == (ana, played.run.pk)
    assert row.prompt_tokens + row.completion_tokens > 0


def test_deleting_a_conversation_gives_no_tokens_back(ana):
    played = play(ScriptedModel(["Hello."]), user=ana)
    before = ledger.today_of(ana)

    runs.delete_conversation(played.run.conversation)

    assert ledger.today_of(ana) == before
    assert before.tokens > 0


def test_prices_are_dollars_per_million_tokens(settings):
    settings.LLM_PROMPT_PRICE, settings.LLM_COMPLETION_PRICE = Decimal("0.15"), Decimal("0.60")

    assert ledger.cost_of("small", 2_000_000, 1_000_000) == Decimal("0.90")
    assert ledger.cost_of("offline", 2_000_000, 1_000_000) == 0


def test_without_a_price_no_cost_is_made_up(ana, used):
    assert ledger.cost_of("small", 2_000_000, 1_000_000) is None
    used()
    assert ledger.today_of(ana).cost_usd is None


def test_an_answer_ends_with_what_it_cost_where_prices_are_set(ana, settings):
    settings.LLM_PROMPT_PRICE = settings.LLM_COMPLETION_PRICE = Decimal(10_000)

    played = play(ScriptedModel(["Hello."]), user=ana)

    usage = played.events[-1][1]["usage"]
    assert usage["costUsd"] == pytest.approx((usage["promptTokens"] + usage["completionTokens"]) / 100)


def test_the_days_tokens_are_an_end_and_come_back_at_midnight(ana, used, settings):
    settings.THROTTLE, settings.AGENT_DAILY_TOKENS = True, 1500
    used(1499)
    within_limits(ana)
    row = used(1)

    with pytest.raises(ApiError, match="tokens are used up") as error:
        within_limits(ana)
    assert 1 <= error.value.extra["retryAfter"] <= 86_400

    Usage.objects.filter(pk=row.pk).update(created_at=timezone.now() - timedelta(days=1))
    within_limits(ana)


def test_the_page_shows_today_and_each_day_by_model_and_nobody_elses(client, ana, eve, used):
    used(1234, cost_usd=Decimal("0.25"))
    used(500, created_at=timezone.now() - timedelta(days=3), model="large")
    used(99_999, user=eve)
    client.force_login(ana)

    page = client.get("/profile/usage/")

    text = page.content.decode()
    assert "1,234 of 200,000 tokens, $0.2500" in text
    assert [(row["model"], row["tokens"]) for row in page.context["days"]] == [("small", 1234), ("large", 500)]
    assert "99,999" not in text


def test_the_admin_sums_what_is_listed(admin_client, eve, used):
    used(1000, cost_usd=Decimal("0.25"))
    used(500, user=eve)

    assert "1,500 tokens, $0.2500 in this list" in admin_client.get("/admin/agent/usage/").content.decode()
    found = admin_client.get("/admin/agent/usage/?q=eve@example.com").content.decode()
    assert "500 tokens in this list" in found
