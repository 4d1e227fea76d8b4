"""Each delivery has a key of its own, each stated quorum its votes; what was written stays."""

import uuid

from django.db import migrations, models

from records.immutability import ForbidUpdate


def give_keys(apps, schema_editor):
    deliveries = apps.get_model("assemblies", "Delivery")
    for pk in deliveries.objects.values_list("pk", flat=True):
        deliveries.objects.filter(pk=pk).update(key=uuid.uuid4())


def state_votes(apps, schema_editor):
    """Until now everybody present had a vote, and nobody was represented."""
    checks = apps.get_model("assemblies", "QuorumCheck")
    checks.objects.update(votes=models.F("present"))


class Migration(migrations.Migration):
    dependencies = [("assemblies", "0006_meetings_in_full")]

    operations = [
        migrations.RunPython(give_keys, migrations.RunPython.noop),
        migrations.RunPython(state_votes, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="delivery",
            name="key",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        ForbidUpdate(
            "FreeText", ["assembly_id", "item_id", "section", "revision", "text", "written_at"]
        ),
        ForbidUpdate("Statement", ["item_id", "person_id", "entry_id", "kind", "text", "made_at"]),
        ForbidUpdate(
            "HandsCount",
            [
                "motion_id",
                "counted_by_id",
                "votes_for",
                "votes_against",
                "abstentions",
                "written_consents",
                "entered_at",
            ],
        ),
        ForbidUpdate("NoticeAttachment", ["notice_id", "document_id", "title"]),
        ForbidUpdate("ProgressNote", ["resolution_id", "goal_id", "progress", "text", "noted_at"]),
        ForbidUpdate(
            "RollObjection", ["assembly_id", "roll_id", "entry_id", "raised_by", "text", "raised_at"]
        ),
    ]
