"""59号 comes after 9号: the index by which a page of invoices is found follows that order."""

from django.db import migrations, models
from django.db.models.functions import Length


class Migration(migrations.Migration):
    dependencies = [("dues", "0007_invoices_are_listed_fast")]

    operations = [
        migrations.RemoveIndex(model_name="invoice", name="invoice_listed"),
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index("issued_on", Length("number"), "number", name="invoice_in_order"),
        ),
    ]
