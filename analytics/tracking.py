"""Counts what visitors do on the homes' pages: listens to the signals of listings, adds to ListingActivity by day.

Each signal is one upsert, so that two at once lose nothing; a view is one more, which tells whether the visitor is new
today. Robots, prefetching browsers, and a listing's own agent and office are left out. Signals are sent robustly: what
fails here is logged and the page goes on.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from analytics.models import ListingActivity, SeenViewer, ViewerSalt
from listings import signals
from listings.models import Listing

# Programs say what they are in their User-Agent: crawlers, link previews, monitors, and libraries. No browser of a
# person contains any of these words (Cubot, a phone maker, is why "bot" may not follow "cu"). None at all is a program.
_PROGRAM = re.compile(
    r"(?<!cu)bot\b|bot[/;_-]|crawl|spider|slurp|preview|facebookexternalhit|whatsapp|embedly|headless|lighthouse|"
    r"pingdom|uptime|monitor|curl|wget|python|httpx|aiohttp|okhttp|go-http|java/|libwww|node-fetch|axios|scrapy|phantomjs",
    re.IGNORECASE,
)
_salts: dict[date, bytes] = {}


def connect() -> None:
    """Listen to the signals of listings; once per process, however often it is called."""
    signals.listing_shown.connect(count_shown, dispatch_uid="count_shown")
    signals.listing_viewed.connect(count_viewed, dispatch_uid="count_viewed")
    signals.listing_clicked.connect(count_clicked, dispatch_uid="count_clicked")
    signals.listing_saved.connect(count_saved, dispatch_uid="count_saved")
    signals.inquiry_made.connect(count_inquiry, dispatch_uid="count_inquiry")


def count_shown(sender: Any, listings: Sequence[int], request: HttpRequest, **kwargs: Any) -> None:
    """An impression of each of these homes."""
    if is_person(request):
        _add(_not_of(request.user, listings), "impressions")


def count_viewed(sender: Any, listing: Listing, request: HttpRequest, **kwargs: Any) -> None:
    """A view, and a unique viewer if this visitor has not opened the page before today."""
    if not is_person(request) or not _not_of(request.user, [listing.pk]):
        return
    today = timezone.localdate()
    with transaction.atomic():
        _add([listing.pk], "views", unique_viewers=_is_first(listing.pk, today, viewer_of(request, today)))


def count_clicked(sender: Any, listing: Listing, request: HttpRequest, **kwargs: Any) -> None:
    """A view that came from a list of homes."""
    if is_person(request):
        _add(_not_of(request.user, [listing.pk]), "clicks")


def count_saved(sender: Any, listing: Listing, user: Any, request: HttpRequest | None = None, **kwargs: Any) -> None:
    """A home kept as a favourite, in whatever way."""
    _add(_not_of(user, [listing.pk]), "saves")


def count_inquiry(sender: Any, listing: Listing, request: HttpRequest | None, user: Any, **kwargs: Any) -> None:
    """A message to the listing agent."""
    if request is None or is_person(request):
        _add(_not_of(user, [listing.pk]), "inquiries")


def is_person(request: HttpRequest) -> bool:
    """Whether a person looks at this answer: not a robot, not a page fetched ahead, not a HEAD request."""
    fetched_ahead = "prefetch" in (
        request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "") + request.headers.get("X-Moz", "")
    )
    browser = request.headers.get("User-Agent", "")
    return request.method != "HEAD" and not fetched_ahead and bool(browser) and not _PROGRAM.search(browser)


def viewer_of(request: HttpRequest, today: date) -> str:
    """The visitor's hash of this day. Whoever is signed in is one visitor; else a session, else address and browser.

    What X-Forwarded-For says is taken as it comes: to lie about it wins a visitor nothing but being counted twice.
    """
    if request.user.is_authenticated:
        who = f"user {request.user.pk}"
    elif request.session.session_key:
        who = f"session {request.session.session_key}"
    else:
        names = ("REMOTE_ADDR", "HTTP_X_FORWARDED_FOR", "HTTP_USER_AGENT")
        who = "\n".join(request.META.get(name, "") for name in names)
    return hashlib.blake2b(who.encode(errors="replace"), key=_salt_of(today), digest_size=16).hexdigest()


def forget_before(today: date) -> None:
    """Delete the salts and visitors of days that are over."""
    SeenViewer.objects.filter(date__lt=today).delete()
    ViewerSalt.objects.filter(date__lt=today).delete()


def _salt_of(today: date) -> bytes:
    if today not in _salts:
        ViewerSalt.objects.bulk_create([ViewerSalt(date=today, salt=secrets.token_bytes(32))], ignore_conflicts=True)
        forget_before(today)
        _salts.clear()
        _salts[today] = bytes(ViewerSalt.objects.get(date=today).salt)
    return _salts[today]


def _is_first(listing_pk: int, today: date, viewer: str) -> int:
    """1 for a visitor's first view of this listing today, 0 for any other; two at once are told apart."""
    table = connection.ops.quote_name(SeenViewer._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (listing_id, date, viewer) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
            [listing_pk, today, viewer],
        )
        return max(0, cursor.rowcount)


def _add(listing_pks: Sequence[int], column: str, *, unique_viewers: int = 0) -> None:
    """Add 1 to a column of today's rows, in one statement that makes those that are not there yet.

    The ORM's upsert can only replace, not add. In order of their keys, so that two pages cannot wait for each other.
    """
    if not listing_pks:
        return
    table = ListingActivity._meta.db_table
    counted = ("impressions", "views", "clicks", "unique_viewers", "saves", "shares", "inquiries")
    values = [{column: 1}.get(name, unique_viewers if name == "unique_viewers" else 0) for name in counted]
    today = timezone.localdate()
    row = f"({', '.join(['%s'] * (2 + len(counted)))})"
    sql = (
        f"INSERT INTO {table} (listing_id, date, {', '.join(counted)}) VALUES {', '.join([row] * len(listing_pks))} "
        f"ON CONFLICT (listing_id, date) DO UPDATE SET "
        + ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in counted)
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [value for pk in sorted(listing_pks) for value in (pk, today, *values)])


def _not_of(user: Any, listing_pks: Sequence[int]) -> list[int]:
    """These listings without those that this user, or this user's office, offers: looking after them is no interest."""
    if user is None or not user.is_authenticated:
        return list(listing_pks)
    own = Q(list_agent__user=user) | Q(list_office__members__user=user)
    owned = set(Listing.objects.filter(own, pk__in=listing_pks).order_by().values_list("pk", flat=True))
    return [pk for pk in listing_pks if pk not in owned]
