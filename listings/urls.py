"""Addresses of the homes' pages and pictures. Ids come from many sources and may contain a slash."""

from django.urls import path

from listings import views

urlpatterns = [
    path("listings/", views.listing_search, name="listings"),
    path("listings/<path:listing_id>/picture.svg", views.listing_picture, name="listing-picture"),
    path("listings/<path:listing_id>/", views.listing_page, name="listing"),
]
