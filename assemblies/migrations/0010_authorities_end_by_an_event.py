"""By what an authority to vote ended is said by a key, and shown in the reader's language."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assemblies", "0009_handover_and_excerpts"),
    ]

    operations = [
        migrations.AddField(
            model_name="proxy",
            name="ended_by",
            field=models.CharField(
                blank=True,
                choices=[
                    ("revoked", "revoked"),
                    ("principal_came", "the principal came in person"),
                    ("off_the_roll", "not valid on the corrected roll"),
                ],
                default="",
                max_length=15,
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="proxy",
            name="revocation",
            field=models.CharField(blank=True, max_length=300, verbose_name="why it was revoked"),
        ),
    ]
