"""How an amount falls on a firm's open invoices."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations
from uuid import UUID

MOST_COMBINED = 8
"""Of more open invoices the sums are not tried: by chance one of them would fit."""

Parts = tuple[tuple[UUID, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Open:
    """What is left of an invoice."""

    pk: UUID
    number: str
    firm: UUID
    left: Decimal
    due_on: date
    currency: str


@dataclass(frozen=True, slots=True)
class Fit:
    """``way``: exact, several (more than one invoice has this amount), all, sum, multiple, part,
    over or nothing. ``times`` of a multiple. What is over of the parts would be an advance."""

    way: str
    parts: Parts
    times: int = 1


def fit(amount: Decimal, invoices: Sequence[Open], named: Set[UUID] = frozenset()) -> Fit:
    """``invoices`` are a firm's, the earliest due first; ``named`` are those the text names."""
    if not invoices:
        return Fit("nothing", ())
    chosen = [invoice for invoice in invoices if invoice.pk in named]
    if chosen:
        if _sum(chosen) == amount:
            return Fit("exact", _whole(chosen))
    else:
        equal = [invoice for invoice in invoices if invoice.left == amount]
        if equal:
            return Fit("exact" if len(equal) == 1 else "several", _whole(equal[:1]))
    if _sum(invoices) == amount:
        return Fit("all", _whole(invoices))
    summed = _summed(amount, invoices, named)
    if summed:
        return Fit("sum", _whole(summed))
    ordered = [*chosen, *(invoice for invoice in invoices if invoice.pk not in named)]
    first = ordered[0]
    parts = _in_turn(amount, ordered)
    if amount > _sum(invoices):
        times = int(amount // first.left)
        is_multiple = len(invoices) == 1 and amount == first.left * times
        return Fit("multiple", parts, times) if is_multiple else Fit("over", parts)
    return Fit("part", parts)


def _sum(invoices: Sequence[Open]) -> Decimal:
    return sum((invoice.left for invoice in invoices), Decimal(0))


def _whole(invoices: Sequence[Open]) -> Parts:
    return tuple((invoice.pk, invoice.left) for invoice in invoices)


def _summed(amount: Decimal, invoices: Sequence[Open], named: Set[UUID]) -> Sequence[Open]:
    """The fewest and earliest invoices that make up the amount, those named among them."""
    if len(invoices) > MOST_COMBINED:
        return ()
    for count in range(2, len(invoices)):
        for some in combinations(invoices, count):
            if _sum(some) == amount and named <= {invoice.pk for invoice in some}:
                return some
    return ()


def _in_turn(amount: Decimal, invoices: Sequence[Open]) -> Parts:
    parts = []
    for invoice in invoices:
        part = min(amount, invoice.left)
        if part > 0:
            parts.append((invoice.pk, part))
            amount -= part
    return tuple(parts)
