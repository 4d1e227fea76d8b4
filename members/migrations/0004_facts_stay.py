"""What is on record of a membership is superseded, never rewritten: the database says so."""

from django.db import migrations

from records.immutability import ForbidUpdate

FACT = ["from_on", "until_on", "reason", "source", "recorded_at"]


class Migration(migrations.Migration):
    dependencies = [("members", "0003_life_of_a_firm")]

    operations = [
        ForbidUpdate("Standing", [*FACT, "membership_id", "status", "decision_id"]),
        ForbidUpdate("ClassPeriod", [*FACT, "membership_id", "member_class_id"]),
        ForbidUpdate("Representative", [*FACT, "firm_id", "person_id", "post", "votes"]),
        ForbidUpdate(
            "Mandate", [*FACT, "person_id", "firm_id", "term_id", "office", "decision_id"]
        ),
        ForbidUpdate(
            "Application", ["number", "kind", "registration_code", "submitted", "digest"]
        ),
        ForbidUpdate("ApplicationStep", ["application_id", "event", "at", "by_id", "note"]),
        ForbidUpdate("ProceedingStep", ["proceeding_id", "event", "at", "by_id", "note"]),
    ]
