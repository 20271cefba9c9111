"""How listings are looked at, by day."""

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
