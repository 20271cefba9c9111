"""The homes and where they come from, for administrators."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from listings import places
from listings.importers.reading import ImportRefused
from listings.models import Listing, ListingFeature, Media, Member, Office, PriceChange, Source, StatusChange
from listings.uploads import ImportForm


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):
    list_display = ("title", "name", "is_demo", "last_imported_at")
    list_filter = ("is_demo",)
    search_fields = ("name", "title")


@admin.register(Office)
class OfficeAdmin(admin.ModelAdmin):
    list_display = ("office_name", "office_phone", "office_email", "source")
    list_filter = ("source",)
    list_select_related = ("source",)
    search_fields = ("office_name", "office_key")


@admin.register(Member)
class MemberAdmin(admin.ModelAdmin):
    list_display = ("member_full_name", "office", "member_email", "user", "source")
    list_filter = ("source",)
    list_select_related = ("source", "office", "user")
    search_fields = ("member_full_name", "member_key", "member_email")
    autocomplete_fields = ("office",)
    raw_id_fields = ("user",)


class FeatureInline(admin.TabularInline):
    model = ListingFeature
    extra = 0


class MediaInline(admin.TabularInline):
    model = Media
    extra = 0


class PriceChangeInline(admin.TabularInline):
    model = PriceChange
    extra = 0


class StatusChangeInline(admin.TabularInline):
    model = StatusChange
    extra = 0


@admin.register(Listing)
class ListingAdmin(admin.ModelAdmin):
    list_display = ("listing_id", "unparsed_address", "city", "standard_status", "price", "list_agent", "source")
    list_filter = ("standard_status", "source", "property_sub_type", "internet_entire_listing_display_yn")
    list_select_related = ("source", "list_agent")
    # Counting every match of a filter would scan a large table on each page.
    show_full_result_count = False
    search_fields = ("=listing_id", "=listing_key", "=parcel_number", "unparsed_address")
    autocomplete_fields = ("list_agent", "list_office")
    readonly_fields = ("price", "modification_timestamp")
    inlines = (FeatureInline, MediaInline, PriceChangeInline, StatusChangeInline)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.import_view)
        return [path("import/", view, name="listings_listing_import"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {**(extra_context or {}), "can_import": self._can_import(request)})

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """A form for a file of listings; after a post, what became of its rows."""
        if not self._can_import(request):
            raise PermissionDenied
        form, report = ImportForm(request.POST or None, request.FILES or None), None
        if form.is_valid():
            try:
                report = form.bring_in()
            except ImportRefused as refusal:
                form.add_error("file", str(refusal))
        context = {"form": form, "report": report, "opts": self.opts, "title": "Import listings"}
        return render(request, "admin/listings/listing/import.html", self.admin_site.each_context(request) | context)

    def _can_import(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request) and self.has_change_permission(request)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        places.forget()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        super().delete_queryset(request, queryset)
        places.forget()
