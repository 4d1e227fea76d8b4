"""A page of invoices and their balances are found without reading all of them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dues", "0006_runs_keep_their_print_files")]

    operations = [
        migrations.AddIndex(
            model_name="invoice",
            index=models.Index(fields=["issued_on", "number"], name="invoice_listed"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                fields=["invoice", "debit", "credit", "amount"], name="entry_balance"
            ),
        ),
    ]
