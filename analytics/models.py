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
    saves = models.PositiveIntegerField(default=0)  # kept as a favourite (Favorited)
    shares = models.PositiveIntegerField(default=0)
    inquiries = models.PositiveIntegerField(default=0)  # form sent, or phone or e-mail address clicked

    class Meta:
        verbose_name_plural = "listing activity"
        constraints = [models.UniqueConstraint(fields=["listing", "date"], name="one_activity_row_per_day")]

    def __str__(self) -> str:
        return f"{self.listing_id} {self.date}"
