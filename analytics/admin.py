"""Listing activity in the admin: to look at, not to edit."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from analytics.models import ListingActivity


@admin.register(ListingActivity)
class ListingActivityAdmin(admin.ModelAdmin):
    list_display = ("listing", "date", "impressions", "views", "unique_viewers", "saves", "shares", "inquiries")
    list_select_related = ("listing",)
    search_fields = ("=listing__listing_id",)
    date_hierarchy = "date"
    ordering = ("-date",)
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: ListingActivity | None = None) -> bool:
        return False
