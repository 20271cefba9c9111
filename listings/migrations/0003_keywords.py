from typing import Any

from django.db import migrations

from listings import keyword_index


def create(apps: Any, schema_editor: Any) -> None:
    keyword_index.create(schema_editor.connection)


def drop(apps: Any, schema_editor: Any) -> None:
    keyword_index.drop(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("listings", "0002_saved")]

    operations = [migrations.RunPython(create, drop)]
