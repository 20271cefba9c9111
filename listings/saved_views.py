"""The page of saved homes and searches, and the buttons that save, rename and remove. All of it works as forms."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from listings import saved, saved_answers, search
from listings.forms import SearchForm, saved_address
from listings.models import SavedSearch
from listings.parameters import WrongParameter
from listings.query import UnclearSearch
from listings.saved import TooManySaved

HOMES_A_PAGE, SEARCHES_A_PAGE = 24, 10


@login_required
@never_cache
@require_safe
def saved_page(request: HttpRequest) -> HttpResponse:
    """Saved searches with what is new in them, and saved homes."""
    homes_from, searches_from = (_offset(request, name) for name in ("homes", "searches"))
    homes, homes_total = saved.saved_listings(request.user, HOMES_A_PAGE, homes_from)
    searches = request.user.saved_searches.all()[searches_from : searches_from + SEARCHES_A_PAGE + 1]
    context: dict[str, Any] = {
        "nav": "saved",
        "homes": [
            saved_answers.SavedHome(**saved_answers.home(each)).model_dump(mode="json", by_alias=True) for each in homes
        ],
        "homes_total": homes_total,
        "searches": [saved_answers.Search(**saved_answers.searched(each)) for each in searches[:SEARCHES_A_PAGE]],
        "more_homes": homes_from + HOMES_A_PAGE if homes_total > homes_from + HOMES_A_PAGE else 0,
        "more_searches": searches_from + SEARCHES_A_PAGE if len(searches) > SEARCHES_A_PAGE else 0,
        "is_later_page": bool(homes_from or searches_from),
    }
    return render(request, "listings/saved.html", context)


@require_POST
def save_home(request: HttpRequest, listing_id: str) -> HttpResponseBase:
    """Keep a home, or with `keep=no` keep it no longer; back to the page the button stood on."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("listing", args=[listing_id]))
    keep, problem = request.POST.get("keep") != "no", ""
    if keep:
        homes, _ = search.with_ids([listing_id], visible_to=request.user)
        if not homes:
            raise Http404
        try:
            saved.save_listing(request.user, homes[0], note=request.POST.get("note"), request=request)
        except (TooManySaved, saved.NoteTooLong) as error:
            problem = str(error)
    elif not saved.unsave_listing(request.user, listing_id):
        raise Http404
    if request.accepts("text/html"):
        if problem:
            messages.error(request, problem)
        return redirect(_back(request))
    return JsonResponse({"saved": keep and not problem, "message": problem}, status=409 if problem else 200)


@login_required
@require_POST
def save_search(request: HttpRequest) -> HttpResponse:
    """Keep the search whose address is posted as `criteria`."""
    form = SearchForm(QueryDict(request.POST.get("criteria", "")[:4000]))
    try:
        kept, created = saved.save_search(request.user, form.query(), name=_name(request))
    except (UnclearSearch, WrongParameter, TooManySaved) as error:
        messages.error(request, str(error))
        return redirect(_back(request))
    words = "Saved" if created else "Saved already"
    messages.success(request, f"{words}: {kept.saved_search_name}.")
    return redirect("saved")


@login_required
@never_cache
@require_safe
def saved_search(request: HttpRequest, search_id: uuid.UUID) -> HttpResponse:
    """On to the homes that fit now; what is among them is new no longer."""
    kept = get_object_or_404(SavedSearch, user=request.user, pk=search_id)
    if request.method == "GET":
        saved.look(kept)
    return redirect(saved_address(kept.search_query))


@login_required
@require_POST
def rename_search(request: HttpRequest, search_id: uuid.UUID) -> HttpResponse:
    """Call a saved search as posted."""
    kept = get_object_or_404(SavedSearch, user=request.user, pk=search_id)
    if name := _name(request):
        saved.rename(kept, name)
    else:
        messages.error(request, "The name is empty; give it one of up to 200 letters.")
    return redirect("saved")


@login_required
@require_POST
def delete_search(request: HttpRequest, search_id: uuid.UUID) -> HttpResponse:
    """Keep a search no longer."""
    name = saved.delete_search(request.user, str(search_id))
    if name is None:
        raise Http404
    messages.success(request, f"Removed: {name}.")
    return redirect("saved")


def _name(request: HttpRequest) -> str:
    return " ".join(request.POST.get("name", "").replace("\0", "").split())


def _offset(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0


def _back(request: HttpRequest) -> str:
    """The page the button stood on, if it is ours; else what is saved."""
    came_from = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    return came_from if ours else reverse("saved")
