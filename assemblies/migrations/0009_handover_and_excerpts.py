"""Handovers have supplements and papers, excerpts of minutes are kept; what is made stays."""

import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models

from records.immutability import ForbidUpdate


class Migration(migrations.Migration):
    dependencies = [
        ("assemblies", "0008_meeting_papers"),
        ("members", "0009_delegates_have_mandates"),
        ("records", "0002_number_series"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Excerpt",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("addressee", models.CharField(max_length=200, verbose_name="addressee")),
                ("purpose", models.CharField(max_length=300, verbose_name="purpose")),
                ("facts", models.JSONField(default=dict)),
                ("digest", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["minutes", "number"],
            },
        ),
        migrations.CreateModel(
            name="HandoverPaper",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("language", models.CharField(max_length=5)),
            ],
            options={
                "ordering": ["handover", "language"],
            },
        ),
        migrations.AlterModelOptions(
            name="handover",
            options={"ordering": ["-begun_at", "-number"]},
        ),
        migrations.RemoveConstraint(
            model_name="handover",
            name="handover_once",
        ),
        migrations.AddField(
            model_name="handover",
            name="begun_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="handover",
            name="facts",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="handover",
            name="facts_digest",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="handover",
            name="number",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="handover",
            name="witness",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="members.person",
            ),
        ),
        migrations.AddField(
            model_name="handoveritem",
            name="key",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AlterField(
            model_name="handover",
            name="signed_copy",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.document",
            ),
        ),
        migrations.AlterField(
            model_name="handoveritem",
            name="kind",
            field=models.CharField(
                choices=[
                    ("seal", "seals"),
                    ("account", "bank account and signatories"),
                    ("licence", "registration certificate"),
                    ("books", "books and dues receipts"),
                    ("archive", "archives"),
                    ("matter", "unfinished business"),
                    ("asset", "assets and stock"),
                    ("access", "log-ins and keys"),
                    ("other", "other"),
                ],
                max_length=15,
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.UniqueConstraint(
                fields=("term", "to_term", "number"), name="handover_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="handoveritem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("key", ""), _negated=True),
                fields=("handover", "key"),
                name="handover_item_proposed_once",
            ),
        ),
        migrations.AddField(
            model_name="excerpt",
            name="certifier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.person"
            ),
        ),
        migrations.AddField(
            model_name="excerpt",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.document"
            ),
        ),
        migrations.AddField(
            model_name="excerpt",
            name="made_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="excerpt",
            name="minutes",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="excerpts",
                to="assemblies.minutes",
            ),
        ),
        migrations.AddField(
            model_name="handoverpaper",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.document"
            ),
        ),
        migrations.AddField(
            model_name="handoverpaper",
            name="handover",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="papers",
                to="assemblies.handover",
            ),
        ),
        migrations.AddConstraint(
            model_name="excerpt",
            constraint=models.UniqueConstraint(
                fields=("minutes", "number"), name="excerpt_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="handoverpaper",
            constraint=models.UniqueConstraint(
                fields=("handover", "language"), name="handover_paper_once"
            ),
        ),
        ForbidUpdate("HandoverPaper", ["handover_id", "language", "document_id"]),
        ForbidUpdate(
            "Excerpt",
            [
                "minutes_id",
                "number",
                "addressee",
                "purpose",
                "certifier_id",
                "facts",
                "digest",
                "document_id",
                "made_at",
            ],
        ),
    ]
