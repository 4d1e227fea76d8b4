"""How much of the dues came in, by year, class or tier, as the books stood on a day.

An invoice counts for the year in which the time it asks for begins, and for the tier of its last
charge; an opening balance for the year it was due in. docs/rules/dues-collection.md has a worked
example.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Q, Sum

from dues.domain.balances import HUNDREDTHS, money, role_ids
from dues.enums import AccountRole, EntryKind, InvoiceKind
from dues.models import Charge, Entry, Invoice, Tier
from members.models import ClassPeriod, MemberClass
from records.fields import Translated

ZERO = Decimal(0)
OPENING = Translated(zh="期初余额", en="Opening balances")
OTHER = Translated(zh="无类别", en="No class")


@dataclass(slots=True)
class Line:
    """The figures of one year and one class or tier. ``open`` is what is left of it."""

    year: int
    name: Translated
    invoices: int = 0
    billed: Decimal = ZERO
    taken_back: Decimal = ZERO
    written_off: Decimal = ZERO
    paid: Decimal = ZERO

    @property
    def owed(self) -> Decimal:
        """What was billed and not taken back."""
        return self.billed - self.taken_back

    @property
    def open(self) -> Decimal:
        return self.owed - self.written_off - self.paid

    @property
    def rate(self) -> int | None:
        """Hundredths of what was owed that came in, rounded down; None where nothing was owed."""
        return int(self.paid * 100 // self.owed) if self.owed > 0 else None

    def add(self, other: Line) -> None:
        self.invoices += other.invoices
        self.billed += other.billed
        self.taken_back += other.taken_back
        self.written_off += other.written_off
        self.paid += other.paid


@dataclass(slots=True)
class Collection:
    """Lines by year, latest first, then by amount; and each year's sum."""

    day: date
    by: str
    lines: list[Line] = field(default_factory=list)

    def years(self) -> list[tuple[int, list[Line], Line]]:
        found: dict[int, list[Line]] = defaultdict(list)
        for line in self.lines:
            found[line.year].append(line)
        return [
            (year, rows, _sum(year, rows)) for year, rows in sorted(found.items(), reverse=True)
        ]


def _sum(year: int, rows: list[Line]) -> Line:
    total = Line(year, Translated())
    for row in rows:
        total.add(row)
    return total


def collection_on(day: date, *, by: str = "class") -> Collection:
    """The collection by ``class`` (of the member when the charge began) or ``tier``."""
    lines: dict[tuple[int, str], Line] = {}
    keys = _keys(by)
    for invoice, figures in _figures(day).items():
        if invoice not in keys:
            continue
        year, key, name = keys[invoice]
        line = lines.setdefault((year, key), Line(year, name))
        line.add(figures)
    found = Collection(day, by)
    found.lines = sorted(lines.values(), key=lambda line: (-line.year, -line.billed, line.name.zh))
    return found


def _figures(day: date) -> dict[uuid.UUID, Line]:
    """What the entries until ``day`` say of each invoice."""
    receivable = role_ids(AccountRole.RECEIVABLE)
    touching = Entry.objects.filter(
        Q(debit__in=receivable) | Q(credit__in=receivable),
        booked_on__lte=day,
        invoice__isnull=False,
    )
    sums = (
        touching.order_by()
        .values_list("invoice", "kind", "reverses__kind", "debit__role")
        .annotate(sum=Sum(HUNDREDTHS))
    )
    found: dict[uuid.UUID, Line] = defaultdict(lambda: Line(0, Translated(), 1))
    for invoice, kind, reversed_, debit, sum_ in sums:
        amount = money(sum_)
        _count(found[invoice], kind, reversed_, debit == AccountRole.RECEIVABLE, amount)
    return found


def _count(line: Line, kind: str, reversed_: str | None, debit: bool, amount: Decimal) -> None:
    if kind in (EntryKind.CHARGE, EntryKind.OPENING):
        line.billed += amount
    elif kind == EntryKind.REVERSAL and reversed_ in (EntryKind.CHARGE, EntryKind.OPENING):
        line.taken_back += amount
    elif kind == EntryKind.WRITE_OFF or reversed_ == EntryKind.WRITE_OFF:
        line.written_off += -amount if debit else amount
    else:
        # Payments, what was moved on to the advance, and either of them taken back.
        line.paid += -amount if debit else amount


def _keys(by: str) -> dict[uuid.UUID, tuple[int, str, Translated]]:
    """Year, key and name under which each invoice counts."""
    tiers = {tier.pk: tier for tier in Tier.objects.select_related("member_class")}
    found: dict[uuid.UUID, tuple[int, str, Translated]] = {}
    opening = Invoice.objects.filter(kind=InvoiceKind.OPENING).values_list("pk", "due_on")
    for pk, due_on in opening.iterator():
        found[pk] = (due_on.year, "opening", OPENING)
    classes = _Classes() if by == "class" else None
    for invoice, begin, tier, membership in _charges():
        if classes is not None:
            found[invoice] = (begin.year, *classes.of(membership, begin))
        else:
            found[invoice] = (begin.year, f"tier {tier}", tiers[tier].name)
    return found


class _Classes:
    """The class of each member on a day, from all class periods that stand, read once."""

    def __init__(self) -> None:
        self.names = {row.pk: Translated(row.name) for row in MemberClass.objects.all()}
        self.periods: dict[uuid.UUID, list[tuple[date, int]]] = defaultdict(list)
        rows = ClassPeriod.objects.filter(superseded_at__isnull=True).order_by("-from_on")
        for pk, begin, held in rows.values_list(
            "membership_id", "from_on", "member_class_id"
        ).iterator():
            self.periods[pk].append((begin, held))

    def of(self, membership: uuid.UUID, day: date) -> tuple[str, Translated]:
        """The class on ``day``; of a day before the first, the first."""
        periods = self.periods.get(membership)
        if not periods:
            return "none", OTHER
        held = next((pk for begin, pk in periods if begin <= day), periods[-1][1])
        return f"class {held}", self.names[held]


def _charges() -> Iterator[tuple[uuid.UUID, date, int, uuid.UUID]]:
    rows = Charge.objects.order_by("from_on", "pk")
    return rows.values_list("invoice_id", "from_on", "tier_id", "membership_id").iterator()
