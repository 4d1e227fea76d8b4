from django.db import migrations

import records.fields
from records.exclusion import ForbidOverlap


class AllowOverlap(ForbidOverlap):
    """Undone before a table is rebuilt: SQLite would drop the triggers with the old table."""

    database_forwards = ForbidOverlap.database_backwards
    database_backwards = ForbidOverlap.database_forwards


class Migration(migrations.Migration):
    dependencies = [("members", "0002_forbid_overlapping_facts")]

    operations = [
        migrations.RemoveField("firm", "district"),
        migrations.AddField(
            "firm",
            "district",
            records.fields.TranslatedField(
                blank=True, default=records.fields.Translated, verbose_name="district"
            ),
        ),
        AllowOverlap("Standing", ["membership_id"]),
        migrations.RemoveField("standing", "reason"),
        migrations.AddField(
            "standing",
            "reason",
            records.fields.TranslatedField(
                blank=True, default=records.fields.Translated, verbose_name="reason"
            ),
        ),
        ForbidOverlap("Standing", ["membership_id"]),
        ForbidOverlap("Mandate", ["person_id", "term_id", "office"]),
    ]
