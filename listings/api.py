"""Homes over REST: criteria and JSON of the tools findListings and getListing, open to everyone like the pages."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework.permissions import AllowAny, BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from listings import parameters, search, summaries
from listings.parameters import WrongParameter
from listings.query import UnclearSearch
from listings.results import listing_page
from realestate.api import ApiError
from realestate.wire import WireModel


class Listings(APIView):
    """`GET /api/listings/?city=Portland&maxPrice=900000`: one page of homes; `cursor` asks for the next."""

    permission_classes: ClassVar[list[type[BasePermission]]] = [AllowAny]

    def get(self, request: Request) -> Response:
        """The homes that fit the parameters, named like findListings' arguments; a list repeats its name."""
        for name in request.query_params:
            if name not in parameters.NAMES:
                known = ", ".join(parameters.NAMES)
                message = f"There is no parameter {name[:60]!r}. Known are {known}."
                raise ApiError(400, "unknown_parameter", message, name[:60])
        try:
            query = parameters.query_of(parameters.values_of(request.query_params))
            return Response(_wire(listing_page(search.search(query, visible_to=request.user))))
        except WrongParameter as error:
            raise ApiError(400, "invalid", str(error), error.name) from None
        except UnclearSearch as error:
            raise ApiError(400, "unclear", str(error)) from None


class OneListing(APIView):
    """`GET /api/listings/{listingId}/`; the id may contain a slash."""

    permission_classes: ClassVar[list[type[BasePermission]]] = [AllowAny]

    def get(self, request: Request, listing_id: str) -> Response:
        """Everything that may be shown of one home."""
        homes, _ = search.with_ids([listing_id], visible_to=request.user)
        if not homes:
            raise ApiError(404, "not_found", f"There is no listing {listing_id[:60]!r}.")
        return Response(_wire(summaries.detail(homes[0])))


def _wire(answer: WireModel) -> Any:
    return answer.model_dump(mode="json", by_alias=True)
