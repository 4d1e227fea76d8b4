"""At which revision an amendment was put on the agenda."""

from django.db import migrations, models


def fill_revision(apps, schema_editor):
    for motion in apps.get_model("assemblies", "Motion").objects.filter(amendment__isnull=False):
        motion.revision = motion.amendment.revision
        motion.save(update_fields=["revision"])


class Migration(migrations.Migration):

    dependencies = [("assemblies", "0003_amendments_on_the_agenda")]

    operations = [
        migrations.AddField(
            model_name="motion",
            name="revision",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.RunPython(fill_revision, migrations.RunPython.noop),
    ]
