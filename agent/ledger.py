"""What the model calls cost: one row per step, written in the same commit, kept when its conversation is deleted.

The rows only grow, so no two processes wait for one another's; a day's total is a sum over one index.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from agent.models import Run, Usage
from realestate.prepared import Prepared, insert

MILLION = Decimal(1_000_000)
CHARACTERS_PER_TOKEN = 4  # of English text, by OpenAI's own rule of thumb
SHOWN_DAYS = 30


@dataclass(frozen=True)
class Spent:
    """Tokens read and written, and US dollars; the cost is None where no price is set."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost_usd: Decimal | None = None

    @property
    def tokens(self) -> int:
        return self.prompt_tokens + self.completion_tokens


def enter(run: Run, model: str, prompt_tokens: int, completion_tokens: int) -> None:
    """Note what one step cost. A provider that was cut off, or says nothing, is entered with what can be known."""
    insert(
        Usage(
            user_id=run.conversation.user_id,
            run_id=run.pk,
            model=model,
            prompt_tokens=prompt_tokens,
            completion_tokens=completion_tokens,
            cost_usd=cost_of(model, prompt_tokens, completion_tokens),
        )
    )


def estimated_tokens(text: str) -> int:
    """About how many tokens a text is, for a step whose provider never said."""
    return math.ceil(len(text) / CHARACTERS_PER_TOKEN)


def has_prices() -> bool:
    """Whether the settings say what tokens cost."""
    return settings.LLM_PROMPT_PRICE is not None or settings.LLM_COMPLETION_PRICE is not None


def cost_of(model: str, prompt_tokens: int, completion_tokens: int) -> Decimal | None:
    """US dollars, by LLM_PROMPT_PRICE and LLM_COMPLETION_PRICE (dollars per million tokens); None where none is set.

    The offline assistant costs nothing.
    """
    if not has_prices():
        return None
    if model == "offline":
        return Decimal(0)
    read = prompt_tokens * (settings.LLM_PROMPT_PRICE or 0)
    written = completion_tokens * (settings.LLM_COMPLETION_PRICE or 0)
    return ((read + written) / MILLION).quantize(Decimal("0.000001"))


def total(rows: QuerySet[Usage]) -> Spent:
    """The sum of these rows: one query."""
    sums = rows.aggregate(prompt=Sum("prompt_tokens"), completion=Sum("completion_tokens"), cost=Sum("cost_usd"))
    return Spent(sums["prompt"] or 0, sums["completion"] or 0, sums["cost"])


def today_of(user: Any) -> Spent:
    """What this user has used since midnight UTC."""
    return total(Usage.objects.filter(user=user, created_at__gte=_midnight()))


def tokens_today(user: Any) -> int:
    """What this user has read and written since midnight UTC: asked at every question, so prepared."""
    return sum(prompt + completion for prompt, completion in _tokens_since(user.pk, _midnight()))


def _summed_since(user: Any, since: Any) -> QuerySet[Any]:
    rows = Usage.objects.filter(user=user, created_at__gte=since).order_by().values("user")
    return rows.annotate(read=Sum("prompt_tokens"), written=Sum("completion_tokens")).values_list("read", "written")


_tokens_since = Prepared(_summed_since, (Usage, "user"), (Usage, "created_at"))


def seconds_to_midnight() -> int:
    """Until the daily tokens start afresh (UTC); at least 1."""
    return max(1, math.ceil((_midnight() + timedelta(days=1) - timezone.now()).total_seconds()))


def days_of(user: Any) -> Iterable[dict[str, Any]]:
    """The last 30 days by day and model, the newest first: `day, model, steps, prompt, completion, tokens, cost`."""
    since = _midnight() - timedelta(days=SHOWN_DAYS - 1)
    rows = Usage.objects.filter(user=user, created_at__gte=since).annotate(day=TruncDate("created_at"))
    return (
        rows.values("day", "model")
        .annotate(
            steps=Count("pk"),
            prompt=Sum("prompt_tokens"),
            completion=Sum("completion_tokens"),
            tokens=Sum(F("prompt_tokens") + F("completion_tokens")),
            cost=Sum("cost_usd"),
        )
        .order_by("-day", "model")
    )


def _midnight() -> datetime:
    return timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
