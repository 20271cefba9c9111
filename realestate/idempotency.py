"""Requests that may be repeated: the same key and body find what the first one made, for 24 hours.

A client that saw no answer cannot know whether its request arrived; with an `Idempotency-Key` it may ask again.
"""

from __future__ import annotations

import hashlib
import uuid
from datetime import timedelta
from typing import Any

import orjson
from django.utils import timezone

from realestate.api import ApiError
from realestate.models import IdempotencyKey

KEPT_FOR = timedelta(hours=24)
MOST_CHARS = 128


def sound_key(given: str) -> str:
    """The header's value, or "" without one; ApiError 400 when it is no key."""
    if len(given) > MOST_CHARS or "\x00" in given:
        message = f"Idempotency-Key must have 1 to {MOST_CHARS} characters."
        raise ApiError(400, "invalid", message, field="Idempotency-Key")
    return given


def made_before(user: Any, key: str, route: str, body: dict[str, Any]) -> uuid.UUID | None:
    """The id of what this request made when it came first, or None; ApiError 422 when the key was used otherwise."""
    if not key:
        return None
    known = IdempotencyKey.objects.filter(user=user, key=key, created_at__gt=timezone.now() - KEPT_FOR).first()
    if known is None:
        return None
    if (known.route, known.body_hash) != (route, _hash(body)):
        message = "This Idempotency-Key was used for another request. Use a new one for each new request."
        raise ApiError(422, "idempotency_key_reused", message, field="Idempotency-Key")
    return known.result_id


def remember(user: Any, key: str, route: str, body: dict[str, Any], result_id: uuid.UUID) -> None:
    """Keep what the request made, in the transaction that made it; IntegrityError when another was quicker."""
    if key:
        IdempotencyKey.objects.filter(user=user, created_at__lte=timezone.now() - KEPT_FOR).delete()
        IdempotencyKey.objects.create(user=user, key=key, route=route, body_hash=_hash(body), result_id=result_id)


def _hash(body: dict[str, Any]) -> str:
    return hashlib.sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).hexdigest()
