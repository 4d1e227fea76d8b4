"""What the dues know to be open with an entry that is to go on as another.

The books stay with the entry under which they were kept, so what is owed or was paid beyond would
be claimed, or forgotten, beside the firm that goes on.
"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from dues.domain.balances import advances, invoice_balances
from dues.domain.collecting.reminder_fields import told_amount
from dues.models import Charge, Invoice, VoteSuspension
from members.models import Firm


def open_with(firm: Firm, day: date) -> list[str]:
    """Open invoices, dues paid for days after ``day``, which the next run would take back from this
    entry and claim of the other, what was paid in advance, and a suspended vote; in words."""
    left = invoice_balances(firm=firm.pk)
    found = [
        _("invoice %(number)s (%(amount)s open)")
        % {"number": row.number, "amount": told_amount(left[row.pk], row.currency)}
        for row in Invoice.objects.filter(pk__in=left).order_by("due_on", "number")
        if left[row.pk] > 0
    ]
    paid_for = Charge.objects.filter(
        membership__firm=firm, superseded_at__isnull=True, until_on__gt=day
    ).exclude(invoice__in=[pk for pk, amount in left.items() if amount > 0])
    found += [
        _(
            "invoice %(number)s, paid for days still to come: keep this entry, or credit the "
            "invoice and assign the payment to the other"
        )
        % {"number": number}
        for number in paid_for.order_by("invoice__number")
        .values_list("invoice__number", flat=True)
        .distinct()
    ]
    last = Invoice.objects.filter(firm=firm).order_by("-issued_on", "-number").first()
    if last is not None and (paid := advances(firm=firm.pk).get(firm.pk)):
        found.append(_("%(amount)s paid in advance") % {"amount": told_amount(paid, last.currency)})
    suspended = VoteSuspension.objects.filter(
        membership__firm=firm, superseded_at__isnull=True, until_on__isnull=True
    )
    return [*found, _("a vote suspended for arrears")] if suspended.exists() else found
