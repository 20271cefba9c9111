from django.db import migrations

from listings import stamp


def create(apps, schema_editor):
    stamp.create(schema_editor.connection)


def drop(apps, schema_editor):
    stamp.drop(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("listings", "0006_remarks_flag")]

    operations = [migrations.RunPython(create, drop)]
