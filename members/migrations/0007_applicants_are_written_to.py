from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("members", "0006_seat_succession")]

    operations = [
        migrations.AlterField(
            model_name="applicationstep",
            name="event",
            field=models.CharField(choices=[('submitted', 'submitted'), ('document_added', 'paper received'), ('papers_requested', 'papers asked for'), ('notice_opened', 'public notice opened'), ('objection', 'objection'), ('notice_closed', 'public notice closed'), ('admitted', 'admitted'), ('rejected', 'rejected'), ('withdrawn', 'withdrawn'), ('certified', 'certificate issued'), ('announced', 'announced'), ('written', 'written to the applicant')], max_length=20),
        ),
    ]
