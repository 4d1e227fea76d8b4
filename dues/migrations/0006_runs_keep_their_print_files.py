"""A run names the files that hold its invoices for the printer."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dues", "0005_lines_and_receipts")]

    operations = [
        migrations.AddField(
            model_name="duesrun",
            name="papers",
            field=models.JSONField(blank=True, null=True),
        ),
    ]
