"""How listings are looked at, by day, and how homes sold, by month."""

from __future__ import annotations

from django.db import models

from listings.models import Listing


class ListingActivity(models.Model):
    """What visitors did with one listing on one day, robots left out (RESO InternetTracking, summed)."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="activity")
    date = models.DateField()
    impressions = models.PositiveIntegerField(default=0)  # shown in a list of results
    views = models.PositiveIntegerField(default=0)  # its own page opened (DetailedView)
    unique_viewers = models.PositiveIntegerField(default=0)  # different visitors among the views of that day
    clicks = models.PositiveIntegerField(default=0)  # its own page opened from a list of homes (Click)
    saves = models.PositiveIntegerField(default=0)  # kept as a favourite (Favorited)
    shares = models.PositiveIntegerField(default=0)
    inquiries = models.PositiveIntegerField(default=0)  # form sent, or phone or e-mail address clicked

    class Meta:
        verbose_name_plural = "listing activity"
        constraints = [models.UniqueConstraint(fields=["listing", "date"], name="one_activity_row_per_day")]

    def __str__(self) -> str:
        return f"{self.listing_id} {self.date}"


class ViewerSalt(models.Model):
    """A day's random secret: with it a visitor's hash of that day is made, and after that day it is deleted."""

    date = models.DateField(primary_key=True)
    salt = models.BinaryField(max_length=32)


class SeenViewer(models.Model):
    """That somebody opened a listing's page today, so that they count once; deleted when the day is over.

    `viewer` is a keyed hash of the session, the user's number, or address and browser, under the day's ViewerSalt. It
    names nobody and leads to no row of a user. Once the salt is deleted it cannot be made again from what identifies a
    person, nor be linked to another day, so it is no personal data any more; the row itself goes at the same time.
    """

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="+")
    date = models.DateField(db_index=True)
    viewer = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["listing", "date", "viewer"], name="one_view_counted_a_day")]


class MarketMonth(models.Model):
    """The sales of one area in one month, of one source and type of home: see analytics.tallies.Tally.

    kind and the names are as the listings write them, so that a Place finds its months as it finds its listings.
    """

    source_id = models.BigIntegerField()
    kind = models.CharField(max_length=12)  # city, county, state, postal_code, neighborhood
    name = models.CharField(max_length=50, blank=True)
    city = models.CharField(max_length=50, blank=True)  # only of a neighborhood
    state_or_province = models.CharField(max_length=2, blank=True)
    property_type = models.CharField(max_length=50, blank=True)
    property_sub_type = models.CharField(max_length=50, blank=True)
    month = models.DateField()  # its first day
    first_sale = models.DateField()
    last_sale = models.DateField()
    prices = models.BinaryField()
    cents = models.BigIntegerField()
    per_foot = models.BinaryField()
    days = models.BigIntegerField()
    days_known = models.PositiveIntegerField()
    ratios = models.DecimalField(max_digits=30, decimal_places=16)
    ratios_known = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["kind", "name", "month"], name="market_month_place")]


class ChangedMonth(models.Model):
    """A month of a place whose sales changed since they were counted; written by triggers of the database."""

    source_id = models.BigIntegerField()
    city = models.CharField(max_length=50)
    county_or_parish = models.CharField(max_length=50)
    state_or_province = models.CharField(max_length=2)
    postal_code = models.CharField(max_length=10)
    subdivision_name = models.CharField(max_length=50)
    month = models.DateField()  # its first day

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "source_id", "month", "postal_code", "city", "county_or_parish", "state_or_province",
                    "subdivision_name",
                ],
                name="one_changed_month",
            )
        ]  # fmt: skip
