"""All that lines are compared with, read once for any number of them in a few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from bylaws.models import Association
from dues.domain.balances import invoice_balances
from dues.domain.matching.fitting import Open, Parts
from dues.domain.matching.names import Names
from dues.domain.matching.signs import Shapes, squeezed
from dues.domain.wanted import LIABLE
from dues.models import Invoice, PayerAccount
from members.models import Firm, Membership, Representative, Standing

SHORTEST_PERSON = 2


@dataclass(slots=True)
class FirmOf:
    """A firm as far as payments tell of it."""

    pk: UUID
    names: dict[str, str]
    code: str
    legal_representative: str
    number: str


@dataclass
class Known:
    """Firms and invoices by all that a payment may name them by.

    ``take`` keeps account of what was assigned since, so that two payments do not both find the
    same invoice open.
    """

    firms: dict[UUID, FirmOf]
    invoices: dict[UUID, Open]
    references: dict[str, UUID]
    accounts: dict[str, tuple[UUID, ...]]
    persons: dict[str, dict[UUID, str]]
    left: set[UUID]
    # Entries that go on as another, with the key of that: payers go on using their names.
    merged: list[FirmOf] = field(default_factory=list)
    town: tuple[str, str] = ("", "")
    _open: dict[UUID, list[UUID]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rows = sorted(self.invoices.values(), key=lambda row: (row.due_on, row.number))
        for row in rows:
            if row.left > 0:
                self._open.setdefault(row.firm, []).append(row.pk)

    def _entries(self) -> list[FirmOf]:
        return [*self.merged, *self.firms.values()]

    @cached_property
    def names(self) -> Names:
        return Names.of(((firm.pk, firm.names) for firm in self._entries()), self.town)

    @cached_property
    def codes(self) -> dict[str, UUID]:
        return {firm.code: firm.pk for firm in self._entries() if firm.code}

    @cached_property
    def member_numbers(self) -> dict[str, UUID]:
        return {squeezed(firm.number): firm.pk for firm in self._entries() if firm.number}

    @cached_property
    def member_shapes(self) -> Shapes:
        return Shapes(self.member_numbers)

    @cached_property
    def invoice_numbers(self) -> dict[str, UUID]:
        return {squeezed(row.number): row.pk for row in self.invoices.values()}

    @cached_property
    def invoice_shapes(self) -> Shapes:
        return Shapes(self.invoice_numbers)

    @cached_property
    def amounts(self) -> dict[tuple[Decimal, str], set[UUID]]:
        """Firms that owe an invoice of an amount in a currency, as things stood at first."""
        found: dict[tuple[Decimal, str], set[UUID]] = defaultdict(set)
        for firm, keys in self._open.items():
            for key in keys:
                row = self.invoices[key]
                found[row.left, row.currency].add(firm)
        return found

    def open_of(self, firm: UUID) -> list[Open]:
        """What is left of its invoices, the earliest due first."""
        rows = [self.invoices[pk] for pk in self._open.get(firm, ())]
        return [row for row in rows if row.left > 0]

    def take(self, parts: Parts) -> None:
        for pk, part in parts:
            row = self.invoices[pk]
            self.invoices[pk] = Open(
                row.pk, row.number, row.firm, row.left - part, row.due_on, row.currency
            )

    def said(self, firm: UUID) -> str:
        names = self.firms[firm].names
        return names.get("zh") or names.get("en") or self.firms[firm].code


def read_known(day: date) -> Known:
    """The register and the books as they are; ``day`` is that of the standings."""
    rows = Firm.objects.values_list(
        "pk", "name", "registration_code", "legal_representative", "membership__number"
    )
    pairs = Firm.objects.exclude(merged_into=None).values_list("pk", "merged_into")
    into = {pk: last for pk, last in pairs if last is not None}
    every = [FirmOf(*row[:4], row[4] or "") for row in rows]
    firms = {firm.pk: firm for firm in every if firm.pk not in into}
    merged = [replace(firm, pk=_last(firm.pk, into)) for firm in every if firm.pk in into]
    invoices, references = _invoices()
    seat = Association.objects.values_list("seat", flat=True).first()
    zh, en = (seat.zh, seat.en) if seat else ("", "")
    return Known(
        firms=firms,
        invoices={
            pk: Open(pk, row.number, _last(row.firm, into), row.left, row.due_on, row.currency)
            if row.firm in into
            else row
            for pk, row in invoices.items()
        },
        references=references,
        accounts=_accounts(into),
        persons=_persons(firms, into, day),
        left=_left(day),
        merged=merged,
        town=(zh.removesuffix("市"), en.split(",")[0].removesuffix(" City")),
    )


def _last(firm: UUID, into: dict[UUID, UUID]) -> UUID:
    """The entry that a merged one goes on as."""
    seen = set()
    while firm in into and firm not in seen:
        seen.add(firm)
        firm = into[firm]
    return firm


def _invoices() -> tuple[dict[UUID, Open], dict[str, UUID]]:
    left = invoice_balances()
    found, references = {}, {}
    for pk, number, reference, firm, due_on, currency in Invoice.objects.order_by().values_list(
        "pk", "number", "reference", "firm_id", "due_on", "currency"
    ):
        found[pk] = Open(pk, number, firm, left.get(pk, Decimal(0)), due_on, currency)
        references[reference] = pk
    return found, references


def _accounts(into: dict[UUID, UUID]) -> dict[str, tuple[UUID, ...]]:
    found: dict[str, set[UUID]] = defaultdict(set)
    for number, firm in PayerAccount.objects.values_list("number", "firm_id"):
        found[number].add(_last(firm, into))
    return {number: tuple(sorted(firms, key=str)) for number, firms in found.items()}


def _persons(
    firms: dict[UUID, FirmOf], into: dict[UUID, UUID], day: date
) -> dict[str, dict[UUID, str]]:
    """Firms by the names of who acts for them, with what the person is to each."""
    found: dict[str, dict[UUID, str]] = defaultdict(dict)

    def add(names: Iterable[Any], firm: UUID, code: str) -> None:
        for name in names:
            plain = squeezed(name or "")
            if len(plain) >= SHORTEST_PERSON:
                found[plain].setdefault(_last(firm, into), code)

    for firm in firms.values():
        add([firm.legal_representative], firm.pk, "legal_representative")
    acting = Representative.objects.filter(Representative.holds_on(day)).order_by()
    for firm_pk, name in acting.values_list("firm_id", "person__name"):
        add(name.values(), firm_pk, "representative")
    return found


def _left(day: date) -> set[UUID]:
    """Firms whose membership has ended, or has no standing."""
    staying = Standing.objects.filter(Standing.holds_on(day), status__in=LIABLE)
    kept = set(staying.order_by().values_list("membership_id", flat=True))
    members = Membership.objects.order_by().values_list("pk", "firm_id")
    return {firm for pk, firm in members if pk not in kept}
