"""Stores mapped rows: new listings are created, changed ones updated, equal ones left alone."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from listings.importers.inserting import ListingInserter, insert_features
from listings.importers.mapping import MappedRow, Mapping
from listings.importers.people import People
from listings.importers.reso import ResoMapping
from listings.models import Listing, ListingFeature, Media, Source
from realestate import fair_housing

_UPDATE_BATCH = 200


class Writer:
    """Upserts batches of one source by listing_key. source: None while trying out a source that does not exist yet."""

    def __init__(self, source: Source | None, mapping: Mapping | ResoMapping, *, dry_run: bool) -> None:
        self._source, self._dry_run = source, dry_run
        self._names = mapping.field_names
        self._sets_features, self._sets_media = mapping.sets_features, mapping.sets_media
        self._people = People(source) if source and mapping.sets_media and not dry_run else None
        self.created = self.updated = self.unchanged = 0

    def write(self, batch: Sequence[MappedRow]) -> list[tuple[MappedRow, str]]:
        """Store a batch, all of it or nothing; the rows that cannot be stored come back with the reason."""
        taken = self._ids_of_others(batch)
        refused = [(row, taken[row.fields["listing_id"]]) for row in batch if row.fields["listing_id"] in taken]
        rows = [row for row in batch if row.fields["listing_id"] not in taken]
        if self._people:
            rows = [replace(row, fields=row.fields | self._people.of(row)) for row in rows]
        stored = self._stored(rows)
        new = [row for row in rows if row.fields["listing_key"] not in stored]
        changed = [row for row in rows if row.fields["listing_key"] in stored and self._differs(row, stored)]
        if not self._dry_run and (new or changed):
            with transaction.atomic():
                self._create(new)
                self._update(changed, stored)
        self.created += len(new)
        self.updated += len(changed)
        self.unchanged += len(rows) - len(new) - len(changed)
        return refused

    def _ids_of_others(self, batch: Sequence[MappedRow]) -> dict[str, str]:
        """Listing ids of this batch that another source, or another key of this one, already uses."""
        keys = {row.fields["listing_id"]: row.fields["listing_key"] for row in batch}
        found = Listing.objects.filter(listing_id__in=keys).values_list(
            "listing_id", "listing_key", "source_id", "source__name"
        )
        ours = self._source.pk if self._source else None
        return {
            listing_id: f"the id {listing_id} is already used by {source_name}"
            for listing_id, listing_key, source_pk, source_name in found
            if source_pk != ours or listing_key != keys[listing_id]
        }

    def _stored(self, rows: Sequence[MappedRow]) -> dict[str, dict[str, Any]]:
        """What is stored of these rows, by listing_key, with the names of their features."""
        if self._source is None:
            return {}
        keys = [row.fields["listing_key"] for row in rows]
        listings = Listing.objects.filter(source=self._source, listing_key__in=keys)
        people = ("list_agent_id", "list_office_id") if self._people else ()
        stored = {
            values["listing_key"]: values for values in listings.values("pk", "remarks_flag", *self._names, *people)
        }
        by_pk = {values["pk"]: values for values in stored.values()}
        for values in by_pk.values():
            values["features"] = set()
        if self._sets_media:
            for values in by_pk.values():
                values["media"] = []
            media = Media.objects.filter(listing__in=by_pk).order_by("listing", "order")
            for listing_pk, *picture in media.values_list("listing_id", "media_url", "short_description"):
                by_pk[listing_pk]["media"].append(tuple(picture))
        if self._sets_features:
            features = ListingFeature.objects.filter(listing__in=by_pk)
            for listing_pk, name in features.values_list("listing_id", "name"):
                by_pk[listing_pk]["features"].add(name)
        return stored

    def _differs(self, row: MappedRow, stored: dict[str, dict[str, Any]]) -> bool:
        now = stored[row.fields["listing_key"]]
        if any(now[name] != value for name, value in row.fields.items()):
            return True
        if self._sets_media and now["media"] != [tuple(picture) for picture in row.media]:
            return True
        return self._sets_features and now["features"] != set(row.features)

    def _create(self, rows: Sequence[MappedRow]) -> None:
        if not rows:
            return
        self._inserter.insert(row.fields | _flag(row) for row in rows)
        keys = [row.fields["listing_key"] for row in rows if row.features or row.media]
        pks = dict(Listing.objects.filter(source=self._source, listing_key__in=keys).values_list("listing_key", "pk"))
        self._add_features(rows, pks)
        self._add_media(rows, pks)

    def _update(self, rows: Sequence[MappedRow], stored: dict[str, dict[str, Any]]) -> None:
        if not rows:
            return
        changed_at = timezone.now()  # bulk_update leaves auto_now to us
        listings = [
            Listing(
                pk=stored[row.fields["listing_key"]]["pk"],
                source=self._source,
                modification_timestamp=changed_at,
                **row.fields,
                **_flag(row, stored[row.fields["listing_key"]]),
            )
            for row in rows
        ]
        names = sorted({name for row in rows for name in row.fields} | {"modification_timestamp", "remarks_flag"})
        Listing.objects.bulk_update(listings, names, batch_size=_UPDATE_BATCH)
        pks = {key: values["pk"] for key, values in stored.items()}
        if self._sets_features:
            ListingFeature.objects.filter(listing__in=[listing.pk for listing in listings]).delete()
            self._add_features(rows, pks)
        if self._sets_media:
            Media.objects.filter(listing__in=[listing.pk for listing in listings]).delete()
            self._add_media(rows, pks)

    @functools.cached_property
    def _inserter(self) -> ListingInserter:
        return ListingInserter(self._source)

    def _add_features(self, rows: Sequence[MappedRow], pks: dict[str, int]) -> None:
        insert_features((pks[row.fields["listing_key"]], name) for row in rows for name in row.features)

    def _add_media(self, rows: Sequence[MappedRow], pks: dict[str, int]) -> None:
        Media.objects.bulk_create(
            Media(listing_id=pks[row.fields["listing_key"]], order=order, **picture._asdict())
            for row in rows
            for order, picture in enumerate(row.media)
        )


def _flag(row: MappedRow, stored: dict[str, Any] | None = None) -> dict[str, str]:
    """What the fair-housing rules say of the remarks; what was said of them before while they are the same."""
    remarks = row.fields.get("public_remarks", "")
    if stored and ("public_remarks" not in row.fields or stored["public_remarks"] == remarks):
        return {"remarks_flag": stored["remarks_flag"]}
    return {"remarks_flag": fair_housing.flag(remarks)}
