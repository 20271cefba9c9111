"""The homes' pages: public, without JavaScript, every search an address that can be shared."""

from __future__ import annotations

import re

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from listings import pictures, search, summaries
from listings.factsheet import factsheet
from listings.forms import SearchForm
from listings.inquiries import InquiryForm, can_ask
from listings.models import Listing
from listings.signals import listing_clicked, listing_shown, listing_viewed
from listings.similar import similar_homes

_MONTH_SECONDS = 30 * 24 * 3600


@require_safe
def listing_search(request: HttpRequest) -> HttpResponse:
    """The search form with its results."""
    outcome = SearchForm(request.GET).outcome(visible_to=request.user)
    if outcome["shown"] and request.method == "GET":
        listing_shown.send_robust(Listing, listings=outcome["shown"], request=request)
    return render(request, "listings/search.html", {"nav": "listings", **outcome})


@require_safe
def listing_page(request: HttpRequest, listing_id: str) -> HttpResponse:
    """One home, and homes like it."""
    homes, _ = search.with_ids([listing_id], visible_to=request.user)
    if not homes:
        raise Http404
    if request.method == "GET":
        listing_viewed.send_robust(Listing, listing=homes[0], request=request)
        if _came_from_a_list(request):
            listing_clicked.send_robust(Listing, listing=homes[0], request=request)
    form = InquiryForm(request.user, homes[0]) if _may_ask(request, homes[0]) else None
    return _page(request, homes[0], form)


@login_required
@require_POST
def make_inquiry(request: HttpRequest, listing_id: str) -> HttpResponse:
    """Write to the listing agent of a home; the page again with what is wrong, if something is."""
    homes, _ = search.with_ids([listing_id], visible_to=request.user)
    if not homes or not can_ask(homes[0]):
        raise Http404
    form = InquiryForm(request.user, homes[0], request.POST)
    if not form.is_valid():
        return _page(request, homes[0], form)
    form.send(request)
    messages.success(request, "Your message is with the listing agent, who sees how to reach you.")
    return redirect("listing", homes[0].listing_id)


def _may_ask(request: HttpRequest, home: Listing) -> bool:
    return request.user.is_authenticated and can_ask(home)


def _page(request: HttpRequest, home: Listing, form: InquiryForm | None) -> HttpResponse:
    similar = [each.model_dump(mode="json", by_alias=True) for each in similar_homes(home, visible_to=request.user)]
    context = {"nav": "listings", "similar": similar, "inquiry_form": form, "can_ask": can_ask(home)}
    return render(request, "listings/listing.html", context | factsheet(summaries.detail(home)))


@require_safe
def listing_picture(request: HttpRequest, listing_id: str) -> HttpResponse:
    """The drawing of a home; `?order=2` is another view of it."""
    home = get_object_or_404(Listing.objects.visible_to(request.user), listing_id=listing_id)
    order = request.GET.get("order", "0")
    number = int(order) if order.isascii() and order.isdigit() and len(order) < 4 else 0
    shows = home.media.filter(order=number).values_list("short_description", flat=True).first() or ""
    sub_type = home.property_sub_type or ("Unimproved Land" if home.property_type == "Land" else "")
    drawn = pictures.picture(listing_id, sub_type, number, shows)
    answer = HttpResponse(drawn, content_type="image/svg+xml")
    answer["Cache-Control"] = f"public, max-age={_MONTH_SECONDS}"
    return answer


# Pages of ours that show homes in lists: results and similar homes, saved homes, conversations.
_LISTS = re.compile(r"https?://([^/]+)(/|/listings/[^?]*|/saved/|/c/[^?]*)(\?.*)?")


def _came_from_a_list(request: HttpRequest) -> bool:
    """Whether the link to this page stood in a list of homes.

    A reload keeps the Referer of the first visit; a link in a mail or on another site has none of ours.
    """
    match = _LISTS.fullmatch(request.headers.get("Referer", ""))
    return bool(match) and match[1] == request.get_host() and match[2] != request.path
