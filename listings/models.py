"""What is for sale, in the terms of the RESO Data Dictionary 2.0."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from listings.statuses import RemarksFlag, StandardStatus
from realestate.scopes import goes_outside


class SourceQuerySet(models.QuerySet):
    """Which sources let their listings out of the house, and how far."""

    def closed_to(self, *allowed: str) -> list[int]:
        """The ids of the sources whose policy is none of these: a handful at most."""
        return list(self.exclude(outside_use__in=allowed).values_list("pk", flat=True))


class Source(models.Model):
    """Where listings come from, and what must be shown with them."""

    class OutsideUse(models.TextChoices):
        """What AI clients, scripts and hosted models outside the house may be given of its listings."""

        NONE = "none", "Nothing"
        LINK_ONLY = "link_only", "A link"
        FULL = "full", "Everything"

    name = models.SlugField(unique=True)
    title = models.CharField(max_length=200)
    attribution = models.CharField(max_length=500, blank=True)
    disclaimer = models.CharField(max_length=500, blank=True)
    is_demo = models.BooleanField(default=False)
    # What its rows never have, by field name, with the reason that an answer gives: {"days_on_market": "..."}.
    lacks = models.JSONField(default=dict, blank=True)
    outside_use = models.CharField(
        "outside the house",
        max_length=10,
        choices=OutsideUse,
        default=OutsideUse.LINK_ONLY,
        help_text="What AI clients, API tokens and hosted models may be given of its listings. Ask the MLS first.",
    )
    last_imported_at = models.DateTimeField(null=True, blank=True)

    objects = SourceQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title


class Office(models.Model):
    """A brokerage office (RESO Office)."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="offices")
    office_key = models.CharField(max_length=255)
    office_name = models.CharField(max_length=255)
    office_phone = models.CharField(max_length=16, blank=True)
    office_email = models.EmailField(max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "office_key"], name="one_office_per_key")]

    def __str__(self) -> str:
        return self.office_name


class Member(models.Model):
    """A licensed listing agent (RESO Member); `user` is their log-in here, if they have one."""

    # From the MLS feed: a licensed person's business record, published with every home they list. It was there before
    # they had a log-in here and stays when the log-in goes.
    published_fields = ("member_full_name", "member_email", "member_phone")

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="members")
    office = models.ForeignKey(Office, on_delete=models.SET_NULL, null=True, blank=True, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="member_records"
    )
    member_key = models.CharField(max_length=255)
    member_full_name = models.CharField(max_length=150)
    member_email = models.EmailField(max_length=80, blank=True)
    member_phone = models.CharField(max_length=16, blank=True)
    member_state_license = models.CharField(max_length=50, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "member_key"], name="one_member_per_key")]

    def __str__(self) -> str:
        return self.member_full_name


class ListingQuerySet(models.QuerySet):
    """Which listings may be shown, and to whom."""

    def displayable(self) -> ListingQuerySet:
        """Listings the public may see: finished, not deleted, and released for the internet by their seller."""
        hidden = (StandardStatus.DELETE, StandardStatus.INCOMPLETE)
        return self.filter(internet_entire_listing_display_yn=True).exclude(standard_status__in=hidden)

    def visible_to(self, user: Any) -> ListingQuerySet:
        """Listings this user may see; for now what everyone may see, signed in or not.

        Whoever reads outside the house (`realestate.scopes`) sees those whose source lets them out in full.
        """
        return self._let_out(Source.OutsideUse.FULL) if goes_outside(user) else self.displayable()

    def linkable_for(self, user: Any) -> ListingQuerySet:
        """Listings of which this user may be told no more than that they are there, with a link; none in the house."""
        if not goes_outside(user):
            return self.none()
        return self._let_out(Source.OutsideUse.LINK_ONLY)

    def _let_out(self, policy: str) -> ListingQuerySet:
        closed = Source.objects.closed_to(policy)
        return self.displayable().exclude(source_id__in=closed) if closed else self.displayable()


# What a search's figures read of each home besides its price.
_FIGURES = ("living_area", "internet_entire_listing_display_yn")


class Listing(models.Model):
    """One home offered or sold, once: a resale is a second listing of the same parcel."""

    # Identity and provenance
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="listings")
    listing_key = models.CharField(max_length=255)  # the source's own key
    listing_id = models.CharField(max_length=255, unique=True)  # what people say: L001
    parcel_number = models.CharField(max_length=50, blank=True)
    modification_timestamp = models.DateTimeField(auto_now=True)
    raw = models.JSONField(default=dict, blank=True)  # fields that have no column, as they came
    # Doubts about the row, a code each, e.g. "bedrooms_implausible"; shown with it, never corrected silently.
    flags = models.JSONField(default=list, blank=True)

    # Status, type and price
    standard_status = models.CharField(max_length=25, choices=StandardStatus)
    property_type = models.CharField(max_length=50, blank=True)  # Residential ...; blank where the source has none
    property_sub_type = models.CharField(max_length=50, blank=True)  # Single Family Residence, Condominium ...
    list_price = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    original_list_price = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    close_price = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    # What a search by price means: what it sold for, else what is asked.
    price = models.GeneratedField(
        expression=Coalesce("close_price", "list_price"),
        output_field=models.DecimalField(max_digits=14, decimal_places=2),
        db_persist=True,
    )

    # Dates
    on_market_date = models.DateField(null=True, blank=True)
    purchase_contract_date = models.DateField(null=True, blank=True)
    close_date = models.DateField(null=True, blank=True)
    off_market_date = models.DateField(null=True, blank=True)

    # Address and place
    unparsed_address = models.CharField(max_length=255, blank=True)
    unit_number = models.CharField(max_length=25, blank=True)
    city = models.CharField(max_length=50, blank=True)
    county_or_parish = models.CharField(max_length=50, blank=True)
    state_or_province = models.CharField(max_length=2, blank=True)
    postal_code = models.CharField(max_length=10, blank=True)
    subdivision_name = models.CharField(max_length=50, blank=True)  # the neighbourhood
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    # Structure
    bedrooms_total = models.PositiveSmallIntegerField(null=True, blank=True)
    bathrooms_full = models.PositiveSmallIntegerField(null=True, blank=True)
    bathrooms_half = models.PositiveSmallIntegerField(null=True, blank=True)
    # Baths as people say them, 2.5 for two and a half; quarters where the source counts them. Not a RESO field.
    bathrooms_total = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    living_area = models.PositiveIntegerField(null=True, blank=True)  # square feet
    lot_size_square_feet = models.PositiveIntegerField(null=True, blank=True)
    year_built = models.PositiveSmallIntegerField(null=True, blank=True)
    stories_total = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    garage_spaces = models.PositiveSmallIntegerField(null=True, blank=True)

    # Costs
    association_fee = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)  # a month
    tax_annual_amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)

    # Words, people and what may be shown
    public_remarks = models.TextField(max_length=4000, blank=True)
    # What the fair-housing rules say of the remarks. Not a RESO field.
    remarks_flag = models.CharField(max_length=4, choices=RemarksFlag.choices, blank=True)
    list_agent = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="listings")
    list_office = models.ForeignKey(Office, on_delete=models.SET_NULL, null=True, blank=True, related_name="listings")
    internet_entire_listing_display_yn = models.BooleanField(default=True)
    internet_address_display_yn = models.BooleanField(default=True)
    internet_automated_valuation_display_yn = models.BooleanField(default=True)  # no: never estimate its value

    objects = ListingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "listing_key"], name="one_listing_per_key")]
        indexes = [
            # The two commonest searches and their figures are answered from the index alone, without the wide rows.
            models.Index(
                fields=["standard_status", "city", "price", *_FIGURES, "state_or_province"], name="listing_city_price"
            ),
            models.Index(fields=["standard_status", "postal_code", "price"], name="listing_zip_price"),
            models.Index(fields=["standard_status", "price", *_FIGURES], name="listing_price"),
            models.Index(fields=["standard_status", "close_date"], name="listing_closed"),
            models.Index(fields=["latitude", "longitude"], name="listing_place"),
            models.Index(fields=["parcel_number"], name="listing_parcel"),
            models.Index(fields=["modification_timestamp"], name="listing_modified"),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id} {self.unparsed_address}".strip()

    def get_absolute_url(self) -> str:
        return reverse("listing", args=[self.listing_id])

    @property
    def shown_address(self) -> str:
        """The street address, or "" where the seller does not want it on the internet."""
        return self.unparsed_address if self.internet_address_display_yn else ""

    @property
    def shown_remarks(self) -> str:
        """The remarks, or "" while they are held back."""
        return "" if self.remarks_flag == RemarksFlag.HARD else self.public_remarks

    @property
    def attribution(self) -> str:
        """What display rules want beside a home wherever it is shown: who lists it, how to reach their office, and
        whose data it is. No query on homes that came out of `listings.search`.
        """
        agent, office = self.list_agent, self.list_office
        reach = (office.office_phone or office.office_email) if office else ""
        people = ", ".join(str(each) for each in (agent, office, reach) if each)
        lines = [f"Listed by {people}" if people else "", self.source.attribution or self.source.title]
        return " · ".join(line for line in lines if line)

    def days_on_market(self, today: date) -> int | None:
        """Days from coming on the market to the accepted offer, or to today while none is accepted.

        Null when the day it came on the market, or the day it left, is not known.
        """
        offered = self.standard_status in (StandardStatus.ACTIVE, StandardStatus.COMING_SOON)
        until = today if offered else self.purchase_contract_date or self.off_market_date or self.close_date
        if self.on_market_date is None or until is None:
            return None
        return max(0, (until - self.on_market_date).days)


class ListingFeature(models.Model):
    """One feature of a listing in lower case, e.g. "garage" or "waterfront"."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="features")
    name = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "listing"], name="one_feature_per_listing")]


class Media(models.Model):
    """A picture of a listing (RESO Media). Demo pictures are drawn by a view and have a path as their address."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="media")
    media_url = models.CharField(max_length=2000)
    order = models.PositiveSmallIntegerField(default=0)
    short_description = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["listing", "order"], name="one_picture_per_place")]


class PriceChange(models.Model):
    """The list price as it was set on a day; the first row is the original list price."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="price_changes")
    changed_on = models.DateField()
    list_price = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["changed_on"]


class StatusChange(models.Model):
    """The status a listing took on a day; the first row is when it came on the market."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="status_changes")
    changed_on = models.DateField()
    standard_status = models.CharField(max_length=25, choices=StandardStatus)

    class Meta:
        ordering = ["changed_on"]


class QuarantinedRow(models.Model):
    """A row of an import that could not be used. Its key's next import replaces it, or lets it go if good."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="quarantined_rows")
    row_key = models.CharField(max_length=400)  # the listing key, or "file.csv line 12" for a row that has none
    file_name = models.CharField(max_length=120)
    line = models.PositiveBigIntegerField()  # in a JSON file the number of the record
    raw = models.JSONField(default=dict)  # as it came, without private fields
    reason = models.CharField(max_length=500)
    first_seen = models.DateTimeField(default=timezone.now)
    last_seen = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-last_seen", "line"]
        constraints = [models.UniqueConstraint(fields=["source", "row_key"], name="one_quarantined_row_per_key")]

    def __str__(self) -> str:
        return self.row_key


class Inquiry(models.Model):
    """What somebody wrote to a listing agent about a home, with how to reach them."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="inquiries")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="inquiries"
    )
    name = models.CharField(max_length=150)
    email = models.EmailField(max_length=254)
    phone = models.CharField(max_length=40, blank=True)
    message = models.TextField(max_length=2000)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-made_at"]
        verbose_name_plural = "inquiries"

    def __str__(self) -> str:
        return f"{self.name} about {self.listing.listing_id}"


class SavedListing(models.Model):
    """A home somebody keeps, with a note for themselves."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_listings")
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="saved_by")
    note = models.CharField(max_length=500, blank=True)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-saved_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "listing"], name="one_saved_listing_per_home")]

    def __str__(self) -> str:
        return str(self.listing)


class SavedSearch(models.Model):
    """A search somebody keeps (RESO SavedSearch). The same conditions are one search, in whatever words they came."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches")
    saved_search_name = models.CharField(max_length=200)
    search_query = models.JSONField()  # findListings' arguments as understood: {"city": "Portland, OR", "maxPrice": 1}
    search_query_human_readable = models.TextField()
    fingerprint = models.CharField(max_length=64)  # of the conditions; the order of the homes is none
    saved_at = models.DateTimeField(default=timezone.now)
    looked_at = models.DateTimeField(default=timezone.now)  # when its owner last saw its homes
    matched_until = models.DateTimeField(default=timezone.now)  # changes up to here were looked through for matches

    class Meta:
        ordering = ["-saved_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "fingerprint"], name="one_saved_search_per_query")]
        indexes = [models.Index(fields=["matched_until"], name="saved_search_matched")]

    def __str__(self) -> str:
        return self.saved_search_name

    def get_absolute_url(self) -> str:
        return reverse("saved-search", args=[self.pk])


class SavedSearchMatch(models.Model):
    """A home found new for a saved search: each pair is found once, so nobody is told of it twice."""

    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="matches")
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="saved_search_matches")
    found_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["search", "listing"], name="one_match_per_search_and_home")]
