"""Cases on which a motion decides; numbers are drawn by the records from now on."""

from django.db import migrations, models


def move_numbers(apps, schema_editor):
    moved = apps.get_model("records", "NumberSeries")
    for series in apps.get_model("assemblies", "NumberSeries").objects.all():
        moved.objects.create(key=series.key, last=series.last)


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0002_number_series'),
        ('assemblies', '0004_amendment_as_put'),
        ('members', '0003_life_of_a_firm'),
    ]

    operations = [
        migrations.RunPython(move_numbers, migrations.RunPython.noop),
        migrations.DeleteModel(
            name='NumberSeries',
        ),
        migrations.AddField(
            model_name='motion',
            name='applications',
            field=models.ManyToManyField(blank=True, related_name='motions', to='members.application'),
        ),
        migrations.AddField(
            model_name='motion',
            name='proceedings',
            field=models.ManyToManyField(blank=True, related_name='motions', to='members.proceeding'),
        ),
    ]
