"""Who is behind with what, on any day: from the books of that day and what was due before it."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from dues.domain.balances import invoice_balances
from dues.models import Instalment, Invoice, VoteSuspension
from members.domain.days import zone


@dataclass(frozen=True, slots=True)
class Claim:
    """What is overdue of one invoice. ``since`` is the day on which it should have been paid."""

    invoice: uuid.UUID
    number: str
    since: date
    amount: Decimal


@dataclass(slots=True)
class Arrears:
    """What a firm is behind with, oldest first."""

    firm: uuid.UUID
    claims: list[Claim] = field(default_factory=list)

    @property
    def amount(self) -> Decimal:
        return sum((claim.amount for claim in self.claims), Decimal(0))

    @property
    def since(self) -> date:
        return self.claims[0].since

    def days(self, day: date) -> int:
        return (day - self.since).days


def arrears_on(day: date, **narrowed: Any) -> dict[uuid.UUID, Arrears]:
    """The firms that are behind on ``day``, with their claims.

    An invoice is overdue from the day after it was due. Agreed instalments count each by its own
    day. ``narrowed`` filters entries, such as ``firm=…``.
    """
    left = {
        pk: balance for pk, balance in invoice_balances(day=day, **narrowed).items() if balance > 0
    }
    plans = _plans(day)
    found: dict[uuid.UUID, Arrears] = {}
    firm = {key: narrowed[key] for key in narrowed if key in ("firm", "firm__in")}
    due = Invoice.objects.filter(due_on__lt=day, **firm).order_by("due_on", "number")
    for pk, firm_id, number, due_on in due.values_list("pk", "firm_id", "number", "due_on"):
        if pk not in left:
            continue
        since, amount = _overdue(left[pk], due_on, plans.get(pk), day)
        if amount > 0:
            claim = Claim(pk, number, since, amount)
            found.setdefault(firm_id, Arrears(firm_id)).claims.append(claim)
    for arrears in found.values():
        arrears.claims.sort(key=lambda claim: (claim.since, claim.number))
    return found


def _plans(day: date) -> dict[uuid.UUID, list[tuple[date, Decimal]]]:
    """The agreements as they stood at the end of ``day``: a later one does not move the past."""
    rows = list(Instalment.objects.order_by("due_on"))
    if not rows:
        return {}
    ended = datetime.combine(day + timedelta(days=1), time(), tzinfo=zone())
    plans: dict[uuid.UUID, list[tuple[date, Decimal]]] = defaultdict(list)
    for row in rows:
        if row.agreed_at < ended and (row.superseded_at is None or row.superseded_at >= ended):
            plans[row.invoice_id].append((row.due_on, row.amount))
    return plans


def _overdue(
    left: Decimal, due_on: date, plan: list[tuple[date, Decimal]] | None, day: date
) -> tuple[date, Decimal]:
    """Since when how much is overdue. Payments count for the earliest instalments first."""
    if plan is None:
        return due_on, left
    later = sum((amount for due, amount in plan if due >= day), Decimal(0))
    overdue = max(left - later, Decimal(0))
    paid = sum((amount for _due, amount in plan), Decimal(0)) - left
    for due, amount in plan:
        paid -= amount
        if paid < 0:
            return due, overdue
    return due_on, overdue


def suspensions_on(day: date) -> dict[uuid.UUID, VoteSuspension]:
    """The memberships whose vote a decision has suspended for arrears on ``day``."""
    rows = VoteSuspension.objects.filter(VoteSuspension.holds_on(day)).select_related("decision")
    return {row.membership_id: row for row in rows}
