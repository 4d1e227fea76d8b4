"""A seat that passed to a firm's next representative is remembered until it is filed."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import records.fields


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0005_letters_keep_how_they_are_written"),
        ("records", "0002_number_series"),
    ]

    operations = [
        migrations.CreateModel(
            name="Succession",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "citation",
                    records.fields.TranslatedField(
                        blank=True, default=records.fields.Translated, verbose_name="rule"
                    ),
                ),
                ("passed_at", models.DateTimeField()),
                ("filed_on", models.DateField(blank=True, null=True, verbose_name="filed on")),
                (
                    "filed_with",
                    models.CharField(blank=True, max_length=200, verbose_name="decision or paper"),
                ),
                (
                    "former",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.mandate",
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="records.document",
                        verbose_name="letter of appointment",
                    ),
                ),
                (
                    "successor",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="succession",
                        to="members.mandate",
                    ),
                ),
            ],
            options={"ordering": ["-passed_at"]},
        ),
    ]
