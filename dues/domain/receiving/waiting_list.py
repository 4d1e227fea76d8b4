"""What a page shows of payments that wait: proposals with their firms, invoices and reasons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from dues.domain.balances import invoice_balances
from dues.domain.matching.reasons import in_words
from dues.domain.receiving.resolving import waiting
from dues.enums import LineState
from dues.models import Invoice, Payment, StatementLine
from members.domain.listing import registered
from members.models import Firm, Membership

ZERO = Decimal(0)
FIGURES = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?")
"""An amount that the books can hold."""
FOUND = 12
LIKELY, POSSIBLE = 80, 60
"""Scores from which a proposal is shown as likely, or as worth a look."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A proposal: ``over`` would be an advance; not ``fits`` where something was paid since."""

    firm: Firm
    score: int
    parts: list[tuple[Invoice, Decimal]]
    over: Decimal
    reasons: list[tuple[str, bool]]
    fits: bool

    @property
    def tone(self) -> str:
        if self.score >= LIKELY:
            return "ok"
        return "wait" if self.score >= POSSIBLE else "later"


@dataclass(frozen=True, slots=True)
class Row:
    payment: Payment
    proposals: list[Shown]


def rows_of(payments: Sequence[Payment]) -> list[Row]:
    """The payments of a page with what was proposed when they were read, in three queries."""
    raw = {payment.pk: _proposals(payment) for payment in payments}
    every = [proposal for found in raw.values() for proposal in found]
    firms = Firm.objects.select_related("membership").in_bulk({UUID(p["firm"]) for p in every})
    keys = {UUID(pk) for proposal in every for pk, _part in proposal["parts"]}
    invoices = Invoice.objects.in_bulk(keys)
    left = invoice_balances(invoice__in=list(keys)) if keys else {}
    return [
        Row(
            payment,
            [
                _shown(payment, proposal, firms, invoices, left)
                for proposal in raw[payment.pk]
                if UUID(proposal["firm"]) in firms
            ],
        )
        for payment in payments
    ]


def _proposals(payment: Payment) -> list[dict[str, Any]]:
    return payment.line.proposals if payment.line is not None else []


def _shown(
    payment: Payment,
    proposal: dict[str, Any],
    firms: dict[UUID, Firm],
    invoices: dict[UUID, Invoice],
    left: dict[UUID, Decimal],
) -> Shown:
    said = [(UUID(pk), Decimal(part)) for pk, part in proposal["parts"]]
    parts = [(invoices[pk], part) for pk, part in said if pk in invoices]
    return Shown(
        firm=firms[UUID(proposal["firm"])],
        score=proposal["score"],
        parts=parts,
        over=payment.amount - sum((part for _invoice, part in parts), ZERO),
        reasons=in_words(proposal["reasons"]),
        fits=all(part <= left.get(pk, ZERO) for pk, part in said),
    )


def proposal_for(payment: Payment, firm: Firm) -> dict[str, Any] | None:
    """What was proposed of a firm."""
    found = (p for p in _proposals(payment) if p["firm"] == str(firm.pk))
    return next(found, None)


@dataclass(frozen=True, slots=True)
class Figures:
    """How many payments wait and what they come to, and of how many the best proposal scores a
    number or more; ``outgoing`` are movements by which money went out."""

    count: int
    amount: Decimal
    by_score: list[tuple[int, int]]
    outgoing: int


def figures(steps: Iterable[int] = (90, LIKELY, POSSIBLE)) -> Figures:
    found = waiting()
    rows = found.values_list("amount", "line__proposals").order_by()
    amounts, best = [], []
    for amount, proposals in rows:
        amounts.append(amount)
        best.append(proposals[0]["score"] if proposals else 0)
    return Figures(
        count=len(amounts),
        amount=sum(amounts, ZERO),
        by_score=[(least, sum(score >= least for score in best)) for least in steps],
        outgoing=open_outgoing().count(),
    )


def open_outgoing() -> QuerySet[StatementLine]:
    return StatementLine.objects.filter(state=LineState.OPEN, amount__lt=0)


def narrowed(text: str) -> QuerySet[Payment]:
    """Payments that wait whose payer, text, account or amount holds a text."""
    found = waiting().select_related("line", "account")
    plain = text.strip()
    if not plain:
        return found
    said = Q(payer__icontains=plain) | Q(text__icontains=plain) | Q(payer_account__icontains=plain)
    amount = plain.replace(",", "")
    if FIGURES.fullmatch(amount):
        said |= Q(amount=Decimal(amount))
    return found.filter(said)


def firms_like(text: str) -> list[Firm]:
    """Firms by name, member number, code or legal representative, for being picked from."""
    plain = text.strip()
    if not plain:
        return []
    numbered = Membership.objects.filter(number__icontains=plain)
    invoiced = Invoice.objects.filter(Q(number__icontains=plain) | Q(reference__icontains=plain))
    found = registered().filter(
        Q(name__zh__icontains=plain)
        | Q(name__en__icontains=plain)
        | Q(registration_code__icontains=plain)
        | Q(legal_representative__icontains=plain)
        | Q(pk__in=numbered.values("firm"))
        | Q(pk__in=invoiced.values("firm"))
    )
    return list(found.select_related("membership").order_by("membership__number")[:FOUND])


@dataclass(frozen=True, slots=True)
class OpenOf:
    """An invoice of a firm with what is left of it."""

    invoice: Invoice
    left: Decimal


def open_invoices(firm: Firm) -> list[OpenOf]:
    """What the firm has open, the earliest due first; also under an entry that goes on as it."""
    firms = {firm.pk, *firm.duplicates.values_list("pk", flat=True)}
    left = invoice_balances(firm__in=firms)
    rows = Invoice.objects.filter(pk__in=left, firm__in=firms).order_by("due_on", "number")
    return [OpenOf(row, left[row.pk]) for row in rows if left[row.pk] > 0]


def sums_of(statement_lines: QuerySet[StatementLine]) -> dict[str, Any]:
    """What came in and what went out."""
    return statement_lines.aggregate(
        came_in=Sum("amount", filter=Q(amount__gt=0)),
        went_out=Sum("amount", filter=Q(amount__lt=0)),
    )
