"""Letters keep the fields that were given for them, mailings how they are written and to whom."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0004_facts_stay"),
    ]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="fields",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="mailing",
            name="languages",
            field=models.JSONField(default=list, help_text="In which the letters are written."),
        ),
        migrations.AddField(
            model_name="mailing",
            name="reach",
            field=models.JSONField(default=list),
        ),
    ]
