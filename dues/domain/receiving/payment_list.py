"""Payments as a list, and in which state each of them is."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet

from bylaws.models import Association
from dues.enums import EntryKind, LineState, PaymentState
from dues.models import BankAccount, Entry, Payment


def all_payments() -> QuerySet[Payment]:
    return Payment.objects.select_related("firm__membership", "line", "account")


def state_of(payment: Payment, rest: Decimal) -> PaymentState:
    """``rest`` is what nobody has assigned of it."""
    if payment.firm_id is not None:
        return PaymentState.ASSIGNED
    if rest > 0:
        return PaymentState.WAITING
    if payment.line is not None:
        is_aside = payment.line.state == LineState.IGNORED
        return PaymentState.ASIDE if is_aside else PaymentState.BOOKED
    stands = payment.entries.filter(kind=EntryKind.PAYMENT, reversal__isnull=True)
    return PaymentState.BOOKED if stands.exists() else PaymentState.ASIDE


def in_state(queryset: QuerySet[Payment], state: str) -> QuerySet[Payment]:
    """Those in a state. A payment of no statement tells by its entries."""
    if state == PaymentState.ASSIGNED:
        return queryset.filter(firm__isnull=False)
    nobody = queryset.filter(firm__isnull=True)
    received = Entry.objects.filter(
        payment=OuterRef("pk"), kind=EntryKind.PAYMENT, reversal__isnull=True
    )
    used = Entry.objects.filter(
        payment=OuterRef("pk"),
        kind__in=[EntryKind.OTHER_INCOME, EntryKind.EXPENSE, EntryKind.REFUND],
        reversal__isnull=True,
    )
    by_hand = Q(line__isnull=True)
    if state == PaymentState.ASIDE:
        return nobody.filter(Q(line__state=LineState.IGNORED) | (by_hand & ~Exists(received)))
    if state == PaymentState.BOOKED:
        return nobody.filter(Q(line__state=LineState.BOOKED) | (by_hand & Exists(used)))
    return nobody.filter(
        Q(line__state=LineState.OPEN) | (by_hand & Exists(received) & ~Exists(used))
    )


def currency_of(account: BankAccount | None) -> str:
    """The account's, or the association's own for cash."""
    if account is not None:
        return account.currency
    association = Association.objects.first()
    return association.currency if association else ""
