from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agent', '0003_usage'),
    ]

    operations = [
        migrations.AddField(
            model_name='conversation',
            name='outside',
            field=models.BooleanField(default=False),
        ),
    ]
