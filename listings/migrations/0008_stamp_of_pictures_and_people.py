from django.db import migrations

from listings import stamp


def watch_more(apps, schema_editor):
    stamp.keep_triggers(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("listings", "0007_stamp")]

    operations = [migrations.RunPython(watch_more, migrations.RunPython.noop)]
