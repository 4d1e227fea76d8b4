"""Nobody is charged twice for a day; what is booked is reversed, never rewritten."""

from django.db import migrations

from records.exclusion import ForbidOverlap
from records.immutability import ForbidUpdate


class Migration(migrations.Migration):
    dependencies = [("dues", "0003_books_and_billing")]

    operations = [
        ForbidOverlap("Charge", ["membership_id"]),
        ForbidOverlap("Waiver", ["membership_id"]),
        ForbidOverlap("VoteSuspension", ["membership_id"]),
        ForbidUpdate(
            "Charge",
            [
                "membership_id",
                "invoice_id",
                "schedule_id",
                "tier_id",
                "from_on",
                "until_on",
                "amount",
                "share",
            ],
        ),
        ForbidUpdate(
            "Invoice",
            [
                "number",
                "reference",
                "kind",
                "firm_id",
                "run_id",
                "issued_on",
                "due_on",
                "currency",
                "amount",
            ],
        ),
        ForbidUpdate(
            "Entry",
            [
                "kind",
                "debit_id",
                "credit_id",
                "amount",
                "booked_on",
                "recorded_at",
                "text",
                "firm_id",
                "invoice_id",
                "charge_id",
                "payment_id",
                "run_id",
                "decision_id",
                "reverses_id",
            ],
        ),
    ]
