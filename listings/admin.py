"""The homes and where they come from, for administrators."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from listings import places
from listings.importers.reading import ImportRefused
from listings.models import (
    Inquiry,
    Listing,
    ListingFeature,
    Media,
    Member,
    Office,
    PriceChange,
    QuarantinedRow,
    SavedListing,
    SavedSearch,
    Source,
    StatusChange,
)
from listings.uploads import ImportForm
from realestate import fair_housing


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):
    list_display = ("title", "name", "is_demo", "outside_use", "last_imported_at")
    list_filter = ("is_demo", "outside_use")
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
    list_filter = (
        "standard_status",
        "source",
        "remarks_flag",
        "property_sub_type",
        "internet_entire_listing_display_yn",
    )
    list_select_related = ("source", "list_agent")
    # Counting every match of a filter would scan a large table on each page.
    show_full_result_count = False
    search_fields = ("=listing_id", "=listing_key", "=parcel_number", "unparsed_address")
    autocomplete_fields = ("list_agent", "list_office")
    readonly_fields = ("price", "modification_timestamp", "flagged_words")
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

    @admin.display(description="Words flagged for fair housing")
    def flagged_words(self, listing: Listing) -> str:
        """What the rules found in the remarks, for who decides whether they may be shown. No legal determination."""
        return fair_housing.flagged_words(listing.public_remarks) or "-"

    def save_model(self, request: HttpRequest, obj: Listing, form: Any, change: bool) -> None:
        """Look at new wording; a person's own choice stands until it changes again."""
        if "public_remarks" in form.changed_data and "remarks_flag" not in form.changed_data:
            obj.remarks_flag = fair_housing.flag(obj.public_remarks)
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        places.forget()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        super().delete_queryset(request, queryset)
        places.forget()


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that people and imports make: to be looked at and removed, not written by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReasonFilter(admin.SimpleListFilter):
    """The kinds of reasons there are, the commonest first: a reason without the value it quotes."""

    title, parameter_name = "reason", "reason"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        kinds = Counter(_kind(reason) for reason in QuarantinedRow.objects.values_list("reason", flat=True)[:5000])
        return [(kind, f"{kind} ({count:,})") for kind, count in kinds.most_common(15)]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(reason__startswith=self.value()) if self.value() else queryset


def _kind(reason: str) -> str:
    """ "Price is" for "Price is 'abc'; it must be a number."."""
    return reason.partition(" '")[0][:80]


@admin.register(QuarantinedRow)
class QuarantinedRowAdmin(ReadOnlyAdmin):
    list_display = ("row_key", "reason", "source", "file_name", "line", "last_seen")
    list_filter = ("source", ReasonFilter)
    list_select_related = ("source",)
    search_fields = ("row_key", "reason")
    show_full_result_count = False


@admin.register(Inquiry)
class InquiryAdmin(ReadOnlyAdmin):
    """Admins see every inquiry; staff who are listing agents see those about their own listings."""

    list_display = ("made_at", "listing", "name", "email", "phone")
    list_filter = ("made_at",)
    list_select_related = ("listing",)
    search_fields = ("=listing__listing_id", "name", "email")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        inquiries = super().get_queryset(request)
        return inquiries if request.user.is_superuser else inquiries.filter(listing__list_agent__user=request.user)


@admin.register(SavedSearch)
class SavedSearchAdmin(ReadOnlyAdmin):
    list_display = ("saved_search_name", "user", "saved_at", "looked_at")
    list_select_related = ("user",)


@admin.register(SavedListing)
class SavedListingAdmin(ReadOnlyAdmin):
    list_display = ("listing", "user", "saved_at")
    list_select_related = ("user", "listing")
