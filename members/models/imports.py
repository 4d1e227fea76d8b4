"""Files of firms, as read and as entered."""

from __future__ import annotations

from django.db import models

from members.enums import ImportState, ImportSubject
from records.models import Document, Entity


class ImportBatch(Entity):
    """A register file as read: rows with their faults; nothing enters before it is confirmed."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT)
    subject = models.CharField(
        max_length=20, choices=ImportSubject.choices, default=ImportSubject.FIRMS
    )
    # Which column of the file is which of ours, by our keys.
    mapping = models.JSONField(default=dict)
    rows = models.JSONField(default=list)
    faults = models.JSONField(default=list)
    state = models.CharField(max_length=12, choices=ImportState.choices, default=ImportState.STAGED)
    staged_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    # What it made and changed, so that it can be rolled back.
    effects = models.JSONField(default=dict)
    rolled_back_at = models.DateTimeField(null=True, blank=True)


class ColumnMapping(models.Model):
    """How files with these headings were read the last time."""

    subject = models.CharField(max_length=20, choices=ImportSubject.choices)
    headings_digest = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)
    used_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "headings_digest"], name="mapping_once_per_headings"
            )
        ]
