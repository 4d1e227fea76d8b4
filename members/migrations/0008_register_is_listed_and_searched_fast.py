"""What a search looks through is one text, and a page of the register is found in indexes."""

from django.db import migrations, models
from django.db.models.fields.json import KT

from records.fields import searchable


class Migration(migrations.Migration):
    dependencies = [("members", "0007_applicants_are_written_to")]

    operations = [
        migrations.AddField(
            model_name="firm",
            name="found_by",
            field=models.GeneratedField(
                db_persist=True,
                expression=searchable(
                    KT("name__zh"), KT("name__en"), "registration_code", "legal_representative"
                ),
                output_field=models.TextField(),
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="found_by",
            field=models.GeneratedField(
                db_persist=True,
                expression=searchable(KT("name__zh"), KT("name__en")),
                output_field=models.TextField(),
            ),
        ),
        migrations.AddIndex(
            model_name="firm",
            index=models.Index(
                condition=models.Q(merged_into__isnull=False),
                fields=["id"],
                name="firm_goes_on_elsewhere",
            ),
        ),
        migrations.AddIndex(
            model_name="membership",
            index=models.Index(fields=["number", "firm"], name="membership_listed"),
        ),
        migrations.AddIndex(
            model_name="membership",
            index=models.Index(fields=["id", "number", "firm"], name="membership_ranked"),
        ),
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(
                fields=["membership", "superseded_at", "from_on", "until_on", "status"],
                name="standing_on_a_day",
            ),
        ),
        migrations.AddIndex(
            model_name="classperiod",
            index=models.Index(
                fields=["membership", "superseded_at", "from_on", "until_on", "member_class"],
                name="class_on_a_day",
            ),
        ),
    ]
