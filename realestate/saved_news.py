"""Tells people of homes that came to fit a saved search: called by the ticker, so that commands are heard of too."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse

from listings import saved
from realestate.models import Notification
from realestate.notifications import notify

MOST_SEARCHES = 20  # at a call; the next call goes on


def tell() -> None:
    """Look through the searches that wait. A match and its notification are committed together, by one process."""
    for _ in range(MOST_SEARCHES):
        if not saved.news_waits():
            return
        with transaction.atomic():
            for found in saved.new_matches(most_searches=1):
                many = "1,000+ new homes" if found.count >= saved.COUNTED else f"{found.count:,} new homes"
                many = "1 new home" if found.count == 1 else many
                text = f"{many} for \u201c{found.search.saved_search_name}\u201d"
                page = reverse("saved-search", args=[found.search.pk])
                notify(found.user.pk, Notification.Kind.SAVED_SEARCH_HIT, text, page)
