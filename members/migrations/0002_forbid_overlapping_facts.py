from django.db import migrations

from records.exclusion import ForbidOverlap


class Migration(migrations.Migration):
    dependencies = [("members", "0001_initial")]

    operations = [
        ForbidOverlap("Standing", ["membership_id"]),
        ForbidOverlap("ClassPeriod", ["membership_id"]),
        ForbidOverlap("Representative", ["firm_id"], where="votes"),
        ForbidOverlap("Mandate", ["person_id", "term_id", "office"]),
    ]
