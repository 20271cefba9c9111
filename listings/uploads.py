"""A file of listings that an administrator uploads: the form, and what became of its rows."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from django import forms
from django.core.files.uploadedfile import UploadedFile

from listings.importers.importing import ImportCounts, import_file
from listings.importers.mapping import SHIPPED, shipped_mappings

MOST_BYTES = 20 * 1024 * 1024
MOST_REASONS = 200  # shown on the page; a wrong mapping puts every row aside


@dataclass
class ImportReport:
    """What became of an uploaded file. reasons: line and reason of the first rows put aside."""

    file_name: str
    dry_run: bool
    counts: ImportCounts
    reasons: list[tuple[int, str]] = field(default_factory=list)

    @property
    def reasons_left_out(self) -> int:
        return self.counts.quarantined - len(self.reasons)


class ImportForm(forms.Form):
    """A file of listings, the mapping that reads it, and whether to try it out only."""

    file = forms.FileField(
        label="CSV or JSON file",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.json,text/csv,application/json"}),
        help_text="A table with a header, or listings in RESO Common Format.",
    )
    mapping = forms.ChoiceField(required=False, help_text="RESO names need none.")
    source = forms.SlugField(
        required=False, help_text="The source to import into, if neither the file nor the mapping names it."
    )
    dry_run = forms.BooleanField(
        required=False, initial=True, label="Dry run", help_text="Count what would happen, and write nothing."
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mapping"].choices = [("", "The one that fits the columns"), *shipped_mappings()]

    def clean_file(self) -> UploadedFile:
        upload = self.cleaned_data["file"]
        if upload.size > MOST_BYTES:
            raise forms.ValidationError(
                f"The file has {upload.size / 1024**2:,.1f} MB; the most is {MOST_BYTES // 1024**2} MB. "
                "Bring larger ones in with manage.py import_listings."
            )
        return upload

    def bring_in(self) -> ImportReport:
        """Import the file; ImportRefused when it cannot be used at all."""
        upload, mapping = self.cleaned_data["file"], self.cleaned_data["mapping"]
        dry_run, reasons = self.cleaned_data["dry_run"], []

        def put_aside(line: int, reason: str) -> None:
            if len(reasons) < MOST_REASONS:
                reasons.append((line, reason))

        with tempfile.TemporaryDirectory(prefix="import-") as folder:
            path = Path(folder) / Path(upload.name).name[-60:]  # 60 letters are at most 240 bytes, which any disk takes
            with path.open("wb") as copy:
                copy.writelines(upload.chunks())
            counts = import_file(
                path,
                mapping=SHIPPED / f"{mapping}.toml" if mapping else None,
                source_name=self.cleaned_data["source"],
                dry_run=dry_run,
                quarantine=put_aside,
            )
        return ImportReport(upload.name, dry_run, counts, reasons)
