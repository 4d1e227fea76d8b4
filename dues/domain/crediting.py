"""Taking back: charges that turned out wrong, invoices as a whole, each with its credit note."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from dues.domain import posting, settling
from dues.domain.references import draw_papers
from dues.enums import EntryKind
from dues.errors import BeforeTheInvoice, NothingToTakeBack
from dues.models import Charge, CreditNote, Entry, Invoice
from members.models import User
from records.domain import log
from records.fields import Translated

STREAM = "dues"
COMPUTED = Translated(
    zh="会员登记或会费标准的适用已更正", en="The register, or the tier that applies, was corrected"
)


def take_back(
    *,
    charges: Sequence[Charge],
    on: date,
    reason: Translated = COMPUTED,
    by: User | None,
    at: datetime,
) -> set[uuid.UUID]:
    """Supersede ``charges``, reverse their entries, and write one credit note an invoice.

    The caller holds the transaction and settles what was paid too much; the firms concerned.
    """
    pks = [charge.pk for charge in charges]
    standing = Charge.objects.filter(pk__in=pks, superseded_at__isnull=True)
    if standing.update(superseded_at=at) != len(pks):
        raise NothingToTakeBack
    entries = Entry.objects.filter(
        charge__in=pks, kind=EntryKind.CHARGE, reversal__isnull=True
    ).order_by("pk")
    posting.reverse(list(entries), on=on, text=reason.zh, by=by, at=at)
    sums: dict[uuid.UUID, Decimal] = defaultdict(Decimal)
    for charge in charges:
        sums[charge.invoice_id] += charge.amount
    write_notes(sums, on=on, reason=reason, at=at)
    return {charge.invoice.firm_id for charge in charges}


def write_notes(
    sums: dict[uuid.UUID, Decimal], *, on: date, reason: Translated, at: datetime
) -> list[CreditNote]:
    papers = draw_papers("credit_note", year=on.year, count=len(sums))
    return CreditNote.objects.bulk_create(
        CreditNote(
            number=number,
            invoice_id=invoice,
            issued_on=on,
            amount=amount,
            reason=reason,
            recorded_at=at,
        )
        for (invoice, amount), (number, _reference) in zip(sums.items(), papers, strict=True)
    )


def refuse_before(invoice: Invoice, on: date) -> None:
    """Raise BeforeTheInvoice where ``on`` comes before its own day: the past would move."""
    if on < invoice.issued_on:
        raise BeforeTheInvoice(invoice=str(invoice), day=invoice.issued_on.isoformat())


@transaction.atomic
def credit_invoice(
    *, invoice: Invoice, on: date, reason: Translated, by: User | None, at: datetime
) -> CreditNote:
    """Take back all that still stands of an invoice; what was paid on it becomes an advance.

    A run that still finds its dues wanted would bill them again: for a goodwill the waiver of the
    named body is the way. Raises NothingToTakeBack, BeforeTheInvoice, BooksClosed.
    """
    invoice = Invoice.objects.select_for_update(no_key=True).get(pk=invoice.pk)
    refuse_before(invoice, on)
    charges = list(invoice.charges.filter(superseded_at__isnull=True).select_related("invoice"))
    opening = list(
        invoice.entries.filter(kind=EntryKind.OPENING, reversal__isnull=True).order_by("pk")
    )
    if charges:
        take_back(charges=charges, on=on, reason=reason, by=by, at=at)
    elif opening:
        posting.reverse(opening, on=on, text=reason.zh, by=by, at=at)
        write_notes({invoice.pk: invoice.amount}, on=on, reason=reason, at=at)
    else:
        raise NothingToTakeBack
    settling.settle(firms={invoice.firm_id}, on=on, by=by, at=at)
    note = invoice.credit_notes.latest("recorded_at")
    payload = {"invoice": invoice.pk, "credit_note": note.pk, "amount": note.amount}
    log.record(stream=STREAM, event="invoice_credited", payload=payload, by=by, at=at)
    return note
