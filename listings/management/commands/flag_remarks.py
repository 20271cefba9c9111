"""`manage.py flag_remarks`: looks at all stored remarks again, after the rules for fair housing have changed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from listings.models import Listing, RemarksFlag
from realestate import fair_housing

BATCH = 500


class Command(BaseCommand):
    help = (
        "Flag the remarks of all listings by today's fair-housing rules; those a person has cleared stay as they are."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        changed, looked = [], 0
        listings = Listing.objects.exclude(public_remarks="").exclude(remarks_flag=RemarksFlag.CLEARED)
        for listing in listings.only("pk", "public_remarks", "remarks_flag").iterator(BATCH):
            looked += 1
            now = fair_housing.flag(listing.public_remarks)
            if now != listing.remarks_flag:
                listing.remarks_flag = now
                changed.append(listing)
        Listing.objects.bulk_update(changed, ["remarks_flag"], batch_size=BATCH)
        held = Listing.objects.filter(remarks_flag=RemarksFlag.HARD).count()
        self.stdout.write(f"Looked at {looked:,} remarks, changed {len(changed):,} flags; {held:,} are held back.")
