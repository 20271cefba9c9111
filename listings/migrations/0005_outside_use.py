from django.db import migrations, models


def let_the_demo_market_out(apps, schema_editor):
    apps.get_model('listings', 'Source').objects.filter(is_demo=True).update(outside_use='full')


class Migration(migrations.Migration):

    dependencies = [
        ('listings', '0004_inquiries_and_quarantine'),
    ]

    operations = [
        migrations.AddField(
            model_name='source',
            name='outside_use',
            field=models.CharField(choices=[('none', 'Nothing'), ('link_only', 'A link'), ('full', 'Everything')], default='link_only', help_text='What AI clients, API tokens and hosted models may be given of its listings. Ask the MLS first.', max_length=10, verbose_name='outside the house'),
        ),
        migrations.RunPython(let_the_demo_market_out, migrations.RunPython.noop),
    ]
