"""Delegates meet for the members with mandates of their own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0008_register_is_listed_and_searched_fast"),
    ]

    operations = [
        migrations.AlterField(
            model_name="mandate",
            name="office",
            field=models.CharField(
                choices=[
                    ("council_member", "council member"),
                    ("supervisor", "supervisor"),
                    ("president", "president"),
                    ("vice_president", "vice-president"),
                    ("secretary_general", "secretary-general"),
                    ("chief_supervisor", "chief supervisor"),
                    ("delegate", "delegate of the members"),
                ],
                max_length=20,
            ),
        ),
    ]
