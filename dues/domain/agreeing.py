"""What is agreed or decided of an invoice: instalments, a waiver, writing it off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from dues.domain import posting
from dues.domain.balances import invoice_balances
from dues.domain.books import account_ids
from dues.domain.crediting import refuse_before
from dues.enums import AccountRole, EntryKind
from dues.errors import AmountNotPositive, InstalmentsDiffer, NothingLeft, WaiverOverlaps
from dues.models import Entry, Instalment, Invoice, Waiver
from members.models import Membership, User
from records.domain import log
from records.models import Decision

STREAM = "dues"


@transaction.atomic
def agree_instalments(
    *,
    invoice: Invoice,
    parts: Sequence[tuple[date, Decimal]],
    by: User | None,
    at: datetime,
) -> list[Instalment]:
    """Let what is open of an invoice be paid in ``parts`` (day, amount); an agreement before ends.

    No ``parts``: the due day of the invoice holds again. Raises InstalmentsDiffer where they do not
    add up to what is open.
    """
    invoice = Invoice.objects.select_for_update(no_key=True).get(pk=invoice.pk)
    standing = invoice.instalments.filter(superseded_at__isnull=True)
    before = list(standing.values_list("due_on", "amount"))
    if before == sorted(parts):
        # Also where something was paid since, so that less is open.
        return list(standing)
    posting.hold_books()
    left = invoice_balances(invoice=invoice).get(invoice.pk, Decimal(0))
    total = sum((amount for _day, amount in parts), Decimal(0))
    if parts and total != left:
        raise InstalmentsDiffer(sum=total, left=left)
    if any(amount <= 0 for _day, amount in parts):
        raise AmountNotPositive
    standing.update(superseded_at=at)
    made = Instalment.objects.bulk_create(
        Instalment(invoice=invoice, due_on=day, amount=amount, agreed_at=at)
        for day, amount in sorted(parts)
    )
    payload = {
        "invoice": invoice.pk,
        "before": [[day, str(amount)] for day, amount in before],
        "parts": [[day, str(amount)] for day, amount in sorted(parts)],
    }
    log.record(stream=STREAM, event="instalments_agreed", payload=payload, by=by, at=at)
    return made


@transaction.atomic
def waive_dues(
    *,
    membership: Membership,
    from_on: date,
    until_on: date | None,
    share: tuple[int, int],
    decision: Decision,
    reason: str,
    by: User | None,
    at: datetime,
) -> Waiver:
    """Let a member off ``share`` of its dues, as a body decided. The next run of the period takes
    back what was billed and bills what is left.

    Raises WaiverOverlaps: the database refuses two waivers of a member for the same day.
    """
    membership = Membership.objects.select_for_update(no_key=True).get(pk=membership.pk)
    num, den = share
    known = Waiver.objects.filter(
        membership=membership,
        from_on=from_on,
        until_on=until_on,
        num=num,
        den=den,
        decision=decision,
        superseded_at__isnull=True,
    ).first()
    if known is not None:
        return known
    _refuse_second(membership, from_on, until_on)
    waiver = Waiver.objects.create(
        membership=membership,
        from_on=from_on,
        until_on=until_on,
        num=num,
        den=den,
        decision=decision,
        reason=reason,
        source=decision.reference,
        recorded_at=at,
    )
    payload = {
        "membership": membership.pk,
        "from_on": from_on,
        "until_on": until_on,
        "share": [num, den],
        "decision": decision.pk,
    }
    log.record(stream=STREAM, event="dues_waived", payload=payload, by=by, at=at)
    return waiver


def _refuse_second(membership: Membership, from_on: date, until_on: date | None) -> None:
    others = Waiver.objects.filter(
        Q(until_on__isnull=True) | Q(until_on__gt=from_on),
        membership=membership,
        superseded_at__isnull=True,
    )
    if until_on is not None:
        others = others.filter(from_on__lt=until_on)
    other = others.select_related("decision").first()
    if other is not None:
        raise WaiverOverlaps(
            from_on=other.from_on.isoformat(), reference=other.decision.reference or "–"
        )


@transaction.atomic
def write_off(
    *,
    invoice: Invoice,
    amount: Decimal | None = None,
    decision: Decision,
    on: date,
    by: User | None,
    at: datetime,
) -> Entry | None:
    """Give up what is open of an invoice, or ``amount`` of it, as a body decided.

    None where nothing is open. Raises NothingLeft, AmountNotPositive, BeforeTheInvoice,
    BooksClosed.
    """
    invoice = Invoice.objects.select_for_update(no_key=True).get(pk=invoice.pk)
    refuse_before(invoice, on)
    posting.hold_books()
    left = invoice_balances(invoice=invoice).get(invoice.pk, Decimal(0))
    wanted = left if amount is None else amount
    if left <= 0 and amount is None:
        return None
    if wanted <= 0:
        raise AmountNotPositive
    if wanted > left:
        raise NothingLeft(invoice=str(invoice), left=left, amount=wanted)
    accounts = account_ids()
    entry = Entry(
        kind=EntryKind.WRITE_OFF,
        debit_id=accounts[AccountRole.WRITE_OFF],
        credit_id=accounts[AccountRole.RECEIVABLE],
        amount=wanted,
        booked_on=on,
        text=decision.reference or str(decision.title)[:300],
        firm_id=invoice.firm_id,
        invoice=invoice,
        decision=decision,
    )
    return posting.post([entry], by=by, at=at, invoice=invoice.pk)[0]
