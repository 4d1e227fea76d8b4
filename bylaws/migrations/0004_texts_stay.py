"""A rule's place is its provision; and a recorded text is never changed."""

from django.db import migrations, models

from records.immutability import ForbidUpdate


class Migration(migrations.Migration):

    dependencies = [("bylaws", "0003_fill_chain_and_places")]

    operations = [
        migrations.RemoveField(model_name="parameter", name="article"),
        migrations.AlterField(
            model_name="parameter", name="provision", field=models.UUIDField()
        ),
        ForbidUpdate(
            "Provision",
            ["version_id", "position", "permanent_id", "kind", "text", "is_sub", "is_repealed"],
        ),
        ForbidUpdate(
            "Version",
            ["regulation_id", "base_id", "numbering", "digest", "previous", "chain", "recorded_at"],
        ),
    ]
