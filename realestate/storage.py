"""Static files in production: hashed names, compressed ahead."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Imports inside JS modules get hashed names too, so that a deploy never mixes old scripts with new ones.

    Django finds an import only if a semicolon ends it.
    """

    support_js_module_import_aggregation = True
