"""Addresses of the homes' pages and pictures. Ids come from many sources and may contain a slash."""

from django.urls import path, register_converter
from django.urls.converters import PathConverter

from listings import api, saved_views, views


class ListingIdConverter(PathConverter):
    """Any text but a zero byte, which no id has and PostgreSQL does not take."""

    regex = r"[^\0]+"


register_converter(ListingIdConverter, "listing_id")

urlpatterns = [
    path("listings/", views.listing_search, name="listings"),
    path("api/listings/", api.Listings.as_view(), name="api-listings"),
    path("api/listings/<listing_id:listing_id>/", api.OneListing.as_view(), name="api-listing"),
    path("saved/", saved_views.saved_page, name="saved"),
    path("saved/searches/", saved_views.save_search, name="save-search"),
    path("saved/searches/<uuid:search_id>/", saved_views.saved_search, name="saved-search"),
    path("saved/searches/<uuid:search_id>/rename/", saved_views.rename_search, name="rename-search"),
    path("saved/searches/<uuid:search_id>/delete/", saved_views.delete_search, name="delete-search"),
    path("listings/<listing_id:listing_id>/save/", saved_views.save_home, name="save-listing"),
    path("listings/<listing_id:listing_id>/inquiry/", views.make_inquiry, name="make-inquiry"),
    path("listings/<listing_id:listing_id>/picture.svg", views.listing_picture, name="listing-picture"),
    path("listings/<listing_id:listing_id>/", views.listing_page, name="listing"),
]
