"""The homes' pages: public, without JavaScript, every search an address that can be shared."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from listings import pictures, search, summaries
from listings.factsheet import factsheet
from listings.forms import SearchForm
from listings.models import Listing
from listings.similar import similar_homes

_MONTH_SECONDS = 30 * 24 * 3600


@require_safe
def listing_search(request: HttpRequest) -> HttpResponse:
    """The search form with its results."""
    form = SearchForm(request.GET)
    return render(request, "listings/search.html", {"nav": "listings", **form.outcome(visible_to=request.user)})


@require_safe
def listing_page(request: HttpRequest, listing_id: str) -> HttpResponse:
    """One home, and homes like it."""
    homes, _ = search.with_ids([listing_id], visible_to=request.user)
    if not homes:
        raise Http404
    similar = [each.model_dump(mode="json", by_alias=True) for each in similar_homes(homes[0], visible_to=request.user)]
    return render(
        request,
        "listings/listing.html",
        {"nav": "listings", "similar": similar, **factsheet(summaries.detail(homes[0]))},
    )


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
