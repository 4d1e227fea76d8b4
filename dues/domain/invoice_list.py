"""Invoices as a list: narrowed by what is left of them, a page at a time.

What is left is a sum of entries. A page's keys are found first and their balances asked for then.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Length

from dues.domain import arrears
from dues.domain.balances import debit_less_credit, invoice_balances, role_ids
from dues.enums import AccountRole, InvoiceState
from dues.models import CreditNote, Entry, Instalment, Invoice
from records.models import Stream

STREAM = "dues"
Made = TypeVar("Made")
ZERO = Decimal(0)


def all_invoices() -> QuerySet[Invoice]:
    """Latest first. Of two numbers of a day the longer one is later: 59号 comes before 9号."""
    rows = Invoice.objects.annotate(number_length=Length("number"))
    return rows.order_by("-issued_on", "-number_length", "-number")


def in_state(
    rows: QuerySet[Invoice], state: str, day: date, *, whole: bool = False
) -> QuerySet[Invoice]:
    """Those of ``rows`` that are in ``state`` on ``day``; ``whole``: asked so that all are found
    fast, as for a count, and not the first of them."""
    is_open: Any = Q(pk__in=_all_open().values("invoice")) if whole else _is_open()
    credited = Exists(CreditNote.objects.filter(invoice=OuterRef("pk")))
    if state == InvoiceState.CREDITED:
        return rows.filter(credited)
    if state == InvoiceState.PAID:
        return rows.exclude(is_open).exclude(credited)
    found = rows.filter(is_open)
    return found.filter(_overdue(day)) if state == InvoiceState.OVERDUE else found


def _is_open() -> Exists:
    """That something is left of an invoice: asked of each in the order of the list, so that a page
    is full after a few of them, whatever else the list is narrowed by."""
    receivable = role_ids(AccountRole.RECEIVABLE)
    own = Entry.objects.filter(
        Q(debit__in=receivable) | Q(credit__in=receivable), invoice=OuterRef("pk")
    )
    sums = own.order_by().values("invoice").annotate(left=debit_less_credit(receivable))
    return Exists(sums.filter(left__gt=0))


def _all_open() -> QuerySet[Entry, Any]:
    """The invoices of which something is left, in one pass through the index of all balances."""
    receivable = role_ids(AccountRole.RECEIVABLE)
    sums = Entry.objects.filter(invoice__isnull=False).order_by().values("invoice")
    return sums.annotate(left=debit_less_credit(receivable)).filter(left__gt=0)


def _overdue(day: date) -> Q:
    """Due before ``day``; where instalments were agreed, one of them."""
    agreed = dict(
        Instalment.objects.filter(superseded_at__isnull=True).values_list(
            "invoice", "invoice__firm"
        )
    )
    late = late_of(agreed.values(), day) & set(agreed)
    return Q(Q(due_on__lt=day) & ~Q(pk__in=agreed)) | Q(pk__in=late)


def late_of(firms: Iterable[uuid.UUID], day: date) -> set[uuid.UUID]:
    """The invoices of ``firms`` with something overdue on ``day``."""
    wanted = set(firms)
    if not wanted:
        return set()
    behind = arrears.arrears_on(day, firm__in=wanted)
    return {claim.invoice for one in behind.values() for claim in one.claims}


def balances_of(invoices: Sequence[Invoice]) -> dict[uuid.UUID, Decimal]:
    """What is left of each of a page's invoices, nothing included."""
    left = invoice_balances(invoice__in=[invoice.pk for invoice in invoices])
    return {invoice.pk: left.get(invoice.pk, ZERO) for invoice in invoices}


def state_of(left: Decimal, *, is_late: bool, is_credited: bool) -> InvoiceState:
    """For the chip; ``is_late``: among those of :func:`late_of`."""
    if left > 0:
        return InvoiceState.OVERDUE if is_late else InvoiceState.OPEN
    return InvoiceState.CREDITED if is_credited else InvoiceState.PAID


def number_in(rows: QuerySet[Invoice], state: str, day: date) -> int:
    """How many of ``rows`` are in ``state`` (in any, where it is empty) on ``day``."""
    if state == InvoiceState.OPEN and not rows.query.where:
        return number_of(_all_open())
    return number_of(in_state(rows, state, day, whole=True) if state else rows)


def number_of(rows: QuerySet[Any]) -> int:
    """How many a query of the list finds, counted once until the books grow."""
    try:
        digest = hashlib.sha256(str(rows.query).encode()).hexdigest()
    except EmptyResultSet:
        return 0
    return remembered(f"number.{digest}", rows.count)


def remembered(name: str, make: Callable[[], Made]) -> Made:
    """What ``make`` gives, kept until the log of the dues grows: every act on them is logged."""
    length = Stream.objects.filter(name=STREAM).values_list("length", flat=True).first() or 0
    key = f"dues.{name}.{length}"
    found: Made | None = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found)
    return found
