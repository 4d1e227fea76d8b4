"""A statement's line names what it was booked as; a payment may have more than one receipt."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dues", "0004_books_stay")]

    operations = [
        migrations.AddField(
            model_name="statementline",
            name="entry",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="dues.entry",
            ),
        ),
        migrations.RemoveConstraint(model_name="receipt", name="one_receipt_stands_per_payment"),
    ]
