"""Lists in pages, newest first: what is added or removed meanwhile shifts nothing and repeats nothing."""

from __future__ import annotations

import base64
import binascii
import uuid
from datetime import datetime
from typing import Any

import orjson
from django.db.models import Model, Q, QuerySet

from realestate.refusals import ApiError

MOST = 100


def page_of(rows: QuerySet, by: str, parameters: Any) -> tuple[list[Model], str | None]:
    """(one page of these rows, the cursor of the next or None), newest first.

    by: the name of a DateTimeField; equal ones go by primary key, a UUID. parameters: the address's, of which `limit`
    (1 to 100) and `cursor` are read. Raises ApiError 400 naming the one that is wrong.
    """
    limit = _limit(parameters.get("limit", str(MOST)))
    if given := parameters.get("cursor"):
        moment, key = _read(given)
        rows = rows.filter(Q(**{f"{by}__lt": moment}) | Q(**{by: moment, "pk__lt": key}))
    page = list(rows.order_by(f"-{by}", "-pk")[: limit + 1])
    more, page = len(page) > limit, page[:limit]
    return page, _cursor(getattr(page[-1], by), page[-1].pk) if more else None


def _limit(given: str) -> int:
    if not (given.isascii() and given.isdigit() and len(given) <= 3 and 1 <= int(given) <= MOST):
        raise ApiError(400, "invalid", f"limit is {given[:20]!r}; it must be 1 to {MOST}.", field="limit")
    return int(given)


def _cursor(moment: datetime, key: uuid.UUID) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([moment.isoformat(), str(key)])).decode().rstrip("=")


def _read(given: str) -> tuple[datetime, uuid.UUID]:
    try:
        moment, key = orjson.loads(base64.urlsafe_b64decode((given + "=" * (-len(given) % 4)).encode("ascii")))
        read = datetime.fromisoformat(moment), uuid.UUID(key)
        if read[0].tzinfo is None:
            raise ValueError
        return read
    except (ValueError, TypeError, AttributeError, binascii.Error):
        message = "That cursor is not one this list gave. Ask again without cursor."
        raise ApiError(400, "invalid", message, field="cursor") from None
