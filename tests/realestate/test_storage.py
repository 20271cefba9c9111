"""Static files in production."""

from __future__ import annotations

import re

from django.core.management import call_command


def test_modules_import_each_other_by_their_hashed_names(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "realestate.storage.HashedStaticFiles"}}

    call_command("collectstatic", interactive=False, verbosity=0)

    chat = next((tmp_path / "js").glob("chat.*.js"))
    imported = re.findall(r"""from ['"]\./([^'"]+)['"]""", chat.read_text())
    assert len(imported) >= 2
    assert [(tmp_path / "js" / name).is_file() and name.count(".") == 2 for name in imported] == [True] * len(imported)
