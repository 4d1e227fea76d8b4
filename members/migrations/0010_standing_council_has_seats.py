"""A standing council is elected, and its members have seats of their own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0009_delegates_have_mandates"),
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
                    ("standing_member", "standing council member"),
                    ("delegate", "delegate of the members"),
                ],
                max_length=20,
            ),
        ),
    ]
