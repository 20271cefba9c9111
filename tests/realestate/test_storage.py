"""Static files in production."""

from __future__ import annotations

import re

from django.core.management import call_command


def test_modules_import_each_other_by_their_hashed_names(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "realestate.storage.HashedStaticFiles"}}

    call_command("collectstatic", interactive=False, verbosity=0)

    texts = [
        file.read_text() for file in (tmp_path / "js").glob("*.js") if re.search(r"\.[0-9a-f]{12}\.js$", file.name)
    ]
    imported = re.findall(r"""(?:from|import\() ?['"]\./([^'"]+)['"]""", "\n".join(texts))
    assert len(imported) >= 2
    assert {name for name in imported if not re.fullmatch(r"[\w.]+\.[0-9a-f]{12}\.js", name)} == set()
    assert {name for name in imported if not (tmp_path / "js" / name).is_file()} == set()
